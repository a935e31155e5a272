#include "server/app/roster.h"

#include <stdlib.h>
#include <string.h>

#include "db/crisis.h"
#include "db/engine.h"
#include "db/party.h"
#include "db/site.h"
#include "db/store.h"
#include "server/app/planning.h"
#include "server/app/roster_row.h"
#include "server/core/date.h"
#include "server/core/text.h"

#define DELETE_AFTER_DAYS 14 /* a standing audience is approved for at most so long */
#define PROFILE           "point"

/* One party that the plan sends to a site. */
struct sent {
    int64_t site_id;
    const char *sort; /* folded surname of its first member */
    const struct app_touched *party;
};

struct making {
    const struct app_roster_order *order;
    struct arena *arena;
    struct app_situation situation;
    struct db_plan stored;
    struct geo_plan plan;
    struct sent *sent;
    size_t sent_count;
    struct roster *known; /* rosters of the crisis so far */
    size_t known_count;
    struct db_roster *made;
    size_t made_count;
};

static const struct app_touched *find_party(const struct app_situation *s, int64_t id)
{
    size_t low = 0, high = s->party_count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (s->parties[mid].party_id < id)
            low = mid + 1;
        else
            high = mid;
    }
    return low < s->party_count && s->parties[low].party_id == id ? &s->parties[low]
                                                                  : NULL;
}

/* Families stay together, in the order a gate looks them up: by the surname of the first
 * member. */
static int by_site_and_name(const void *a, const void *b)
{
    const struct sent *x = a, *y = b;
    int order;

    if (x->site_id != y->site_id)
        return x->site_id < y->site_id ? -1 : 1;
    order = strcmp(x->sort, y->sort);
    if (order)
        return order;
    return x->party->party_id < y->party->party_id ? -1 : 1;
}

static enum rc sort_parties(struct making *m)
{
    m->sent = arena_array(m->arena, m->plan.row_count, sizeof(*m->sent));
    for (size_t i = 0; i < m->plan.row_count; i++) {
        const struct geo_plan_row *row = &m->plan.rows[i];
        const struct app_touched *party = find_party(&m->situation, row->party_id);
        struct sent *sent = &m->sent[m->sent_count];
        char *sort;

        if (row->reason != GEO_PLAN_SERVED || row->site >= m->plan.site_count || !party ||
            !party->count)
            continue; /* not planned, or gone or forgotten since */
        if (text_fold(m->arena,
                      party->persons[0].surname ? party->persons[0].surname : "", &sort))
            return RC_INTERNAL;
        *sent = (struct sent){m->plan.sites[row->site].site_id, sort, party};
        m->sent_count++;
    }
    if (m->sent_count)
        qsort(m->sent, m->sent_count, sizeof(*m->sent), by_site_and_name);
    return RC_OK;
}

static int number_of(const struct making *m, int64_t site_id)
{
    for (size_t i = 0; i < m->known_count; i++)
        if (m->known[i].site_id == site_id && m->known[i].kind == ROSTER_POINT)
            return m->known[i].number;
    return 0;
}

static void fill_header(const struct making *m, int64_t site_id, struct roster *r)
{
    *r = (struct roster){
        .crisis_id = m->situation.crisis.id,
        .plan_id = m->order->plan_id,
        .site_id = site_id,
        .kind = ROSTER_POINT,
        .number = number_of(m, site_id),
        .at = m->order->at_ms,
        .incarnation = db_store_incarnation(m->order->store),
        .seq = m->situation.seq,
        .cut_off = m->situation.cut_off,
        .maker = m->order->actor,
        .audience = PROFILE,
        .profile = PROFILE,
        .exercise = m->situation.crisis.exercise,
        .delete_by = date_of_ms(m->order->at_ms) + DELETE_AFTER_DAYS,
    };
}

/* The lines of one site's parties, and the hash over them. */
static enum rc fill_lines(struct making *m, const struct sent *first, size_t count,
                          struct db_roster *made)
{
    struct db_roster_line *lines;
    struct crypto_hash hash;
    size_t people = 0, at = 0;

