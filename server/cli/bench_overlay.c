#include <stdlib.h>

#include "geo/overlay.h"
#include "geo/presence.h"
#include "server/cli/bench.h"
#include "server/cli/bench_overlay_data.h"

#define POINTS      1000000
#define MANY        20000000
#define GOAL        35.0
#define GOAL_MANY_S 0.5
#define GOAL_EDIT_S 0.025

/* What our sides work on. */
struct work {
    struct bench_overlay_data data;
    struct geo_overlay *overlay;
    struct geo_presence *presence;
    struct geo_pairs pairs; /* kept from round to round */
    struct geo_hits hits;
};

static uint64_t checksum_of(const struct geo_pairs *pairs)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < pairs->count; i++)
        sum += bench_overlay_pair(pairs->items[i].point, pairs->items[i].zone);
    return sum;
}

static enum rc run_overlay(void *state, struct bench_sample *ret_sample)
{
    struct work *work = state;
    const struct geo_points points = {work->data.lon, work->data.lat, work->data.count};
    double start = bench_cpu_s();

    work->pairs.count = 0;
    geo_overlay_append(work->overlay, &points, &work->pairs);
    ret_sample->seconds = bench_cpu_s() - start;
    ret_sample->checksum = checksum_of(&work->pairs);
    return RC_OK;
}

/* A corner of a zone was dragged: everything anew. */
static enum rc run_edit(void *state, struct bench_sample *ret_sample)
{
    struct work *work = state;
    const struct geo_points points = {work->data.lon, work->data.lat, work->data.count};
    double start = bench_cpu_s();
    struct geo_overlay *overlay = geo_overlay_new(work->data.zones, BENCH_OVERLAY_ZONES);

    work->pairs.count = 0;
    geo_overlay_append(overlay, &points, &work->pairs);
    geo_overlay_free(overlay);
    ret_sample->seconds = bench_cpu_s() - start;
    ret_sample->checksum = checksum_of(&work->pairs);
    return RC_OK;
}

/* The same through the presence index: zones, stays, counts by level. */
static enum rc run_presence(void *state, struct bench_sample *ret_sample)
{
    struct work *work = state;
    double start = bench_cpu_s();
    struct geo_overlay *overlay = geo_overlay_new(work->data.zones, BENCH_OVERLAY_ZONES);
    struct geo_tally tally;

    work->hits.count = 0;
    geo_presence_inside(work->presence, overlay, (struct geo_window){0, 1}, &work->hits);
    geo_hits_tally(&work->hits, work->data.zones, &tally);
    geo_overlay_free(overlay);
    ret_sample->seconds = bench_cpu_s() - start;
    ret_sample->checksum = bench_checksum(0, &tally, sizeof(tally));
    return RC_OK;
}

static enum rc load_presence(struct work *work)
{
    struct geo_stay *stays = mem_calloc(work->data.count + 1, sizeof(*stays));
    enum rc rc;

    for (size_t i = 0; i < work->data.count; i++)
        stays[i] = (struct geo_stay){.id = (int64_t)i + 1,
                                     .party_id = (int64_t)i + 1,
                                     .at = {work->data.lon[i], work->data.lat[i]},
                                     .from_day = DATE_NONE,
                                     .to_day = DATE_NONE,
                                     .heads = 2};
    work->presence = geo_presence_new();
    rc = geo_presence_put_all(work->presence, stays, work->data.count);
    free(stays);
    return rc;
}

static enum rc measure_one_million(struct bench *bench, struct work *work)
{
    double count = (double)work->data.count;
    const char *sizes =
        arena_printf(bench->arena, "%s points, %d zones of %s corners",
                     bench_number(bench, (int64_t)work->data.count), BENCH_OVERLAY_ZONES,
                     bench_number(bench, BENCH_OVERLAY_CORNERS));
    struct bench_case all = {
        .name = "overlay, all pairs",
        .sizes = sizes,
        .unit = "points",
        .count = count,
        .ours = {.name = "grid over the edges", .run = run_overlay, .state = work},
        .peer = bench_program(bench, "GEOS prepared covers, boxes first", "peer_overlay",
                              NULL),
        .goal = GOAL,
    };
    struct bench_case edit = {
        .name = "overlay after an edit, zones prepared anew",
        .sizes = sizes,
        .unit = "points",
        .count = count,
        .ours = {.name = "grid over the edges", .run = run_edit, .state = work},
        .goal_rate = POINTS / GOAL_EDIT_S,
    };
    struct bench_case presence = {
        .name = "counts by level after an edit",
        .sizes = sizes,
        .unit = "stays",
        .count = count,
        .ours = {.name = "presence index", .run = run_presence, .state = work},
        .goal_rate = POINTS / GOAL_EDIT_S,
    };
    enum rc rc = bench_measure(bench, &all);

    if (!rc)
        rc = bench_measure(bench, &edit);
    if (!rc)
        rc = load_presence(work);
    if (!rc)
        rc = bench_measure(bench, &presence);
    return rc;
}

static enum rc measure_many(struct bench *bench, int64_t count)
{
    struct work work = {.overlay = NULL};
    struct arena *arena = arena_new();
    struct bench_case what = {
        .name = "overlay, all pairs",
        .unit = "points",
        .count = (double)count,
        .ours = {.name = "grid over the edges", .run = run_overlay, .state = &work},
        .goal_rate = MANY / GOAL_MANY_S,
    };
    enum rc rc;

    bench_overlay_draw(bench->seed, (size_t)count, arena, &work.data);
    work.overlay = geo_overlay_new(work.data.zones, BENCH_OVERLAY_ZONES);
    what.sizes = arena_printf(bench->arena, "%s points, %d zones of %s corners",
                              bench_number(bench, count), BENCH_OVERLAY_ZONES,
                              bench_number(bench, BENCH_OVERLAY_CORNERS));
    rc = bench_measure(bench, &what);
    geo_overlay_free(work.overlay);
    geo_pairs_fini(&work.pairs);
    arena_free(arena);
    return rc;
}

enum rc bench_overlay(struct bench *bench)
{
    int64_t count = bench_size(bench, POINTS);
    struct work work = {.overlay = NULL};
    struct arena *arena = arena_new();
    enum rc rc;

    bench_overlay_draw(bench->seed, (size_t)count, arena, &work.data);
    work.overlay = geo_overlay_new(work.data.zones, BENCH_OVERLAY_ZONES);
    rc = measure_one_million(bench, &work);
    geo_overlay_free(work.overlay);
    geo_presence_free(work.presence);
    geo_pairs_fini(&work.pairs);
    geo_hits_fini(&work.hits);
    arena_free(arena);
    if (!rc)
        rc = measure_many(bench, count * (MANY / POINTS));
    return rc;
}
