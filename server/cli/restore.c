#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>

#include "db/restore.h"
#include "server/cli/cli.h"
#include "server/cli/commands.h"
#include "server/cli/data.h"
#include "server/core/buffer.h"
#include "server/core/date.h"
#include "server/core/json.h"
#include "server/core/number.h"
#include "server/core/stamp.h"

#define JSON_MOST 4096

const char cli_restore_help[] =
    "Usage: redkite restore FILE --data DIR [--forgotten LIST] [--node N] [--expired]\n"
    "                       [--json] [--master-key FILE]\n\n"
    "Restores a backup into DIR, which must not exist or be empty (a list 'forgotten' in "
    "it\n"
    "is honoured too). The restored register is a node and an incarnation of its own; "
    "whoever\n"
    "is on the list is forgotten again. Nothing is in DIR until all is well.\n\n"
    "  --forgotten LIST   the newest list of forgotten keys: 'forgotten' of the data\n"
    "                     directory that was in use last; FILE.forgotten when not given\n"
    "  --node N           a number no node has; one above the highest when not given\n"
    "  --expired          also when the backup is older than 35 days\n"
    "  --json             what was restored, as JSON\n" CLI_DATA_HELP
    "\nExit codes: 0 restored; 2 wrong command line; 3 no backup, altered, cut short, or "
    "a\n"
    "damaged list; 4 no such backup or key; 5 refused: list missing or older than the "
    "backup,\n"
    "expired, another key, directory not empty, node number taken, newer program; 6 busy "
    "or\n"
    "disk full; 7 restored, but the ledger does not verify (as when it was backed up).\n";

static void print_json(const struct cli_data *data, const struct db_restored *r)
{
    char text[DATE_TIME_TEXT_SIZE];
    struct buffer buf;
    struct json json;

    buffer_init(&buf, JSON_MOST);
    json_init(&json, &buf);
    json_open(&json, NULL);
    json_text(&json, "data_dir", data->config.dir);
    json_text(&json, "made_at", date_time_format(r->manifest.made_at, text));
    json_int(&json, "events", r->verdict.events);
    json_int(&json, "bad_events", r->verdict.bad);
    json_int(&json, "node", r->node);
    json_stamp(&json, "incarnation", r->incarnation);
    json_int(&json, "forgotten_again", r->forgotten);
    json_text(&json, "list_until",
              r->newest_ms ? date_time_format(r->newest_ms, text) : NULL);
    json_close(&json);
    puts(buffer_text(&buf));
    buffer_fini(&buf);
}

static void print_restored(const struct cli_data *data, const struct db_restored *r)
{
    char text[DATE_TIME_TEXT_SIZE];

    printf("Restored %s as it was on %s: %" PRId64 " events, node %d.\n",
           data->config.dir, date_time_format(r->manifest.made_at, text),
           r->verdict.events, r->node);
    printf("%" PRId64 " keys that were forgotten since were thrown away again.\n",
           r->forgotten);
    if (r->newest_ms)
        printf("The newest on the list was forgotten on %s; if anybody was forgotten "
               "later,\nforget them again with redkite purge.\n",
               date_time_format(r->newest_ms, text));
    else
        puts("The list was empty; if anybody was forgotten since, forget them again with "
             "redkite purge.");
}

static int run_restore(struct cli_data *data, struct db_restore *restore, bool as_json)
{
    struct progress progress = cli_progress("restore");
    struct arena *arena = arena_new();
    struct db_restored restored;
    struct problems problems;
    int status;
    enum rc rc;

    problems_init(&problems, arena);
    restore->config = &data->config;
    rc = db_restore_run(restore, &progress, &problems, &restored);
    cli_progress_end();
    cli_print_problems(restore->file, &problems, false);
    status = cli_exit_of(rc);
    if (rc && !problems_any(&problems))
        status = cli_fail(rc, "nothing was restored");
    arena_free(arena);
    if (rc)
        return status;
    if (as_json)
        print_json(data, &restored);
    else
        print_restored(data, &restored);
    if (!restored.verdict.bad)
        return CLI_OK;
    fprintf(stderr,
            "redkite: %" PRId64 " events do not fit their chain; run redkite check\n",
            restored.verdict.bad);
    return CLI_FAILED_CHECK;
}

int cli_restore(int argc, char **argv)
{
    static const struct option options[] = {
        CLI_DATA_OPTIONS,
        {"expired", no_argument, NULL, 'e'},
        {"forgotten", required_argument, NULL, 'f'},
        {"json", no_argument, NULL, 'j'},
        {"node", required_argument, NULL, 'n'},
        {NULL, 0, NULL, 0},
    };
    struct db_restore restore = {0};
    struct cli_data data = {0};
    int64_t node = DB_NODE_NEXT;
    bool as_json = false;
    int key;

    optind = 1;
    while ((key = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (cli_data_take(&data, key, optarg))
            continue;
        if (key == 'e')
            restore.any_age = true;
        else if (key == 'f')
            restore.forgotten = optarg;
        else if (key == 'j')
            as_json = true;
        else if (key != 'n')
            return cli_usage("restore", "wrong option");
        else if (number_parse_int(optarg, 0, STAMP_NODE_MAX, &node))
            return cli_usage("restore", "--node is from 0 to %d", STAMP_NODE_MAX);
    }
    if (optind + 1 != argc || !data.dir)
        return cli_usage("restore", "name one FILE, and the directory with --data");
    restore.file = argv[optind];
    cli_data_resolve(&data);
    data.config.node = (int)node;
    return run_restore(&data, &restore, as_json);
}
