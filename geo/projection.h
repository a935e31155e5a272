/**
 * @file projection.h
 * Coordinates of any EPSG code to WGS 84, over PROJ, without network. One per thread: it
 * holds PROJ's context and the transformations made so far.
 */
#ifndef REDKITE_GEO_PROJECTION_H
#define REDKITE_GEO_PROJECTION_H

#include <stdbool.h>

#include "geo/point.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

struct geo_projection;

/** What PROJ calls a ballpark transformation (the shift between two datums is not known)
 * may be this far off, metres: the largest shifts between datums in use are about a
 * kilometre. */
#define GEO_PROJECTION_BALLPARK_M 1000.0
/** A point so far outside the area of use of its system, degrees, is taken for a mistake.
 */
#define GEO_PROJECTION_MARGIN_DEG 1.0

/** What a coordinate reference system is like. */
struct geo_crs {
    bool geographic;  /* x and y are longitude and latitude */
    bool degrees;     /* ... in degrees (some old systems count in grads) */
    bool north_first; /* the authority writes northing or latitude first */
    struct geo_point
        low; /* area of use: south-west corner; east of high it crosses 180 */
    struct geo_point high;
};

/** A point on WGS 84 and how far the transformation may be off, in metres. */
struct geo_projected {
    struct geo_point point;
    double accuracy_m;
};

/** A new one, or NULL (logged) when PROJ or its database is not there. */
struct geo_projection *geo_projection_new(void);

/** Frees it. NULL is fine. */
void geo_projection_free(struct geo_projection *projection);

/** What EPSG code @p epsg is. RC_NOT_FOUND when there is no such code; RC_INVALID when it
 * is not a system of two horizontal axes (heights, geocentric, engineering). */
MUST_CHECK enum rc geo_projection_crs(struct geo_projection *projection, int epsg,
                                      struct geo_crs *ret_crs);

/** @p x (easting or longitude) and @p y (northing or latitude) of system @p epsg, in its
 * units, on WGS 84: always in this order, whatever order the authority writes its axes
 * in. Codes of geo_projection_crs; RC_INVALID too when the point does not exist or lies
 * outside the system's area of use. */
MUST_CHECK enum rc geo_projection_to_wgs84(struct geo_projection *projection, int epsg,
                                           double x, double y,
                                           struct geo_projected *ret_projected);

/** A place in a zone of UTM on WGS 84, metres. */
struct geo_utm {
    int zone; /* 1 to 60 */
    bool south;
    double easting;
    double northing;
};

/** @p utm on WGS 84, exact. RC_INVALID unless the zone exists, the easting is 100,000 to
 * 900,000 and the latitude between 80 S and 84 N on the side it says. Zones may be used
 * beyond their edges, as Norway and Svalbard do. */
MUST_CHECK enum rc geo_projection_from_utm(struct geo_projection *projection,
                                           struct geo_utm utm,
                                           struct geo_point *ret_point);

#endif
