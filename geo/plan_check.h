/**
 * @file plan_check.h
 * Whether a plan is what it says: made without any code of the planner, in integers but
 * for distances (whole metres of geo_distance_between) and a bound that spares some of
 * them. A bug of the planner can make a plan worse, never its claim false.
 */
#ifndef REDKITE_GEO_PLAN_CHECK_H
#define REDKITE_GEO_PLAN_CHECK_H

#include "geo/plan.h"

/** The bounds that the plan's prices prove. */
struct geo_plan_proof {
    int64_t weight_bound;
    int64_t metres_bound;
    int64_t seats_bound;
};

/**
 * Checks @p plan against @p in, which must be an input that geo_plan_compute takes:
 * everybody exactly once and whole, no site over its capacity, closed, or behind a no-go
 * zone, metres right, reasons and flags true, sums right, shortages as counted, prices
 * not below 0, and no bound above what the prices prove.
 *
 * RC_OK with @p ret_proof; RC_INVALID with a problem for each fault (detail: the id of
 * the party or site); RC_INTERNAL when a distance could not be computed.
 */
MUST_CHECK enum rc geo_plan_check(const struct geo_plan_input *in,
                                  const struct geo_plan *plan, struct problems *problems,
                                  struct geo_plan_proof *ret_proof);

#endif
