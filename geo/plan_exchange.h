/**
 * @file plan_exchange.h
 * The planner's inside: whole parties on nodes, and chains of exchanges between them. A
 * chain starts at a node that holds too many, changes one or two parties to the next node
 * against at most one that comes back, and so on until somewhere the difference fits.
 */
#ifndef REDKITE_GEO_PLAN_EXCHANGE_H
#define REDKITE_GEO_PLAN_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/plan_net.h"

#define PLAN_NOBODY UINT32_MAX

/** The cheapest way to shift so many seats between two nodes: @p out (and @p also) there,
 * @p back back; arcs, or PLAN_NOBODY. */
struct plan_option {
    int64_t cost;
    uint32_t out;
    uint32_t also;
    uint32_t back;
};

/** One party that could leave its node over @p arc. */
struct plan_leave {
    int64_t cost;
    uint32_t party;
    uint32_t arc;
};

/** Parties that could leave one node, the cheapest few for each next node and size. */
struct plan_leaves {
    bool known;
    uint32_t *first; /* of each next node, nodes + 1 */
    struct plan_leave *items;
};

/** Whole parties on nodes. Costs here are those of a whole party, "remain" included, with
 * prices per seat in the same unit. */
struct plan_seating {
    const struct plan_net *net;
    size_t nodes;
    const int64_t *price; /* of a seat at each node */
    int64_t out_unit;     /* what a unit of weight left behind costs */
    uint32_t *at;         /* the arc of each party */
    int64_t *room;        /* free seats at each node, below 0 where too full */
    uint32_t **members;   /* the parties at each node */
    uint32_t *member_count;
    uint32_t *member_size;
    uint32_t *place;     /* of each party among the members of its node */
    uint8_t *size_class; /* of each party */
    uint32_t classes;
    int32_t reach;                /* seats that one chain can shift, at most */
    struct plan_leaves *leaves;   /* of each node */
    struct plan_option **options; /* nodes x nodes, reach + 1 each; NULL unknown */
    struct plan_leave *scratch;
    struct plan_label *labels; /* of the search */
    uint32_t label_count;
    uint32_t label_size;
    int64_t *best; /* nodes x (reach + 1) */
    uint32_t tabu; /* a party no chain may move, or PLAN_NOBODY */
};

/** Puts each party on the arc @p at names. @p price is borrowed. Release with
 * plan_seating_fini. */
void plan_seating_init(struct plan_seating *s, const struct plan_net *net,
                       const int64_t *price, int64_t out_unit, const uint32_t *at);

/** Frees what @p s holds. */
void plan_seating_fini(struct plan_seating *s);

/** What party @p i costs on its arc @p arc, the price of its seats included. */
int64_t plan_seating_cost(const struct plan_seating *s, uint32_t i, uint32_t arc);

/** Changes party @p i to its arc @p arc. */
void plan_seating_move(struct plan_seating *s, uint32_t i, uint32_t arc);

/** The cheapest leaves from @p r to @p q; sets their number. Borrowed until a party moves
 * from or to @p r. */
const struct plan_leave *plan_seating_leaves(struct plan_seating *s, size_t r, size_t q,
                                             size_t *ret_count);

/** For each number of seats up to the reach, the cheapest option to shift it from @p r to
 * @p q; NULL when no party could change. Borrowed until a party moves from or to either.
 */
const struct plan_option *plan_seating_options(struct plan_seating *s, size_t r,
                                               size_t q);

/** Where chains may start: @p amount seats must leave @p node. */
struct plan_source {
    size_t node;
    int32_t amount;
};

/** Finds the chain with the least cost below @p limit from one of @p count sources and
 * carries it out. True with its cost, false when there is none and nothing moved. The
 * cost counts the price of seats that become free (less that of seats filled), but not of
 * the amount at the source. */
bool plan_seating_chain(struct plan_seating *s, const struct plan_source *sources,
                        size_t count, int64_t limit, int64_t *ret_cost);

#endif
