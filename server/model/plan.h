/**
 * @file plan.h
 * A plan as it is kept: one version, never edited, with one row per party.
 */
#ifndef REDKITE_MODEL_PLAN_H
#define REDKITE_MODEL_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include "server/core/attrs.h"
#include "server/core/rc.h"

/** Why a party is not served. The numbers are the field's own. */
enum plan_reason {
    PLAN_SERVED,
    PLAN_NO_ROUTE,  /* R1 no safe route */
    PLAN_TOO_LATE,  /* R2 too late for every lift */
    PLAN_NO_PLACE,  /* R3 no wheelchair or stretcher place reachable */
    PLAN_SHORT,     /* R4 places short */
    PLAN_TOO_LARGE, /* R5 larger than every lift or site */
    PLAN_UNLOCATED, /* R6 place unknown */
    PLAN_UNWILLING, /* R7 does not wish to leave */
    PLAN_REFUSED,   /* R8 quota or eligibility */
};

#define PLAN_REASON_COUNT 9
#define PLAN_HASH_SIZE    32

struct plan_row {
    int64_t party_id;
    int64_t site_id; /* 0 when not served */
    enum plan_reason reason;
    int heads;         /* people of the party who are planned for */
    int zone_level;    /* worst level the party is in, 0: none */
    double distance_m; /* to the site; to the nearest open one when not served */
    int64_t regret;    /* cost above the party's best option at the plan's prices */
    int64_t shortage;  /* R4: number of the set of parties that share the places */
};

struct plan {
    int64_t id;        /* stamp; 0 before it is written */
    int64_t crisis_id; /* stamp */
    int version;       /* 1, 2, ... in the crisis */
    int64_t at;        /* ms UTC */
    int64_t incarnation;
    int64_t seq;                  /* cut-off: what the plan has seen */
    const char *rules;            /* rule set, such as "default" */
    uint8_t hash[PLAN_HASH_SIZE]; /* of the canonical instance */
    int64_t cost;
    int64_t bound; /* proven lower bound of cost */
    int64_t people;
    int64_t served; /* people, not parties */
    const struct plan_row *rows;
    size_t count;
};

/** "served", "R1" to "R8". Static. */
const char *plan_reason_name(enum plan_reason reason);
/** Reads what plan_reason_name writes. RC_INVALID otherwise. */
MUST_CHECK enum rc plan_reason_parse(const char *text, enum plan_reason *ret_reason);

#endif
