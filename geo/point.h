/**
 * @file point.h
 * A place on the WGS 84 ellipsoid, and many of them as columns.
 */
#ifndef REDKITE_GEO_POINT_H
#define REDKITE_GEO_POINT_H

#include <stdbool.h>
#include <stddef.h>

/** Longitude in [-180, 180], latitude in [-90, 90], degrees. */
struct geo_point {
    double lon;
    double lat;
};

/** Points as columns, in degrees as above: what loops over many of them read. */
struct geo_points {
    const double *lon;
    const double *lat;
    size_t count;
};

/** True when both are finite and in range. */
bool geo_point_valid(struct geo_point p);

/** True when every point is. */
bool geo_points_valid(const struct geo_points *points);

#endif
