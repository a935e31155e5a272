#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "db/crisis.h"
#include "server/app/demo_file.h"
#include "server/app/gazetteer.h"
#include "server/app/import.h"
#include "server/cli/cli.h"
#include "server/cli/commands.h"
#include "server/cli/data.h"
#include "server/cli/plan_run.h"
#include "server/core/date.h"
#include "server/core/number.h"

const char cli_demo_help[] =
    "Usage: redkite demo [--people N] [--seed S] [--dir DIR]\n\n"
    "The whole way through on a register of invented people: writes it as CSV, imports "
    "it,\n"
    "opens an operation marked as an exercise with zones and assembly points in "
    "Lebanon,\n"
    "plans, writes rosters, and prints a summary. Everything lies in DIR, which must not "
    "be\n"
    "there yet.\n\n"
    "  --people N  rows of the register, 1 to 1000000; default 20000\n"
    "  --seed S    another register; default 1\n"
    "  --dir DIR   default redkite-demo\n";

extern const char embed_demo_zones[], embed_demo_sites[];

#define DEFAULT_PEOPLE 20000
#define PATH_SIZE      4096

struct demo {
    struct app_demo_options people;
    const char *dir;
    char data[PATH_SIZE], key[PATH_SIZE], list[PATH_SIZE], zones[PATH_SIZE],
        sites[PATH_SIZE];
    char rosters[PATH_SIZE];
    struct cli_data database;
    struct geo_gazetteer *gz;
    int64_t crisis_id;
    double begun;
};

static int read_options(int argc, char **argv, struct demo *d)
{
    static const struct option table[] = {
        {"people", required_argument, NULL, 'p'},
        {"seed", required_argument, NULL, 's'},
        {"dir", required_argument, NULL, 'd'},
        {NULL, 0, NULL, 0},
    };
    int64_t seed;
    int option;

    while ((option = getopt_long(argc, argv, "", table, NULL)) != -1) {
        if (option == 'p' &&
            number_parse_int(optarg, 1, APP_DEMO_PEOPLE_MAX, &d->people.people))
            return cli_usage("demo", "--people takes a number from 1 to %d",
                             APP_DEMO_PEOPLE_MAX);
        if (option == 's' && number_parse_int(optarg, 0, INT64_MAX, &seed))
            return cli_usage("demo", "--seed takes a whole number");
        if (option == 's')
            d->people.seed = (uint64_t)seed;
        else if (option == 'd')
            d->dir = optarg;
        else if (option != 'p')
            return cli_usage("demo", "an option is wrong");
    }
    return optind == argc ? CLI_OK
                          : cli_usage("demo", "'%s' is not expected", argv[optind]);
}

static int join(char *out, const char *dir, const char *name)
{
    if (snprintf(out, PATH_SIZE, "%s/%s", dir, name) < PATH_SIZE)
        return CLI_OK;
    return cli_fail(RC_TOO_LARGE, "the path is too long");
}

static int write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    bool ok = file && fputs(text, file) >= 0;

    ok = file && !fclose(file) && ok;
    return ok ? CLI_OK : cli_fail(RC_BUSY, "%s cannot be written", path);
}

static int make_dir(struct demo *d)
{
    int exit_code;

    if (mkdir(d->dir, 0700))
        return cli_fail(errno == EEXIST ? RC_CONFLICT : RC_INVALID,
                        errno == EEXIST
                            ? "%s is there already: remove it, or name another with --dir"
                            : "%s cannot be made",
                        d->dir);
    exit_code = join(d->data, d->dir, "data");
    if (!exit_code)
        exit_code = join(d->key, d->dir, "data.key");
    if (!exit_code)
        exit_code = join(d->list, d->dir, "people.csv");
    if (!exit_code)
        exit_code = join(d->zones, d->dir, "zones.geojson");
    if (!exit_code)
        exit_code = join(d->sites, d->dir, "sites.csv");
    if (!exit_code)
        exit_code = join(d->rosters, d->dir, "rosters");
    if (!exit_code)
        exit_code = write_text(d->zones, embed_demo_zones);
    return exit_code ? exit_code : write_text(d->sites, embed_demo_sites);
}

static int open_database(struct demo *d)
{
    struct arena *arena = arena_new();
    struct problems problems;
    enum rc rc;

    problems_init(&problems, arena);
    d->database.dir = d->data;
    d->database.key = d->key;
    cli_data_resolve(&d->database);
    rc = db_store_init(&d->database.config, &problems);
    cli_print_problems(d->data, &problems, false);
    arena_free(arena);
    return rc ? cli_exit_of(rc) : cli_data_open(&d->database, false);
}

