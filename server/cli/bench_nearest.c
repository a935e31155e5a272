#include <math.h>
#include <string.h>

#include "geo/distance.h"
#include "geo/nearest.h"
#include "server/cli/bench.h"
#include "server/core/random.h"

#define PEOPLE     1000000
#define SITES      50
#define LIST       8
#define TOWNS      60
#define SAMPLE     20000 /* people for whom the peer tries every site, without --full */
#define GOAL_FIRST 400.0
#define GOAL_LISTS 4e6 /* people a second */
#define WEST       33.0
#define SOUTH      31.0
#define SIDE_DEG   5.0
#define TOWN_DEG   0.15
#define IN_TOWNS   0.75

/* One search; the sample is the first people of it. */
struct search {
    struct geo_points people;
    struct geo_points sites;
    size_t sample;
    struct geo_nearest ret;
};

static uint64_t checksum(const struct search *s, const uint32_t *site)
{
    return bench_checksum(0, site, s->sample * s->ret.k * sizeof(*site));
}

static enum rc run_ours(void *state, struct bench_sample *ret_sample)
{
    struct search *s = state;
    double start = bench_cpu_s();
    enum rc rc = geo_nearest_compute(&s->people, &s->sites, &s->ret);

    ret_sample->seconds = bench_cpu_s() - start;
    ret_sample->checksum = checksum(s, s->ret.site);
    return rc;
}

/* Every site for one person, the k nearest kept sorted: equal ones by number. */
static enum rc try_all(const struct search *s, size_t i, uint32_t *ret_site)
{
    struct geo_point p = {s->people.lon[i], s->people.lat[i]};
    double best[LIST];

    for (size_t j = 0; j < s->sites.count; j++) {
        struct geo_point q = {s->sites.lon[j], s->sites.lat[j]};
        size_t at = j < s->ret.k ? j : s->ret.k;
        double m;
        enum rc rc = geo_distance_between(p, q, &m);

        if (rc)
            return rc;
        for (; at && m < best[at - 1]; at--) {
            if (at == s->ret.k)
                continue;
            best[at] = best[at - 1];
            ret_site[at] = ret_site[at - 1];
        }
        if (at < s->ret.k) {
            best[at] = m;
            ret_site[at] = (uint32_t)j;
        }
    }
    return RC_OK;
}

static enum rc run_brute(void *state, struct bench_sample *ret_sample)
{
    struct search *s = state;
    struct arena *arena = arena_new();
    uint32_t *site = arena_array(arena, s->sample * s->ret.k, sizeof(*site));
    double start = bench_cpu_s();
    enum rc rc = RC_OK;

    for (size_t i = 0; i < s->sample && !rc; i++)
        rc = try_all(s, i, &site[i * s->ret.k]);
    ret_sample->seconds = bench_cpu_s() - start;
    ret_sample->checksum = checksum(s, site);
    arena_free(arena);
    return rc;
}

/* Three quarters around towns weighted by Zipf, the others all over; sites are town
 * centres and places near. */
static struct geo_points draw(struct bench *bench, struct random *random, size_t count)
{
    double *lon = arena_array(bench->arena, count, sizeof(double));
    double *lat = arena_array(bench->arena, count, sizeof(double));
    struct random town_random = random_seeded(bench->seed);
    double town[TOWNS][2];

    for (int t = 0; t < TOWNS; t++) {
        town[t][0] = WEST + SIDE_DEG * random_unit(&town_random);
        town[t][1] = SOUTH + SIDE_DEG * random_unit(&town_random);
    }
    for (size_t i = 0; i < count; i++) {
        /* exp of a uniform logarithm: rank r has weight 1 / r */
        int t = (int)exp(random_unit(random) * log(TOWNS + 1.0)) - 1;
        double east = random_unit(random), north = random_unit(random);

        if (random_unit(random) < IN_TOWNS) {
            lon[i] = town[t % TOWNS][0] + TOWN_DEG * (east - 0.5);
            lat[i] = town[t % TOWNS][1] + TOWN_DEG * (north - 0.5);
        } else {
            lon[i] = WEST + SIDE_DEG * east;
            lat[i] = SOUTH + SIDE_DEG * north;
        }
    }
    return (struct geo_points){lon, lat, count};
}

static enum rc measure(struct bench *bench, struct search *s, size_t k)
{
    size_t count = s->people.count;
    struct bench_case what = {
        .name = arena_printf(bench->arena, "nearest %zu of %d", k, SITES),
        .sizes = arena_printf(bench->arena, "%s people, %d sites",
                              bench_number(bench, (int64_t)count), SITES),
        .unit = "people",
        .count = (double)count,
        .ours = {.name = "chords, geodesic where bounds overlap",
                 .run = run_ours,
                 .state = s},
        .peer = {.name = "geod_inverse for each pair",
                 .run = run_brute,
                 .state = s,
                 .share = (double)s->sample / (double)count},
        .goal_rate = k == 1 ? 0.0 : GOAL_LISTS,
        .goal = k == 1 ? GOAL_FIRST : 0.0,
    };

    s->ret = (struct geo_nearest){
        k, arena_array(bench->arena, count * k, sizeof(*s->ret.site)),
        arena_array(bench->arena, count * k, sizeof(*s->ret.m))};
    return bench_measure(bench, &what);
}

enum rc bench_nearest(struct bench *bench)
{
    size_t count = (size_t)bench_size(bench, PEOPLE);
    struct random random = random_seeded(bench->seed + 1);
    struct search s = {.people = draw(bench, &random, count),
                       .sites = draw(bench, &random, SITES),
                       .sample = bench->full || count < SAMPLE ? count : SAMPLE};
    enum rc rc = measure(bench, &s, 1);

    return rc ? rc : measure(bench, &s, LIST);
}
