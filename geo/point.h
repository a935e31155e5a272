/**
 * @file point.h
 * A place on the WGS 84 ellipsoid.
 */
#ifndef REDKITE_GEO_POINT_H
#define REDKITE_GEO_POINT_H

#include <stdbool.h>

/** Longitude in [-180, 180], latitude in [-90, 90], degrees. */
struct geo_point {
    double lon;
    double lat;
};

/** True when both are finite and in range. */
bool geo_point_valid(struct geo_point p);

#endif
