// Laid over libc with LD_PRELOAD: makes system calls fail, ends the process at one of them, moves the clock, and notes what was written and what was
// forced to the disk. What it does is said by a file that the driver writes (struct control) and that may change at any
// time; a zeroed file does nothing.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct control {
  int32_t permille;      // of the calls on regular files that fail
  int32_t number;        // the errno they fail with
  int64_t clock;         // seconds added to the wall clock
  int32_t reads;         // whether reads fail as well
  uint32_t seed;
  int64_t steps;         // operations on files after which kill -9 comes; counted from when it is set, 0 for never
};

static struct control none, *control = &none;
static int trace = -1;
static uint64_t state;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("INTONE_SHIM");
  int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (file >= 0) {
    void *page = mmap(NULL, sizeof *control, PROT_READ, MAP_SHARED, file, 0);
    if (page != MAP_FAILED) control = page;
    close(file);
  }
  state = control->seed * 2654435761u + 1;
  path = getenv("INTONE_TRACE");
  if (path) trace = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
}

#define REAL(name) ({ static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name); real; })

// The kill comes before the step that is to be the next.
static void step(void) {
  static int64_t armed, left;
  int64_t steps = control->steps;
  if (!steps) return;
  if (steps != armed) { armed = steps; __atomic_store_n(&left, steps, __ATOMIC_RELAXED); }
  if (__atomic_sub_fetch(&left, 1, __ATOMIC_RELAXED) < 0) kill(getpid(), SIGKILL);
}

static int fails(int isRead) {
  if (!isRead) step();
  if (!control->permille || (isRead && !control->reads)) return 0;
  uint64_t x = __atomic_add_fetch(&state, 0x9E3779B97F4A7C15u, __ATOMIC_RELAXED);
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  if ((int)((x >> 33) % 1000) >= control->permille) return 0;
  errno = control->number;
  return 1;
}

static int regular(int file) {
  struct stat status;
  return fstat(file, &status) == 0 && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
}

static int failsOn(int file, int isRead) { return (control->permille || (control->steps && !isRead)) && regular(file) && fails(isRead); }

// One line an operation, written at once: O_APPEND keeps the lines of several threads apart. Paths are absolute.
static void note(const char *format, ...) {
  if (trace < 0) return;
  int kept = errno;
  char line[9000];
  va_list list;
  va_start(list, format);
  int length = vsnprintf(line, sizeof line, format, list);
  va_end(list);
  if (length > 0) { ssize_t done = REAL(write)(trace, line, (size_t)length); (void)done; }
  errno = kept;
}

static const char *resolve(int folder, const char *name, char *out, size_t size) {
  if (name && name[0] == '/') { snprintf(out, size, "%s", name); return out; }
  char link[64], base[4096];
  ssize_t count = -1;
  if (folder == AT_FDCWD) { if (getcwd(base, sizeof base)) count = (ssize_t)strlen(base); }
  else { snprintf(link, sizeof link, "/proc/self/fd/%d", folder); count = readlink(link, base, sizeof base - 1); }
  base[count < 0 ? 0 : count] = 0;
  if (name) snprintf(out, size, "%s/%s", base, name); else snprintf(out, size, "%s", base);
  return out;
}
#define PATH(folder, name) resolve(folder, name, (char[8200]){0}, 8200)
#define TRACED(file) (trace >= 0 && regular(file))

// The bytes follow the line's text in hexadecimal: a test writes little.
static void noteBytes(int file, const void *bytes, size_t count, off_t at) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return;
  path[length] = 0;
  int kept = errno;
  size_t head = (size_t)length + 64;
  char *line = malloc(head + 2 * count + 2);
  if (!line) return;
  int used = snprintf(line, head, "write\t%s\t%lld\t", path, (long long)at);
  for (size_t i = 0; i < count; i++) {
    line[used++] = "0123456789abcdef"[((const uint8_t *)bytes)[i] >> 4];
    line[used++] = "0123456789abcdef"[((const uint8_t *)bytes)[i] & 15];
  }
  line[used++] = '\n';
  ssize_t done = REAL(write)(trace, line, (size_t)used);
  (void)done;
  free(line);
  errno = kept;
}

