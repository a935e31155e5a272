/**
 * @file coordinate.h
 * Coordinates as people write them, on WGS 84. Owns nothing.
 *
 * Forms, letters in upper or lower case, before or after their number:
 * - decimal degrees: `33.9 35.5`, `33,9 35,5`, `33.9,35.5`, `-33.9; 18.4`, `lat 33.9
 * lon 35.5`
 * - degrees, minutes, seconds: `33°53'30"N 35°30'12"E`, `N 33 53.5 E 35 30.2`, `33:53:30
 * 35:30:12`
 * - UTM with a band letter: `36S 729000 3755000`
 * - any EPSG code: `EPSG:31370 150000 170000`
 *
 * Rules, where writing could mean several things:
 * - Without letters latitude comes first. A number without marks, letters or colons is
 * one of degrees.
 * - A comma between two digits is decimal, unless the text has a decimal point; any other
 *   comma separates. `33,9,35,5` and a lone `33,35` are refused.
 * - N S E W; Z is south (zuid); NB ZB OL WL and the words north, nord, noord, south, sud,
 *   süd, zuid, east, est, ost, oost, west, ouest. O is east in Dutch and German and west
 * in French: read as east beside a Dutch word (Z, ZB, NB, zuid, noord), by the expected
 * country where only one fits, and refused otherwise.
 * - The letter of a UTM zone is its band. N and S whose band does not fit the northing
 *   are the hemisphere; where S fits as both on inhabited land (zones 18 to 21: the
 * Falklands and Tierra del Fuego against the Mediterranean's latitudes), the expected
 * country decides or it is refused.
 * - EPSG coordinates are x y: easting or longitude first, in the units of the system.
 *   Where the authority itself writes north first, and for latitude and longitude, many
 * will write that order: they need letters, unless range, area of use or expected country
 * leave one order only.
 * - MGRS and UPS are not read yet and refused by name.
 */
#ifndef REDKITE_GEO_COORDINATE_H
#define REDKITE_GEO_COORDINATE_H

#include <stddef.h>
#include <stdint.h>

#include "geo/point.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

struct geo_box;
struct geo_projection;
struct problems;

/** Longest text that is read, bytes. */
#define GEO_COORDINATE_TEXT_MAX 200

enum geo_coordinate_form {
    GEO_COORDINATE_DECIMAL,
    GEO_COORDINATE_MINUTES,
    GEO_COORDINATE_SECONDS,
    GEO_COORDINATE_UTM,
    GEO_COORDINATE_EPSG,
};

/** What is to be read, and what is known about it. */
struct geo_coordinate_ask {
    const char *text;
    const struct geo_box *boxes; /* around the country that is expected; may be NULL */
    size_t box_count;
    int64_t line;      /* for the problems: line of the file or 0 */
    const char *field; /* and name of the field */
};

/** What was read. The text itself stays with the caller, who keeps it. */
struct geo_coordinate {
    struct geo_point point;
    double
        accuracy_m; /* radius that holds everything which would be written the same: half
                       the diagonal of the last digits typed; plus the transformation's */
    enum geo_coordinate_form form;
};

/** Reads @p ask's text. @p projection is the caller's own (geo/projection.h). RC_INVALID
 * with one error in @p problems that names the fault; a warning alone
 * (problem.coordinate.outside: the point is not in the expected country, and its axes are
 * not swapped either) leaves the answer. RC_INTERNAL when PROJ failed. */
MUST_CHECK enum rc geo_coordinate_parse(struct geo_projection *projection,
                                        const struct geo_coordinate_ask *ask,
                                        struct problems *problems,
                                        struct geo_coordinate *ret_coordinate);

#endif
