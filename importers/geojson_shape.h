/**
 * @file geojson_shape.h
 * A GeoJSON geometry as a shape, checked. Only importers use it.
 */
#ifndef REDKITE_IMPORTERS_GEOJSON_SHAPE_H
#define REDKITE_IMPORTERS_GEOJSON_SHAPE_H

#include <jansson.h>
#include <stdint.h>

#include "geo/shape.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/rc.h"

/** Reads @p geometry; a Point needs @p radius_m > 0, the others 0. Problems go to
 * @p problems under @p feature, fields being JSON pointers within the feature. The shape
 * lives in the arena of @p problems. RC_INVALID with a problem. */
MUST_CHECK enum rc imp_geojson_shape(const json_t *geometry, double radius_m,
                                     int64_t feature, struct problems *problems,
                                     struct geo_shape *ret_shape);

#endif
