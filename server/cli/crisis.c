#include "server/cli/crisis.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "db/crisis.h"
#include "server/cli/cli.h"
#include "server/cli/commands.h"
#include "server/cli/data.h"
#include "server/core/date.h"
#include "server/core/json.h"
#include "server/core/stamp.h"
#include "server/core/text.h"
#include "server/model/country.h"

const char cli_crisis_help[] =
    "Usage: redkite crisis open NAME --countries CC,... [--stage N] [--exercise] "
    "[--discreet]\n"
    "       redkite crisis stage CRISIS N\n"
    "       redkite crisis list [--json]\n\n"
    "A crisis is an operation with a stage from 0 (normal) to 6 (after-care). CRISIS is "
    "its\n"
    "number or its name.\n\n"
    "Options:\n"
    "  --countries CC,...  two-letter codes or names; required to open\n"
    "  --stage N           default 1 (vigilance); 4 is assisted departure, 5 evacuation\n"
    "  --exercise          every page and file is marked as an exercise\n"
    "  --discreet          default from stage 4\n" CLI_DATA_HELP
    "  --json              the result as JSON\n";

struct options {
    struct cli_data data;
    const char *countries;
    const char *stage;
    bool exercise;
    bool discreet;
    bool json;
};

enum { OPT_COUNTRIES = 1, OPT_STAGE, OPT_EXERCISE, OPT_DISCREET, OPT_JSON };

static int read_options(int argc, char **argv, struct options *o)
{
    static const struct option table[] = {
        {"countries", required_argument, NULL, OPT_COUNTRIES},
        {"stage", required_argument, NULL, OPT_STAGE},
        {"exercise", no_argument, NULL, OPT_EXERCISE},
        {"discreet", no_argument, NULL, OPT_DISCREET},
        {"json", no_argument, NULL, OPT_JSON},
        CLI_DATA_OPTIONS,
        {NULL, 0, NULL, 0},
    };
    int option;

    while ((option = getopt_long(argc, argv, "", table, NULL)) != -1) {
        if (cli_data_take(&o->data, option, optarg))
            continue;
        if (option == OPT_COUNTRIES)
            o->countries = optarg;
        else if (option == OPT_STAGE)
            o->stage = optarg;
        else if (option == OPT_EXERCISE)
            o->exercise = true;
        else if (option == OPT_DISCREET)
            o->discreet = true;
        else if (option == OPT_JSON)
            o->json = true;
        else
            return cli_usage("crisis", "an option is wrong");
    }
    return CLI_OK;
}

int cli_crisis_find(struct db *db, const char *text, int64_t *ret_id)
{
    struct arena *arena = arena_new();
    struct crisis *crises;
    const struct crisis *found = NULL;
    size_t count, matches = 0;
    int64_t id = 0;
    enum rc rc = db_crisis_list(db, arena, &crises, &count);

    if (text && stamp_parse(text, &id))
        id = 0;
    for (size_t i = 0; i < count && !rc; i++) {
        bool match = text ? crises[i].id == id || text_same_ascii(crises[i].name, text)
                          : !crises[i].closed_at && !matches;

        matches += match;
        if (match && !found)
            found = &crises[i];
    }
    if (found)
        *ret_id = found->id;
    arena_free(arena);
    if (rc)
        return cli_fail(rc, "the crises cannot be read");
    if (!matches)
        return cli_fail(RC_NOT_FOUND,
                        text ? "there is no crisis '%s'" : "there is no open crisis%s",
                        text ? text : "");
    if (matches > 1)
        return cli_fail(RC_CONFLICT, "%zu crises are called '%s': give the number",
                        matches, text);
    return CLI_OK;
}

/* --- open --- */

static enum rc append(struct db_tx *tx, void *state)
{
    struct crisis *crisis = state;

    return db_crisis_append(tx, crisis, &crisis->id);
}

static enum rc read_crisis(const struct options *o, const char *name,
                           struct problems *problems, struct crisis *ret_crisis)
{
    struct crisis crisis = {.stage = STAGE_VIGILANCE, .exercise = o->exercise};
    char *clean, *countries, *unknown = NULL;

    if (text_clean(problems->arena, name, strlen(name), &clean)) {
        problems_error(problems, 0, "name", "problem.text.wrong", NULL);
        return RC_INVALID;
    }
    if (o->stage && stage_parse(o->stage, &crisis.stage)) {
        problems_error(problems, 0, "stage", "problem.stage.unknown", o->stage);
        return RC_INVALID;
    }
    if (country_list_parse(problems->arena, o->countries ? o->countries : "", &countries,
                           &unknown)) {
        problems_error(problems, 0, "countries", "problem.country.unknown", unknown);
        return RC_INVALID;
    }
    crisis.name = clean;
    crisis.countries = countries;
    crisis.discreet = o->discreet || crisis.stage >= STAGE_ASSISTED;
    crisis.opened_at = clock_now_ms(&clock_system);
    *ret_crisis = crisis;
    return crisis_check(ret_crisis, problems);
}

