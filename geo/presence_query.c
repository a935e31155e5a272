#include <stdlib.h>

#include "geo/boundary.h"
#include "geo/box.h"
#include "geo/overlay.h"
#include "geo/presence.h"
#include "geo/presence_state.h"
#include "server/core/arena.h"

/* Days as rows keep them, both included; none where the first is after the last. */
struct days {
    uint16_t first;
    uint16_t last;
};

/* One question while it is answered. */
struct query {
    const struct geo_presence_state *state;
    const struct geo_overlay *overlay;
    const struct geo_zone *zones;
    size_t zone_count;
    struct geo_window window;
    struct days days;       /* of the window */
    struct days *zone_days; /* of the window, while each zone holds */
    bool reach;
    struct geo_pairs pairs; /* of the block at hand */
    struct geo_hits *hits;
};

/* Some rows, and what they span. */
struct range {
    const struct geo_presence_rows *rows;
    size_t first;
    size_t count;
    bool sorted; /* a row may have been replaced since */
    struct geo_presence_block span;
};

static int64_t latest(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t earliest(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t day_of(int64_t ms)
{
    return ms / DATE_DAY_MS - (ms % DATE_DAY_MS < 0);
}

/* The days, as rows keep them, on which instants from @p from_ms to before @p until_ms
 * fall. */
static struct days days_of(int64_t from_ms, int64_t until_ms)
{
    if (from_ms >= until_ms)
        return (struct days){1, 0}; /* none */
    return (struct days){geo_presence_day(day_of(from_ms)),
                         geo_presence_day(day_of(until_ms - 1))};
}

/* A stay, the window and a zone have an instant in common when each two of them have: the
 * last two are one interval, and a stay's days are whole. */
static void prepare(struct query *query)
{
    struct geo_window window = query->window;

    query->zones = geo_overlay_zones(query->overlay, &query->zone_count);
    query->days = days_of(window.from_ms, window.until_ms);
    query->zone_days = mem_calloc(query->zone_count + 1, sizeof(*query->zone_days));
    for (size_t z = 0; z < query->zone_count; z++)
        query->zone_days[z] =
            days_of(latest(window.from_ms, query->zones[z].from_ms),
                    earliest(window.until_ms, query->zones[z].until_ms));
}

static inline bool on_days(const struct geo_presence_rows *rows, size_t row,
                           struct days days)
{
    return rows->from[row] <= days.last && rows->to[row] >= days.first &&
           days.first <= days.last;
}

/* A sorted row may have been replaced or taken out since. */
static inline bool stands(const struct query *query, const struct range *range,
                          size_t row)
{
    return !range->sorted || geo_presence_state_live(query->state, range->rows->id[row]);
}

static void append_hit(struct query *query, const struct range *range, size_t row,
                       struct geo_hit hit)
{
    struct geo_hits *hits = query->hits;

    if (hits->count == hits->size) {
        hits->size = hits->size ? hits->size * 2 : 256;
        hits->items = mem_realloc(hits->items, hits->size, sizeof(*hits->items));
    }
    hit.stay_id = range->rows->id[row];
    hit.party_id = range->rows->party[row];
    hit.heads = range->rows->heads[row];
    hits->items[hits->count++] = hit;
}

static void hits_of_pairs(struct query *query, const struct range *range)
{
    for (size_t i = 0; i < query->pairs.count; i++) {
        struct geo_pair pair = query->pairs.items[i];
        size_t row = range->first + pair.point;

        if (on_days(range->rows, row, query->zone_days[pair.zone]) &&
            stands(query, range, row))
            append_hit(query, range, row, (struct geo_hit){.zone = pair.zone});
    }
}

static bool reaches(const struct query *query, const struct range *range, size_t row,
                    size_t zone)
{
    double accuracy_m = geo_presence_accuracy_m(range->rows->accuracy[row]);
    struct geo_point p = {range->rows->lon[row], range->rows->lat[row]};
    struct geo_box point = {p.lon, p.lat, p.lon, p.lat}, near[2] = {0};
    size_t count = geo_box_widen(&point, accuracy_m, near);
    bool meets = false;

    for (size_t i = 0; i < count; i++)
        meets |= geo_overlay_zone_meets(query->overlay, zone, &near[i]);
    return meets && geo_boundary_within(&query->zones[zone].shape, p, accuracy_m);
}

/* Zones that come near the block at all; *ret_near in ascending order. */
static size_t zones_near(const struct query *query, const struct range *range,
                         uint32_t *ret_near)
{
    struct geo_box boxes[2] = {0};
    size_t box_count = geo_box_widen(&range->span.box, range->span.accuracy_m, boxes);
    size_t count = 0;

    for (size_t z = 0; z < query->zone_count; z++) {
        bool meets =
            geo_overlay_zone_meets(query->overlay, z, &boxes[0]) ||
            (box_count > 1 && geo_overlay_zone_meets(query->overlay, z, &boxes[1]));

        if (meets)
            ret_near[count++] = (uint32_t)z;
    }
    return count;
}

static void reach_of_row(struct query *query, const struct range *range, size_t row,
                         const uint32_t *near, size_t near_count)
{
    for (size_t i = 0; i < near_count; i++) {
        struct geo_pair key = {(uint32_t)(row - range->first), near[i]};
        const struct geo_pairs *pairs = &query->pairs;
        size_t low = 0, high = pairs->count;
        bool inside;

        if (!on_days(range->rows, row, query->zone_days[key.zone]))
            continue;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            struct geo_pair at = pairs->items[middle];

            if (at.point < key.point || (at.point == key.point && at.zone < key.zone))
                low = middle + 1;
            else
                high = middle;
        }
        inside = low < pairs->count && pairs->items[low].point == key.point &&
                 pairs->items[low].zone == key.zone;
        if (inside || reaches(query, range, row, key.zone))
            append_hit(query, range, row,
                       (struct geo_hit){.zone = key.zone, .possible = !inside});
    }
}

static void ask_range(struct query *query, const struct range *range)
{
    const struct geo_presence_rows *rows = range->rows;
    struct geo_points points = {rows->lon + range->first, rows->lat + range->first,
                                range->count};
    uint32_t *near;
    size_t near_count;

    if (range->span.from > query->days.last || range->span.to < query->days.first)
        return;
    if (!query->reach && !geo_overlay_meets(query->overlay, &range->span.box))
        return;
    query->pairs.count = 0;
    geo_overlay_append(query->overlay, &points, &query->pairs);
    if (!query->reach) {
        hits_of_pairs(query, range);
        return;
    }
    near = mem_calloc(query->zone_count + 1, sizeof(*near));
    near_count = zones_near(query, range, near);
    for (size_t i = 0; near_count && i < range->count; i++)
        if (on_days(rows, range->first + i, query->days) &&
            stands(query, range, range->first + i))
            reach_of_row(query, range, range->first + i, near, near_count);
    free(near);
}

static void ask(struct geo_presence *presence, struct query *query)
{
    const struct geo_presence_state *state = &presence->state;
    struct range range = {.sorted = true};

    prepare(query);
    pthread_rwlock_rdlock(&presence->lock);
    query->state = state;
    range.rows = &state->sorted;
    for (size_t b = 0; b < state->block_count; b++) {
        range.first = b * GEO_PRESENCE_BLOCK;
        range.count = state->sorted.count - range.first;
        if (range.count > GEO_PRESENCE_BLOCK)
            range.count = GEO_PRESENCE_BLOCK;
        range.span = state->blocks[b];
        ask_range(query, &range);
    }
    if (state->tail.count) {
        range = (struct range){.rows = &state->tail, .count = state->tail.count};
        range.span = geo_presence_rows_span(range.rows, 0, range.count);
        ask_range(query, &range);
    }
    pthread_rwlock_unlock(&presence->lock);
    geo_pairs_fini(&query->pairs);
    free(query->zone_days);
}

void geo_presence_inside(struct geo_presence *presence, const struct geo_overlay *overlay,
                         struct geo_window window, struct geo_hits *hits)
{
    ask(presence, &(struct query){.overlay = overlay, .window = window, .hits = hits});
}

void geo_presence_reach(struct geo_presence *presence, const struct geo_overlay *overlay,
                        struct geo_window window, struct geo_hits *hits)
{
    ask(presence, &(struct query){
                      .overlay = overlay, .window = window, .reach = true, .hits = hits});
}