/* Tells what is done and how long it took, as it goes. */
static void told(struct demo *d, const char *what)
{
    double now = clock_steady_s();

    printf("  %5.1f s  %s\n", now - d->begun, what);
    fflush(stdout);
    d->begun = now;
}

static int generate(struct demo *d)
{
    struct progress progress = cli_progress("register");
    struct app_demo_counts counts;
    enum rc rc = app_demo_file_write(&d->people, d->gz, d->list, &progress, &counts);

    cli_progress_end();
    if (rc)
        return cli_fail(rc, "the register could not be written: %s", rc_name(rc));
    told(d, "register of invented people written");
    return CLI_OK;
}

static int import_people(struct demo *d, struct app_import import)
{
    struct imp_people_options options = {.today = d->people.today};
    struct progress progress = cli_progress("import");
    struct app_import_people result;
    enum rc rc;

    import.progress = &progress;
    rc = app_import_people(&import, d->list, &options, &result);
    cli_progress_end();
    if (rc) {
        cli_print_problems(d->list, import.problems, false);
        return cli_fail(rc, "the register could not be imported: %s", rc_name(rc));
    }
    told(d, "imported through the importer");
    printf("           %lld people in %lld parties; %zu warnings about what was typed\n",
           (long long)result.counts.people, (long long)result.counts.parties,
           import.problems->warnings);
    printf("           located: by coordinates %lld, by town %lld; to be asked %lld, "
           "unknown %lld parties\n",
           (long long)result.located.coordinates, (long long)result.located.towns,
           (long long)result.located.questions, (long long)result.located.unknown);
    return CLI_OK;
}

static enum rc append_crisis(struct db_tx *tx, void *state)
{
    struct crisis *crisis = state;

    return db_crisis_append(tx, crisis, &crisis->id);
}

static int open_crisis(struct demo *d, struct app_import *import)
{
    struct crisis crisis = {.name = "Cedar Exercise",
                            .stage = STAGE_EVACUATION,
                            .countries = "LB",
                            .exercise = true,
                            .discreet = true,
                            .opened_at = clock_now_ms(&clock_system)};
    const struct db_change change = {
        .run = append_crisis, .state = &crisis, .actor = "system"};
    struct app_import_file file;
    enum rc rc = db_write(d->database.store, &change);

    d->crisis_id = crisis.id;
    if (!rc)
        rc = app_import_zones(import, crisis.id, d->zones, &file);
    if (!rc)
        rc = app_import_sites(import, crisis.id, d->sites, &file);
    cli_print_problems("operation", import->problems, false);
    if (rc)
        return cli_fail(rc, "the operation could not be opened: %s", rc_name(rc));
    told(d, "operation opened: Cedar Exercise, zones and sites in Lebanon");
    return CLI_OK;
}

static int run_imports(struct demo *d)
{
    struct arena *arena = arena_new();
    struct problems people, files;
    struct app_import import = {.store = d->database.store,
                                .db = d->database.db,
                                .gz = d->gz,
                                .problems = &people};
    int exit_code;

    problems_init(&people, arena);
    problems_init(&files, arena);
    exit_code = import_people(d, import);
    import.problems = &files;
    if (!exit_code)
        exit_code = open_crisis(d, &import);
    arena_free(arena);
    return exit_code;
}

static int run_demo(struct demo *d)
{
    int exit_code = generate(d);

    if (!exit_code)
        exit_code = open_database(d);
    if (!exit_code)
        exit_code = run_imports(d);
    if (!exit_code) {
        const struct cli_plan_order order = {.store = d->database.store,
                                             .db = d->database.db,
                                             .crisis_id = d->crisis_id,
                                             .at_ms = clock_now_ms(&clock_system),
                                             .out_dir = d->rosters};

        putchar('\n');
        exit_code = cli_plan_make(&order);
    }
    if (!exit_code)
        printf("\nDatabase: %s    Key: %s\n"
               "Try:  %s roster show 1 --data %s\n"
               "      %s check --rebuild --data %s\n",
               d->data, d->key, program_invocation_name, d->data, program_invocation_name,
               d->data);
    cli_data_close(&d->database);
    return exit_code;
}

int cli_demo(int argc, char **argv)
{
    struct demo d = {.people = {.seed = 1, .people = DEFAULT_PEOPLE},
                     .dir = "redkite-demo"};
    int exit_code = read_options(argc, argv, &d);

    if (exit_code)
        return exit_code;
    d.begun = clock_steady_s();
    d.people.today = date_of_ms(clock_now_ms(&clock_system));
    if (app_gazetteer_open(&d.gz))
        return cli_fail(RC_NOT_FOUND, "the gazetteer cannot be opened: build it first");
    exit_code = make_dir(&d);
    if (!exit_code)
        exit_code = run_demo(&d);
    geo_gazetteer_close(d.gz);
    return exit_code;
}
