#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>

#include "db/backup.h"
#include "server/cli/cli.h"
#include "server/cli/commands.h"
#include "server/cli/data.h"
#include "server/core/buffer.h"
#include "server/core/date.h"
#include "server/core/json.h"

#define JSON_MOST 4096

const char cli_backup_help[] =
    "Usage: redkite backup FILE [--json] [--data DIR] [--master-key FILE]\n\n"
    "Writes a snapshot of the database, sealed under the master key, to the new file "
    "FILE,\n"
    "and the list of forgotten keys to FILE.forgotten; keep both together. Works while\n"
    "another process serves. FILE expires after 35 days: delete it then, so that "
    "whoever\n"
    "was forgotten since is nowhere. As long as FILE can be reached, the list beside it\n"
    "is kept up to date.\n\n" CLI_DATA_HELP
    "  --json             what was made, as JSON\n\n"
    "Exit codes: 0 made; 2 wrong command line; 3 it cannot be written there; 4 no "
    "database\n"
    "or key; 5 there is such a file, or another key; 6 busy or disk full, try again; 7 "
    "made,\n"
    "but the ledger in it does not verify: run redkite check.\n";

static void print_json(const char *file, const struct db_manifest *m)
{
    char text[DATE_TIME_TEXT_SIZE];
    struct buffer buf;
    struct json json;

    buffer_init(&buf, JSON_MOST);
    json_init(&json, &buf);
    json_open(&json, NULL);
    json_text(&json, "file", file);
    json_text(&json, "made_at", date_time_format(m->made_at, text));
    json_text(&json, "expires_at", date_time_format(m->expires_at, text));
    json_int(&json, "events", m->events);
    json_int(&json, "bad_events", m->bad);
    json_int(&json, "seq", m->seq);
    json_stamp(&json, "last", m->last);
    json_text(&json, "heads", m->heads);
    json_stamp(&json, "incarnation", m->incarnation);
    json_int(&json, "node", m->node);
    json_int(&json, "schema", m->schema);
    json_int(&json, "forgotten", m->forgotten);
    json_int(&json, "bytes", m->bytes);
    json_close(&json);
    puts(buffer_text(&buf));
    buffer_fini(&buf);
}

static void print_made(const char *file, const struct db_manifest *m)
{
    char text[DATE_TIME_TEXT_SIZE];

    printf("%s: %" PRId64 " events, %" PRId64 " MiB; chains %.16s\n", file, m->events,
           (m->bytes + (1 << 20) - 1) >> 20, m->heads);
    printf("%s.forgotten: %" PRId64 " forgotten keys; keep it with the backup\n", file,
           m->forgotten);
    printf("Delete both on %.10s: the backup has expired then.\n",
           date_time_format(m->expires_at, text));
}

static int run_backup(struct cli_data *data, const char *file, bool as_json)
{
    struct progress progress = cli_progress("backup");
    struct arena *arena = arena_new();
    struct db_manifest manifest;
    struct problems problems;
    int status;
    enum rc rc;

    problems_init(&problems, arena);
    rc = db_backup_make(data->store, file, &progress, &problems, &manifest);
    cli_progress_end();
    cli_print_problems(file, &problems, false);
    status = cli_exit_of(rc);
    if (rc && !problems_any(&problems))
        status = cli_fail(rc, "the backup was not made");
    arena_free(arena);
    if (rc)
        return status;
    if (as_json)
        print_json(file, &manifest);
    else
        print_made(file, &manifest);
    if (!manifest.bad)
        return CLI_OK;
    fprintf(stderr,
            "redkite: %" PRId64 " events do not fit their chain; run redkite check\n",
            manifest.bad);
    return CLI_FAILED_CHECK;
}

int cli_backup(int argc, char **argv)
{
    static const struct option options[] = {
        CLI_DATA_OPTIONS,
        {"json", no_argument, NULL, 'j'},
        {NULL, 0, NULL, 0},
    };
    struct cli_data data = {0};
    bool as_json = false;
    int key, status;

    optind = 1;
    while ((key = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (cli_data_take(&data, key, optarg))
            continue;
        if (key != 'j')
            return cli_usage("backup", "wrong option");
        as_json = true;
    }
    if (optind + 1 != argc)
        return cli_usage("backup", "name one FILE");
    status = cli_data_open(&data, true);
    if (!status)
        status = run_backup(&data, argv[optind], as_json);
    cli_data_close(&data);
    return status;
}
