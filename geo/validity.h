/**
 * @file validity.h
 * Whether a shape says plainly what is inside: RFC 7946 and the simple-features rules for
 * rings, with the place of each fault. Owns nothing; safe from any thread.
 */
#ifndef REDKITE_GEO_VALIDITY_H
#define REDKITE_GEO_VALIDITY_H

#include <stdbool.h>
#include <stddef.h>

#include "geo/point.h"
#include "geo/shape.h"

/** More faults than this are not looked for. */
#define GEO_VALIDITY_FAULTS 20
/** A shape may have at most so many points and rings, a circle such a radius. */
#define GEO_VALIDITY_POINTS_MAX   1000000
#define GEO_VALIDITY_RINGS_MAX    20000
#define GEO_VALIDITY_RADIUS_MAX_M 5000000.0

/** One fault. The edge from vertex i runs to vertex i + 1. */
struct geo_fault {
    const char *key; /* text key, "problem.geometry..." */
    size_t ring;     /* 0-based, as in the shape */
    size_t vertex;
    bool paired; /* a second edge takes part: */
    size_t other_ring;
    size_t other_vertex;
    struct geo_point at; /* where it happens; as given, so perhaps off the globe */
    bool warning;        /* can be used as it is */
};

/** The faults of a shape, in the order of its rings. */
struct geo_faults {
    struct geo_fault items[GEO_VALIDITY_FAULTS];
    size_t count;
    size_t errors; /* of them, no warnings */
};

/**
 * Checks @p shape: a circle's centre and radius; each ring closed, of four points or
 * more, on the globe, with some area, not crossing or touching itself, not around a pole;
 * rings not crossing each other; holes inside their polygon and not in each other;
 * polygons not overlapping (they may share borders). Keys: problem.geometry. + radius,
 * nothing, too_many, not_a_number, swapped_axes, out_of_range, too_few_points, unclosed,
 * pole, too_wide, zero_area, self_crossing, self_touching, rings_cross, rings_overlap,
 * hole_outside, hole_in_hole, polygons_overlap, duplicate_ring, too_complex; as a
 * warning, repeated_point. True when there is no error.
 */
bool geo_validity_check(const struct geo_shape *shape, struct geo_faults *ret_faults);

#endif
