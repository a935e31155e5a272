#include "geo/plan_check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/distance.h"
#include "geo/ecef.h"
#include "geo/plan_check_state.h"
#include "geo/route.h"
#include "geo/zone.h"

void plan_check_fault(struct plan_check *c, const char *field, const char *key,
                      int64_t id)
{
    problems_error(c->problems, 0, field, key,
                   arena_printf(c->problems->arena, "%lld", (long long)id));
}

void plan_check_same(struct plan_check *c, const char *field, int64_t claimed,
                     int64_t found)
{
    if (claimed != found)
        plan_check_fault(c, field, "problem.plan_check.sum", found);
}

static bool in_no_go(const struct plan_check *c, struct geo_point p)
{
    for (size_t k = 0; k < c->zone_count; k++)
        if (geo_zone_contains(c->zones[k], p))
            return true;
    return false;
}

bool plan_check_reaches(const struct plan_check *c, const struct geo_plan_party *p,
                        size_t k)
{
    for (size_t z = 0; z < c->zone_count && !c->closed[k]; z++)
        if (!geo_route_clear(&c->zones[z]->shape, p->at, c->site[k].at))
            return false;
    return !c->closed[k];
}

bool plan_check_usable(const struct plan_check *c, const struct geo_plan_party *p,
                       size_t k)
{
    return c->site[k].capacity >= p->seats && plan_check_reaches(c, p, k);
}

static int64_t metres_between(struct plan_check *c, const struct geo_plan_party *p,
                              size_t k)
{
    double m = 0;

    if (geo_distance_between(p->at, c->site[k].at, &m))
        c->rc = RC_INTERNAL;
    return (int64_t)floor(m + 0.5);
}

static void place_of(struct geo_point p, double place[3])
{
    geo_ecef_compute(&(struct geo_points){&p.lon, &p.lat, 1},
                     &(struct geo_ecef){&place[0], &place[1], &place[2]});
}

/* No way is shorter than the straight line through the earth. */
static int64_t metres_at_least(const double a[3], const double b[3])
{
    double x = a[0] - b[0], y = a[1] - b[1], z = a[2] - b[2];

    return (int64_t)sqrt(x * x + y * y + z * z) - 1;
}

/* What the party adds to each bound: its cheapest option at the prices. */
static void add_to_bounds(struct plan_check *c, const struct geo_plan_party *p)
{
    __int128 weight = (__int128)p->weight * GEO_PLAN_WEIGHT_UNIT;
    __int128 metres = (__int128)c->plan->exchange * p->weight;
    int64_t seats = p->seats;
    double at[3];

    place_of(p->at, at);
    for (size_t k = 0; k < c->in->site_count; k++) {
        const struct geo_plan_load *l = &c->plan->sites[k];
        __int128 w = (__int128)l->weight_price * p->seats;
        __int128 m = metres_at_least(at, c->place[k]) + (__int128)l->metre_price;
        bool near = m * p->seats < metres;

        if ((w >= weight && !near && (l->weight_price || !seats)) ||
            !plan_check_usable(c, p, k))
            continue;
        if (near)
            m = metres_between(c, p, k) + (__int128)l->metre_price;
        weight = w < weight ? w : weight;
        metres = m * p->seats < metres ? m * p->seats : metres;
        seats = l->weight_price ? seats : 0;
    }
    c->weight_sum += weight;
    c->metres_sum += metres;
    c->seats_sum += seats;
}

static enum geo_plan_reason true_reason(const struct plan_check *c,
                                        const struct geo_plan_party *p)
{
    bool reach = false;

    if (p->stays)
        return GEO_PLAN_R7_STAYS;
    if (p->ineligible)
        return GEO_PLAN_R8_INELIGIBLE;
    if (!p->located)
        return GEO_PLAN_R6_PLACE_UNKNOWN;
    for (size_t k = 0; k < c->in->site_count; k++) {
        if (plan_check_usable(c, p, k))
            return GEO_PLAN_R4_SEATS_SHORT;
        reach |= plan_check_reaches(c, p, k);
    }
    return reach ? GEO_PLAN_R5_TOO_LARGE : GEO_PLAN_R1_NO_ROUTE;
}

