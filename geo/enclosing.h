/**
 * @file enclosing.h
 * A circle around points.
 */
#ifndef REDKITE_GEO_ENCLOSING_H
#define REDKITE_GEO_ENCLOSING_H

#include <stddef.h>

#include "geo/point.h"

/** A circle on the sphere that holds all @p count points (at least one), its radius
 * within two per cent of the smallest. Sphere of mean radius 6,371,008.8 m: up to 0.6 %
 * from the ellipsoid, which callers add. Badoiu and Clarkson, "Smaller core-sets for
 * balls", SODA 2003. Points spread over more than a hemisphere give the whole globe. */
void geo_enclosing_circle(const struct geo_point *points, size_t count,
                          struct geo_point *ret_centre, double *ret_radius_m);

#endif
