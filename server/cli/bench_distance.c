#include <math.h>
#include <stdio.h>

#include "geo/distance.h"
#include "server/cli/bench.h"
#include "server/core/random.h"

#define PAIRS     1000000
#define FAR_M     499000.0
#define GOAL      60.0
#define ALLOWED_M 1e-3

/* Both answers stay here to be compared. */
struct distances {
    struct geo_points a;
    struct geo_points b;
    double *ours;
    double *exact;
};

static enum rc run_ours(void *state, struct bench_sample *ret_sample)
{
    struct distances *d = state;
    double start = bench_cpu_s();
    enum rc rc = geo_distance_bulk(&d->a, &d->b, d->ours);

    ret_sample->seconds = bench_cpu_s() - start;
    return rc;
}

static enum rc run_exact(void *state, struct bench_sample *ret_sample)
{
    struct distances *d = state;
    double start = bench_cpu_s();
    enum rc rc = RC_OK;

    for (size_t i = 0; i < d->a.count && !rc; i++)
        rc = geo_distance_between((struct geo_point){d->a.lon[i], d->a.lat[i]},
                                  (struct geo_point){d->b.lon[i], d->b.lat[i]},
                                  &d->exact[i]);
    ret_sample->seconds = bench_cpu_s() - start;
    return rc;
}

static bool agree(void *state, char *ret_text, size_t size)
{
    const struct distances *d = state;
    double worst = 0.0;

    for (size_t i = 0; i < d->a.count; i++)
        worst = fmax(worst, fabs(d->ours[i] - d->exact[i]));
    snprintf(ret_text, size, "largest difference %.3f mm of %g mm allowed", worst * 1e3,
             ALLOWED_M * 1e3);
    return worst <= ALLOWED_M;
}

/* Pairs all over the globe, up to FAR_M apart. */
static enum rc draw(struct bench *bench, size_t count, struct distances *ret_d)
{
    struct random random = random_seeded(bench->seed);
    double *column[6];
    enum rc rc = RC_OK;

    for (int i = 0; i < 6; i++)
        column[i] = arena_array(bench->arena, count, sizeof(double));
    for (size_t i = 0; i < count && !rc; i++) {
        struct geo_point p = {360.0 * random_unit(&random) - 180.0,
                              asin(2.0 * random_unit(&random) - 1.0) * 180.0 / M_PI};
        double azimuth = 360.0 * random_unit(&random);
        struct geo_point q = p;

        rc = geo_distance_direct(p, azimuth, FAR_M * random_unit(&random), &q);
        column[0][i] = p.lon;
        column[1][i] = p.lat;
        column[2][i] = q.lon;
        column[3][i] = q.lat;
    }
    *ret_d = (struct distances){{column[0], column[1], count},
                                {column[2], column[3], count},
                                column[4],
                                column[5]};
    return rc;
}

enum rc bench_distance(struct bench *bench)
{
    int64_t count = bench_size(bench, PAIRS);
    struct distances d;
    enum rc rc = draw(bench, (size_t)count, &d);
    struct bench_case what = {
        .name = "bulk distances",
        .unit = "pairs",
        .count = (double)count,
        .ours = {.name = "section arcs", .run = run_ours, .state = &d},
        .peer = {.name = "geod_inverse", .run = run_exact, .state = &d},
        .goal = GOAL,
        .agree = agree,
        .agree_state = &d,
    };

    if (rc)
        return rc;
    what.sizes = arena_printf(bench->arena, "%s pairs up to %.0f km apart",
                              bench_number(bench, count), FAR_M / 1e3);
    return bench_measure(bench, &what);
}
