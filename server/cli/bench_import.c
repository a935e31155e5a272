#include <stdio.h>

#include "db/engine.h"
#include "server/app/gazetteer.h"
#include "server/app/import.h"
#include "server/cli/bench.h"
#include "server/cli/bench_register.h"
#include "server/cli/cli.h"
#include "server/core/date.h"

#define PEOPLE    20000
#define GOAL_RATE 8000.0

/* The list lies in a directory of its own; each round takes it into a new register. */
struct work {
    struct bench_register list;
    struct geo_gazetteer *gz; /* NULL: only coordinates locate */
    int64_t people;
    int32_t today;
    double cpu_s[BENCH_ROUNDS_MAX]; /* of each round */
    int rounds;
    int told; /* rounds whose CPU time was given on */
};

/* A town by name for every other party, coordinates for the rest. */
static void write_place(FILE *file, struct random *random)
{
    static const char *const towns[] = {"Beirut", "Tripoli", "Zahle", "Sidon",
                                        "Tyre",   "Jounieh", "Byblos"};

    if (random_below(random, 2))
        fprintf(file, "%s;LB;;", towns[random_below(random, 7)]);
    else
        fprintf(file, ";LB;%.5f;%.5f", 33.2 + 1.3 * random_unit(random),
                35.3 + 0.9 * random_unit(random));
}

static void write_party(FILE *file, struct random *random, int64_t first, int64_t count)
{
    for (int64_t i = 0; i < count; i++) {
        struct bench_person p;

        bench_register_person(random, first + i, &p);
        fprintf(file, "P%lld;%s;%s;%s;BE;%s;%s;%s;%s;", (long long)first, p.surname,
                p.given_names, p.birth_date, p.document, p.national_number, p.phone,
                p.mail);
        if (i == 0)
            write_place(file, random);
        else
            fputs(";;;", file);
        fputc('\n', file);
    }
}

static enum rc write_list(const struct work *work, uint64_t seed)
{
    struct random random = random_seeded(seed);
    FILE *file = fopen(work->list.list, "wb");
    bool failed;

    if (!file)
        return RC_INTERNAL;
    fputs("party;surname;given_names;birth_date;nationality;document;national_number;"
          "phone;mail;place;country;latitude;longitude\n",
          file);
    for (int64_t i = 0; i < work->people;) {
        int64_t count = bench_register_party_size(&random);

        if (count > work->people - i)
            count = work->people - i;
        write_party(file, &random, i, count);
        i += count;
    }
    failed = ferror(file);
    return fclose(file) || failed ? RC_INTERNAL : RC_OK;
}

static enum rc import_into(struct work *work, struct bench_register *reg,
                           struct app_import_people *ret_result)
{
    struct imp_people_options options = {.today = work->today};
    struct arena *arena = arena_new();
    struct problems problems;
    struct app_import import = {
        .store = reg->store, .gz = work->gz, .problems = &problems};
    enum rc rc = db_store_read(reg->store, &import.db);

    problems_init(&problems, arena);
    if (!rc)
        rc = app_import_people(&import, work->list.list, &options, ret_result);
    if (rc)
        cli_print_problems(work->list.list, &problems, false);
    db_close(import.db);
    arena_free(arena);
    return rc;
}

static enum rc run_import(void *state, struct bench_sample *ret_sample)
{
    struct work *work = state;
    struct bench_register reg;
    struct app_import_people result = {0};
    enum rc rc = bench_register_make(&reg);
    double wall, cpu;

    if (!rc)
        rc = bench_register_open(&reg);
    wall = clock_steady_s();
    cpu = bench_cpu_s();
    if (!rc)
        rc = import_into(work, &reg, &result);
    ret_sample->seconds = clock_steady_s() - wall;
    work->cpu_s[work->rounds++] = bench_cpu_s() - cpu;
    ret_sample->checksum =
        bench_checksum(0, &result.counts.people, sizeof(result.counts.people));
    bench_register_remove(&reg);
    return !rc && result.counts.people != work->people ? RC_INTERNAL : rc;
}

/* The CPU time of the rounds above: nothing runs again. */
static enum rc tell_cpu(void *state, struct bench_sample *ret_sample)
{
    struct work *work = state;

    ret_sample->seconds = work->cpu_s[work->told++];
    return RC_OK;
}

static enum rc measure(struct bench *bench, struct work *work)
{
    struct bench_case wall = {
        .name = "import of a list of people",
        .sizes =
            arena_printf(bench->arena, "%s people, one stay a party, four tokens each",
                         bench_number(bench, work->people)),
        .unit = "people",
        .count = (double)work->people,
        .ours = {.name = "read, checked, located, durable",
                 .run = run_import,
                 .state = work},
        .goal_rate = GOAL_RATE,
    };
    struct bench_case cpu = wall;
    enum rc rc = bench_measure(bench, &wall);

    cpu.name = "import, CPU time of all threads";
    cpu.ours =
        (struct bench_side){.name = "the same rounds", .run = tell_cpu, .state = work};
    cpu.goal_rate = 0.0;
    return rc ? rc : bench_measure(bench, &cpu);
}

enum rc bench_import(struct bench *bench)
{
    struct work work = {.people = bench_size(bench, PEOPLE),
                        .today = date_of_ms(clock_now_ms(&clock_system))};
    enum rc rc = bench_register_make(&work.list);

    if (app_gazetteer_open(&work.gz))
        work.gz = NULL;
    if (!rc)
        rc = write_list(&work, bench->seed);
    if (!rc)
        rc = measure(bench, &work);
    geo_gazetteer_close(work.gz);
    bench_register_remove(&work.list);
    return rc;
}
