/**
 * @file plan_print.h
 * How a plan is shown to the people who answer for it.
 */
#ifndef REDKITE_CLI_PLAN_PRINT_H
#define REDKITE_CLI_PLAN_PRINT_H

#include "geo/plan.h"

/** Prints who is served, who remains and why, how good that is, which sites are fullest
 * and where seats are short. */
void cli_plan_print(const struct geo_plan *plan);

/** Prints only how good it is. */
void cli_plan_print_gap(const struct geo_plan *plan);

#endif
