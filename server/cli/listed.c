#include "server/cli/listed.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "server/cli/cli.h"
#include "server/cli/crisis.h"
#include "server/cli/data.h"
#include "server/core/json.h"
#include "server/core/stamp.h"
#include "server/core/text.h"

#define JSON_MOST ((size_t)256 << 20)

struct run {
    const struct cli_listed_kind *kind;
    struct cli_data data;
    const char *crisis;
    bool json;
    bool gone; /* remove; else restore */
    int64_t id;
    struct cli_listing listing;
};

enum { OPT_CRISIS = 1, OPT_JSON };

static int read_options(int argc, char **argv, struct run *run)
{
    static const struct option table[] = {
        {"crisis", required_argument, NULL, OPT_CRISIS},
        {"json", no_argument, NULL, OPT_JSON},
        CLI_DATA_OPTIONS,
        {NULL, 0, NULL, 0},
    };
    int option;

    optind = 1;
    while ((option = getopt_long(argc, argv, "", table, NULL)) != -1) {
        if (cli_data_take(&run->data, option, optarg))
            continue;
        if (option == OPT_CRISIS)
            run->crisis = optarg;
        else if (option == OPT_JSON)
            run->json = true;
        else
            return cli_usage(run->kind->name, "an option is wrong");
    }
    return CLI_OK;
}

static void print_json(const struct run *run)
{
    struct buffer buf;
    struct json json;

    buffer_init(&buf, JSON_MOST);
    json_init(&json, &buf);
    json_open_array(&json, NULL);
    for (size_t i = 0; i < run->listing.count; i++) {
        json_open(&json, NULL);
        json_stamp(&json, "id", run->listing.items[i].id);
        run->kind->json(&run->listing.items[i], &json);
        json_close(&json);
    }
    json_close_array(&json);
    puts(buffer_text(&buf));
    buffer_fini(&buf);
}

static int list(struct run *run)
{
    enum rc rc = run->kind->load(run->data.db, &run->listing);

    if (rc)
        return cli_fail(rc, "the %ss cannot be read", run->kind->name);
    if (run->json)
        print_json(run);
    else
        for (size_t i = 0; i < run->listing.count; i++)
            run->kind->print(&run->listing.items[i]);
    return CLI_OK;
}

/* --- remove and restore --- */

/* The only one with this id or name. */
static int find(struct run *run, const char *text, const struct cli_listed **ret_found)
{
    const char *kind = run->kind->name;
    const struct cli_listed *found = NULL;
    size_t matches = 0;
    int64_t id;
    enum rc rc = run->kind->load(run->data.db, &run->listing);

    if (rc)
        return cli_fail(rc, "the %ss cannot be read", kind);
    if (stamp_parse(text, &id))
        id = 0;
    for (size_t i = 0; i < run->listing.count; i++) {
        const struct cli_listed *item = &run->listing.items[i];

        if (item->id != id && !text_same_ascii(item->name, text))
            continue;
        matches++;
        found = item;
    }
    if (!found)
        return cli_fail(RC_NOT_FOUND, "there is no %s%s '%s' in this crisis",
                        run->gone ? "" : "removed ", kind, text);
    if (matches > 1)
        return cli_fail(RC_CONFLICT, "%zu %ss are called '%s': give the id", matches,
                        kind, text);
    *ret_found = found;
    return CLI_OK;
}

/* A name that was given anew since is not given twice. */
static int check_name(const struct run *run, const struct cli_listed *found)
{
    struct cli_listing there = run->listing;
    enum rc rc;

    if (run->gone || !run->kind->unique)
        return CLI_OK;
    there.removed = false;
    rc = run->kind->load(run->data.db, &there);
    if (rc)
        return cli_fail(rc, "the %ss cannot be read", run->kind->name);
    for (size_t i = 0; i < there.count; i++)
        if (!strcmp(there.items[i].name, found->name))
            return cli_fail(RC_CONFLICT, "another %s is called '%s' now: remove it first",
                            run->kind->name, found->name);
    return CLI_OK;
}

static enum rc write_one(struct db_tx *tx, void *state)
{
    const struct run *run = state;

    return run->kind->remove(tx, run->id, run->gone);
}

static int change(struct run *run, const char *text)
{
    const struct db_change change = {.run = write_one, .state = run, .actor = "system"};
    const struct cli_listed *found = NULL;
    char id[STAMP_TEXT_SIZE];
    int exit_code;
    enum rc rc;

    run->listing.removed = !run->gone;
    exit_code = find(run, text, &found);
    if (!exit_code && found)
        exit_code = check_name(run, found);
    if (exit_code || !found)
        return exit_code;
    run->id = found->id;
    rc = db_write(run->data.store, &change);
    if (rc)
        return cli_fail(rc, "nothing was changed: %s", rc_name(rc));
    stamp_format(found->id, id);
    if (run->gone)
        printf("%s %s (%s) removed; to take that back: redkite %s restore %s\n",
               run->kind->name, found->name, id, run->kind->name, id);
    else
        printf("%s %s (%s) is there again\n", run->kind->name, found->name, id);
    return CLI_OK;
}

int cli_listed(int argc, char **argv, const struct cli_listed_kind *kind)
{
    struct run run = {.kind = kind};
    const char *verb = argv[0];
    int exit_code = read_options(argc, argv, &run);
    bool lists = !strcmp(verb, "list");

    if (exit_code)
        return exit_code;
    if (argc - optind != !lists)
        return cli_usage(kind->name, lists ? "list takes no more words"
                                           : "say which: its name or id");
    run.gone = !strcmp(verb, "remove");
    run.listing.arena = arena_new();
    exit_code = cli_data_open(&run.data, lists);
    if (!exit_code)
        exit_code = cli_crisis_find(run.data.db, run.crisis, &run.listing.crisis_id);
    if (!exit_code)
        exit_code = lists ? list(&run) : change(&run, argv[optind]);
    cli_data_close(&run.data);
    arena_free(run.listing.arena);
    return exit_code;
}
