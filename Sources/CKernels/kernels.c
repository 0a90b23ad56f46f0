#include "kernels.h"

#include <math.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* The products of one build must not be rounded otherwise than those of another. */
#pragma STDC FP_CONTRACT OFF

typedef float f8 __attribute__((ext_vector_type(8)));
typedef int32_t i8 __attribute__((ext_vector_type(8)));

/* Functions that take or give a vector are always inlined: how they would be called is nobody's matter. */
#pragma clang diagnostic ignored "-Wpsabi"
#define INLINE static inline __attribute__((always_inline))

/* For each width: its name; how many frames of a network go side by side (their sums must stay in registers); and one bit for each lane that is true. */
#if defined(__x86_64__)

#define NAME "sse2"
#define FRAMES 4
#define MASK(v) ((unsigned)_mm_movemask_ps((__m128)(v).lo) | (unsigned)_mm_movemask_ps((__m128)(v).hi) << 4)
#define F(name) name##_sse2
#include "loops.inc"
#undef NAME
#undef FRAMES
#undef MASK
#undef F

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define NAME "avx2"
#define FRAMES 8
#define MASK(v) ((unsigned)_mm256_movemask_ps((__m256)(v)))
#define F(name) name##_avx2
#include "loops.inc"
#undef NAME
#undef FRAMES
#undef F
#pragma clang attribute pop

size_t kernels_count(void) { return __builtin_cpu_supports("avx2") ? 2 : 1; }
const struct kernels *const kernels_tables[2] = {&table_sse2, &table_avx2};

#else

#define NAME "plain"
#define FRAMES 8
#define MASK(v) ((unsigned)__builtin_reduce_or((v) & (i8){1, 2, 4, 8, 16, 32, 64, 128}))
#define F(name) name##_plain
#include "loops.inc"

size_t kernels_count(void) { return 1; }
const struct kernels *const kernels_tables[2] = {&table_plain, &table_plain};

#endif
