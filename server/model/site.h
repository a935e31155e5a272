/**
 * @file site.h
 * A site: a place people go to or through.
 */
#ifndef REDKITE_MODEL_SITE_H
#define REDKITE_MODEL_SITE_H

#include <stdbool.h>
#include <stdint.h>

#include "geo/point.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/rc.h"
#include "server/model/country.h"

enum site_kind {
    SITE_ASSEMBLY_POINT,
    SITE_GATE,
    SITE_CHECKPOINT,
    SITE_RECEPTION,
    SITE_HOSPITAL,
    SITE_AIRPORT,
    SITE_PORT,
    SITE_BORDER,
    SITE_HUB,
    SITE_SAFE_HAVEN,
};

/** No site holds more. */
#define SITE_CAPACITY_MAX 1000000

struct site {
    int64_t id;        /* stamp; 0 in a draft */
    int64_t crisis_id; /* stamp */
    const char *code;  /* unique in the crisis, lower case, such as "beirut-airport" */
    const char *name;
    enum site_kind kind;
    const char *place;
    char country[COUNTRY_SIZE];
    struct geo_point point; /* always known: people are sent there */
    const char *zone;       /* IANA time zone, or NULL */
    int64_t capacity;       /* nominal, people at once */
    int64_t emergency;      /* emergency capacity, at least nominal */
    int64_t opens_ms;       /* ms UTC, 0: open now */
    int64_t closes_ms;      /* ms UTC, INT64_MAX: until told otherwise */
    bool wheelchair;        /* wheelchair access */
    const char *directions; /* how to find it, or NULL; so for all that follow */
    const char *sign;       /* recognition sign */
    const char *bring;      /* what to bring */
    const char *key_holder;
    const char *alternate; /* code of the site to go to instead */
};

/** An assembly point without name, place or capacity, open always. */
struct site site_blank(void);

/** Lists what is wrong in @p problems under @p line: fields code, name, country,
 * coordinates, capacity, emergency, zone, alternate, opens, closes. RC_INVALID when there
 * is an error. */
MUST_CHECK enum rc site_check(const struct site *site, int64_t line,
                              struct problems *problems);

/** "assembly_point", "gate", ... Static. */
const char *site_kind_name(enum site_kind kind);
/** Reads what site_kind_name writes. RC_INVALID otherwise. */
MUST_CHECK enum rc site_kind_parse(const char *text, enum site_kind *ret_kind);

#endif
