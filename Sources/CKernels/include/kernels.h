#ifndef KERNELS_H
#define KERNELS_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/* How many places a search for peaks may span. */
#define PEAKS_LONGEST 1024

/* Costs of a pitch path: for each octave, gently up to `free` octaves a step, and of a change of voicing. */
struct path_costs {
  float jump;
  float glide;
  float free;
  float voicing_switch;
};

struct survey {
  float peak;
  /* Samples equal to the one before and at least 1/8 of full scale; samples that are exactly 0. */
  uint32_t flat;
  uint32_t zeros;
};

struct deviation {
  /* Sum of squares about the mean; no number where a sample is none. */
  float square;
  /* The largest distance from the first sample. */
  float farthest;
};

/*
 The inner loops of the engine. Each is compiled for every width of vector that processors of this family have, and one table is chosen when
 the program starts. All tables give the same bits: eight lanes in the same order whatever the width, and no fused multiplication and addition.

 No function allocates, keeps a pointer or checks a length; their Swift callers check lengths at the head of each call. Pointers need no alignment.
 Threads: any, on memory of their own.
*/
struct kernels {
  /* "sse2", "avx2" or "neon". */
  const char *name;

  /* Sums: eight lanes in four runs, added up in a fixed order. */
  float (*sum)(const float *x, size_t count);
  float (*dot)(const float *x, const float *y, size_t count);
  float (*energy)(const float *x, size_t count);
  /* Sums of x between each two neighbours of `count` + 1 ascending edges. */
  void (*band_sums)(const float *x, const uint16_t *edges, size_t count, float *sums);
  /* total += x. */
  void (*accumulate)(const float *x, float *total, size_t count);
  /* result = (x − mean) · taper. */
  void (*taper)(const float *x, const float *taper, float mean, float *result, size_t count);
  /* Squared magnitudes of complex numbers. */
  void (*power)(const float *pairs, float *result, size_t count);
  /* Logarithm to base 2 of positive normal numbers, in place; the error stays below 3·10⁻⁵. */
  void (*log2)(float *x, size_t count);

  /* Two windows over the same samples side by side: real parts through one, imaginary parts through the other. `count` is a multiple of four. */
  void (*window_pair)(const float *x, const float *tapers, float mean_a, float mean_b, float *pairs, size_t count);
  /* Power spectra of both from their common transform of `length` (a multiple of eight), whose bin 0 stands again behind the last: `length` / 2 + 1 bins. */
  void (*split_powers)(const float *pairs, size_t length, float least, float *a, float *b);

  /* Power less the noise, never under `share` of it, and its square root or, where `twice` is set, its fourth. */
  void (*compress)(const float *power, const float *noise, float share, int twice, float *clean, float *root, size_t count);

  /* Four sums over two rows: of a, of b, of a and of b, with the weights `total`, `total`, `next`, `next`. */
  void (*lag_sums)(const float *a, const float *b, const float *total, const float *next, size_t count, float *sums);
  /* Folds two weighted rows of `half` / 2 + 1 bins for a cosine transform of `half`; `half` is a multiple of eight. */
  void (*lag_fold)(const float *a, const float *b, float scale_a, float scale_b, const float *lower, const float *upper, size_t half, float *pairs);
  /* Lags of two rows from the transform of the folded ones: even lags from the sums Z[k] + Z[−k], odd ones from the running sum of Z[k] − Z[−k]; times
     `factors`, limited to −1…1.2. `lags` is a multiple of eight plus one at most; results may be written up to seven places beyond. */
  void (*lag_unfold)(const float *pairs, size_t half, float start_a, float start_b, const float *factors, size_t lags, float *a, float *b);
  /* a·x + b·y + c·z. */
  void (*mix)(const float *x, const float *y, const float *z, float a, float b, float c, float *result, size_t count);
  /* The six highest local maxima from `low` through `high` by height less cost, highest first, equal ones by the smaller index; eight places beyond
     `high` can be read. All values are finite; high − low < PEAKS_LONGEST. Returns how many there are. */
  size_t (*peaks)(const float *x, const float *costs, size_t low, size_t high, int32_t *places);
  /* Quarter octave from `lowest`, in 0…cells − 1, of each value's mean with its two neighbours. */
  void (*quarter_octaves)(const float *x, float scale, int32_t lowest, int32_t cells, int32_t *result, size_t count);

  /* Sixteen levels over the quiet ones in `unit`s, between `low` and `high`. */
  void (*levels_over)(const uint8_t *levels, const float *quiet, float unit, float low, float high, float *result);

  /* One step of the path through pitch candidates (six lanes, the seventh is unvoiced): from the scores before to the scores here, relative to the
     best. Returns for each lane, in three bits, the lane it comes from. */
  uint32_t (*path_step)(const struct path_costs *costs, const float *before, const float *here, const float *plausible, const float *local, float *scores);

  /* Eight units at a time of one layer over `rows` frames: `taps` runs of `inputs` values, `step` values apart, the first at `x`; negative results are 0. */
  void (*layer)(const float *x, size_t rows, size_t inputs, size_t taps, size_t step, const float *weights, const float *bias, size_t tiles, float *y);
  /* The linear unit at the end: one sum for each row of 8 · tiles. */
  void (*unit)(const float *x, size_t rows, const float *weights, size_t tiles, float bias, float *y);

  /* Every second sample of a half-band filter: symmetric `side` over the odd samples, half of the even one in the middle. */
  void (*half_band)(const float *even, const float *odd, const float *side, size_t reach, float *result, size_t count);

  /* What one look at input samples tells. */
  struct survey (*survey)(const float *x, size_t count);
  struct deviation (*deviation)(const float *x, size_t count);
};

/* How many tables this processor can run, and each of them: the plainest first, the widest last. */
size_t kernels_count(void);
extern const struct kernels *const _Nonnull kernels_tables[2];
static inline const struct kernels *kernels_at(size_t index) { return kernels_tables[index]; }

#pragma clang assume_nonnull end

#endif
