#include <stdlib.h>
#include <string.h>

#include "geo/plan_work.h"

#define EXPONENT_MAX 40
#define REFINEMENTS  6

/* Prices of level 2 and what a unit of weight is exchanged for. */
struct offer {
    int64_t exchange;
    int64_t *price;
    int64_t bound;
};

static int64_t price_least(const struct plan_work *w, const int64_t *price)
{
    int64_t least = INT64_MAX / 2;

    for (size_t k = 0; k < w->net.sites; k++)
        if (!w->closed[k] && price[k] < least)
            least = price[k];
    return least;
}

/* The least a seat of party @p j can cost at a site, the ones not looked at included. */
static int64_t seat_least(const struct plan_work *w, size_t j, const int64_t *price,
                          int64_t floor_price)
{
    size_t party = w->party_of[j];
    int64_t best = plan_net_least(w, j, price);

    if (w->lists[party].beyond + floor_price < best) {
        int64_t unseen = plan_candidates_unseen(w, party, price, best);

        best = unseen < best ? unseen : best;
    }
    return best;
}

/* The level-2 bound of planning.md 2.4 at the prices of @p offer; never below 0. */
static int64_t bound_of(const struct plan_work *w, const struct offer *offer,
                        int64_t weight_left)
{
    const struct plan_net *net = &w->net;
    int64_t floor_price = price_least(w, offer->price);
    __int128 sum = -(__int128)offer->exchange * weight_left;

    for (size_t j = 0; j < net->parties; j++) {
        __int128 site =
            (__int128)seat_least(w, j, offer->price, floor_price) * net->seats[j];
        __int128 remain = (__int128)offer->exchange * net->weight[j];

        sum += site < remain ? site : remain;
    }
    for (size_t k = 0; k < net->sites; k++)
        sum -= (__int128)offer->price[k] * net->capacity[k];
    return sum > 0 ? (int64_t)sum : 0;
}

/* With nothing to gain on level 1, metres are worth next to nothing against weight. */
static int64_t exchange_high(const struct plan_work *w)
{
    int32_t seats = 1;
    int64_t ratio = 1;
    int64_t most;
    __int128 exact;

    for (size_t j = 0; j < w->net.parties; j++)
        seats = w->net.seats[j] > seats ? w->net.seats[j] : seats;
    if (w->ranks)
        ratio += plan_rank_value(w, (int64_t)w->ranks, 1);
    most = ((int64_t)1 << 60) / ratio;
    exact = (__int128)w->step * seats * seats;
    return exact < most ? (int64_t)exact : most;
}

/* The prices of the flow, unpacked. */
static void offer_of_flow(const struct plan_work *w, struct offer *offer)
{
    for (size_t k = 0; k < w->net.sites; k++) {
        int64_t metres;
        int64_t rank = plan_rank_split(w, w->flow.price[k], &metres);

        offer->price[k] = plan_rank_value(w, rank, offer->exchange) + metres;
        if (offer->price[k] < 0)
            offer->price[k] = 0;
    }
}

/* Prices that are best for this exchange: solves again with remaining at that cost. True
 * when seats then left behind weigh more than @p weight_left, so that a higher exchange
 * is better (the bound is a concave function of it, and that difference its slope). */
static bool offer_solve(struct plan_work *w, struct offer *offer, int64_t weight_left)
{
    struct plan_net *net = &w->net;
    struct plan_flow flow = {.price = offer->price};
    __int128 left = -(__int128)weight_left * GEO_PLAN_WEIGHT_UNIT;

    memset(offer->price, 0, plan_net_nodes(net) * sizeof(*offer->price));
    for (size_t j = 0; j < net->parties; j++)
        net->cost[net->first[j + 1] - 1] =
            plan_rank_value(w, w->rank[j], offer->exchange);
    flow.carried = mem_calloc(net->first[net->parties] + 1, sizeof(*flow.carried));
    plan_flow_solve(net, &flow);
    for (size_t j = 0; j < net->parties; j++)
        left += (__int128)plan_rank_value(w, w->rank[j], GEO_PLAN_WEIGHT_UNIT) *
                flow.carried[net->first[j + 1] - 1];
    free(flow.carried);
    offer->bound = bound_of(w, offer, weight_left);
    return left > 0;
}

