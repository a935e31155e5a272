/**
 * @file distance.h
 * Distances over the WGS 84 ellipsoid. Owns nothing; safe from any thread. The exact
 * calls are Karney's algorithms in PROJ's geodesic.h (J. Geodesy 87, 2013), good to 15
 * nanometres.
 */
#ifndef REDKITE_GEO_DISTANCE_H
#define REDKITE_GEO_DISTANCE_H

#include "geo/point.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

/** The shortest way from one point to another. Azimuths in degrees, clockwise from north,
 * in
 * [-180, 180]; at a pole as geodesic.h defines them. */
struct geo_arc {
    double m;
    double start_deg; /* direction of travel at the first point */
    double end_deg;   /* and at the second */
};

/** Metres along the geodesic from @p a to @p b. RC_INVALID if either is off the globe. */
MUST_CHECK enum rc geo_distance_between(struct geo_point a, struct geo_point b,
                                        double *ret_m);

/** The same with azimuths. RC_INVALID if either is off the globe. */
MUST_CHECK enum rc geo_distance_inverse(struct geo_point a, struct geo_point b,
                                        struct geo_arc *ret_arc);

/** Where one arrives who leaves @p from towards @p azimuth_deg and keeps straight for @p
 * m metres. RC_INVALID if the point is off the globe or a number is not finite. */
MUST_CHECK enum rc geo_distance_direct(struct geo_point from, double azimuth_deg,
                                       double m, struct geo_point *ret_point);

/** Metres from point i of @p a to point i of @p b for all i, into @p ret_m (a->count of
 * them): within 1 mm up to 500 km, about 60 times as fast as geo_distance_between; that
 * one's answer beyond. RC_INVALID if the counts differ or a point is off the globe; then
 * nothing is written. */
MUST_CHECK enum rc geo_distance_bulk(const struct geo_points *a,
                                     const struct geo_points *b, double *ret_m);

#endif
