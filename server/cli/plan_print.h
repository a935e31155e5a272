/**
 * @file plan_print.h
 * How a plan is shown to the people who answer for it.
 */
#ifndef REDKITE_CLI_PLAN_PRINT_H
#define REDKITE_CLI_PLAN_PRINT_H

#include <stddef.h>

#include "geo/plan.h"
#include "server/model/site.h"

/** Sites by name; in any order. */
struct cli_plan_names {
    const struct site *sites;
    size_t count;
};

/** Prints who is served, who remains and why, how good that is, which sites are fullest
 * and where seats are short. Without @p names, sites are called by their numbers. */
void cli_plan_print(const struct geo_plan *plan, const struct cli_plan_names *names);

/** Prints only how good it is. */
void cli_plan_print_gap(const struct geo_plan *plan);

#endif
