#include <math.h>
#include <stdlib.h>

#include "geo/distance.h"
#include "geo/nearest.h"
#include "geo/plan_work.h"
#include "geo/route.h"
#include "geo/shape.h"
#include "geo/zone.h"

/* So many nearest sites are looked at first; later, so many times as many. */
#define FIRST_LOOK  8
#define MORE        4
#define BATCH       16384
#define LOOK_AT_ALL 500000 /* parties x sites */
/* Bulk distances are this near to the exact ones. */
#define BULK_ERROR_M 0.002
#define BOX_MARGIN_M 1.0

static void find_zones(struct plan_work *w)
{
    const struct geo_plan_input *in = w->in;

    w->zones = arena_array(w->arena, in->zone_count + 1, sizeof(*w->zones));
    for (size_t k = 0; k < in->zone_count; k++) {
        const struct geo_zone *zone = &in->zones[k];
        struct plan_zone *z = &w->zones[w->zone_count];

        if (zone->kind != GEO_ZONE_NO_GO ||
            !geo_zone_holds(zone, in->at_ms, in->at_ms + 1))
            continue;
        z->shape = &zone->shape;
        z->box_count = geo_box_of_shape(z->shape, BOX_MARGIN_M, z->boxes);
        w->zone_count++;
    }
}

static bool boxes_meet(const struct plan_zone *z, const struct geo_box *boxes,
                       size_t count)
{
    for (size_t a = 0; a < z->box_count; a++)
        for (size_t b = 0; b < count; b++)
            if (geo_box_meets(&z->boxes[a], &boxes[b]))
                return true;
    return false;
}

static bool inside_zone(const struct plan_work *w, struct geo_point p)
{
    struct geo_box box = {p.lon, p.lat, p.lon, p.lat};

    for (size_t k = 0; k < w->zone_count; k++) {
        const struct plan_zone *z = &w->zones[k];

        if ((fabs(p.lon) == 180.0 || fabs(p.lat) == 90.0 || boxes_meet(z, &box, 1)) &&
            geo_shape_relation(z->shape, p) != GEO_OUTSIDE)
            return true;
    }
    return false;
}

static size_t boxes_of_line(struct geo_point a, struct geo_point b,
                            struct geo_box ret_boxes[2])
{
    double south = fmin(a.lat, b.lat);
    double north = fmax(a.lat, b.lat);
    double west = fmin(a.lon, b.lon);
    double east = fmax(a.lon, b.lon);

    if (east - west <= 180.0) {
        ret_boxes[0] = (struct geo_box){west, south, east, north};
        return 1;
    }
    ret_boxes[0] = (struct geo_box){-180.0, south, west, north};
    ret_boxes[1] = (struct geo_box){east, south, 180.0, north};
    return 2;
}

bool plan_candidates_route(const struct plan_work *w, size_t party, size_t site)
{
    struct geo_point from = w->parties[party].at;
    struct geo_point to = w->sites[site].at;
    struct geo_box boxes[2];
    size_t count;

    if (w->closed[site])
        return false;
    count = boxes_of_line(from, to, boxes);
    for (size_t k = 0; k < w->zone_count; k++)
        if (boxes_meet(&w->zones[k], boxes, count) &&
            !geo_route_clear(w->zones[k].shape, from, to))
            return false;
    return true;
}

/* The whole metres of geo_distance_between, asked only where the bulk distance leaves a
 * doubt about the rounding. */
static enum rc whole_metres(struct geo_point a, struct geo_point b, double bulk_m,
                            int32_t *ret_metres)
{
    double m = bulk_m;
    double off = fabs(m - floor(m) - 0.5);

    if (off <= BULK_ERROR_M) {
        enum rc rc = geo_distance_between(a, b, &m);

        if (rc)
            return rc;
    }
    *ret_metres = (int32_t)floor(m + 0.5);
    return RC_OK;
}

static int compare_near(const void *a, const void *b)
{
    uint32_t x = ((const struct plan_near *)a)->site;
    uint32_t y = ((const struct plan_near *)b)->site;

    return (x > y) - (x < y);
}