    for (size_t i = 0; i < count; i++)
        people += first[i].party->count;
    lines = arena_array(m->arena, people, sizeof(*lines));
    crypto_sha256_init(&hash);
    for (size_t i = 0; i < count; i++) {
        struct arena *arena = arena_new();
        struct party party;
        enum rc rc = db_party_get(m->order->db, arena, first[i].party->party_id, &party);

        for (size_t k = 0; k < first[i].party->count && !rc; k++) {
            struct app_roster_row row;

            app_roster_row_fill(m->order->db, arena, &first[i].party->persons[k],
                                party.ref, &row);
            app_roster_row_number(arena, at + 1, &row);
            app_roster_row_hash(&row, &hash);
            lines[at].person_id = row.person_id;
            memcpy(lines[at++].hash, row.hash, DB_ROW_HASH_SIZE);
        }
        arena_free(arena);
        if (rc)
            return rc;
    }
    crypto_sha256_end(&hash, made->roster.hash);
    made->roster.count = at;
    made->lines = lines;
    return RC_OK;
}

static enum rc fill_rosters(struct making *m)
{
    enum rc rc = RC_OK;

    m->made = arena_array(m->arena, m->plan.site_count, sizeof(*m->made));
    for (size_t i = 0; i < m->sent_count && !rc;) {
        struct db_roster *made = &m->made[m->made_count++];
        size_t end = i;

        while (end < m->sent_count && m->sent[end].site_id == m->sent[i].site_id)
            end++;
        fill_header(m, m->sent[i].site_id, &made->roster);
        rc = fill_lines(m, &m->sent[i], end - i, made);
        i = end;
    }
    return rc;
}

static enum rc append_all(struct db_tx *tx, void *state)
{
    struct making *m = state;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < m->made_count && !rc; i++)
        rc = db_roster_append(tx, &m->made[i]);
    return rc;
}

enum rc app_roster_make(const struct app_roster_order *order, struct arena *arena,
                        struct app_roster_list *ret_made)
{
    struct making m = {.order = order, .arena = arena};
    const struct db_change change = {
        .run = append_all, .state = &m, .actor = order->actor, .priority = DB_JOB};
    enum rc rc = app_planning_load(order->db, arena, order->plan_id, &m.stored, &m.plan);

    if (!rc)
        rc = app_situation_load(order->db, m.stored.plan.crisis_id, m.stored.plan.at,
                                arena, &m.situation);
    if (!rc)
        rc = db_roster_list(order->db, arena, m.stored.plan.crisis_id, &m.known,
                            &m.known_count);
    if (!rc)
        rc = sort_parties(&m);
    if (!rc)
        rc = fill_rosters(&m);
    if (!rc)
        rc = db_write(order->store, &change);
    if (rc)
        return rc;
    *ret_made = (struct app_roster_list){m.made, m.made_count};
    return RC_OK;
}

/* --- made again --- */

static enum rc load_row(struct db *db, struct arena *arena, int64_t until_seq,
                        struct app_roster_row *row)
{
    uint8_t stored[DB_ROW_HASH_SIZE];
    struct person person;
    struct party party;
    enum rc rc = db_person_at(db, arena, row->person_id, until_seq, &person);

    if (!rc)
        rc = db_party_at(db, arena, person.party_id, until_seq, &party);
    if (rc == RC_NOT_FOUND) {
        row->forgotten = true;
        for (int c = 0; c < ROSTER_COLUMNS; c++)
            row->cells[c] = "";
        return RC_OK;
    }
    if (rc)
        return rc;
    memcpy(stored, row->hash, sizeof(stored));
    app_roster_row_fill(db, arena, &person, party.ref, row);
    row->verified = !memcmp(stored, row->hash, sizeof(stored));
    return RC_OK;
}

static enum rc load_rows(struct db *db, struct arena *arena,
                         const struct db_roster *stored, struct app_roster *r)
{
    enum rc rc = RC_OK;

    r->count = stored->roster.count;
    r->rows = arena_array(arena, r->count, sizeof(*r->rows));
    for (size_t i = 0; i < r->count && !rc; i++) {
        struct app_roster_row *row = &r->rows[i];

        row->person_id = stored->lines[i].person_id;
        memcpy(row->hash, stored->lines[i].hash, DB_ROW_HASH_SIZE);
        rc = load_row(db, arena, stored->roster.seq, row);
        app_roster_row_number(arena, i + 1, row);
        r->verified += row->verified;
        r->forgotten += row->forgotten;
    }
    return rc;
}

