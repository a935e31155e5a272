#include "geo/point.h"

#include <math.h>

bool geo_point_valid(struct geo_point p)
{
    return p.lon >= -180.0 && p.lon <= 180.0 && p.lat >= -90.0 && p.lat <= 90.0;
}

bool geo_points_valid(const struct geo_points *points)
{
    int bad = 0; /* without a branch, so that the loop is SIMD */

    for (size_t i = 0; i < points->count; i++)
        bad |= !(fabs(points->lon[i]) <= 180.0) | !(fabs(points->lat[i]) <= 90.0);
    return !bad;
}
