/**
 * @file simd.h
 * How a loop is compiled twice: for AVX2, and for any processor. Write the loop as an
 * INLINE_BODY function; call it from two functions that differ in their attribute only,
 * and choose with simd_has_avx2. Both give the same bits, since nothing is fused or
 * reordered.
 */
#ifndef REDKITE_GEO_SIMD_H
#define REDKITE_GEO_SIMD_H

#include <stdbool.h>

#define INLINE_BODY static inline __attribute__((always_inline))

/* Defining GEO_SIMD_PLAIN leaves AVX2 out, as on another processor: a test compares. */
#if defined(__x86_64__) && !defined(GEO_SIMD_PLAIN)
#define SIMD_AVX2 1
#else
#define SIMD_AVX2 0
#endif

#if SIMD_AVX2
#define FOR_AVX2 __attribute__((target("avx2")))
#else
#define FOR_AVX2
#endif

/** True where functions marked FOR_AVX2 may run. */
static inline bool simd_has_avx2(void)
{
#if SIMD_AVX2
    return __builtin_cpu_supports("avx2");
#else
    return false;
#endif
}

#endif
