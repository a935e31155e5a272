#include "db/purge.h"

#include <string.h>

#include "db/crisis.h"
#include "db/engine.h"
#include "db/ledger.h"
#include "db/meta.h"
#include "db/party.h"
#include "server/core/date.h"
#include "server/model/country.h"

#define REPORT_EVERY 1024
#define ANNOUNCED    "purge_announced"

/* --- counting --- */

static enum rc count(struct db *db, const char *sql, int64_t subject, int64_t *ret_count)
{
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", subject);
    rc = db_step_row(db, st);
    if (!rc)
        *ret_count = db_col_int(st, 0);
    db_release(db, st);
    return rc;
}

enum rc db_purge_holdings(struct db *db, int64_t subject,
                          struct db_holdings *ret_holdings)
{
    static const char parties[] = "SELECT count(*) FROM party WHERE id = :id";
    static const char people[] = "SELECT count(*) FROM person WHERE party = :id";
    static const char stays[] = "SELECT count(*) FROM stay WHERE party = :id OR id = :id";
    static const char needs[] =
        "SELECT count(*) FROM care c JOIN person p ON p.id = c.person"
        " WHERE p.party = :id";
    static const char keys[] = "SELECT count(*) FROM key"
                               " WHERE (id = :id OR party = :id) AND wrapped IS NOT NULL";
    /* A key is named after the event that made it; a few other events lie under it. */
    static const char events[] =
        "SELECT (SELECT count(*) FROM key k JOIN event e ON e.stamp = k.id"
        " WHERE (k.id = :id OR k.party = :id) AND e.key = k.id)"
        " + (SELECT count(*) FROM key k JOIN event e ON e.subject = k.id"
        " AND e.subject <> e.stamp AND e.key = k.id WHERE k.id = :id OR k.party = :id)"
        " + (SELECT count(*) FROM key k JOIN event e ON e.key = k.id"
        " AND e.key IS NOT NULL AND e.key <> e.subject WHERE k.id = :id OR k.party = "
        ":id)";
    struct db_holdings h;
    enum rc rc = count(db, parties, subject, &h.parties);

    if (!rc)
        rc = count(db, people, subject, &h.people);
    if (!rc)
        rc = count(db, stays, subject, &h.stays);
    if (!rc)
        rc = count(db, needs, subject, &h.needs);
    if (!rc)
        rc = count(db, keys, subject, &h.keys);
    if (!rc)
        rc = count(db, events, subject, &h.events);
    if (!rc)
        *ret_holdings = h;
    return rc;
}

/* --- who is due --- */

struct search {
    struct db *db;
    struct arena *arena; /* of the caller */
    struct arena *party; /* of one party */
    const struct crisis *crises;
    size_t crisis_count;
    int64_t as_of_ms;
    size_t size;
    struct db_due_list list;
};

static bool touches(const struct crisis *crisis, const struct stay *stay)
{
    int64_t from = stay->from_day == DATE_NONE ? INT32_MIN : stay->from_day;
    int64_t to = stay->to_day == DATE_NONE ? INT32_MAX : stay->to_day;
    int64_t opened = date_of_ms(crisis->opened_at) - DB_PURGE_CRISIS_DAYS;
    int64_t closed = date_of_ms(crisis->closed_at) + DB_PURGE_CRISIS_DAYS;

    return !crisis->exercise && country_list_has(crisis->countries, stay->country) &&
           (!crisis->closed_at || (from <= closed && to >= opened));
}

/* Nobody is forgotten whom a crisis touched. */
static bool is_untouched(struct search *s, const struct stay *stay)
{
    if (!*stay->country) {
        s->list.no_country++;
        return false;
    }
    for (size_t i = 0; i < s->crisis_count; i++) {
        if (!touches(&s->crises[i], stay))
            continue;
        if (s->crises[i].closed_at)
            s->list.closed_crisis++;
        else
            s->list.open_crisis++;
        return false;
    }
    return true;
}

static bool is_due(struct search *s, const struct party *party, const struct stay *stay)
{
    int64_t confirmed = stay->confirmed_at > party->confirmed_at ? stay->confirmed_at
                                                                 : party->confirmed_at;
    int64_t kept_ms = DB_PURGE_RESIDENCE_DAYS * DATE_DAY_MS;
    int32_t today = date_of_ms(s->as_of_ms);

    switch (stay->kind) {
    case STAY_TRIP:
        return stay->to_day != DATE_NONE &&
               (int64_t)stay->to_day + DB_PURGE_TRIP_DAYS < today &&
               is_untouched(s, stay);
    case STAY_RESIDENCE:
        if (!confirmed) {
            s->list.unconfirmed++;
            return false;
        }
        return confirmed + kept_ms < s->as_of_ms && is_untouched(s, stay);
    case STAY_REPORTED:
    case STAY_SCAN:
        s->list.reported++;
        return false;
    }
    return false;
}