ssize_t write(int file, const void *bytes, size_t count) {
  if (file > 2 && failsOn(file, 0)) return -1;
  int traced = file > 2 && TRACED(file);
  off_t at = traced ? lseek(file, 0, SEEK_CUR) : 0;
  ssize_t done = REAL(write)(file, bytes, count);
  if (traced && done > 0) noteBytes(file, bytes, (size_t)done, at);
  return done;
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
  if (failsOn(file, 0)) return -1;
  ssize_t done = REAL(pwrite64)(file, bytes, count, at);
  if (done > 0 && TRACED(file)) noteBytes(file, bytes, (size_t)done, at);
  return done;
}
ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) { return pwrite64(file, bytes, count, at); }

ssize_t read(int file, void *bytes, size_t count) { return failsOn(file, 1) ? -1 : REAL(read)(file, bytes, count); }
ssize_t pread64(int file, void *bytes, size_t count, off64_t at) { return failsOn(file, 1) ? -1 : REAL(pread64)(file, bytes, count, at); }
ssize_t pread(int file, void *bytes, size_t count, off_t at) { return pread64(file, bytes, count, at); }

int ftruncate64(int file, off64_t length) {
  if (failsOn(file, 0)) return -1;
  int done = REAL(ftruncate64)(file, length);
  if (!done && TRACED(file)) note("truncate\t%s\t%lld\n", PATH(file, NULL), (long long)length);
  return done;
}
int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

int fsync(int file) {
  if (failsOn(file, 0)) return -1;
  int done = REAL(fsync)(file);
  if (!done && TRACED(file)) note("sync\t%s\n", PATH(file, NULL));
  return done;
}
int fdatasync(int file) {
  if (failsOn(file, 0)) return -1;
  int done = REAL(fdatasync)(file);
  if (!done && TRACED(file)) note("sync\t%s\n", PATH(file, NULL));
  return done;
}

static int opened(int file, int flags, const char *path) {
  if (file >= 0 && (flags & (O_CREAT | O_TRUNC)) && trace >= 0) note("%s\t%s\n", flags & O_TRUNC ? "empty" : "create", path);
  return file;
}
#define MODE(flags) ({ mode_t mode = 0; if ((flags) & (O_CREAT | O_TMPFILE)) { va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); } mode; })

int openat64(int folder, const char *name, int flags, ...) {
  mode_t mode = MODE(flags);
  if ((flags & O_CREAT) && fails(0)) return -1;
  return opened(REAL(openat64)(folder, name, flags, mode), flags, trace < 0 ? "" : PATH(folder, name));
}
int openat(int folder, const char *name, int flags, ...) {
  mode_t mode = MODE(flags);
  return openat64(folder, name, flags, mode);
}
int open64(const char *name, int flags, ...) {
  mode_t mode = MODE(flags);
  return openat64(AT_FDCWD, name, flags, mode);
}
int open(const char *name, int flags, ...) {
  mode_t mode = MODE(flags);
  return openat64(AT_FDCWD, name, flags, mode);
}

int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
  if (fails(0)) return -1;
  char a[8200], b[8200];
  if (trace >= 0) { resolve(from, old, a, sizeof a); resolve(to, new, b, sizeof b); }
  int done = REAL(renameat2)(from, old, to, new, flags);
  if (!done) note("rename\t%s\t%s\n", a, b);
  return done;
}
int renameat(int from, const char *old, int to, const char *new) { return renameat2(from, old, to, new, 0); }
int rename(const char *old, const char *new) { return renameat2(AT_FDCWD, old, AT_FDCWD, new, 0); }

int unlinkat(int folder, const char *name, int flags) {
  if (fails(0)) return -1;
  char path[8200];
  if (trace >= 0) resolve(folder, name, path, sizeof path);
  int done = REAL(unlinkat)(folder, name, flags);
  if (!done) note("remove\t%s\n", path);
  return done;
}
int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }

int mkdirat(int folder, const char *name, mode_t mode) {
  if (fails(0)) return -1;
  int done = REAL(mkdirat)(folder, name, mode);
  if (!done && trace >= 0) note("folder\t%s\n", PATH(folder, name));
  return done;
}
int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

int clock_gettime(clockid_t clock, struct timespec *time) {
  int done = REAL(clock_gettime)(clock, time);
  if (!done && clock == CLOCK_REALTIME) time->tv_sec += control->clock;
  return done;
}
