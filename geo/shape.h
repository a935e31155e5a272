/**
 * @file shape.h
 * Where a zone lies: polygons with holes, edges straight in longitude and latitude (RFC
 * 7946), or a circle in metres over the ellipsoid. Rings may cross the antimeridian; a
 * ring around a pole must be cut along 180 degrees. All functions but the parser take
 * shapes that geo_validity_check has passed.
 */
#ifndef REDKITE_GEO_SHAPE_H
#define REDKITE_GEO_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "geo/point.h"
#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/buffer.h"
#include "server/core/rc.h"

/** How far from a circle's radius still counts as on it: above what the geodesic may be
 * off (15 nm, C. F. F. Karney, Algorithms for geodesics, 2013), below what matters. */
#define GEO_SHAPE_ON_CIRCLE_M 1e-6

/** A closed line: the last point repeats the first. */
struct geo_ring {
    struct geo_point *points;
    size_t count;
    bool hole; /* in the polygon of the last ring before it that is none */
};

/** A circle where radius_m > 0, otherwise rings in order, each polygon's outer ring
 * before its holes. */
struct geo_shape {
    struct geo_point centre;
    double radius_m;
    struct geo_ring *rings;
    size_t ring_count;
};

enum geo_relation {
    GEO_OUTSIDE,
    GEO_BOUNDARY,
    GEO_INSIDE,
};

/** Where @p p stands to @p shape; exact. Longitudes 180 and -180 are one place, and so is
 * each pole. Looks at every edge: for many points use geo/overlay.h. */
enum geo_relation geo_shape_relation(const struct geo_shape *shape, struct geo_point p);

/** Number of ring points, closing ones included; 0 for a circle. */
size_t geo_shape_points(const struct geo_shape *shape);

/** Writes @p shape as text that reads back the same: "circle LON LAT RADIUS" or "ring LON
 * LAT LON LAT ...;hole ...;ring ...", shortest numbers. For storage. */
void geo_shape_format(const struct geo_shape *shape, struct buffer *buf);

/** Reads what geo_shape_format wrote, into @p arena. RC_INVALID for anything else; the
 * shape still has to pass geo_validity_check. */
MUST_CHECK enum rc geo_shape_parse(struct arena *arena, const char *text,
                                   struct geo_shape *ret_shape);

#endif
