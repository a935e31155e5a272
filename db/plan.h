/**
 * @file plan.h
 * Plans: one event each, never edited, with the arrays of parties and options; the
 * instance they were computed from is kept sealed under the crisis key.
 */
#ifndef REDKITE_DB_PLAN_H
#define REDKITE_DB_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"
#include "server/model/plan.h"

struct db;
struct db_tx;

/** A plan as it is kept. */
struct db_plan {
    struct plan plan; /* the summary */
    const char
        *body; /* the plan with rows and prices, as geo/schema/plan.schema.json says */
    const char *instance; /* what it was computed from, plan_instance.schema.json; sealed.
                             NULL in lists */
};

/** Appends the plan as the next version of its crisis, and its instance. Sets
 * plan.version and plan.id. */
MUST_CHECK enum rc db_plan_append(struct db_tx *tx, struct db_plan *plan);

/** The plan @p id with body and instance (NULL once forgotten). RC_NOT_FOUND. */
MUST_CHECK enum rc db_plan_get(struct db *db, struct arena *arena, int64_t id,
                               struct db_plan *ret_plan);

/** The newest plan of the crisis. RC_NOT_FOUND. */
MUST_CHECK enum rc db_plan_latest(struct db *db, struct arena *arena, int64_t crisis_id,
                                  struct db_plan *ret_plan);

/** All plans of the crisis without body and instance, newest first. */
MUST_CHECK enum rc db_plan_list(struct db *db, struct arena *arena, int64_t crisis_id,
                                struct plan **ret_plans, size_t *ret_count);

#endif
