/**
 * @file route.h
 * Routes of the first kind: the line between two places, straight in longitude and
 * latitude as zone edges are (RFC 7946), the short way round the globe. Owns nothing;
 * safe from any thread.
 */
#ifndef REDKITE_GEO_ROUTE_H
#define REDKITE_GEO_ROUTE_H

#include <stdbool.h>

#include "geo/point.h"

struct geo_shape;

/** True when the line from @p from to @p to respects the no-go area @p shape: it never
 * touches it, or it starts inside (the edge belongs to it), leaves once and does not
 * enter again. Both points are valid. Polygons are decided exactly for lines from
 * outside; from inside, what lies between crossings is judged, so that touching the edge
 * at one single point further on does not count. Circles are decided to within a
 * centimetre, on the side of refusing. */
bool geo_route_clear(const struct geo_shape *shape, struct geo_point from,
                     struct geo_point to);

#endif
