#include "geo/nearest.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "geo/distance.h"
#include "geo/ecef.h"
#include "geo/nearest_select.h"
#include "server/core/arena.h"

/* Two distances nearer to each other than this are left to the geodesic: a thousand times
 * what rounding does to a chord and to geod_inverse. */
#define SLACK_M 1e-6

/* (largest^2 - smallest^2 normal curvature) / 12, and 15 % for the rest of the series up
 * to chords of 6,000 km (10.4 % there): see surely_farther. */
#define SPREAD     (1.15 * (2.4914176e-14 - 2.4417163e-14) / 12.0)
#define SPREAD_MAX 3.6e13

struct search {
    const struct geo_points *people;
    const struct geo_points *sites;
    const struct geo_nearest *ret;
    struct geo_nearest_sites space; /* the sites again */
    double packing; /* by how much a number in the low bits may change a squared chord */
    bool fast;      /* k small enough for geo_nearest_select */
};

/* The people from first on. */
struct block {
    size_t first;
    size_t count;
    struct geo_nearest_block space;
    double doubt[GEO_NEAREST_BLOCK]; /* not 0: the order of some two is not sure */
};

/* One site for one person, on the way to an exact order. */
struct candidate {
    double chord2;
    double m; /* negative: not asked for yet */
    uint32_t site;
};

/* True only if whoever has squared chord @p next is farther, over the ellipsoid and by
 * more than SLACK_M, than who has @p chord2. The series of upper() over lower() of
 * ecef.h, and 2 c SLACK <= SLACK (c^2 / 1000 + 1000). */
static inline bool surely_farther(double chord2, double next, double packing)
{
    return chord2 < SPREAD_MAX &&
           next > chord2 + chord2 * (SPREAD * chord2 + SLACK_M / 1000.0 + packing) +
                      SLACK_M * 1001.0;
}

/* Chords to all sites, the smallest in order, and where that order is not sure. */
static void select_block(const struct search *search, struct block *block)
{
    int k = (int)search->ret->k;

    geo_nearest_select(&search->space, k + 1, &block->space);
    for (size_t i = 0; i < GEO_NEAREST_BLOCK; i++)
        block->doubt[i] = 0.0;
    for (int v = 0; v < k; v++) {
        const double *near = block->space.top[v], *next = block->space.top[v + 1];

        for (size_t i = 0; i < GEO_NEAREST_BLOCK; i++)
            block->doubt[i] +=
                surely_farther(near[i], next[i], search->packing) ? 0.0 : 1.0;
    }
}

static uint32_t number_of(const struct search *search, double packed)
{
    uint64_t bits;

    memcpy(&bits, &packed, sizeof(bits));
    return (uint32_t)(bits & search->space.number_mask);
}

static int by_chord(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;

    if (x->chord2 != y->chord2)
        return x->chord2 < y->chord2 ? -1 : 1;
    return x->site < y->site ? -1 : 1;
}

static int by_distance(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;

    if (x->m != y->m)
        return x->m < y->m ? -1 : 1;
    return x->site < y->site ? -1 : 1;
}

static double exact_m(const struct search *search, size_t person, uint32_t site)
{
    struct geo_point p = {search->people->lon[person], search->people->lat[person]};
    struct geo_point s = {search->sites->lon[site], search->sites->lat[site]};
    double m = 0.0;

    /* Both were found valid before the first block. */
    return geo_distance_between(p, s, &m) ? 0.0 : m;
}

/* The sites that may be among the k nearest of one person, given the squared chord
 * to the k-th by chord: whoever is farther than that one's upper bound is not. Returns
 * how many. */
static size_t within(const struct search *search, const struct block *block, size_t i,
                     double chord2, struct candidate *ret_some)
{
    double limit = geo_ecef_upper(sqrt(chord2)) + SLACK_M;
    size_t count = 0;

    for (size_t s = 0; s < search->sites->count; s++) {
        double dx = search->space.ecef.x[s] - block->space.x[i];
        double dy = search->space.ecef.y[s] - block->space.y[i];
        double dz = search->space.ecef.z[s] - block->space.z[i];
        double d = dx * dx + dy * dy + dz * dz;

        ret_some[count] = (struct candidate){d, -1.0, (uint32_t)s};
        count += d <= limit * limit;
    }
    return count;
}

/* Where the bounds of neighbours in the order of chords overlap, asks the geodesic and
 * sorts by it. The first k of @p some are right afterwards. */
static void settle(const struct search *search, size_t person, struct candidate *some,
                   size_t count)
{
    size_t first = 0;

    qsort(some, count, sizeof(*some), by_chord);
    while (first < search->ret->k) {
        size_t end = first + 1;

        while (end < count && geo_ecef_lower(sqrt(some[end].chord2)) <=
                                  geo_ecef_upper(sqrt(some[end - 1].chord2)) + SLACK_M)
            end++;
        if (end > first + 1) {
            for (size_t i = first; i < end; i++)
                some[i].m = exact_m(search, person, some[i].site);
            qsort(&some[first], end - first, sizeof(*some), by_distance);
        }
        first = end;
    }
}