/* Keeps of the @p k nearest sites those that the party may use. */
static enum rc fill_list(struct plan_work *w, size_t i, const struct geo_nearest *near,
                         size_t row)
{
    struct plan_list *list = &w->lists[i];
    const struct geo_plan_party *party = &w->parties[i];
    size_t k = near->k;
    struct plan_near *items = arena_array(w->arena, k, sizeof(*items));
    int32_t metres = 0;

    list->seen = (uint32_t)k;
    list->count = 0;
    for (size_t n = 0; n < k; n++) {
        uint32_t site = near->site[row * k + n];
        enum rc rc =
            whole_metres(party->at, w->sites[site].at, near->m[row * k + n], &metres);

        if (rc)
            return rc;
        if (!plan_candidates_route(w, i, site))
            continue;
        list->route = true;
        if (w->sites[site].capacity >= party->seats)
            items[list->count++] = (struct plan_near){site, metres};
    }
    list->beyond = metres;
    qsort(items, list->count, sizeof(*items), compare_near);
    list->items = items;
    return RC_OK;
}

/* The @p k nearest sites of the @p count parties listed. */
static enum rc look(struct plan_work *w, const uint32_t *who, size_t count, size_t k)
{
    size_t sites = w->in->site_count;
    struct geo_points there = {w->site_lon, w->site_lat, sites};
    struct geo_nearest near = {.k = k < sites ? k : sites};
    double *lon = mem_calloc(count, sizeof(*lon));
    double *lat = mem_calloc(count, sizeof(*lat));
    enum rc rc;

    near.site = mem_calloc(count * near.k, sizeof(*near.site));
    near.m = mem_calloc(count * near.k, sizeof(*near.m));
    for (size_t n = 0; n < count; n++) {
        lon[n] = w->parties[who[n]].at.lon;
        lat[n] = w->parties[who[n]].at.lat;
    }
    rc = geo_nearest_compute(&(struct geo_points){lon, lat, count}, &there, &near);
    for (size_t n = 0; n < count && !rc; n++)
        rc = fill_list(w, who[n], &near, n);
    free(lon);
    free(lat);
    free(near.site);
    free(near.m);
    return rc == RC_OK ? RC_OK : RC_INTERNAL;
}

/* Looks at @p k sites for all listed, a batch at a time. */
static enum rc look_all(struct plan_work *w, const uint32_t *who, size_t count, size_t k)
{
    for (size_t n = 0; n < count; n += BATCH) {
        enum rc rc = look(w, who + n, count - n < BATCH ? count - n : BATCH, k);

        if (rc)
            return rc;
        if (!progress_report(w->progress, (int64_t)n, (int64_t)count))
            return RC_CONFLICT;
    }
    return RC_OK;
}

/* Looks further for the parties marked: those that saw most first, so that each is looked
 * at once. */
static enum rc look_further(struct plan_work *w, const bool *want, size_t *ret_count)
{
    size_t sites = w->in->site_count;
    uint32_t *who = mem_calloc(w->in->party_count + 1, sizeof(*who));
    size_t seen = FIRST_LOOK;
    enum rc rc = RC_OK;

    *ret_count = 0;
    while (seen * MORE < sites)
        seen *= MORE;
    for (; seen >= FIRST_LOOK && !rc; seen /= MORE) {
        size_t count = 0;

        for (size_t i = 0; i < w->in->party_count; i++)
            if (want[i] && w->lists[i].seen == seen && seen < sites)
                who[count++] = (uint32_t)i;
        *ret_count += count;
        if (count)
            rc = look_all(w, who, count, seen * MORE);
    }
    free(who);
    return rc;
}

/* Until every party has a usable site or has seen all. */
static enum rc find_any(struct plan_work *w)
{
    bool *want = mem_calloc(w->in->party_count + 1, sizeof(*want));
    size_t extended = 1;
    enum rc rc = RC_OK;

