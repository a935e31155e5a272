#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>

#include "db/check.h"
#include "server/cli/cli.h"
#include "server/cli/commands.h"
#include "server/cli/data.h"
#include "server/core/buffer.h"
#include "server/core/json.h"

#define JSON_MOST ((size_t)1 << 16)

const char cli_check_help[] =
    "Usage: redkite check [--rebuild] [--json] [--data DIR] [--master-key FILE]\n\n"
    "Says whether the register is whole: the file, the chain of every node, every event "
    "and\n"
    "row opened, and the rules between them. Works while another process serves.\n\n"
    "  --rebuild          also folds the whole ledger into an empty database, which must "
    "give\n"
    "                     the same bytes; needs twice the room of the database "
    "meanwhile\n"
    "  --json             the findings as JSON\n" CLI_DATA_HELP
    "\nWhat is wrong makes exit code 7. Events that wait, unknown ones and people who "
    "are\n"
    "certainly there twice are told, and do not.\n\n"
    "Exit codes: 0 whole; 2 wrong command line; 3 too damaged to read: restore a backup; "
    "4 no\n"
    "database or key; 5 another key or version; 6 busy or disk full; 7 something is "
    "wrong.\n";

/* What each kind means: its name in JSON, and the sentence behind the number. */
static const struct {
    const char *name;
    const char *text;
} kinds[DB_CHECK_KINDS] = {
    [DB_CHECK_PAGES] = {"pages", "damaged place in the database file"},
    [DB_CHECK_CHAIN] = {"chain", "event(s) changed, or one before them taken away"},
    [DB_CHECK_SEQ] = {"seq", "gap(s) in the order of arrival: events are missing"},
    [DB_CHECK_EVENT] = {"event", "event(s) cannot be opened although their key is here"},
    [DB_CHECK_ROW] = {"row", "row(s) cannot be opened: changed or damaged"},
    [DB_CHECK_ROW_FORGOTTEN] = {"row_forgotten",
                                "row(s) are left of somebody who is forgotten"},
    [DB_CHECK_ROW_EVENT] = {"row_event", "row(s) whose last event is not in the ledger"},
    [DB_CHECK_PERSON] = {"person", "people without a party"},
    [DB_CHECK_STAY] = {"stay", "stay(s) without a party"},
    [DB_CHECK_CARE] = {"care", "need(s) without a person"},
    [DB_CHECK_LIST_MISSING] = {"list_missing",
                               "forgotten key(s) are not on the list 'forgotten'"},
    [DB_CHECK_LIST_NOT_THROWN] = {"list_not_thrown",
                                  "key(s) on the list 'forgotten' are still here"},
    [DB_CHECK_REBUILD] = {"rebuild", "row(s) are not what the ledger gives"},
    [DB_CHECK_UNKNOWN] = {"unknown", "event(s) of a kind this program does not know"},
    [DB_CHECK_WAITING_CREATION] = {"waiting_creation",
                                   "event(s) wait for the one that begins their subject"},
    [DB_CHECK_WAITING_KEY] = {"waiting_key", "event(s) wait for their key"},
    [DB_CHECK_DUPLICATE] = {"duplicate", "people are certainly there twice"},
};

static void print_line(int kind, const struct db_check_line *line)
{
    printf("%s: %" PRId64 " %s\n", kind < DB_CHECK_FIRST_NOTE ? "WRONG" : "note",
           line->count, kinds[kind].text);
    for (size_t i = 0; i < line->named && kind != DB_CHECK_PAGES; i++)
        printf("       %s%s%" PRId64 "\n", line->nouns[i] ? line->nouns[i] : "",
               line->nouns[i] ? " " : "", line->ids[i]);
    if (line->count > (int64_t)line->named && line->named > 1)
        printf("       and %" PRId64 " more\n", line->count - (int64_t)line->named);
}