/* Writes the row of person i of the block, distances only where the order needed them. */
static void write_row(const struct search *search, const struct block *block, size_t i,
                      struct candidate *scratch)
{
    size_t k = search->ret->k, row = (block->first + i) * k;
    double chord2 = DBL_MAX;
    size_t count;

    if (search->fast && block->doubt[i] == 0.0) {
        for (size_t v = 0; v < k; v++) {
            search->ret->site[row + v] = number_of(search, block->space.top[v][i]);
            if (search->ret->m)
                search->ret->m[row + v] = -1.0;
        }
        return;
    }
    if (search->fast)
        chord2 = block->space.top[k - 1][i] * (1.0 + search->packing);
    count = within(search, block, i, chord2, scratch);
    settle(search, block->first + i, scratch, count);
    for (size_t v = 0; v < k; v++) {
        search->ret->site[row + v] = scratch[v].site;
        if (search->ret->m)
            search->ret->m[row + v] = scratch[v].m;
    }
}

/* Distances of rank @p v where there is none yet. */
static void fill_rank(const struct search *search, struct block *block, size_t v)
{
    const struct geo_nearest *ret = search->ret;
    struct geo_ecef people = {block->space.x, block->space.y, block->space.z};
    double columns[3][GEO_NEAREST_BLOCK], arc[GEO_NEAREST_BLOCK];
    struct geo_ecef sites = {columns[0], columns[1], columns[2]};

    for (size_t i = 0; i < block->count; i++) {
        uint32_t site = ret->site[(block->first + i) * ret->k + v];

        sites.x[i] = search->space.ecef.x[site];
        sites.y[i] = search->space.ecef.y[site];
        sites.z[i] = search->space.ecef.z[site];
    }
    geo_ecef_arcs(&people, &sites, block->count, arc);
    for (size_t i = 0; i < block->count; i++) {
        size_t at = (block->first + i) * ret->k + v;

        if (ret->m[at] < 0.0)
            ret->m[at] =
                arc[i] >= 0.0 ? arc[i] : exact_m(search, block->first + i, ret->site[at]);
    }
}

static void compute_block(const struct search *search, struct block *block,
                          struct candidate *scratch)
{
    struct geo_ecef ecef = {block->space.x, block->space.y, block->space.z};
    struct geo_points people = {search->people->lon + block->first,
                                search->people->lat + block->first, block->count};

    geo_ecef_compute(&people, &ecef);
    for (size_t i = block->count; i < GEO_NEAREST_BLOCK; i++)
        block->space.x[i] = block->space.y[i] = block->space.z[i] = 0.0;
    if (search->fast)
        select_block(search, block);
    for (size_t i = 0; i < block->count; i++)
        write_row(search, block, i, scratch);
    for (size_t v = 0; search->ret->m && v < search->ret->k; v++)
        fill_rank(search, block, v);
}

static void prepare(struct search *search, struct arena *arena)
{
    size_t count = search->sites->count;
    int number_bits = 1;

    while (((size_t)1 << number_bits) < count)
        number_bits++;
    search->space.count = count;
    search->space.number_mask = ((uint64_t)1 << number_bits) - 1;
    search->packing = 1.0 / (double)((uint64_t)1 << (52 - number_bits));
    search->space.ecef.x = arena_array(arena, count, sizeof(double));
    search->space.ecef.y = arena_array(arena, count, sizeof(double));
    search->space.ecef.z = arena_array(arena, count, sizeof(double));
    search->fast = search->ret->k < GEO_NEAREST_LEVELS_MAX;
    geo_ecef_compute(search->sites, &search->space.ecef);
}

enum rc geo_nearest_compute(const struct geo_points *people,
                            const struct geo_points *sites,
                            const struct geo_nearest *ret_nearest)
{
    struct search search = {.people = people, .sites = sites, .ret = ret_nearest};
    struct block block = {0};
    struct candidate *scratch;
    struct arena *arena;

    if (sites->count > GEO_NEAREST_SITES_MAX)
        return RC_TOO_LARGE;
    if (!ret_nearest->k || ret_nearest->k > sites->count || !geo_points_valid(people) ||
        !geo_points_valid(sites))
        return RC_INVALID;
    arena = arena_new();
    prepare(&search, arena);
    scratch = arena_array(arena, sites->count + 1, sizeof(*scratch));
    for (; block.first < people->count; block.first += GEO_NEAREST_BLOCK) {
        size_t left = people->count - block.first;

        block.count = left < GEO_NEAREST_BLOCK ? left : GEO_NEAREST_BLOCK;
        compute_block(&search, &block, scratch);
    }
    arena_free(arena);
    return RC_OK;
}
