#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/app/gazetteer.h"
#include "server/app/import.h"
#include "server/cli/cli.h"
#include "server/cli/commands.h"
#include "server/cli/crisis.h"
#include "server/cli/data.h"
#include "server/core/date.h"
#include "server/core/json.h"
#include "server/core/stamp.h"

const char cli_import_help[] =
    "Usage: redkite import people FILE.csv [OPTIONS]\n"
    "       redkite import zones FILE.geojson --crisis CRISIS [OPTIONS]\n"
    "       redkite import sites FILE.csv --crisis CRISIS [OPTIONS]\n"
    "       redkite import posts FILE.csv [OPTIONS]\n"
    "       redkite import --undo JOB\n\n"
    "The whole file is read and checked before anything is written. The same file twice "
    "is a\n"
    "no-op. A list of people that is cut off goes on where it stopped when it is given "
    "again,\n"
    "or is taken back with --undo.\n\n"
    "Options:\n"
    "  --dry-run          check only, write nothing\n"
    "  --map A=B,...      which column is what, such as surname=Naam,phone=GSM\n"
    "  --calling-code N   for phones typed without one, such as 961\n"
    "  --crisis CRISIS    name or number of the crisis; default: the newest open "
    "one\n" CLI_DATA_HELP "  --json             the result as JSON\n\n"
    "Columns: importers/README.md. Exit codes: redkite --help.\n";

struct options {
    struct cli_data data;
    struct imp_people_options people;
    const char *crisis;
    const char *undo;
    bool dry_run;
    bool json;
};

enum { OPT_DRY_RUN = 1, OPT_MAP, OPT_CODE, OPT_CRISIS, OPT_UNDO, OPT_JSON };

static int read_options(int argc, char **argv, struct options *o)
{
    static const struct option table[] = {
        {"dry-run", no_argument, NULL, OPT_DRY_RUN},
        {"map", required_argument, NULL, OPT_MAP},
        {"calling-code", required_argument, NULL, OPT_CODE},
        {"crisis", required_argument, NULL, OPT_CRISIS},
        {"undo", required_argument, NULL, OPT_UNDO},
        {"json", no_argument, NULL, OPT_JSON},
        CLI_DATA_OPTIONS,
        {NULL, 0, NULL, 0},
    };
    int option;

    while ((option = getopt_long(argc, argv, "", table, NULL)) != -1) {
        if (cli_data_take(&o->data, option, optarg))
            continue;
        if (option == OPT_DRY_RUN)
            o->dry_run = true;
        else if (option == OPT_MAP)
            o->people.map = optarg;
        else if (option == OPT_CODE)
            o->people.calling_code = optarg;
        else if (option == OPT_CRISIS)
            o->crisis = optarg;
        else if (option == OPT_UNDO)
            o->undo = optarg;
        else if (option == OPT_JSON)
            o->json = true;
        else
            return cli_usage("import", "an option is wrong");
    }
    return CLI_OK;
}

static void people_as_json(const struct app_import_people *r)
{
    struct buffer buf;
    struct json json;

    buffer_init(&buf, 4096);
    json_init(&json, &buf);
    json_open(&json, NULL);
    json_stamp(&json, "job", r->job_id);
    json_bool(&json, "already", r->already);
    json_int(&json, "parties", r->counts.parties);
    json_int(&json, "people", r->counts.people);
    json_int(&json, "resumed", r->resumed);
    json_int(&json, "coordinates", r->located.coordinates);
    json_int(&json, "towns", r->located.towns);
    json_int(&json, "questions", r->located.questions);
    json_int(&json, "unknown", r->located.unknown);
    json_close(&json);
    puts(buffer_text(&buf));
    buffer_fini(&buf);
}

static void print_people(const struct options *o, const struct app_import_people *r)
{
    char job[STAMP_TEXT_SIZE];

    if (o->json) {
        people_as_json(r);
        return;
    }
    printf("%lld people in %lld parties%s\n", (long long)r->counts.people,
           (long long)r->counts.parties,
           o->dry_run   ? ": nothing written (dry run)"
           : r->already ? ": this file was taken in before, nothing written"
                        : " taken in");
    if (o->dry_run || r->already)
        return;
    if (r->resumed)
        printf("  %lld parties were there already from a run that was cut off\n",
               (long long)r->resumed);
    printf(
        "  located by coordinates %lld, by town %lld; to be asked %lld, unknown %lld\n",
        (long long)r->located.coordinates, (long long)r->located.towns,
        (long long)r->located.questions, (long long)r->located.unknown);
    printf("  to take it back: redkite import --undo %s\n", stamp_format(r->job_id, job));
}

