/**
 * @file stay.h
 * Where a party is, and when. A new position never erases an old one.
 */
#ifndef REDKITE_MODEL_STAY_H
#define REDKITE_MODEL_STAY_H

#include <stdbool.h>
#include <stdint.h>

#include "geo/point.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/rc.h"
#include "server/model/country.h"

enum stay_kind {
    STAY_RESIDENCE,
    STAY_TRIP,
    STAY_REPORTED,
    STAY_SCAN,
};

/** Where what is known came from. */
enum source {
    SOURCE_WEB,
    SOURCE_POST,
    SOURCE_TOUR_OPERATOR,
    SOURCE_EMPLOYER,
    SOURCE_RELATIVE,
    SOURCE_CRISIS_FORM,
    SOURCE_CALL,
};

struct stay {
    int64_t id;       /* stamp; 0 in a draft */
    int64_t party_id; /* stamp; 0 in a draft */
    enum stay_kind kind;
    const char *place;          /* as typed, or NULL */
    const char *coordinates;    /* as typed, or NULL; what point was read from */
    char country[COUNTRY_SIZE]; /* "" unknown */
    bool located;               /* point and accuracy hold something */
    struct geo_point point;
    double accuracy_m; /* radius that holds the place in 95 of 100 cases */
    int32_t from_day;  /* DATE_NONE: open */
    int32_t to_day;    /* last day, DATE_NONE: open */
    enum source source;
    int64_t confirmed_at; /* ms UTC, 0: never */
};

/** A stay of which nothing is known: residence, open at both ends. */
struct stay stay_blank(void);

/** Lists what is wrong in @p problems under @p line: fields place, country, coordinates,
 * accuracy, from, to. A stay with nothing to find it by (no place, coordinates or
 * country) is a warning: such a party is kept and looked at. RC_INVALID when there is an
 * error. */
MUST_CHECK enum rc stay_check(const struct stay *stay, int64_t line,
                              struct problems *problems);

/** "residence", "trip", "reported", "scan". Static. */
const char *stay_kind_name(enum stay_kind kind);
/** Reads what stay_kind_name writes. RC_INVALID otherwise. */
MUST_CHECK enum rc stay_kind_parse(const char *text, enum stay_kind *ret_kind);

/** "web", "post", "tour_operator", ... Static. */
const char *source_name(enum source source);
/** Reads what source_name writes. RC_INVALID otherwise. */
MUST_CHECK enum rc source_parse(const char *text, enum source *ret_source);

#endif