static void print_check(const struct db_check *c, bool rebuilt)
{
    char heads[2 * CRYPTO_HASH_SIZE + 1];

    printf("%" PRId64 " events of %" PRId64 " node(s), %" PRId64 " rows, %" PRId64
           " people; %" PRId64 " events of the forgotten stay closed.\n",
           c->verdict.events, c->verdict.nodes, c->rows, c->people, c->forgotten);
    printf("Chains: %s\n", crypto_hex(c->verdict.heads, CRYPTO_HASH_SIZE, heads));
    for (int kind = 0; kind < DB_CHECK_KINDS; kind++)
        if (c->lines[kind].count)
            print_line(kind, &c->lines[kind]);
    if (rebuilt && !c->lines[DB_CHECK_REBUILD].count)
        puts("Rebuilt from the ledger: the same bytes.");
    if (db_check_failed(c))
        puts("The register is NOT whole. Keep a copy of the data directory as it is, and "
             "restore\nthe newest backup with redkite restore.");
    else
        puts("The register is whole.");
}

static void json_line(struct json *json, int kind, const struct db_check_line *line)
{
    json_open(json, NULL);
    json_text(json, "kind", kinds[kind].name);
    json_bool(json, "wrong", kind < DB_CHECK_FIRST_NOTE);
    json_int(json, "count", line->count);
    json_open_array(json, "first");
    for (size_t i = 0; i < line->named; i++) {
        json_open(json, NULL);
        json_text(json, "noun", line->nouns[i]);
        json_stamp(json, "id", line->ids[i]);
        json_close(json);
    }
    json_close_array(json);
    json_close(json);
}

static void print_json(const struct db_check *c, bool rebuilt)
{
    char heads[2 * CRYPTO_HASH_SIZE + 1];
    struct buffer buf;
    struct json json;

    buffer_init(&buf, JSON_MOST);
    json_init(&json, &buf);
    json_open(&json, NULL);
    json_bool(&json, "whole", !db_check_failed(c));
    json_bool(&json, "rebuilt", rebuilt);
    json_int(&json, "events", c->verdict.events);
    json_int(&json, "nodes", c->verdict.nodes);
    json_int(&json, "rows", c->rows);
    json_int(&json, "people", c->people);
    json_int(&json, "forgotten_events", c->forgotten);
    json_text(&json, "heads", crypto_hex(c->verdict.heads, CRYPTO_HASH_SIZE, heads));
    json_open_array(&json, "findings");
    for (int kind = 0; kind < DB_CHECK_KINDS; kind++)
        if (c->lines[kind].count)
            json_line(&json, kind, &c->lines[kind]);
    json_close_array(&json);
    json_close(&json);
    puts(buffer_text(&buf));
    buffer_fini(&buf);
}

static int run_check(const struct cli_data *data, bool rebuild, bool as_json)
{
    struct progress progress = cli_progress("check");
    struct db_check check;
    enum rc rc = db_check_run(data->store, rebuild, &progress, &check);

    cli_progress_end();
    if (rc == RC_BUSY)
        return cli_fail(rc, "another check is rebuilding, or the disk is full");
    if (rc == RC_INVALID)
        return cli_fail(rc, "the database is so damaged that it cannot be read; restore "
                            "a backup");
    if (rc)
        return cli_fail(rc, "the check did not end");
    if (as_json)
        print_json(&check, rebuild);
    else
        print_check(&check, rebuild);
    return db_check_failed(&check) ? CLI_FAILED_CHECK : CLI_OK;
}

int cli_check(int argc, char **argv)
{
    static const struct option options[] = {
        CLI_DATA_OPTIONS,
        {"json", no_argument, NULL, 'j'},
        {"rebuild", no_argument, NULL, 'r'},
        {NULL, 0, NULL, 0},
    };
    struct cli_data data = {0};
    bool rebuild = false, as_json = false;
    int key, status;

    optind = 1;
    while ((key = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (cli_data_take(&data, key, optarg))
            continue;
        if (key == 'r')
            rebuild = true;
        else if (key == 'j')
            as_json = true;
        else
            return cli_usage("check", "wrong option");
    }
    if (optind != argc)
        return cli_usage("check", "there is nothing to name but options");
    status = cli_data_open(&data, true);
    if (!status)
        status = run_check(&data, rebuild, as_json);
    cli_data_close(&data);
    return status;
}
