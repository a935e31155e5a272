#include "geo/plan.h"

#include <stdlib.h>
#include <string.h>

#include "geo/plan_round.h"
#include "geo/plan_work.h"

/* Weight times this fits 64 bits with room for the sums of a chain. */
#define UNIT_BITS_MAX   40
#define WEIGHT_BITS_ALL 58

/* About so many parties stand for all when candidates are chosen. */
#define SAMPLE      4000
#define ROUNDS_KEPT 5

static void build(struct plan_work *w, size_t keep)
{
    plan_net_build(w, keep);
    plan_rank_build(w);
}

/* Prices from a sample that looks at all sites say how far everybody has to look. */
static enum rc choose_candidates(struct plan_work *w)
{
    uint64_t one_in = w->net.parties / SAMPLE + 1;
    size_t extended = 1;
    enum rc rc;

    if (plan_candidates_complete(w))
        return RC_OK;
    rc = plan_candidates_see_all(w, one_in);
    if (rc)
        return rc;
    build(w, PLAN_KEEP_ALL);
    plan_flow_sample(&w->net, one_in, w->flow.price);
    while (extended && !rc) {
        build(w, PLAN_KEEP);
        rc = plan_candidates_extend(w, &extended);
    }
    return rc;
}

/* Solves, and looks at more sites or other arcs for whom that could change anything,
 * until it is proven that everybody's best is in the net. After some rounds arcs are only
 * added, so that it ends. */
static enum rc solve(struct plan_work *w)
{
    size_t extended = 1;
    enum rc rc;

    build(w, PLAN_KEEP_ALL);
    rc = choose_candidates(w);
    for (int round = 1; extended && !rc; round++) {
        plan_flow_solve(&w->net, &w->flow);
        rc = plan_candidates_extend(w, &extended);
        if (!extended || rc)
            break;
        build(w, round < ROUNDS_KEPT ? PLAN_KEEP : PLAN_KEEP_ALL);
        w->flow.nearly = extended < w->net.parties / 100;
    }
    return rc;
}

static void round_parties(struct plan_work *w)
{
    const struct plan_net *net = &w->net;
    int64_t *price = mem_calloc(net->sites + 1, sizeof(*price));
    int64_t most = 1;
    int64_t unit;
    int bits = 1;

    for (size_t j = 0; j < net->parties; j++)
        most = net->weight[j] > most ? net->weight[j] : most;
    while (most >> bits)
        bits++;
    bits = WEIGHT_BITS_ALL - bits;
    unit = (int64_t)1 << (bits < UNIT_BITS_MAX ? bits : UNIT_BITS_MAX);
    for (size_t k = 0; k < net->sites; k++) {
        int64_t metres;
        int64_t rank = plan_rank_split(w, w->flow.price[k], &metres);

        price[k] = plan_rank_value(w, rank, unit) + metres;
        price[k] = price[k] > 0 ? price[k] : 0;
    }
    w->at = arena_array(w->arena, net->parties + 1, sizeof(*w->at));
    plan_round_compute(net, &w->flow, unit, price, w->at);
    free(price);
}

static enum geo_plan_reason reason_before(const struct plan_work *w, size_t i)
{
    if (w->parties[i].stays)
        return GEO_PLAN_R7_STAYS;
    if (w->parties[i].ineligible)
        return GEO_PLAN_R8_INELIGIBLE;
    if (!w->parties[i].located)
        return GEO_PLAN_R6_PLACE_UNKNOWN;
    if (!w->lists[i].route)
        return GEO_PLAN_R1_NO_ROUTE;
    if (!w->lists[i].count)
        return GEO_PLAN_R5_TOO_LARGE;
    return GEO_PLAN_R4_SEATS_SHORT; /* unless it turns out to be served */
}

static int32_t metres_to(const struct plan_work *w, size_t i, uint32_t site)
{
    const struct plan_list *list = &w->lists[i];
    size_t n = 0;

    while (list->items[n].site != site)
        n++;
    return list->items[n].metres;
}

static void fill_rows(const struct plan_work *w, struct geo_plan *plan)
{
    const struct plan_net *net = &w->net;

    plan->row_count = w->in->party_count;
    plan->rows = arena_array(w->arena, plan->row_count + 1, sizeof(*plan->rows));
    for (size_t i = 0; i < plan->row_count; i++)
        plan->rows[i] = (struct geo_plan_row){.party_id = w->parties[i].id,
                                              .seats = w->parties[i].seats,
                                              .reason = reason_before(w, i),
                                              .escort = w->escort[i],
                                              .site = GEO_PLAN_NONE,
                                              .shortage = GEO_PLAN_NONE};
    for (size_t j = 0; j < net->parties; j++) {
        struct geo_plan_row *row = &plan->rows[w->party_of[j]];
        uint32_t node = net->node[w->at[j]];

        if (node == net->sites)
            continue;
        row->reason = GEO_PLAN_SERVED;
        row->site = node;
        row->metres = metres_to(w, w->party_of[j], node);
    }
}

static void fill_totals(const struct plan_work *w, struct geo_plan *plan)
{
    plan->site_count = w->in->site_count;
    plan->sites = arena_array(w->arena, plan->site_count + 1, sizeof(*plan->sites));
    for (size_t k = 0; k < plan->site_count; k++)
        plan->sites[k] = (struct geo_plan_load){.site_id = w->sites[k].id,
                                                .capacity = w->sites[k].capacity,
                                                .closed = w->closed[k]};
    for (size_t i = 0; i < plan->row_count; i++) {
        const struct geo_plan_row *row = &plan->rows[i];

        plan->parties[row->reason]++;
        plan->people[row->reason] += row->seats;
        if (row->site != GEO_PLAN_NONE) {
            plan->sites[row->site].taken += row->seats;
            plan->metres += (int64_t)row->metres * row->seats;
        } else if (row->reason != GEO_PLAN_R7_STAYS &&
                   row->reason != GEO_PLAN_R8_INELIGIBLE) {
            plan->weight_left += w->parties[i].weight;
        }
    }
    plan->seats_left = plan->people[GEO_PLAN_R4_SEATS_SHORT];
}

enum rc geo_plan_compute(const struct geo_plan_input *in, struct arena *arena,
                         const struct progress *progress, struct problems *problems,
                         struct geo_plan *ret_plan)
{
    struct plan_work w = {.in = in, .arena = arena, .progress = progress};
    struct geo_plan plan = {0};
    enum rc rc = plan_work_load(&w, problems);

    if (rc == RC_OK)
        rc = plan_candidates_find(&w);
    if (rc == RC_OK)
        rc = solve(&w);
    if (rc)
        goto out;
    round_parties(&w);
    fill_rows(&w, &plan);
    fill_totals(&w, &plan);
    plan_bound_compute(&w, &plan);
    plan_reason_shortages(&w, &plan);
    *ret_plan = plan;
out:
    plan_net_release(&w);
    return rc;
}
