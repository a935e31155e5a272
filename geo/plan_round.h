/**
 * @file plan_round.h
 * The planner's inside: from seats back to whole parties.
 */
#ifndef REDKITE_GEO_PLAN_ROUND_H
#define REDKITE_GEO_PLAN_ROUND_H

#include <stdint.h>

#include "geo/plan_net.h"

/**
 * Makes the parties that @p flow divides whole again, then mends and improves by chains
 * of exchanges until none helps. @p price is that of a seat at each node, @p out_unit
 * what a unit of weight left behind costs, both in the unit of net->cost; they guide the
 * search. Writes the arc of each party to @p ret_at. No node is above its capacity.
 * Deterministic.
 */
void plan_round_compute(const struct plan_net *net, const struct plan_flow *flow,
                        int64_t out_unit, const int64_t *price, uint32_t *ret_at);

#endif
