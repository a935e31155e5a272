/**
 * @file plan_net.h
 * The planner's inside: parties, nodes and arcs as flat arrays of integers. A node is an
 * assembly point or, last, "remain", which has room for everybody and is what keeps a
 * plan from ever being infeasible. Only the plan_*.c files, their tests and the bench use
 * this.
 */
#ifndef REDKITE_GEO_PLAN_NET_H
#define REDKITE_GEO_PLAN_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"

/** Parties stand in canonical order (by id); the arcs of party i are first[i] up to
 * first[i + 1], ordered by node, its last one leading to "remain" (node sites). */
struct plan_net {
    size_t parties;
    size_t sites;
    int32_t *seats;    /* of each party, at least 1 */
    int64_t *weight;   /* of each party, at least 1: what leaving it behind weighs */
    uint32_t *first;   /* parties + 1 */
    uint32_t *node;    /* of each arc */
    int64_t *cost;     /* of each arc, for one seat: metres, or the price of remaining */
    int64_t *capacity; /* of each node; "remain": all seats asked for */
};

/** What the transportation problem gives: for every node the price of a seat, "remain"
 * having 0, and for every arc the seats carried. */
struct plan_flow {
    int64_t *price;   /* nodes; zeroed, or prices to start from */
    int32_t *carried; /* arcs */
    bool nearly;      /* the prices given are nearly right */
};

/** The number of nodes of @p net. */
static inline size_t plan_net_nodes(const struct plan_net *net)
{
    return net->sites + 1;
}

/**
 * Solves the transportation problem of @p net exactly: every seat of every party over one
 * arc, no node above its capacity, the sum of cost x seats least. Parties may come out
 * divided. Prices are optimal duals: each carried seat lies on an arc with the least cost
 * + price of its party, and a node with room left has price 0.
 *
 * Method: successive shortest paths over the nodes alone (an edge from r to q is the
 * cheapest party that could change from r to q), started from prices found on every
 * fourth party, and so on down, so that only what those prices miss has to be moved.
 *
 * Fills the arrays of @p ret, which the caller made. Deterministic: ties go to the lower
 * party, then the lower arc.
 */
void plan_flow_solve(const struct plan_net *net, struct plan_flow *ret);

/** Finds prices on about one in @p one_in of the parties alone, chosen evenly (see
 * plan_net_sampled), with capacities in proportion. @p price as in plan_flow. */
void plan_flow_sample(const struct plan_net *net, uint64_t one_in, int64_t *price);

/** True when party @p i is among about one in @p one_in that stand for all. */
bool plan_net_sampled(size_t i, uint64_t one_in);

#endif