    while (extended && !rc) {
        for (size_t i = 0; i < w->in->party_count; i++)
            want[i] = w->lists[i].seen > 0 && w->lists[i].count == 0;
        rc = look_further(w, want, &extended);
    }
    free(want);
    return rc;
}

/* All sites where those are few. */
static size_t first_look(const struct plan_work *w)
{
    bool few = w->in->site_count * w->in->party_count <= LOOK_AT_ALL;

    return few ? w->in->site_count : FIRST_LOOK;
}

enum rc plan_candidates_find(struct plan_work *w)
{
    uint32_t *who = mem_calloc(w->in->party_count + 1, sizeof(*who));
    size_t count = 0;
    enum rc rc;

    find_zones(w);
    for (size_t k = 0; k < w->in->site_count; k++)
        w->closed[k] = inside_zone(w, w->sites[k].at);
    for (size_t i = 0; i < w->in->party_count; i++) {
        w->escort[i] = w->parties[i].located && inside_zone(w, w->parties[i].at);
        if (plan_work_active(w, i))
            who[count++] = (uint32_t)i;
    }
    rc = w->in->site_count ? look_all(w, who, count, first_look(w)) : RC_OK;
    free(who);
    return rc ? rc : find_any(w);
}

bool plan_candidates_complete(const struct plan_work *w)
{
    return first_look(w) == w->in->site_count;
}

enum rc plan_candidates_see_all(struct plan_work *w, uint64_t one_in)
{
    uint32_t *who = mem_calloc(w->net.parties + 1, sizeof(*who));
    size_t count = 0;
    enum rc rc;

    for (size_t j = 0; j < w->net.parties; j++)
        if (plan_net_sampled(j, one_in) &&
            w->lists[w->party_of[j]].seen < w->in->site_count)
            who[count++] = w->party_of[j];
    rc = look_all(w, who, count, w->in->site_count);
    free(who);
    return rc;
}

static bool in_list(const struct plan_list *list, size_t site)
{
    for (size_t n = 0; n < list->count; n++)
        if (list->items[n].site == site)
            return true;
    return false;
}

int64_t plan_candidates_unseen(const struct plan_work *w, size_t party,
                               const int64_t *price, int64_t enough)
{
    const struct plan_list *list = &w->lists[party];
    int64_t least = INT64_MAX;

    if (list->seen >= w->in->site_count)
        return INT64_MAX;
    for (size_t k = 0; k < w->in->site_count; k++) {
        int64_t cost = list->beyond + price[k];

        if (cost < enough && cost < least && !w->closed[k] && !in_list(list, k))
            least = cost;
    }
    return least;
}

static int64_t least_price(const struct plan_work *w, const int64_t *price)
{
    int64_t least = INT64_MAX / 2;

    for (size_t k = 0; k < w->in->site_count; k++)
        if (!w->closed[k] && price[k] < least)
            least = price[k];
    return least;
}

/* The least that a seat of the party costs over the arcs of the net. */
static int64_t arc_least(const struct plan_net *net, size_t j, const int64_t *price)
{
    int64_t least = INT64_MAX;

    for (uint32_t a = net->first[j]; a < net->first[j + 1]; a++) {
        int64_t cost = net->cost[a] + price[net->node[a]];

        least = cost < least ? cost : least;
    }
    return least;
}

enum rc plan_candidates_extend(struct plan_work *w, size_t *ret_extended)
{
    const struct plan_net *net = &w->net;
    const int64_t *price = w->flow.price;
    bool *want = mem_calloc(w->in->party_count + 1, sizeof(*want));
    int64_t floor_price = least_price(w, price);
    size_t left_out = 0;
    enum rc rc;

    for (size_t j = 0; j < net->parties; j++) {
        size_t party = w->party_of[j];
        int64_t best = arc_least(net, j, price);

        left_out += plan_net_least(w, j, price) < best;
        if (w->lists[party].beyond + floor_price < best)
            want[party] = plan_candidates_unseen(w, party, price, best) < best;
    }
    rc = look_further(w, want, ret_extended);
    *ret_extended += left_out;
    free(want);
    return rc;
}
