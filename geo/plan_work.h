/**
 * @file plan_work.h
 * The planner's inside: what one run works on, from input to rows. Only plan*.c files.
 */
#ifndef REDKITE_GEO_PLAN_WORK_H
#define REDKITE_GEO_PLAN_WORK_H

#include "geo/box.h"
#include "geo/plan.h"
#include "geo/plan_net.h"

/** A site a party may use, and how far it is. */
struct plan_near {
    uint32_t site;
    int32_t metres;
};

/** The usable ones among the @p seen nearest sites of a party. */
struct plan_list {
    struct plan_near *items;
    uint32_t count;
    uint32_t seen;
    int32_t beyond; /* no site that was not seen is nearer */
    bool route;     /* one of those seen is open and can be reached, be it too small */
};

/** A no-go zone that holds, with boxes around it. */
struct plan_zone {
    const struct geo_shape *shape;
    struct geo_box boxes[2];
    size_t box_count;
};

struct plan_work {
    const struct geo_plan_input *in;
    struct arena *arena;
    const struct progress *progress;
    struct geo_plan_party *parties; /* by id */
    struct geo_plan_site *sites;    /* by id */
    bool *closed;                   /* of each site */
    double *site_lon;
    double *site_lat;
    struct plan_zone *zones;
    size_t zone_count;
    struct plan_list *lists; /* of each party; empty for those not planned */
    enum geo_plan_reason *reason;
    bool *escort;
    struct plan_net net; /* the parties that have a usable site */
    uint32_t *party_of;  /* of each party of the net, its place in parties */
    struct plan_flow flow;
    int64_t step;         /* between ranks of remaining, see plan_rank_build */
    uint32_t *rank;       /* of each party of the net, from 1 */
    int64_t *rank_weight; /* of each rank from 1: what a seat left behind weighs, */
    int32_t *rank_seats;  /* as the ratio rank_weight / rank_seats */
    size_t ranks;
    uint32_t *at; /* the arc of each party of the net */
};

/** True when the party of place @p i wants a seat, may have one and can be found. */
bool plan_work_active(const struct plan_work *w, size_t i);

/** Checks and sorts the input. RC_INVALID with problems. */
MUST_CHECK enum rc plan_work_load(struct plan_work *w, struct problems *problems);

/** Finds the zones that hold, closed sites, escorts, and the first candidates of every
 * party. RC_CONFLICT, RC_INTERNAL as geo_plan_compute. */
MUST_CHECK enum rc plan_candidates_find(struct plan_work *w);

/** True when every party has looked at all sites from the beginning. */
bool plan_candidates_complete(const struct plan_work *w);

/** Looks at all sites for about one in @p one_in parties of the net, those that
 * plan_net_sampled names. */
MUST_CHECK enum rc plan_candidates_see_all(struct plan_work *w, uint64_t one_in);

/** The least that a seat of the party could cost (metres and @p price) at a site it has
 * not looked at, when that is below @p enough; INT64_MAX otherwise. */
int64_t plan_candidates_unseen(const struct plan_work *w, size_t party,
                               const int64_t *price, int64_t enough);

/** Looks at more sites for the parties whose list cannot yet be proven to hold their best
 * site at the prices of the flow; sets how many those were, together with those whose
 * best site is in the list but not in the net. */
MUST_CHECK enum rc plan_candidates_extend(struct plan_work *w, size_t *ret_extended);

/** True when the party may go to the site: open, route clear. */
bool plan_candidates_route(const struct plan_work *w, size_t party, size_t site);

/** So many arcs a party suffice once prices are nearly right. */
#define PLAN_KEEP 12
/** All of them. */
#define PLAN_KEEP_ALL SIZE_MAX

/** Makes the net from the lists, with the @p keep (PLAN_KEEP or all) arcs of each party
 * that are cheapest at the prices of the flow, and those equal to the last. The costs of
 * remaining are left to plan_rank_build. */
void plan_net_build(struct plan_work *w, size_t keep);

/** Frees the net and what goes with it. */
void plan_net_release(struct plan_work *w);

/** The least that a seat of party @p j of the net costs at a site (metres and @p price),
 * among all in its list. */
int64_t plan_net_least(const struct plan_work *w, size_t j, const int64_t *price);

/**
 * Packs both levels into the cost of the arcs: a seat costs its metres, or, remaining,
 * rank x step, where ranks number the different ratios weight / seats upwards from 1 and
 * step is (sites + 2) x (longest way + 1).
 *
 * That this gives an optimum of the first level, and of the second among those: seats
 * that can be served together are the independent sets of a transversal matroid, and
 * which bases have the least weight left out depends on the order of the weights alone,
 * not on their size; so ranks may stand for ratios. A plan of least packed cost has no
 * cycle of changes of negative cost. A simple cycle visits each node at most once, so its
 * metres sum to less than step in absolute value; with ranks summing to a and metres to
 * b, a x step + b >= 0 and |b| < step give a > 0, or a = 0 and b >= 0. Hence no cycle
 * improves the first level, or keeps it and improves the second.
 */
void plan_rank_build(struct plan_work *w);

/** Splits a packed price: its rank part (returned) and its metres. */
int64_t plan_rank_split(const struct plan_work *w, int64_t price, int64_t *ret_metres);

/** weight / seats of @p rank times @p unit, rounded down; 0 for rank 0. */
int64_t plan_rank_value(const struct plan_work *w, int64_t rank, int64_t unit);

/** Fills prices and bounds of @p plan, whose rows are there. */
void plan_bound_compute(struct plan_work *w, struct geo_plan *plan);

/** Fills the shortages of @p plan and gives R4 rows theirs. */
void plan_reason_shortages(const struct plan_work *w, struct geo_plan *plan);

#endif
