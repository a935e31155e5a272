#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "geo/nearest.h"
#include "geo/plan_net.h"
#include "geo/plan_round.h"
#include "server/cli/bench.h"
#include "server/core/random.h"

#define LIST     8
#define FULL     0.95
#define TOWNS    60
#define IN_TOWNS 0.75
#define TOWN_DEG 0.3
#define WEST     20.0
#define SOUTH    30.0
#define SIDE_DEG 10.0
/* Remaining costs more per seat than any chain of changes. */
#define REMAIN INT64_C(100000000000)
/* From so many parties on, a peer runs only with --full, and once. */
#define PEER_MAX 200000

/* One assignment problem: parties, sites, the eight nearest of each. */
struct assignment {
    struct plan_net net;
    int64_t bound;
    int64_t cost; /* of the plan with parties whole */
};

static double between(struct random *random, double low, double high)
{
    return low + (high - low) * random_unit(random);
}

static struct geo_points draw_points(struct arena *arena, struct random *random,
                                     size_t count)
{
    double *lon = arena_array(arena, count, sizeof(*lon));
    double *lat = arena_array(arena, count, sizeof(*lat));
    double town[TOWNS][2];
    struct random town_random = random_seeded(TOWNS);

    for (int t = 0; t < TOWNS; t++) {
        town[t][0] = between(&town_random, WEST, WEST + SIDE_DEG);
        town[t][1] = between(&town_random, SOUTH, SOUTH + SIDE_DEG);
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t t = random_below(random, random_below(random, TOWNS) + 1);
        bool in_town = random_unit(random) < IN_TOWNS;

        lon[i] = in_town ? between(random, town[t][0], town[t][0] + TOWN_DEG)
                         : between(random, WEST, WEST + SIDE_DEG);
        lat[i] = in_town ? between(random, town[t][1], town[t][1] + TOWN_DEG)
                         : between(random, SOUTH, SOUTH + SIDE_DEG);
    }
    return (struct geo_points){lon, lat, count};
}

/* Households as in planning.md 5: 36.1 % of one, 2.25 people on average. */
static int32_t draw_seats(struct random *random, int32_t least)
{
    static const double up_to[] = {0.361, 0.68, 0.82, 0.94, 0.98};
    double u = random_unit(random);
    int32_t seats = 1;

    for (size_t k = 0; k < sizeof(up_to) / sizeof(up_to[0]); k++)
        seats += u >= up_to[k];
    return seats < least ? least : seats;
}

/* Half by what lies near, half at random, so that many have to go further than they would
 * and eight candidates suffice. */
static void draw_capacities(struct arena *arena, struct random *random,
                            struct plan_net *net, const uint32_t *nearest)
{
    double *share = arena_array(arena, net->sites, sizeof(*share));
    int64_t asked = net->capacity[net->sites];
    double total = 0;

    for (size_t i = 0; i < net->parties; i++)
        share[nearest[i * LIST]] += net->seats[i];
    for (size_t k = 0; k < net->sites; k++) {
        share[k] = 0.6 * share[k] * between(random, 0.5, 1.5) +
                   0.5 * between(random, 0.3, 1.3) * (double)asked / (double)net->sites;
        total += share[k];
    }
    for (size_t k = 0; k < net->sites; k++)
        net->capacity[k] = (int64_t)((double)asked / FULL * share[k] / total);
}

static void add_arcs(struct plan_net *net, size_t i, const uint32_t *site,
                     const double *metres)
{
    uint32_t at = (uint32_t)(i * (LIST + 1));

    net->first[i] = at;
    for (size_t node = 0; node < net->sites; node++) {
        for (int k = 0; k < LIST; k++) {
            if (site[k] != node)
                continue;
            net->node[at] = (uint32_t)node;
            net->cost[at++] = (int64_t)floor(metres[k] + 0.5);
        }
    }
    net->node[at] = (uint32_t)net->sites;
    net->cost[at] = REMAIN;
}

static enum rc draw(struct bench *bench, struct assignment *a, size_t parties,
                    size_t sites, int32_t least)
{
    struct arena *arena = bench->arena;
    struct random random = random_seeded(bench->seed);
    size_t arcs = parties * (LIST + 1);
    struct geo_points people = draw_points(arena, &random, parties);
    struct geo_points places = draw_points(arena, &random, sites);
    struct geo_nearest near = {LIST, arena_array(arena, parties * LIST, sizeof(uint32_t)),
                               arena_array(arena, parties * LIST, sizeof(double))};
    struct plan_net *net = &a->net;
    enum rc rc = geo_nearest_compute(&people, &places, &near);

    if (rc)
        return rc;
    *net = (struct plan_net){.parties = parties, .sites = sites};
    net->seats = arena_array(arena, parties, sizeof(*net->seats));
    net->weight = arena_array(arena, parties, sizeof(*net->weight));
    net->first = arena_array(arena, parties + 1, sizeof(*net->first));
    net->node = arena_array(arena, arcs, sizeof(*net->node));
    net->cost = arena_array(arena, arcs, sizeof(*net->cost));
    net->capacity = arena_array(arena, sites + 1, sizeof(*net->capacity));
    for (size_t i = 0; i < parties; i++) {
        net->seats[i] = draw_seats(&random, least);
        net->weight[i] = net->seats[i];
        net->capacity[sites] += net->seats[i];
        add_arcs(net, i, &near.site[i * LIST], &near.m[i * LIST]);
    }
    net->first[parties] = (uint32_t)arcs;
    draw_capacities(arena, &random, net, near.site);
    return RC_OK;
}