static void check_served(struct plan_check *c, const struct geo_plan_row *row,
                         const struct geo_plan_party *p)
{
    if (row->site >= c->in->site_count) {
        plan_check_fault(c, "rows.site", "problem.plan_check.site_unknown", p->id);
        return;
    }
    c->taken[row->site] += p->seats;
    c->metres += (int64_t)row->metres * p->seats;
    if (!plan_check_reaches(c, p, row->site))
        plan_check_fault(c, "rows.site", "problem.plan_check.no_go", p->id);
    if (row->metres != metres_between(c, p, row->site))
        plan_check_fault(c, "rows.metres", "problem.plan_check.metres", p->id);
}

static void check_row(struct plan_check *c, size_t i)
{
    const struct geo_plan_row *row = &c->plan->rows[i];
    const struct geo_plan_party *p = &c->party[i];
    enum geo_plan_reason reason = true_reason(c, p);
    bool served = row->reason == GEO_PLAN_SERVED;

    if (row->party_id != p->id) {
        plan_check_fault(c, "rows.party", "problem.plan_check.party", row->party_id);
        return;
    }
    if (row->seats != p->seats)
        plan_check_fault(c, "rows.seats", "problem.plan_check.divided", p->id);
    if (served ? reason != GEO_PLAN_R4_SEATS_SHORT : reason != row->reason)
        plan_check_fault(c, "rows.reason", "problem.plan_check.reason", p->id);
    if (row->escort != (p->located && in_no_go(c, p->at)))
        plan_check_fault(c, "rows.escort", "problem.plan_check.escort", p->id);
    c->parties[served ? 0 : reason]++;
    c->people[served ? 0 : reason] += p->seats;
    if (served && p->located)
        check_served(c, row, p);
    else if (row->site != GEO_PLAN_NONE || row->metres)
        plan_check_fault(c, "rows.site", "problem.plan_check.not_served", p->id);
    if (p->stays || p->ineligible)
        return;
    c->weight_left += served ? 0 : p->weight;
    if (reason == GEO_PLAN_R4_SEATS_SHORT) {
        add_to_bounds(c, p);
    } else {
        c->weight_sum += (__int128)p->weight * GEO_PLAN_WEIGHT_UNIT;
        c->metres_sum += (__int128)c->plan->exchange * p->weight;
    }
}

static void check_site(struct plan_check *c, size_t k)
{
    const struct geo_plan_load *l = &c->plan->sites[k];

    if (l->capacity != c->site[k].capacity || l->closed != c->closed[k])
        plan_check_fault(c, "sites.capacity", "problem.plan_check.site", l->site_id);
    if (l->taken != c->taken[k])
        plan_check_fault(c, "sites.taken", "problem.plan_check.sum", l->site_id);
    if (c->taken[k] > c->site[k].capacity)
        plan_check_fault(c, "sites.taken", "problem.plan_check.overfull", l->site_id);
    if (c->closed[k])
        return;
    c->weight_sum -= (__int128)l->weight_price * l->capacity;
    c->metres_sum -= (__int128)l->metre_price * l->capacity;
    c->seats_sum -= l->weight_price ? l->capacity : 0;
}

static int64_t ceiling(__int128 sum, int64_t unit)
{
    return sum > 0 ? (int64_t)((sum + unit - 1) / unit) : 0;
}

static void bound(struct plan_check *c, const char *field, int64_t claimed,
                  int64_t proven)
{
    if (claimed > proven || claimed < 0)
        plan_check_fault(c, field, "problem.plan_check.bound", proven);
}

