/**
 * @file nearest.h
 * The k nearest of S sites for each of N people, exactly: sorted as geo_distance_between
 * sorts them, equal distances by site number. Chords in space decide almost always; where
 * their bounds (geo/ecef.h) overlap, the geodesic is asked. Pure, owns nothing; safe from
 * any thread, so that people may be divided among several.
 */
#ifndef REDKITE_GEO_NEAREST_H
#define REDKITE_GEO_NEAREST_H

#include <stddef.h>
#include <stdint.h>

#include "geo/point.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

/** At most so many sites. */
#define GEO_NEAREST_SITES_MAX ((size_t)1 << 20)

/** The answer, in arrays of the caller: person i's candidates are the k entries from i x
 * k on, nearest first. */
struct geo_nearest {
    size_t k;       /* in: candidates a person, 1 to the number of sites */
    uint32_t *site; /* people x k: position in the columns of sites */
    double *m; /* people x k: metres, never decreasing in a row; as geo_distance_bulk, and
                  geo_distance_between's wherever that decided. May be NULL. */
};

/** Fills the arrays of @p ret_nearest. RC_INVALID if a point is off the globe or k is 0
 * or above the number of sites, RC_TOO_LARGE over GEO_NEAREST_SITES_MAX; then nothing is
 * written. */
MUST_CHECK enum rc geo_nearest_compute(const struct geo_points *people,
                                       const struct geo_points *sites,
                                       const struct geo_nearest *ret_nearest);

#endif
