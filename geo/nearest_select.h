/**
 * @file nearest_select.h
 * The inner loop of geo/nearest.c: squared chords from a block of people to all sites,
 * and the smallest of them kept in order. Owns nothing; safe from any thread.
 */
#ifndef REDKITE_GEO_NEAREST_SELECT_H
#define REDKITE_GEO_NEAREST_SELECT_H

#include <stddef.h>
#include <stdint.h>

#include "geo/ecef.h"

/** People at a time: their lists stay in the nearest cache. A multiple of 4. */
#define GEO_NEAREST_BLOCK 128
/** At most so many are kept of each person's squared chords. */
#define GEO_NEAREST_LEVELS_MAX 17
/** Stands where there are fewer sites than levels. */
#define GEO_NEAREST_NO_SITE DBL_MAX

/** Sites in space, and which low bits of a squared chord give way to a site's number. */
struct geo_nearest_sites {
    struct geo_ecef ecef;
    size_t count;
    uint64_t number_mask;
};

/** A block of people in space, in metres, all GEO_NEAREST_BLOCK of them finite; and their
 * squared chords by rank, smallest first, with the site's number in the low bits. */
struct geo_nearest_block {
    double x[GEO_NEAREST_BLOCK];
    double y[GEO_NEAREST_BLOCK];
    double z[GEO_NEAREST_BLOCK];
    double top[GEO_NEAREST_LEVELS_MAX][GEO_NEAREST_BLOCK];
};

/** Fills ranks 0 to @p levels - 1 of @p block (and perhaps more: 2, 5, 9 and 17 are what
 * there is). 1 <= levels <= GEO_NEAREST_LEVELS_MAX. */
void geo_nearest_select(const struct geo_nearest_sites *sites, int levels,
                        struct geo_nearest_block *block);

#endif
