/**
 * @file plan_pool.h
 * The planner's inside: the few parties worth moving once prices are right. Between two
 * nodes only the cheapest changes of each size can be part of a good exchange; everybody
 * else stays where it is and takes up room.
 */
#ifndef REDKITE_GEO_PLAN_POOL_H
#define REDKITE_GEO_PLAN_POOL_H

#include <stdbool.h>
#include <stdint.h>

#include "geo/plan_net.h"

/** A net of its own with the parties chosen. */
struct plan_pool {
    struct plan_net net; /* capacities: what the others leave, below 0 where too many */
    uint32_t *party_of;  /* of each party of the pool, its place in the whole net */
    uint32_t *at;        /* the arc of each, in the pool's net */
};

/** Chooses from @p net, whose parties are on the arcs @p at. @p cost gives for each arc
 * what the party costs there, prices included. Release with plan_pool_fini. */
void plan_pool_init(struct plan_pool *pool, const struct plan_net *net,
                    const uint32_t *at, const int64_t *cost, const bool *divided);

/** Frees what @p pool holds. */
void plan_pool_fini(struct plan_pool *pool);

#endif
