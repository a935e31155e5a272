/**
 * @file ecef.h
 * Points in earth-centred, earth-fixed metres (WGS 84, height 0), and what follows from
 * the straight line between two of them. Loops over columns that a compiler turns into
 * SIMD: AVX2 where the processor has it, plain otherwise, the same answer bit for bit
 * (only
 * + - x / and square roots, own sine and cosine). Owns nothing; safe from any thread.
 *
 * Bounds. For chord c (metres) the geodesic s satisfies lower(c) <= s <= upper(c):
 * - upper(c) = (2/k) asin(kc/2) with k = a/b^2, the largest normal curvature of the
 *   ellipsoid: a geodesic bends no more than that, so by Schur's comparison theorem its
 *   chord is at least that of a circle of curvature k. Beyond c = 12,670,000 m the circle
 *   may have passed its half; there the bound is half a meridian.
 * - lower(c) = (2/k') asin(k'c/2) with k' = b/a^2, the smallest: by Blaschke's rolling
 *   theorem the ellipsoid is an intersection of balls of radius 1/k', so it holds the
 * lens with that radius over the chord, and no way around a convex body is shorter than
 * the way along the lens, which from tip to tip is a circle of curvature k'.
 */
#ifndef REDKITE_GEO_ECEF_H
#define REDKITE_GEO_ECEF_H

#include <stddef.h>

#include "geo/point.h"

/** WGS 84, metres. */
#define GEO_WGS84_A 6378137.0
#define GEO_WGS84_B 6356752.314245179498

/** Up to this chord, in metres, geo_ecef_arcs is within 1 mm of the geodesic. */
#define GEO_ECEF_ARC_MAX_M 500000.0

/** Columns of coordinates in metres; the caller's. */
struct geo_ecef {
    double *x;
    double *y;
    double *z;
};

/** Turns @p points, which must be valid, into @p ret_ecef (points->count each). Within 10
 * nanometres. */
void geo_ecef_compute(const struct geo_points *points, const struct geo_ecef *ret_ecef);

/** Metres from point i of @p a to point i of @p b, for @p count pairs, as the arc of the
 * ellipsoid's section half-way: the chord bent with the normal curvature in its
 * direction. Where the chord is over GEO_ECEF_ARC_MAX_M the result is negative: ask
 * geodesic.h. */
void geo_ecef_arcs(const struct geo_ecef *a, const struct geo_ecef *b, size_t count,
                   double *ret_m);

/** The least distance over the ellipsoid, in metres, between points @p chord_m apart. */
double geo_ecef_lower(double chord_m);

/** The greatest, see geo_ecef_lower. */
double geo_ecef_upper(double chord_m);

#endif
