/**
 * @file zone_geojson.h
 * Zones from GeoJSON (RFC 7946): a FeatureCollection, a Feature or a bare geometry of
 * type Polygon or MultiPolygon; a Point with the property radius_m is a circle.
 *
 * Properties of a feature: name (text), level (1 to 4), kind ("danger", the default;
 * "safe_corridor"; "no_go", which is danger of level 4), valid_from and valid_until (RFC
 * 3339, or a date for midnight UTC), advice (text, or an object of texts by language: nl,
 * fr, de, en), radius_m, edges ("straight", the default; "geodesic" is refused by name).
 * The feature's id becomes the source's id. Other properties are passed over.
 */
#ifndef REDKITE_IMPORTERS_ZONE_GEOJSON_H
#define REDKITE_IMPORTERS_ZONE_GEOJSON_H

#include <stddef.h>

#include "geo/shape.h"
#include "geo/zone.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/rc.h"
#include "server/model/zone.h"

#define IMP_ZONE_BYTES_MAX    ((size_t)32 << 20)
#define IMP_ZONE_FEATURES_MAX 10000

/** One zone: as it is kept, and as geo/ computes with it. */
struct imp_zone {
    struct zone zone; /* geometry is the shape as geo_shape_format writes it; advice is
                         the text, or the object of texts as JSON with sorted keys */
    struct geo_zone geo;
};

struct imp_zones {
    struct imp_zone *items;
    size_t count;
};

/** How to read. All zero: as described above. */
struct imp_zone_options {
    const char *name_property; /* instead of "name" */
    int level;                 /* for features that name none */
};

/**
 * Reads the @p len bytes at @p text; everything returned lives in the arena of
 * @p problems. All or nothing: RC_INVALID with problems, whose line is the number of the
 * feature, from 1, and whose field is the place in it as a JSON pointer
 * ("/geometry/coordinates/0/17"); for what is wrong with the file itself see
 * imp_json_parse. Geometry is checked by geo_validity_check, the rest by zone_check.
 */
MUST_CHECK enum rc imp_zone_geojson_parse(const char *text, size_t len,
                                          const struct imp_zone_options *options,
                                          struct problems *problems,
                                          struct imp_zones *ret_zones);

#endif
