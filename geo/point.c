#include "geo/point.h"

bool geo_point_valid(struct geo_point p)
{
    return p.lon >= -180.0 && p.lon <= 180.0 && p.lat >= -90.0 && p.lat <= 90.0;
}

bool geo_points_valid(const struct geo_points *points)
{
    for (size_t i = 0; i < points->count; i++)
        if (!geo_point_valid((struct geo_point){points->lon[i], points->lat[i]}))
            return false;
    return true;
}
