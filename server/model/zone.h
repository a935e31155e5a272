/**
 * @file zone.h
 * A zone of a crisis as it is kept: what it means and when, with its geometry as text.
 * Computing with geometry is geo/zone.h's.
 */
#ifndef REDKITE_MODEL_ZONE_H
#define REDKITE_MODEL_ZONE_H

#include <stdint.h>

#include "geo/zone.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/rc.h"

enum zone_kind {
    ZONE_DANGER,        /* level 1 to 4; level 4 is no-go */
    ZONE_SAFE_CORRIDOR, /* no level; beats danger but not no-go */
};

#define ZONE_LEVEL_MAX   4
#define ZONE_LEVEL_NO_GO 4

struct zone {
    int64_t id;        /* stamp; 0 in a draft */
    int64_t crisis_id; /* stamp */
    const char *name;
    enum zone_kind kind;
    int level;            /* 1 to 4; 0 for a safe corridor */
    const char *geometry; /* as geo_shape_format writes it */
    const char *advice;   /* a text, or texts by language as a JSON object; or NULL */
    int64_t from_ms;      /* valid [from, until), ms UTC; 0: since ever */
    int64_t until_ms;     /* INT64_MAX: until told otherwise */
    const char *source;   /* or NULL */
    const char *source_id;
};

/** A danger zone without level or geometry, valid always. */
struct zone zone_blank(void);

/** Lists what is wrong in @p problems under @p line: fields name, level, geometry (only
 * that there is one), from, until. RC_INVALID when there is an error. */
MUST_CHECK enum rc zone_check(const struct zone *zone, int64_t line,
                              struct problems *problems);

/** "danger", "safe_corridor". Static. */
const char *zone_kind_name(enum zone_kind kind);
/** Reads what zone_kind_name writes. RC_INVALID otherwise. */
MUST_CHECK enum rc zone_kind_parse(const char *text, enum zone_kind *ret_kind);

/** The zone as geo/ computes with it, over @p shape: what geo_shape_parse reads from its
 * geometry. Level 4 is no-go. */
struct geo_zone zone_geo(const struct zone *zone, struct geo_shape shape);

#endif
