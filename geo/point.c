#include "geo/point.h"

bool geo_point_valid(struct geo_point p)
{
    return p.lon >= -180.0 && p.lon <= 180.0 && p.lat >= -90.0 && p.lat <= 90.0;
}
