#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/forgotten.h"
#include "db/party.h"
#include "db/purge.h"
#include "server/cli/cli.h"
#include "server/cli/commands.h"
#include "server/cli/data.h"
#include "server/cli/subject.h"
#include "server/core/date.h"

#define HOUR_MS     INT64_C(3600000)
#define BATCH       200 /* subjects per change */
#define STALE_HOURS (7 * 24)

const char cli_purge_help[] =
    "Usage: redkite purge --party REF [--dry-run] [--yes] [--during-crisis]\n"
    "       redkite purge --due [--dry-run]\n"
    "                     [--data DIR] [--master-key FILE]\n\n"
    "--party forgets one party now: its keys are thrown away, so that nothing of it can "
    "be\n"
    "opened again, here or out of a backup restored later. Says what that is; does it "
    "only\n"
    "with --yes. While an open crisis touches a country where the party stays, "
    "--during-crisis\n"
    "is needed too. REF may be the party's stamp.\n\n"
    "--due forgets who has been kept long enough: trips 14 days after the stated return, "
    "and\n"
    "residence 12 months after the last confirmation. Whoever a crisis touched, and "
    "whoever\n"
    "has no such fact, is counted and kept. The first call announces it; a call 48 hours "
    "to\n"
    "7 days later forgets who was due then and still is. It waits 72 hours after a "
    "crisis opens.\n\n"
    "  --dry-run          says what would be forgotten, and does nothing\n" CLI_DATA_HELP
    "\nExit codes: 0 done, or announced; 2 wrong command line, or --yes is missing; 4 no "
    "such\n"
    "party, or forgotten already; 5 refused during a crisis; 6 in use by another "
    "process, "
    "or\n"
    "announced less than 48 hours ago; 7 something was left: run redkite check.\n";

struct purge_options {
    const char *party;
    bool due, dry_run, yes, during_crisis;
};

/* --- forgetting, and counting what is left --- */

struct batch {
    const struct db_due *items;
    size_t count;
};

static enum rc forget_batch(struct db_tx *tx, void *state)
{
    const struct batch *b = state;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < b->count && !rc; i++) {
        rc = db_forget_append(tx, b->items[i].subject);
        if (rc == RC_NOT_FOUND)
            rc = RC_OK; /* nothing left of it */
    }
    return rc;
}

static enum rc forget(struct cli_data *data, const struct db_due *items, size_t count)
{
    enum rc rc = RC_OK;

    for (size_t at = 0; at < count && !rc; at += BATCH) {
        struct batch batch = {items + at, count - at < BATCH ? count - at : BATCH};
        const struct db_change change = {
            .run = forget_batch, .state = &batch, .actor = "system", .priority = DB_JOB};

        rc = db_write(data->store, &change);
    }
    return rc;
}

static enum rc add_up(struct db *db, const struct db_due *items, size_t count,
                      struct db_holdings *ret_sum)
{
    struct db_holdings sum = {0}, one;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < count && !rc; i++) {
        rc = db_purge_holdings(db, items[i].subject, &one);
        if (rc)
            break;
        sum.parties += one.parties;
        sum.people += one.people;
        sum.stays += one.stays;
        sum.needs += one.needs;
        sum.keys += one.keys;
        sum.events += one.events;
    }
    if (!rc)
        *ret_sum = sum;
    return rc;
}

static void print_holdings(const char *what, const struct db_holdings *h)
{
    printf("%s: %" PRId64 " parties, %" PRId64 " people, %" PRId64 " stays, %" PRId64
           " needs, %" PRId64 " keys\n",
           what, h->parties, h->people, h->stays, h->needs, h->keys);
}

static int purge_all(struct cli_data *data, const struct db_due *items, size_t count)
{
    struct db_holdings before, after;
    enum rc rc = add_up(data->db, items, count, &before);

    if (!rc)
        rc = forget(data, items, count);
    if (!rc)
        rc = add_up(data->db, items, count, &after);
    if (rc)
        return cli_fail(rc, "the purge did not end; run it again");
    print_holdings("Before", &before);
    print_holdings("Now", &after);
    printf("%" PRId64 " events stay in the chain; nobody can open them again. Backups "
           "made before today\nstill can, until they expire 35 days after they were "
           "made.\n",
           after.events);
    return after.parties || after.people || after.stays || after.needs || after.keys
               ? CLI_FAILED_CHECK
               : CLI_OK;
}

/* --- one party --- */

static int refuse_in_crisis(struct cli_data *data, int64_t party)
{
    int64_t crisis;
    enum rc rc = db_purge_crisis(data->db, party, &crisis);

    if (rc == RC_NOT_FOUND)
        return CLI_OK;
    if (rc)
        return cli_fail(rc, "the crises cannot be read");
    return cli_fail(RC_CONFLICT,
                    "crisis %" PRId64 " touches a country where the party stays; once a "
                    "second proof is there,\nadd --during-crisis",
                    crisis);
}

