/**
 * @file predicate.h
 * On which side of a line a point lies, decided exactly: a floating-point filter first,
 * exact arithmetic on expansions where the filter cannot tell (J. R. Shewchuk, Adaptive
 * Precision Floating-Point Arithmetic, 1997). Owns nothing; safe from any thread.
 */
#ifndef REDKITE_GEO_PREDICATE_H
#define REDKITE_GEO_PREDICATE_H

#include <stdbool.h>

#include "geo/point.h"

/** So large the rounding error of the filter's determinant may be, as a share of the sum
 * of its two products: (3 + 16 u) u with u = 2^-53, Shewchuk's ccwerrboundA. */
#define GEO_PREDICATE_SHARE 3.3306690738754716e-16
/** Beyond that, what underflow may hide. */
#define GEO_PREDICATE_FLOOR 1e-290

/** 1 where @p c lies to the left of the line from @p a to @p b (longitude to the right,
 * latitude up), -1 to the right, 0 on it. Exact for finite coordinates; values closer to
 * 0 than 1e-120 degrees count as 0. */
int geo_predicate_orient(struct geo_point a, struct geo_point b, struct geo_point c);

/** The same for points whose longitude is lon + 360 x turn: an edge over the antimeridian
 * is laid out flat without rounding. */
int geo_predicate_orient_turned(const struct geo_point points[3], const int turns[3]);

/** True when the edge between @p a and @p b crosses the antimeridian: their longitudes
 * differ by more than 180 degrees (RFC 7946, 3.1.9). An edge along a pole does not. */
bool geo_predicate_wraps(struct geo_point a, struct geo_point b);

/** How an edge stands to a point and to the ray from it to the north pole. */
enum geo_edge_side {
    GEO_EDGE_APART, /* neither met */
    GEO_EDGE_ABOVE, /* the ray meets the edge; half-open, so that of two edges one is met
                     */
    GEO_EDGE_ON,    /* the point is on the edge */
};

/** How the edge from @p a to @p b, straight in longitude and latitude, stands to @p p.
 * Exact, over the antimeridian too. A point at longitude 180 is not found on an edge
 * written at -180 that does not cross, nor the other way round: ask for both. */
enum geo_edge_side geo_predicate_edge(struct geo_point a, struct geo_point b,
                                      struct geo_point p);

#endif