static void check_totals(struct plan_check *c, struct geo_plan_proof *proof)
{
    const struct geo_plan *plan = c->plan;

    for (int r = 0; r < GEO_PLAN_REASONS; r++) {
        plan_check_same(c, "parties", plan->parties[r], c->parties[r]);
        plan_check_same(c, "people", plan->people[r], c->people[r]);
    }
    plan_check_same(c, "weight_left", plan->weight_left, c->weight_left);
    plan_check_same(c, "metres", plan->metres, c->metres);
    plan_check_same(c, "seats_left", plan->seats_left,
                    c->people[GEO_PLAN_R4_SEATS_SHORT]);
    c->metres_sum -= (__int128)plan->exchange * c->weight_left;
    proof->weight_bound = ceiling(c->weight_sum, GEO_PLAN_WEIGHT_UNIT);
    proof->metres_bound = ceiling(c->metres_sum, 1);
    proof->seats_bound = ceiling(c->seats_sum, 1);
    bound(c, "weight_bound", plan->weight_bound, proof->weight_bound);
    bound(c, "metres_bound", plan->metres_bound, proof->metres_bound);
    bound(c, "seats_bound", plan->seats_bound, proof->seats_bound);
}

/* Parties and sites begin with their id. */
static int compare_ids(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static const void *by_id(struct arena *arena, const void *items, size_t count,
                         size_t size)
{
    void *copy = arena_memdup(arena, items, count * size);

    qsort(copy, count, size, compare_ids);
    return copy;
}

static void load(struct plan_check *c, struct arena *arena)
{
    const struct geo_plan_input *in = c->in;

    c->party = by_id(arena, in->parties, in->party_count, sizeof(*c->party));
    c->site = by_id(arena, in->sites, in->site_count, sizeof(*c->site));
    c->zones = arena_array(arena, in->zone_count + 1, sizeof(struct geo_zone *));
    c->closed = arena_array(arena, in->site_count + 1, sizeof(*c->closed));
    c->taken = arena_array(arena, in->site_count + 1, sizeof(*c->taken));
    c->place = arena_array(arena, in->site_count + 1, sizeof(*c->place));
    for (size_t k = 0; k < in->zone_count; k++)
        if (in->zones[k].kind == GEO_ZONE_NO_GO &&
            geo_zone_holds(&in->zones[k], in->at_ms, in->at_ms + 1))
            c->zones[c->zone_count++] = &in->zones[k];
    for (size_t k = 0; k < in->site_count; k++) {
        c->closed[k] = in_no_go(c, c->site[k].at);
        place_of(c->site[k].at, c->place[k]);
    }
}

static bool same_sites(struct plan_check *c)
{
    if (c->plan->row_count != c->in->party_count)
        plan_check_fault(c, "rows", "problem.plan_check.count",
                         (int64_t)c->in->party_count);
    if (c->plan->site_count != c->in->site_count)
        plan_check_fault(c, "sites", "problem.plan_check.count",
                         (int64_t)c->in->site_count);
    if (c->plan->exchange < 0)
        plan_check_fault(c, "exchange", "problem.plan_check.price", c->plan->exchange);
    for (size_t k = 0; k < c->plan->site_count && !problems_any(c->problems); k++) {
        const struct geo_plan_load *l = &c->plan->sites[k];

        if (l->site_id != c->site[k].id)
            plan_check_fault(c, "sites.site", "problem.plan_check.site", l->site_id);
        if (l->weight_price < 0 || l->metre_price < 0)
            plan_check_fault(c, "sites.price", "problem.plan_check.price", l->site_id);
    }
    return !problems_any(c->problems);
}

enum rc geo_plan_check(const struct geo_plan_input *in, const struct geo_plan *plan,
                       struct problems *problems, struct geo_plan_proof *ret_proof)
{
    struct plan_check c = {.in = in, .plan = plan, .problems = problems};
    struct geo_plan_proof proof = {0};
    struct arena *arena = arena_new();

    load(&c, arena);
    if (same_sites(&c)) {
        for (size_t i = 0; i < in->party_count; i++)
            check_row(&c, i);
        for (size_t k = 0; k < in->site_count; k++)
            check_site(&c, k);
        plan_check_shortages(&c);
        check_totals(&c, &proof);
    }
    arena_free(arena);
    if (problems_any(problems))
        return RC_INVALID;
    if (c.rc == RC_OK)
        *ret_proof = proof;
    return c.rc;
}