static int purge_party(struct cli_data *data, const struct purge_options *o)
{
    struct db_due item = {0};
    struct db_holdings h;
    int status;
    enum rc rc = cli_subject_find(data->db, o->party, &item.subject);

    if (rc == RC_INVALID)
        return cli_usage("purge", "'%s' is neither a ref nor a stamp", o->party);
    if (!rc)
        rc = db_purge_holdings(data->db, item.subject, &h);
    if (!rc && (!h.parties || !h.keys))
        rc = RC_NOT_FOUND;
    if (rc)
        return cli_fail(rc, "there is no party %s, or it is forgotten already", o->party);
    if (o->dry_run || !o->yes) {
        print_holdings("Would be forgotten", &h);
        return o->dry_run ? CLI_OK
                          : cli_usage("purge", "nothing was done: add --yes to forget "
                                               "the party for ever");
    }
    status = o->during_crisis ? CLI_OK : refuse_in_crisis(data, item.subject);
    return status ? status : purge_all(data, &item, 1);
}

/* --- who is due --- */

static void print_undecided(const struct db_due_list *list)
{
    const struct {
        int64_t count;
        const char *text;
    } lines[] = {
        {list->open_crisis, "stays in a country that an open crisis touches"},
        {list->closed_crisis,
         "stays that a closed crisis touched: kept until each case is closed"},
        {list->no_country, "stays whose country is not known"},
        {list->unconfirmed, "residences that nobody ever confirmed"},
        {list->reported, "stays reported or scanned in a crisis"},
        {list->nowhere, "parties without any stay"},
        {list->removed, "parties taken off the lists: forget them with purge --party"},
    };

    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
        if (lines[i].count)
            printf("Not decided here: %" PRId64 " %s\n", lines[i].count, lines[i].text);
}

static void print_due(const struct db_due_list *list, const struct db_holdings *sum)
{
    size_t trips = 0;

    for (size_t i = 0; i < list->count; i++)
        trips += list->items[i].trip;
    printf("Due: %zu parties and %zu single trips\n", list->count - trips, trips);
    print_holdings("With them", sum);
    print_undecided(list);
}

static enum rc set_announced(struct db_tx *tx, void *state)
{
    return db_purge_announce(tx, *(const int64_t *)state);
}

static int announce(struct cli_data *data, int64_t ms)
{
    const struct db_change change = {
        .run = set_announced, .state = &ms, .actor = "system"};
    char text[DATE_TIME_TEXT_SIZE];
    enum rc rc = db_write(data->store, &change);

    if (rc)
        return cli_fail(rc, "the purge could not be announced");
    if (ms)
        printf("Announced: run this again from %s.\n",
               date_time_format(ms + DB_PURGE_ANNOUNCED_HOURS * HOUR_MS, text));
    return CLI_OK;
}

/* When the purge that is under way was announced; 0 when one has to be announced now. */
static int64_t announced_at(struct cli_data *data, int64_t now)
{
    int64_t at;

    if (db_purge_announced(data->db, &at) || at > now || now - at > STALE_HOURS * HOUR_MS)
        return 0;
    return at;
}

static int act_on(struct cli_data *data, const struct db_due_list *list, int64_t now,
                  int64_t announced)
{
    char text[DATE_TIME_TEXT_SIZE];
    int status;

    if (list->last_opened_ms &&
        now - list->last_opened_ms < DB_PURGE_QUIET_HOURS * HOUR_MS)
        return cli_fail(RC_CONFLICT,
                        "a crisis was opened on %s; the purge waits 72 hours",
                        date_time_format(list->last_opened_ms, text));
    if (!announced)
        return announce(data, now);
    if (now - announced < DB_PURGE_ANNOUNCED_HOURS * HOUR_MS)
        return cli_fail(RC_BUSY, "announced on %s; 48 hours must pass",
                        date_time_format(announced, text));
    status = purge_all(data, list->items, list->count);
    return status ? status : announce(data, 0);
}

static int purge_due(struct cli_data *data, const struct purge_options *o)
{
    struct progress progress = cli_progress("purge");
    struct arena *arena = arena_new();
    int64_t now = clock_now_ms(data->config.clock), announced = announced_at(data, now);
    struct db_due_list list;
    struct db_holdings sum;
    int status = CLI_OK;
    enum rc rc =
        db_purge_due(data->db, arena, announced ? announced : now, &progress, &list);

    if (!rc)
        rc = add_up(data->db, list.items, list.count, &sum);
    cli_progress_end();
    if (rc) {
        status = cli_fail(rc, "who is due could not be found out");
    } else {
        print_due(&list, &sum);
        if (!o->dry_run)
            status = act_on(data, &list, now, announced);
    }
    arena_free(arena);
    return status;
}

int cli_purge(int argc, char **argv)
{
    static const struct option options[] = {
        CLI_DATA_OPTIONS,
        {"due", no_argument, NULL, 'd'},
        {"during-crisis", no_argument, NULL, 'c'},
        {"dry-run", no_argument, NULL, 'n'},
        {"party", required_argument, NULL, 'p'},
        {"yes", no_argument, NULL, 'y'},
        {NULL, 0, NULL, 0},
    };
    struct purge_options o = {0};
    struct cli_data data = {0};
    int key, status;

    optind = 1;
    while ((key = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (cli_data_take(&data, key, optarg))
            continue;
        if (key == '?')
            return cli_usage("purge", "wrong option");
        o.due |= key == 'd';
        o.during_crisis |= key == 'c';
        o.dry_run |= key == 'n';
        o.yes |= key == 'y';
        if (key == 'p')
            o.party = optarg;
    }
    if (optind != argc || o.due == (o.party != NULL))
        return cli_usage("purge", "say --party REF or --due");
    status = cli_data_open(&data, o.dry_run);
    if (!status)
        status = o.due ? purge_due(&data, &o) : purge_party(&data, &o);
    cli_data_close(&data);
    return status;
}
