#include <string.h>

#include "db/party.h"
#include "server/app/presence.h"
#include "server/cli/bench.h"
#include "server/cli/bench_register.h"
#include "server/core/date.h"

#define PEOPLE           20000
#define STAYS            3 /* a person */
#define MEMBERS_MAX      4
#define SLICE_PARTIES    200
#define GOAL_ACCEPT_S    2.0
#define GOAL_INDEX_STAYS (3e6 / 10.0) /* a second */

struct work {
    struct bench_register reg;
    struct random random;
    int64_t people;
    int64_t written; /* people */
    int32_t today;
};

/* Somewhere in Lebanon: the first open at both ends, the others trips to come. */
static void draw_stay(struct work *work, size_t number, struct stay *ret_stay)
{
    struct stay stay = stay_blank();

    stay.located = true;
    stay.point.lon = 35.3 + 0.9 * random_unit(&work->random);
    stay.point.lat = 33.2 + 1.3 * random_unit(&work->random);
    stay.accuracy_m = 100.0;
    memcpy(stay.country, "LB", sizeof("LB"));
    if (number) {
        stay.kind = STAY_TRIP;
        stay.from_day = work->today + (int32_t)random_below(&work->random, 300);
        stay.to_day = stay.from_day + 1 + (int32_t)random_below(&work->random, 30);
    }
    *ret_stay = stay;
}

static enum rc append_party(struct db_tx *tx, struct work *work, int64_t members)
{
    struct bench_person drawn[MEMBERS_MAX];
    struct person persons[MEMBERS_MAX];
    struct stay stays[STAYS * MEMBERS_MAX];
    struct party_draft draft = {.party = party_blank(),
                                .persons = persons,
                                .person_count = (size_t)members,
                                .stays = stays,
                                .stay_count = STAYS * (size_t)members};
    char ref[REF_SIZE];
    int64_t id;

    for (size_t i = 0; i < draft.person_count; i++) {
        struct bench_person *p = &drawn[i];

        bench_register_person(&work->random, work->written++, p);
        persons[i] = person_blank();
        persons[i].member = (int)i + 1;
        persons[i].surname = p->surname;
        persons[i].given_names = p->given_names;
        persons[i].birth_day = p->birth_day;
        persons[i].national_number = p->national_number;
        persons[i].document.number = p->document;
        persons[i].phones[0] = (struct phone){.e164 = p->phone, .typed = p->phone};
        persons[i].phone_count = 1;
        persons[i].mail = p->mail;
    }
    for (size_t i = 0; i < draft.stay_count; i++)
        draw_stay(work, i, &stays[i]);
    return db_party_append(tx, &draft, &id, ref);
}

static enum rc append_slice(struct db_tx *tx, void *state)
{
    struct work *work = state;
    enum rc rc = RC_OK;

    for (int i = 0; i < SLICE_PARTIES && work->written < work->people && !rc; i++) {
        int64_t members = bench_register_party_size(&work->random);

        if (members > work->people - work->written)
            members = work->people - work->written;
        rc = append_party(tx, work, members);
    }
    return rc;
}

static enum rc fill(struct work *work)
{
    const struct db_change change = {
        .run = append_slice, .state = work, .actor = "system", .priority = DB_JOB};
    enum rc rc = bench_register_open(&work->reg);

    while (!rc && work->written < work->people)
        rc = db_write(work->reg.store, &change);
    bench_register_close(&work->reg);
    return rc;
}

/* From nothing in memory to the first durable registration. */
static enum rc run_accept(void *state, struct bench_sample *ret_sample)
{
    struct work *work = state;
    const struct db_change change = {
        .run = append_slice, .state = work, .actor = "citizen"};
    double start;
    enum rc rc;

    bench_register_cool(&work->reg);
    work->people++;
    start = clock_steady_s();
    rc = bench_register_open(&work->reg);
    if (!rc)
        rc = db_write(work->reg.store, &change);
    ret_sample->seconds = clock_steady_s() - start;
    bench_register_close(&work->reg);
    return rc;
}

/* From nothing in memory to the whole presence index. */
static enum rc run_index(void *state, struct bench_sample *ret_sample)
{
    struct work *work = state;
    struct geo_presence *presence = NULL;
    double start;
    enum rc rc;

    bench_register_cool(&work->reg);
    start = clock_steady_s();
    rc = bench_register_open(&work->reg);
    if (!rc)
        rc = app_presence_load(work->reg.store, work->today, &presence);
    ret_sample->seconds = clock_steady_s() - start;
    if (!rc && geo_presence_count(presence) != STAYS * (size_t)work->people)
        rc = RC_INTERNAL;
    geo_presence_free(presence);
    bench_register_close(&work->reg);
    return rc;
}

static enum rc measure(struct bench *bench, struct work *work)
{
    const double stays = STAYS * (double)work->people;
    const char *sizes = arena_printf(
        bench->arena, "%s people, %s stays, page cache dropped",
        bench_number(bench, work->people), bench_number(bench, STAYS * work->people));
    struct bench_case index = {
        .name = "start until the presence index is there",
        .sizes = sizes,
        .unit = "stays",
        .count = stays,
        .ours = {.name = "sweep by all cores", .run = run_index, .state = work},
        .goal_rate = GOAL_INDEX_STAYS,
    };
    struct bench_case accept = {
        .name = "start until a registration is durable",
        .sizes = sizes,
        .unit = "starts",
        .count = 1.0,
        .ours = {.name = "open and write", .run = run_accept, .state = work},
        .goal_rate = 1.0 / GOAL_ACCEPT_S,
    };
    enum rc rc = bench_measure(bench, &index);

    return rc ? rc : bench_measure(bench, &accept);
}

enum rc bench_start(struct bench *bench)
{
    struct work work = {.random = random_seeded(bench->seed),
                        .people = bench_size(bench, PEOPLE),
                        .today = date_of_ms(clock_now_ms(&clock_system))};
    enum rc rc = bench_register_make(&work.reg);

    if (!rc)
        rc = fill(&work);
    if (!rc)
        rc = measure(bench, &work);
    bench_register_remove(&work.reg);
    return rc;
}
