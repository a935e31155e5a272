/**
 * @file crisis.h
 * A crisis: an operation with a stage, countries and people in it.
 */
#ifndef REDKITE_MODEL_CRISIS_H
#define REDKITE_MODEL_CRISIS_H

#include <stdbool.h>
#include <stdint.h>

#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/rc.h"

/** The numbers are the field's own. */
enum stage {
    STAGE_NORMAL,
    STAGE_VIGILANCE,
    STAGE_STAND_FAST, /* non-essential travel off */
    STAGE_LEAVE,      /* by commercial means */
    STAGE_ASSISTED,   /* assisted departure */
    STAGE_EVACUATION,
    STAGE_AFTERCARE,
};

struct crisis {
    int64_t id; /* stamp; 0 in a draft */
    const char *name;
    enum stage stage;
    const char *countries; /* country list */
    bool exercise;         /* marked on every page of every roster */
    bool discreet;
    const char *local_language; /* code, or NULL */
    int64_t opened_at;          /* ms UTC */
    int64_t closed_at;          /* ms UTC, 0: open */
};

/** Lists what is wrong in @p problems: fields name, stage, countries, local_language,
 * closed. RC_INVALID when there is an error. */
MUST_CHECK enum rc crisis_check(const struct crisis *crisis, struct problems *problems);

/** "0" to "6". Static. */
const char *stage_name(enum stage stage);
/** Reads what stage_name writes. RC_INVALID otherwise. */
MUST_CHECK enum rc stage_parse(const char *text, enum stage *ret_stage);

#endif