static void keep_better(struct offer *best, const struct offer *other, size_t nodes)
{
    if (other->bound <= best->bound)
        return;
    best->exchange = other->exchange;
    best->bound = other->bound;
    memcpy(best->price, other->price, nodes * sizeof(*best->price));
}

/* The plan leaves more weight behind than the bound of level 1, so that the exchange may
 * not be as high as one likes: first its power of two, then a few bits more. */
static void offer_search(struct plan_work *w, struct offer *best, int64_t weight_left)
{
    size_t nodes = plan_net_nodes(&w->net);
    struct offer try = {.price = mem_calloc(nodes, sizeof(*try.price))};
    int64_t low = 0;
    int64_t high = 0;

    for (int from = -1, to = EXPONENT_MAX + 1; to - from > 1;) {
        int middle = (from + to) / 2;
        bool more;

        try.exchange = (int64_t)1 << middle;
        more = offer_solve(w, &try, weight_left);
        keep_better(best, &try, nodes);
        from = more ? middle : from;
        to = more ? to : middle;
        low = more ? try.exchange : low;
        high = more ? high : try.exchange;
    }
    for (int n = 0; n < REFINEMENTS && high - low > 1; n++) {
        bool more;

        try.exchange = (low + high) / 2;
        more = offer_solve(w, &try, weight_left);
        keep_better(best, &try, nodes);
        low = more ? try.exchange : low;
        high = more ? high : try.exchange;
    }
    free(try.price);
}

static void bound_weight(const struct plan_work *w, struct geo_plan *plan)
{
    const struct plan_net *net = &w->net;
    __int128 sum = 0;
    int64_t seats = 0;

    for (size_t j = 0; j < net->parties; j++) {
        const struct plan_list *list = &w->lists[w->party_of[j]];
        int64_t price = INT64_MAX;
        __int128 remain = (__int128)net->weight[j] * GEO_PLAN_WEIGHT_UNIT;

        for (size_t n = 0; n < list->count; n++)
            if (plan->sites[list->items[n].site].weight_price < price)
                price = plan->sites[list->items[n].site].weight_price;
        seats += price > 0 ? net->seats[j] : 0;
        sum += (__int128)price * net->seats[j] < remain ? (__int128)price * net->seats[j]
                                                        : remain;
    }
    for (size_t k = 0; k < net->sites; k++) {
        sum -= (__int128)plan->sites[k].weight_price * net->capacity[k];
        seats -= plan->sites[k].weight_price > 0 ? net->capacity[k] : 0;
    }
    plan->weight_bound =
        sum > 0 ? (int64_t)((sum + GEO_PLAN_WEIGHT_UNIT - 1) / GEO_PLAN_WEIGHT_UNIT) : 0;
    plan->seats_bound = seats > 0 ? seats : 0;
}

/* Weight of the parties of the net that remain. */
static int64_t net_weight_left(const struct plan_work *w)
{
    int64_t sum = 0;

    for (size_t j = 0; j < w->net.parties; j++)
        if (w->net.node[w->at[j]] == w->net.sites)
            sum += w->net.weight[j];
    return sum;
}

void plan_bound_compute(struct plan_work *w, struct geo_plan *plan)
{
    int64_t left = net_weight_left(w);
    struct offer offer = {.exchange = exchange_high(w),
                          .price =
                              mem_calloc(plan_net_nodes(&w->net), sizeof(*offer.price))};

    for (size_t k = 0; k < w->net.sites; k++) {
        int64_t metres;
        int64_t rank = plan_rank_split(w, w->flow.price[k], &metres);

        plan->sites[k].weight_price = plan_rank_value(w, rank, GEO_PLAN_WEIGHT_UNIT);
    }
    bound_weight(w, plan);
    offer_of_flow(w, &offer);
    offer.bound = bound_of(w, &offer, left);
    if (left > plan->weight_bound)
        offer_search(w, &offer, left);
    for (size_t k = 0; k < w->net.sites; k++)
        plan->sites[k].metre_price = offer.price[k];
    plan->exchange = offer.exchange;
    plan->metres_bound = offer.bound;
    plan->weight_bound += plan->weight_left - left;
    free(offer.price);
}
