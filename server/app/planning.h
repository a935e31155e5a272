/**
 * @file planning.h
 * A plan for a crisis: from the situation to an instance, to a plan that an independent
 * check has passed, to an event of the ledger.
 */
#ifndef REDKITE_APP_PLANNING_H
#define REDKITE_APP_PLANNING_H

#include <stdint.h>

#include "db/plan.h"
#include "geo/plan.h"
#include "server/app/situation.h"
#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/progress.h"
#include "server/core/rc.h"

struct db;
struct db_store;

/** A plan just made. */
struct app_planning {
    struct app_situation situation;
    struct geo_plan_input input;
    struct geo_plan plan;
    struct db_plan stored; /* as appended: id, version, hash */
};

/** What to plan. */
struct app_planning_order {
    struct db_store *store;
    struct db *db; /* a reader */
    int64_t crisis_id;
    int64_t at_ms;                   /* the time to plan for, UTC */
    const char *actor;               /* account */
    const struct progress *progress; /* may be NULL */
};

/** Plans, checks and appends; all in @p arena. RC_NOT_FOUND: no such crisis; RC_INVALID
 * (problems): no open site, or an input the planner refuses by name; RC_INTERNAL: the
 * check rejected the plan, which is then not kept. */
MUST_CHECK enum rc app_planning_run(const struct app_planning_order *order,
                                    struct arena *arena, struct problems *problems,
                                    struct app_planning *ret_planning);

/** Reads a stored plan back: what its event holds. RC_NOT_FOUND. */
MUST_CHECK enum rc app_planning_load(struct db *db, struct arena *arena, int64_t plan_id,
                                     struct db_plan *ret_stored,
                                     struct geo_plan *ret_plan);

#endif
