/**
 * @file plan_run.h
 * Plans of a crisis in the database: the verbs of "redkite plan" that need one, and what
 * the demo shows with them.
 */
#ifndef REDKITE_CLI_PLAN_RUN_H
#define REDKITE_CLI_PLAN_RUN_H

#include <stdint.h>

#include "server/core/attrs.h"

struct db;
struct db_store;

/** redkite plan run | list | show */
int cli_plan_run(int argc, char **argv);

/** What to plan, and where the rosters go. */
struct cli_plan_order {
    struct db_store *store;
    struct db *db;
    int64_t crisis_id;
    int64_t at_ms;       /* UTC */
    const char *out_dir; /* for the rosters, or NULL: none are made */
};

/** Plans, makes rosters, prints a summary that a duty officer can read. Prints what is
 * wrong and returns the exit code. */
MUST_CHECK int cli_plan_make(const struct cli_plan_order *order);

#endif