static enum rc load_site(struct db *db, struct arena *arena, struct app_roster *r)
{
    struct site *sites;
    size_t count;
    enum rc rc = db_site_list(db, arena, r->roster.crisis_id, &sites, &count);

    r->site = site_blank();
    r->site.name = "";
    r->site.code = "";
    for (size_t i = 0; i < count && !rc; i++)
        if (sites[i].id == r->roster.site_id)
            r->site = sites[i];
    return rc;
}

enum rc app_roster_load(struct db *db, struct arena *arena, int64_t id,
                        struct app_roster *ret_roster)
{
    struct app_roster r = {0};
    struct db_roster stored;
    enum rc rc = db_begin_read(db);

    if (rc)
        return rc;
    rc = db_roster_get(db, arena, id, &stored);
    r.roster = stored.roster;
    if (!rc)
        rc = db_crisis_get(db, arena, r.roster.crisis_id, &r.crisis);
    if (!rc)
        rc = load_site(db, arena, &r);
    if (!rc)
        rc = load_rows(db, arena, &stored, &r);
    db_rollback(db);
    if (!rc)
        *ret_roster = r;
    return rc;
}

/* --- compared --- */

static int by_person(const void *a, const void *b)
{
    const struct app_roster_row *x = *(const struct app_roster_row *const *)a;
    const struct app_roster_row *y = *(const struct app_roster_row *const *)b;

    return (x->person_id > y->person_id) - (x->person_id < y->person_id);
}

static const struct app_roster_row **sorted_rows(const struct app_roster *r,
                                                 struct arena *arena)
{
    const struct app_roster_row **rows =
        arena_array(arena, r->count, sizeof(struct app_roster_row *));

    for (size_t i = 0; i < r->count; i++)
        rows[i] = &r->rows[i];
    if (r->count)
        qsort(rows, r->count, sizeof(struct app_roster_row *), by_person);
    return rows;
}

static const struct app_roster_row *find_row(const struct app_roster_row **rows,
                                             size_t count,
                                             const struct app_roster_row *row)
{
    const struct app_roster_row **found =
        count ? bsearch(&row, rows, count, sizeof(struct app_roster_row *), by_person)
              : NULL;

    return found ? *found : NULL;
}

static void add_difference(struct app_roster_differences *d,
                           enum app_roster_change change,
                           const struct app_roster_row *row)
{
    d->items[d->count++] = (struct app_roster_difference){
        .change = change,
        .person_id = row->person_id,
        .tag = row->forgotten ? NULL : row->cells[ROSTER_TAG],
        .surname = row->cells[ROSTER_SURNAME],
        .given_names = row->cells[ROSTER_GIVEN_NAMES],
    };
}

enum rc app_roster_compare(const struct app_roster *from, const struct app_roster *to,
                           struct arena *arena,
                           struct app_roster_differences *ret_differences)
{
    const struct app_roster_row **old = sorted_rows(from, arena),
                                **new = sorted_rows(to, arena);
    struct app_roster_differences d = {
        arena_array(arena, from->count + to->count, sizeof(*d.items)), 0};

    if (from->roster.crisis_id != to->roster.crisis_id)
        return RC_CONFLICT;
    for (size_t i = 0; i < to->count; i++) {
        const struct app_roster_row *before = find_row(old, from->count, &to->rows[i]);

        if (!before)
            add_difference(&d, ROSTER_JOINED, &to->rows[i]);
        else if (memcmp(before->hash, to->rows[i].hash, DB_ROW_HASH_SIZE))
            add_difference(&d, ROSTER_CHANGED, &to->rows[i]);
    }
    for (size_t i = 0; i < from->count; i++)
        if (!find_row(new, to->count, &from->rows[i]))
            add_difference(&d, ROSTER_LEFT, &from->rows[i]);
    *ret_differences = d;
    return RC_OK;
}
