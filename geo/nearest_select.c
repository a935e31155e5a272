#include "geo/nearest_select.h"

#include <float.h>
#ifdef __x86_64__
#include <immintrin.h>
#endif

#include "geo/simd.h"

#define LANES 4 /* people side by side in one register of AVX2 */

union packed {
    double number;
    uint64_t bits;
};

/* Each new squared chord sinks to its rank: what is not the smaller one goes on. */
INLINE_BODY void select_plain(const struct geo_nearest_sites *sites, int levels,
                              struct geo_nearest_block *block, size_t i)
{
    for (int v = 0; v < levels; v++)
        block->top[v][i] = GEO_NEAREST_NO_SITE;
    for (size_t s = 0; s < sites->count; s++) {
        double dx = sites->ecef.x[s] - block->x[i];
        double dy = sites->ecef.y[s] - block->y[i];
        double dz = sites->ecef.z[s] - block->z[i];
        union packed d = {.number = dx * dx + dy * dy + dz * dz};
        double next;

        d.bits = (d.bits & ~sites->number_mask) | s;
        next = d.number;
        for (int v = 0; v < levels && next < block->top[levels - 1][i]; v++) {
            double old = block->top[v][i];

            block->top[v][i] = old < next ? old : next;
            next = old < next ? next : old;
        }
    }
}

static void block_plain(const struct geo_nearest_sites *sites, int levels,
                        struct geo_nearest_block *block)
{
    for (size_t i = 0; i < GEO_NEAREST_BLOCK; i++)
        select_plain(sites, levels, block, i);
}

#if SIMD_AVX2

/* The same for four people at once. With levels a constant the ranks stay in registers.
 */
FOR_AVX2 INLINE_BODY void select_avx2(const struct geo_nearest_sites *sites, int levels,
                                      struct geo_nearest_block *block, size_t i)
{
    __m256d x = _mm256_loadu_pd(&block->x[i]), y = _mm256_loadu_pd(&block->y[i]);
    __m256d z = _mm256_loadu_pd(&block->z[i]), top[GEO_NEAREST_LEVELS_MAX];
    __m256d keep = _mm256_castsi256_pd(_mm256_set1_epi64x((int64_t)~sites->number_mask));
    __m256i number = _mm256_setzero_si256(), one = _mm256_set1_epi64x(1);

#pragma GCC unroll 17
    for (int v = 0; v < levels; v++)
        top[v] = _mm256_set1_pd(GEO_NEAREST_NO_SITE);
    for (size_t s = 0; s < sites->count; s++) {
        __m256d dx = _mm256_sub_pd(_mm256_set1_pd(sites->ecef.x[s]), x);
        __m256d dy = _mm256_sub_pd(_mm256_set1_pd(sites->ecef.y[s]), y);
        __m256d dz = _mm256_sub_pd(_mm256_set1_pd(sites->ecef.z[s]), z);
        __m256d flat = _mm256_add_pd(_mm256_mul_pd(dx, dx), _mm256_mul_pd(dy, dy));
        __m256d d = _mm256_add_pd(flat, _mm256_mul_pd(dz, dz));

        d = _mm256_or_pd(_mm256_and_pd(d, keep), _mm256_castsi256_pd(number));
        number = _mm256_add_epi64(number, one);
#pragma GCC unroll 17
        for (int v = 0; v < levels; v++) {
            __m256d old = top[v];

            top[v] = _mm256_min_pd(old, d);
            d = _mm256_max_pd(old, d);
        }
    }
#pragma GCC unroll 17
    for (int v = 0; v < levels; v++)
        _mm256_storeu_pd(&block->top[v][i], top[v]);
}

FOR_AVX2 static void block_avx2(const struct geo_nearest_sites *sites, int levels,
                                struct geo_nearest_block *block)
{
    for (size_t i = 0; i < GEO_NEAREST_BLOCK; i += LANES) {
        if (levels <= 2)
            select_avx2(sites, 2, block, i);
        else if (levels <= 5)
            select_avx2(sites, 5, block, i);
        else if (levels <= 9)
            select_avx2(sites, 9, block, i);
        else
            select_avx2(sites, GEO_NEAREST_LEVELS_MAX, block, i);
    }
}

#endif

void geo_nearest_select(const struct geo_nearest_sites *sites, int levels,
                        struct geo_nearest_block *block)
{
#if SIMD_AVX2
    if (simd_has_avx2()) {
        block_avx2(sites, levels, block);
        return;
    }
#endif
    block_plain(sites, levels, block);
}
