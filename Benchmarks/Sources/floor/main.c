// What the libraries alone cost, so that a stage of ours can be held against the least that is possible.
//
//   floor decode FILE      reads FILE with libsndfile, throws the samples away
//   floor transform N SECONDS   per 10 ms hop of 16 kHz: one float window, one real-to-complex transform of N points, its power
//
// Prints: CPU seconds, seconds of sound.
#define _POSIX_C_SOURCE 200809L
#include <fftw3.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double cpu_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static int decode(const char *path) {
  SF_INFO info = {0};
  double start = cpu_seconds();
  SNDFILE *file = sf_open(path, SFM_READ, &info);
  if (file == NULL) {
    fprintf(stderr, "floor: %s: %s\n", path, sf_strerror(NULL));
    return 1;
  }
  float block[4096 * 8];
  sf_count_t frames = 4096 * 8 / (info.channels > 8 ? 8 : info.channels), got, total = 0;
  while ((got = sf_readf_float(file, block, frames)) > 0) total += got;
  sf_close(file);
  printf("%.6f %.3f\n", cpu_seconds() - start, (double)total / info.samplerate);
  return 0;
}

static int transform(int n, double seconds) {
  const int hop = 160, rate = 16000;
  int length = (int)(seconds * rate);
  float *sound = malloc(sizeof(float) * (length + n)), *window = malloc(sizeof(float) * n), *power = malloc(sizeof(float) * (n / 2 + 1));
  float *in = fftwf_alloc_real(n);
  fftwf_complex *out = fftwf_alloc_complex(n / 2 + 1);
  unsigned state = 1;
  for (int i = 0; i < length + n; i++) {
    state = state * 1664525u + 1013904223u;
    sound[i] = (float)(state >> 8) / 8388608.0f - 1;
  }
  for (int i = 0; i < n; i++) window[i] = (float)(0.5 - 0.5 * cos(2 * 3.14159265358979 * (i + 0.5) / n));
  fftwf_plan plan = fftwf_plan_dft_r2c_1d(n, in, out, FFTW_ESTIMATE);
  double start = cpu_seconds(), sum = 0;
  for (int at = 0; at < length; at += hop) {
    for (int i = 0; i < n; i++) in[i] = sound[at + i] * window[i];
    fftwf_execute(plan);
    for (int i = 0; i <= n / 2; i++) power[i] = out[i][0] * out[i][0] + out[i][1] * out[i][1];
    sum += power[at / hop % (n / 2)];
  }
  double used = cpu_seconds() - start;
  // The sum goes to standard error, so that the compiler cannot leave the work out.
  fprintf(stderr, "%g\n", sum);
  printf("%.6f %.3f\n", used, seconds);
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 3 && strcmp(argv[1], "decode") == 0) return decode(argv[2]);
  if (argc == 4 && strcmp(argv[1], "transform") == 0) return transform(atoi(argv[2]), atof(argv[3]));
  fprintf(stderr, "usage: floor decode FILE | floor transform N SECONDS\n");
  return 2;
}