static int import_people(struct options *o, struct app_import import, const char *path)
{
    struct progress progress = cli_progress("people");
    struct app_import_people result;
    struct geo_gazetteer *gz;
    enum rc rc = app_gazetteer_open(&gz);

    if (rc)
        return cli_fail(rc, "the gazetteer cannot be opened: towns would not be found");
    o->people.today = date_of_ms(clock_now_ms(&clock_system));
    import.gz = gz;
    import.progress = &progress;
    rc = app_import_people(&import, path, &o->people, &result);
    cli_progress_end();
    geo_gazetteer_close(gz);
    cli_print_problems(path, import.problems, false);
    if (rc == RC_NOT_FOUND)
        return cli_fail(rc, "there is no file %s", path);
    if (rc == RC_CONFLICT)
        return cli_fail(rc, "stopped; the same command goes on from there");
    if (rc == RC_INVALID)
        return cli_fail(rc, "%zu error%s, nothing written", import.problems->errors,
                        import.problems->errors == 1 ? "" : "s");
    if (rc)
        return cli_fail(rc, "the import failed: %s", rc_name(rc));
    print_people(o, &result);
    return CLI_OK;
}

static int print_file(const struct options *o, enum rc rc, const char *kind,
                      const char *path, const struct app_import_file *result)
{
    if (rc == RC_NOT_FOUND)
        return cli_fail(rc, "there is no file %s", path);
    if (rc == RC_INVALID)
        return cli_fail(rc, "nothing written");
    if (rc)
        return cli_fail(rc, "the import failed: %s", rc_name(rc));
    printf("%lld %s%s\n", (long long)result->count, kind,
           o->dry_run        ? ": nothing written (dry run)"
           : result->already ? ": this file was taken in before, nothing written"
                             : " taken in");
    return CLI_OK;
}

static int import_file(struct options *o, struct app_import *import, const char *kind,
                       const char *path)
{
    struct app_import_file result;
    int64_t crisis_id = 0;
    enum rc rc;
    int exit_code = CLI_OK;

    if (strcmp(kind, "posts"))
        exit_code = cli_crisis_find(import->db, o->crisis, &crisis_id);
    if (exit_code)
        return exit_code;
    if (!strcmp(kind, "zones"))
        rc = app_import_zones(import, crisis_id, path, &result);
    else if (!strcmp(kind, "sites"))
        rc = app_import_sites(import, crisis_id, path, &result);
    else
        rc = app_import_posts(import, path, &result);
    cli_print_problems(path, import->problems, false);
    return print_file(o, rc, kind, path, &result);
}

static int import_undo(const struct options *o, struct app_import import)
{
    struct progress progress = cli_progress("undo");
    int64_t job, parties;
    enum rc rc = stamp_parse(o->undo, &job);

    if (rc)
        return cli_usage("import", "'%s' is no job", o->undo);
    import.progress = &progress;
    rc = app_import_undo(&import, job, &parties);
    cli_progress_end();
    if (rc == RC_NOT_FOUND)
        return cli_fail(rc, "there is no import %s", o->undo);
    if (rc)
        return cli_fail(rc, "the undo was not finished: %s; the same command goes on",
                        rc_name(rc));
    printf("%lld parties taken back\n", (long long)parties);
    return CLI_OK;
}

static bool kind_known(const char *kind)
{
    return !strcmp(kind, "people") || !strcmp(kind, "zones") || !strcmp(kind, "sites") ||
           !strcmp(kind, "posts");
}

static int run_import(struct options *o, char **argv)
{
    struct arena *arena = arena_new();
    struct problems problems;
    struct app_import import = {.store = o->data.store,
                                .db = o->data.db,
                                .problems = &problems,
                                .dry_run = o->dry_run};
    int exit_code;

    problems_init(&problems, arena);
    if (o->undo)
        exit_code = import_undo(o, import);
    else if (!strcmp(argv[optind], "people"))
        exit_code = import_people(o, import, argv[optind + 1]);
    else
        exit_code = import_file(o, &import, argv[optind], argv[optind + 1]);
    arena_free(arena);
    return exit_code;
}

int cli_import(int argc, char **argv)
{
    struct options o = {0};
    int exit_code = read_options(argc, argv, &o);

    if (exit_code)
        return exit_code;
    if (!o.undo && (argc - optind != 2 || !kind_known(argv[optind])))
        return cli_usage(
            "import",
            "say what to import (people, zones, sites or posts) and from which file");
    exit_code = cli_data_open(&o.data, false);
    if (!exit_code)
        exit_code = run_import(&o, argv);
    cli_data_close(&o.data);
    return exit_code;
}