static void add_due(struct search *s, int64_t subject, bool trip)
{
    if (s->list.count == s->size) {
        size_t size = s->size ? 2 * s->size : 256;
        struct db_due *grown = arena_array(s->arena, size, sizeof(*grown));

        if (s->list.count)
            memcpy(grown, s->list.items, s->list.count * sizeof(*grown));
        s->list.items = grown;
        s->size = size;
    }
    s->list.items[s->list.count++] = (struct db_due){subject, trip};
}

/* When every stay is due, so is the party; else its trips alone, for residence shares the
 * party's key. */
static enum rc look_at_party(struct search *s, int64_t id)
{
    struct party party;
    struct stay *stays;
    size_t stay_count, due = 0;
    bool *is;
    enum rc rc;

    arena_reset(s->party);
    rc = db_party_get(s->db, s->party, id, &party);
    if (!rc)
        rc = db_stay_list(s->db, s->party, id, &stays, &stay_count);
    if (rc)
        return rc;
    is = arena_array(s->party, stay_count + 1, sizeof(*is));
    for (size_t i = 0; i < stay_count; i++) {
        is[i] = is_due(s, &party, &stays[i]);
        due += is[i];
    }
    if (!stay_count)
        s->list.nowhere++;
    else if (due == stay_count)
        add_due(s, id, false);
    for (size_t i = 0; i < stay_count && due < stay_count; i++)
        if (is[i] && stays[i].kind == STAY_TRIP)
            add_due(s, stays[i].id, true);
    return RC_OK;
}

static enum rc look_at_all(struct search *s, const struct progress *progress)
{
    static const char all[] = "SELECT count(*) FROM party WHERE id > :id";
    static const char sql[] = "SELECT id FROM party WHERE gone IS NULL ORDER BY id";
    int64_t total = 0, done = 0;
    struct db_stmt *st;
    enum rc rc = count(s->db, all, 0, &total);

    if (!rc)
        rc = db_prepare(s->db, sql, &st);
    if (rc)
        return rc;
    while (!(rc = db_step_row(s->db, st))) {
        rc = look_at_party(s, db_col_int(st, 0));
        if (!rc && ++done % REPORT_EVERY == 0 && !progress_report(progress, done, total))
            rc = RC_CONFLICT;
        if (rc)
            break;
    }
    db_release(s->db, st);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc load_crises(struct search *s)
{
    struct crisis *crises;
    enum rc rc = db_crisis_list(s->db, s->arena, &crises, &s->crisis_count);

    if (rc)
        return rc;
    s->crises = crises;
    for (size_t i = 0; i < s->crisis_count; i++)
        if (!crises[i].exercise && crises[i].opened_at > s->list.last_opened_ms)
            s->list.last_opened_ms = crises[i].opened_at;
    return RC_OK;
}

enum rc db_purge_due(struct db *db, struct arena *arena, int64_t as_of_ms,
                     const struct progress *progress, struct db_due_list *ret_list)
{
    static const char removed[] =
        "SELECT count(*) FROM party WHERE gone IS NOT NULL AND id > :id";
    struct search s = {.db = db, .arena = arena, .as_of_ms = as_of_ms};
    enum rc rc = load_crises(&s);

    s.party = arena_new();
    if (!rc)
        rc = look_at_all(&s, progress);
    if (!rc)
        rc = count(db, removed, 0, &s.list.removed);
    arena_free(s.party);
    if (!rc)
        *ret_list = s.list;
    return rc;
}

enum rc db_purge_crisis(struct db *db, int64_t party, int64_t *ret_crisis)
{
    struct arena *arena = arena_new();
    struct search s = {.db = db, .arena = arena};
    struct stay *stays;
    size_t stay_count = 0;
    enum rc rc = load_crises(&s);

    if (!rc)
        rc = db_stay_list(db, arena, party, &stays, &stay_count);
    if (!rc)
        rc = RC_NOT_FOUND;
    for (size_t i = 0; i < stay_count && rc == RC_NOT_FOUND; i++)
        for (size_t k = 0; k < s.crisis_count && rc == RC_NOT_FOUND; k++)
            if (!s.crises[k].closed_at && touches(&s.crises[k], &stays[i])) {
                *ret_crisis = s.crises[k].id;
                rc = RC_OK;
            }
    arena_free(arena);
    return rc;
}

/* --- the announcement --- */

enum rc db_purge_announced(struct db *db, int64_t *ret_ms)
{
    int64_t ms;
    enum rc rc = db_meta_get_int(db, ANNOUNCED, &ms);

    if (rc)
        return rc;
    if (!ms)
        return RC_NOT_FOUND;
    *ret_ms = ms;
    return RC_OK;
}

enum rc db_purge_announce(struct db_tx *tx, int64_t ms)
{
    return db_meta_set_int(tx->db, ANNOUNCED, ms);
}
