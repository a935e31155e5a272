#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "db/engine.h"
#include "db/fields.h"
#include "db/keys.h"
#include "db/ledger.h"
#include "server/cli/cli.h"
#include "server/cli/commands.h"
#include "server/cli/data.h"
#include "server/cli/subject.h"
#include "server/core/buffer.h"
#include "server/core/date.h"
#include "server/core/json.h"
#include "server/core/number.h"
#include "server/core/stamp.h"

#define TAIL_DEFAULT 20

const char cli_ledger_help[] =
    "Usage: redkite ledger show SUBJECT [--json]\n"
    "       redkite ledger tail [N] [--json]\n"
    "                      [--data DIR] [--master-key FILE]\n\n"
    "show prints every event of SUBJECT by stamp: when, by whom, what kind, and its "
    "fields,\n"
    "opened; 'forgotten' where the key was thrown away. SUBJECT is a stamp, or the ref "
    "of "
    "a party.\n"
    "tail prints the last N events (20 when not given) by order of arrival: ids only, "
    "nothing\n"
    "personal.\n\n"
    "  --json             one JSON object\n" CLI_DATA_HELP
    "\nExit codes: 0 printed; 2 wrong command line; 3 the database is damaged; 4 no such "
    "subject,\n"
    "database or key; 5 another key or version.\n";

/* One print-out under way. */
struct printing {
    struct db *db;
    struct buffer buf; /* one event */
    bool json;
    bool fields;     /* show them */
    int64_t subject; /* of show */
    int64_t printed;
};

/* Why the fields of an event cannot be shown, or NULL with the fields. */
static const char *open_fields(struct printing *p, const struct db_event *event,
                               struct db_fields **ret_fields)
{
    struct crypto_key key;
    bool forgotten = false;
    enum rc rc = db_event_open(p->db, event, ret_fields);

    if (!rc)
        return NULL;
    *ret_fields = NULL;
    if (rc != RC_NOT_FOUND)
        return "damaged";
    if (!db_key_get(p->db, event->key, &forgotten, &key))
        crypto_wipe(&key, sizeof(key));
    return forgotten ? "forgotten" : "waiting";
}

static void json_event(struct printing *p, const struct db_event *event,
                       const char *closed, const char *fields)
{
    char text[DATE_TIME_TEXT_SIZE];
    struct buffer buf;
    struct json json;

    buffer_init(&buf, DB_FIELDS_MAX);
    json_init(&json, &buf);
    json_open(&json, NULL);
    json_stamp(&json, "stamp", event->stamp);
    json_int(&json, "seq", event->seq);
    json_text(&json, "at", date_time_format(event->at, text));
    json_text(&json, "actor", event->actor);
    json_text(&json, "noun", event->noun);
    json_stamp(&json, "subject", event->subject);
    if (event->key)
        json_stamp(&json, "key", event->key);
    if (closed)
        json_text(&json, "closed", closed);
    else if (fields)
        json_raw(&json, "fields", fields);
    json_close(&json);
    if (p->fields && !p->printed)
        printf("{\"subject\":\"%" PRId64 "\",\"events\":[", p->subject);
    printf("%s%s", p->printed ? "," : "", buffer_text(&buf));
    buffer_fini(&buf);
}

static void line_event(const struct printing *p, const struct db_event *event,
                       const char *closed, const char *fields)
{
    char text[DATE_TIME_TEXT_SIZE];

    if (p->fields)
        printf("%" PRId64 "  %s  %s  %s\n    %s\n", event->stamp,
               date_time_format(event->at, text), event->actor, event->noun,
               closed ? closed : fields);
    else
        printf("%" PRId64 "  %" PRId64 "  %s  %s  %s %" PRId64 "\n", event->seq,
               event->stamp, date_time_format(event->at, text), event->actor, event->noun,
               event->subject);
}

static enum rc print_event(void *state, const struct db_event *event)
{
    struct printing *p = state;
    struct db_fields *fields = NULL;
    const char *closed = NULL;

    buffer_clear(&p->buf);
    if (p->fields) {
        closed = open_fields(p, event, &fields);
        if (fields)
            db_fields_write(fields, &p->buf);
        db_fields_free(fields);
    }
    if (p->json)
        json_event(p, event, closed, p->fields ? buffer_text(&p->buf) : NULL);
    else
        line_event(p, event, closed, buffer_text(&p->buf));
    p->printed++;
    crypto_wipe(p->buf.data, p->buf.len);
    return RC_OK;
}

/* --- show --- */

static int show(struct printing *p, const char *text)
{
    enum rc rc = cli_subject_find(p->db, text, &p->subject);

    if (rc == RC_INVALID)
        return cli_usage("ledger", "'%s' is neither a ref nor a stamp", text);
    p->fields = true;
    if (!rc)
        rc = db_ledger_walk_subject(p->db, p->subject, print_event, p);
    if (p->json && p->printed)
        puts("]}");
    if (rc == RC_NOT_FOUND)
        return cli_fail(rc, "there is no subject %s", text);
    return rc ? cli_fail(rc, "the ledger cannot be read") : CLI_OK;
}

/* --- tail --- */

static int tail(struct printing *p, int64_t number)
{
    struct db_ledger_state state;
    enum rc rc = db_ledger_state_load(p->db, 0, &state);

    if (p->json)
        fputs("{\"events\":[", stdout);
    if (!rc)
        rc = db_ledger_walk(p->db, state.seq > number ? state.seq - number : 0, state.seq,
                            print_event, p);
    if (p->json)
        puts("]}");
    return rc ? cli_fail(rc, "the ledger cannot be read") : CLI_OK;
}

/* --- both --- */

static int run_ledger(struct cli_data *data, bool json, const char *subject,
                      int64_t number)
{
    struct printing p = {.db = data->db, .json = json};
    int status;

    buffer_init(&p.buf, DB_FIELDS_MAX);
    status = subject ? show(&p, subject) : tail(&p, number);
    buffer_fini(&p.buf);
    return status;
}

int cli_ledger(int argc, char **argv)
{
    static const struct option options[] = {
        CLI_DATA_OPTIONS,
        {"json", no_argument, NULL, 'j'},
        {NULL, 0, NULL, 0},
    };
    struct cli_data data = {0};
    const char *subject = NULL;
    int64_t number = TAIL_DEFAULT;
    bool json = false;
    int key, status;

    optind = 1;
    while ((key = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (cli_data_take(&data, key, optarg))
            continue;
        if (key != 'j')
            return cli_usage("ledger", "wrong option");
        json = true;
    }
    argc -= optind;
    argv += optind;
    if (argc == 2 && !strcmp(argv[0], "show"))
        subject = argv[1];
    else if (argc < 1 || argc > 2 || strcmp(argv[0], "tail") != 0)
        return cli_usage("ledger", "say show SUBJECT, or tail");
    else if (argc == 2 && number_parse_int(argv[1], 1, INT64_MAX, &number))
        return cli_usage("ledger", "'%s' is no number of events", argv[1]);
    status = cli_data_open(&data, true);
    if (!status)
        status = run_ledger(&data, json, subject, number);
    cli_data_close(&data);
    return status;
}