/* The bound of planning.md 2.4 at the prices. */
static int64_t bound_of(const struct plan_net *net, const int64_t *price)
{
    int64_t sum = 0;

    for (size_t i = 0; i < net->parties; i++) {
        int64_t least = INT64_MAX;

        for (uint32_t a = net->first[i]; a < net->first[i + 1]; a++)
            if (net->cost[a] + price[net->node[a]] < least)
                least = net->cost[a] + price[net->node[a]];
        sum += least * net->seats[i];
    }
    for (size_t k = 0; k < net->sites; k++)
        sum -= price[k] * net->capacity[k];
    return sum;
}

static enum rc run_ours(void *state, struct bench_sample *ret_sample)
{
    struct assignment *a = state;
    const struct plan_net *net = &a->net;
    struct arena *arena = arena_new();
    struct plan_flow flow = {
        arena_array(arena, plan_net_nodes(net), sizeof(*flow.price)),
        arena_array(arena, net->first[net->parties], sizeof(*flow.carried)), false};
    uint32_t *at = arena_array(arena, net->parties, sizeof(*at));
    double start = bench_cpu_s();

    plan_flow_solve(net, &flow);
    plan_round_compute(net, &flow, REMAIN, flow.price, at);
    a->bound = bound_of(net, flow.price);
    ret_sample->seconds = bench_cpu_s() - start;
    a->cost = 0;
    for (size_t i = 0; i < net->parties; i++)
        a->cost += net->cost[at[i]] * net->seats[i];
    ret_sample->checksum = (uint64_t)a->bound;
    arena_free(arena);
    return RC_OK;
}

/* The problem as text for a peer: parties, sites and arcs, then a line for each. */
static enum rc write_problem(const struct plan_net *net, const char *path)
{
    FILE *file = fopen(path, "wb");
    bool good;

    if (!file)
        return RC_INTERNAL;
    fprintf(file, "%zu %zu %" PRIu32 "\n", net->parties, net->sites,
            net->first[net->parties]);
    for (size_t i = 0; i < net->parties; i++)
        fprintf(file, "%" PRId32 "\n", net->seats[i]);
    for (size_t k = 0; k <= net->sites; k++)
        fprintf(file, "%" PRId64 "\n", net->capacity[k]);
    for (size_t i = 0; i < net->parties; i++)
        for (uint32_t a = net->first[i]; a < net->first[i + 1]; a++)
            fprintf(file, "%zu %" PRIu32 " %" PRId64 "\n", i, net->node[a], net->cost[a]);
    good = !ferror(file);
    return fclose(file) == 0 && good ? RC_OK : RC_INTERNAL;
}

static enum rc measure(struct bench *bench, struct assignment *a, int32_t least,
                       double goal)
{
    char path[] = "/tmp/redkite-bench-XXXXXX";
    size_t parties = a->net.parties;
    bool big = parties > PEER_MAX;
    int rounds = bench->rounds;
    struct bench_sample sample;
    enum rc rc = run_ours(a, &sample);
    int end = mkstemp(path);
    struct bench_case what = {
        .name = arena_printf(bench->arena, "assignment %s x %zu%s",
                             bench_number(bench, (int64_t)parties), a->net.sites,
                             least > 1 ? ", no party of one" : ""),
        .sizes = arena_printf(bench->arena,
                              "%d candidates each, seats %.0f %% full; plan %.2g above "
                              "the bound",
                              LIST, 100 * FULL,
                              (double)(a->cost - a->bound) / (double)a->bound),
        .unit = "parties",
        .count = (double)parties,
        .ours = {.name = "bound and plan with parties whole",
                 .run = run_ours,
                 .state = a},
        .goal = goal,
    };

    if (end < 0)
        return RC_INTERNAL;
    close(end);
    if (!rc)
        rc = write_problem(&a->net, path);
    if (!big || bench->full)
        what.peer = bench_program(bench, "LEMON network simplex, bound alone",
                                  "peer_assignment", path);
    if (big && bench->full)
        bench->rounds = 1;
    if (!rc)
        rc = bench_measure(bench, &what);
    bench->rounds = rounds;
    unlink(path);
    return rc;
}

enum rc bench_assignment(struct bench *bench)
{
    /* clang-format off */
    static const struct {
        size_t parties;
        size_t sites;
        int32_t least; /* seats of a party */
        double goal;
    } cases[] = {
        {10000, 20, 1, 5},
        {10000, 20, 2, 5},
        {100000, 50, 1, 50},
        {100000, 50, 2, 50},
        {500000, 100, 1, 200},
        {500000, 100, 2, 200},
    };
    /* clang-format on */

    for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
        struct assignment a;
        size_t parties = cases[k].parties;
        enum rc rc;

        if (bench->n && (size_t)bench->n != parties)
            continue;
        rc = draw(bench, &a, parties, cases[k].sites, cases[k].least);
        if (rc == RC_OK)
            rc = measure(bench, &a, cases[k].least, cases[k].goal);
        if (rc)
            return rc;
    }
    return RC_OK;
}