static int open_crisis(struct options *o, const char *name)
{
    struct arena *arena = arena_new();
    struct problems problems;
    struct crisis crisis;
    const struct db_change change = {.run = append, .state = &crisis, .actor = "system"};
    char id[STAMP_TEXT_SIZE];
    enum rc rc;

    problems_init(&problems, arena);
    rc = read_crisis(o, name, &problems, &crisis);
    cli_print_problems("crisis", &problems, false);
    if (!rc)
        rc = db_write(o->data.store, &change);
    if (!rc)
        printf("%s %s: stage %d, %s%s\n", stamp_format(crisis.id, id), crisis.name,
               crisis.stage, crisis.countries, crisis.exercise ? ", EXERCISE" : "");
    arena_free(arena);
    return cli_exit_of(rc);
}

/* --- stage --- */

struct staging {
    struct crisis before, after;
};

static enum rc change_stage(struct db_tx *tx, void *state)
{
    const struct staging *s = state;

    return db_crisis_change(tx, &s->before, &s->after);
}

static int set_stage(struct options *o, const char *name, const char *stage)
{
    struct arena *arena = arena_new();
    struct staging s = {0};
    const struct db_change change = {.run = change_stage, .state = &s, .actor = "system"};
    int64_t id = 0;
    int exit_code = cli_crisis_find(o->data.db, name, &id);
    enum rc rc = RC_OK;

    if (!exit_code)
        rc = db_crisis_get(o->data.db, arena, id, &s.before);
    s.after = s.before;
    if (!exit_code && !rc && stage_parse(stage, &s.after.stage))
        exit_code = cli_usage("crisis", "'%s' is no stage from 0 to 6", stage);
    if (!exit_code && !rc)
        rc = db_write(o->data.store, &change);
    if (!exit_code && !rc)
        printf("%s: stage %d, was %d\n", s.after.name, s.after.stage, s.before.stage);
    arena_free(arena);
    return exit_code ? exit_code : cli_exit_of(rc);
}

/* --- list --- */

static void list_as_json(const struct crisis *crises, size_t count)
{
    struct buffer buf;
    struct json json;

    buffer_init(&buf, (size_t)16 << 20);
    json_init(&json, &buf);
    json_open_array(&json, NULL);
    for (size_t i = 0; i < count; i++) {
        json_open(&json, NULL);
        json_stamp(&json, "id", crises[i].id);
        json_text(&json, "name", crises[i].name);
        json_int(&json, "stage", crises[i].stage);
        json_text(&json, "countries", crises[i].countries);
        json_bool(&json, "exercise", crises[i].exercise);
        json_bool(&json, "open", !crises[i].closed_at);
        json_close(&json);
    }
    json_close_array(&json);
    puts(buffer_text(&buf));
    buffer_fini(&buf);
}

static int list_crises(struct options *o)
{
    struct arena *arena = arena_new();
    struct crisis *crises;
    size_t count;
    char id[STAMP_TEXT_SIZE], day[DATE_TIME_TEXT_SIZE];
    enum rc rc = db_crisis_list(o->data.db, arena, &crises, &count);

    if (!rc && o->json)
        list_as_json(crises, count);
    for (size_t i = 0; i < count && !rc && !o->json; i++)
        printf("%s  %s  stage %d  %s  %s%s%s\n", stamp_format(crises[i].id, id),
               date_time_format(crises[i].opened_at, day), crises[i].stage,
               crises[i].name, crises[i].countries,
               crises[i].exercise ? "  EXERCISE" : "",
               crises[i].closed_at ? "  closed" : "");
    arena_free(arena);
    return cli_exit_of(rc);
}

int cli_crisis(int argc, char **argv)
{
    struct options o = {0};
    int exit_code = read_options(argc, argv, &o), words = argc - optind;
    const char *verb = words ? argv[optind] : "";
    bool open = !strcmp(verb, "open") && words == 2,
         stage = !strcmp(verb, "stage") && words == 3;
    bool list = !strcmp(verb, "list") && words == 1;

    if (exit_code)
        return exit_code;
    if (!open && !stage && !list)
        return cli_usage("crisis", "say open NAME, stage CRISIS N, or list");
    exit_code = cli_data_open(&o.data, list);
    if (!exit_code && open)
        exit_code = open_crisis(&o, argv[optind + 1]);
    else if (!exit_code && stage)
        exit_code = set_stage(&o, argv[optind + 1], argv[optind + 2]);
    else if (!exit_code)
        exit_code = list_crises(&o);
    cli_data_close(&o.data);
    return exit_code;
}
