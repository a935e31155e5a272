/**
 * @file coordinate_text.h
 * The inside of geo/coordinate.c: text to two numbers with axis, sign and unit.
 * Functions return NULL when all is well, or the text key of the fault; outputs are
 * then untouched.
 */
#ifndef REDKITE_GEO_COORDINATE_TEXT_H
#define REDKITE_GEO_COORDINATE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "geo/coordinate.h"
#include "server/core/attrs.h"

/** What stands for the marks of degrees, minutes and seconds in a cleaned text. */
#define GEO_COORDINATE_MARK_DEGREE '\1'
#define GEO_COORDINATE_MARK_MINUTE '\2'
#define GEO_COORDINATE_MARK_SECOND '\3'

enum geo_coordinate_axis {
    GEO_AXIS_UNSAID,
    GEO_AXIS_LAT, /* or northing */
    GEO_AXIS_LON, /* or easting */
};

/** One of the two: degrees, minutes and seconds together, or a length. */
struct geo_coordinate_part {
    enum geo_coordinate_axis axis;
    int letter;    /* 1: N or E, -1: S or W, 0: none */
    bool letter_o; /* an O that no Dutch word explains */
    bool negative; /* a minus sign was written */
    double value;  /* not below zero; no sign yet */
    double unit;   /* worth of the last digit typed: 0.01 for 33.90, 1/60 for 33°53' */
    int numbers;   /* 1 to 3 */
    bool marked;   /* written with marks or colons */
    bool metres;   /* written as mE or mN */
};

struct geo_coordinate_pair {
    struct geo_coordinate_part part[2];
};

/** Cleans @p text into @p out of GEO_COORDINATE_TEXT_MAX + 1 bytes: ASCII in capitals,
 * single spaces, none at the ends, marks as above, a plain minus. */
MUST_CHECK const char *geo_coordinate_clean(const char *text, char *out);

/** Reads the two numbers in the cleaned @p text, to its end. */
MUST_CHECK const char *geo_coordinate_read(const char *text,
                                           struct geo_coordinate_pair *ret_pair);

#endif
