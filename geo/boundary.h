/**
 * @file boundary.h
 * How far it is to the boundary of a shape, over the ellipsoid. Owns nothing; safe from
 * any thread. Shapes must have passed geo_validity_check.
 */
#ifndef REDKITE_GEO_BOUNDARY_H
#define REDKITE_GEO_BOUNDARY_H

#include <stdbool.h>

#include "geo/point.h"
#include "geo/shape.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

/** Metres along the geodesic from @p p to the nearest point of the boundary of @p shape,
 * from inside or outside; never too short, too long by at most 0.1 m. Where two parts of
 * the shape meet along the antimeridian there is no boundary. RC_INVALID when @p p is off
 * the globe or the shape has no boundary. */
MUST_CHECK enum rc geo_boundary_distance(const struct geo_shape *shape,
                                         struct geo_point p, double *ret_m);

/** True when the boundary comes within @p limit_m metres of @p p; quick when it is far
 * away. */
bool geo_boundary_within(const struct geo_shape *shape, struct geo_point p,
                         double limit_m);

#endif
