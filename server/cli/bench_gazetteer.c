#include <stdio.h>

#include "server/app/gazetteer.h"
#include "server/app/gazetteer_measure.h"
#include "server/cli/bench.h"

#define NAMES     20000
#define WORLD_PER 20 /* the whole world is searched for one name in so many */
#define GOAL_MS   5.0

/* One kind of search, and what its last round found. */
struct searches {
    const struct geo_gazetteer *gz;
    struct gazetteer_measure what;
    struct gazetteer_measured found;
    double goal_percent; /* of first hits; 0 when there is none */
};

static enum rc run(void *state, struct bench_sample *ret_sample)
{
    struct searches *s = state;
    double start = bench_cpu_s();

    s->found = app_gazetteer_measure(s->gz, s->what);
    ret_sample->seconds = bench_cpu_s() - start;
    ret_sample->checksum = bench_checksum(0, &s->found.first, sizeof(s->found.first));
    return RC_OK;
}

static const char *verdict(bool met)
{
    return met ? "met" : "MISSED";
}

static void note(void *state, char *ret_text, size_t size)
{
    const struct searches *s = state;
    double percent = 100.0 * (double)s->found.first / (double)s->what.names;
    int len = snprintf(ret_text, size, "first hit %.2f %%", percent);

    if (s->goal_percent > 0.0)
        len += snprintf(ret_text + len, size - (size_t)len, " (goal %g: %s)",
                        s->goal_percent, verdict(percent >= s->goal_percent));
    snprintf(ret_text + len, size - (size_t)len,
             ", median %.3f ms, 95th percentile %.3f ms (goal %g: %s)",
             s->found.median_ms, s->found.percentile95_ms, GOAL_MS,
             verdict(s->found.percentile95_ms <= GOAL_MS));
}

static enum rc measure(struct bench *bench, struct searches *s)
{
    static const char *const errors[] = {"no error", "one error", "two errors"};
    struct bench_case what = {
        .name =
            arena_printf(bench->arena, "places, %s, country %s", errors[s->what.errors],
                         s->what.with_country ? "known" : "unknown"),
        .sizes =
            arena_printf(bench->arena, "%s names out of %s towns, %s",
                         bench_number(bench, (int64_t)s->what.names),
                         bench_number(bench, (int64_t)geo_gazetteer_town_count(s->gz)),
                         s->what.any_letter ? "wrong letters: any"
                                            : "wrong letters: beside on the keyboard"),
        .unit = "names",
        .count = (double)s->what.names,
        .ours = {.name = "names by letters, then errors by likelihood",
                 .run = run,
                 .state = s},
        .note = note,
    };

    return bench_measure(bench, &what);
}

enum rc bench_gazetteer(struct bench *bench)
{
    static const struct {
        int errors;
        bool any_letter;
        bool with_country;
        double goal_percent;
    } kinds[] = {{0, false, true, 0}, {1, false, true, 99}, {2, false, true, 95},
                 {1, true, true, 99}, {2, true, true, 95},  {1, false, false, 0}};
    size_t names = (size_t)bench_size(bench, NAMES);
    struct geo_gazetteer *gz;
    enum rc rc = app_gazetteer_open(&gz);

    if (rc == RC_NOT_FOUND) {
        fputs("redkite bench: gazetteer is left out, since there is none\n", stderr);
        return RC_OK;
    }
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds) && !rc; i++) {
        struct searches s = {
            .gz = gz,
            .what = {.seed = bench->seed,
                     .names = kinds[i].with_country ? names : names / WORLD_PER + 1,
                     .errors = kinds[i].errors,
                     .any_letter = kinds[i].any_letter,
                     .with_country = kinds[i].with_country},
            .goal_percent = kinds[i].goal_percent};

        rc = measure(bench, &s);
    }
    if (!rc)
        geo_gazetteer_close(gz);
    return rc;
}
