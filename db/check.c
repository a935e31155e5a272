#include "db/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "db/engine.h"
#include "db/fields.h"
#include "db/forgotten.h"
#include "db/keys.h"
#include "db/party.h"
#include "db/rebuild.h"
#include "db/scratch.h"
#include "db/store.h"
#include "db/token.h"

#define REPORT_EVERY 4096

/* One check under way. */
struct run {
    struct db_store *store;
    struct db *db;
    const struct progress *progress;
    int64_t done; /* events and rows looked at */
    int64_t seq;  /* of the last event */
    struct arena *arena;
    struct db_check ret;
};

static void found(struct run *r, enum db_check_kind kind, const char *noun, int64_t id)
{
    struct db_check_line *line = &r->ret.lines[kind];

    line->count++;
    if (line->named == DB_CHECK_NAMED)
        return;
    line->ids[line->named] = id;
    line->nouns[line->named++] = noun;
}

static enum rc step(struct run *r)
{
    if (++r->done % REPORT_EVERY == 0 &&
        !progress_report(r->progress, r->done, 2 * r->ret.verdict.events))
        return RC_CONFLICT;
    return RC_OK;
}

/* --- events --- */

static enum rc is_there(struct db *db, int64_t stamp)
{
    static const char sql[] = "SELECT 1 FROM event WHERE stamp = :stamp";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":stamp", stamp);
    rc = db_step_row(db, st);
    db_release(db, st);
    return rc;
}

static enum rc open_event(struct run *r, const struct db_event *event)
{
    const struct db_noun *noun = db_noun_find(event->noun);
    const char *name = noun ? noun->name : NULL;
    struct db_fields *fields = NULL;
    struct crypto_key key;
    bool forgotten;
    enum rc rc = db_event_open(r->db, event, &fields);

    db_fields_free(fields);
    if (rc == RC_INVALID || rc == RC_INTERNAL) {
        found(r, DB_CHECK_EVENT, name, event->stamp);
        return RC_OK;
    }
    if (rc != RC_NOT_FOUND)
        return rc;
    rc = db_key_get(r->db, event->key, &forgotten, &key);
    crypto_wipe(&key, sizeof(key));
    if (forgotten)
        r->ret.forgotten++;
    else
        found(r, DB_CHECK_WAITING_KEY, name, event->stamp);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc check_event(void *state, const struct db_event *event)
{
    struct run *r = state;
    enum rc rc = open_event(r, event);

    if (event->seq != r->seq + 1)
        found(r, DB_CHECK_SEQ, NULL, r->seq + 1);
    r->seq = event->seq;
    if (!db_noun_find(event->noun))
        found(r, DB_CHECK_UNKNOWN, NULL, event->stamp);
    if (!rc && event->subject != event->stamp) {
        rc = is_there(r->db, event->subject);
        if (rc == RC_NOT_FOUND) {
            found(r, DB_CHECK_WAITING_CREATION, NULL, event->stamp);
            rc = RC_OK;
        }
    }
    return rc ? rc : step(r);
}

static enum rc check_ledger(struct run *r)
{
    struct db_verdict *v = &r->ret.verdict;
    enum rc rc = db_ledger_verify(r->db, r->progress, v);

    if (rc)
        return rc;
    r->ret.lines[DB_CHECK_CHAIN] = (struct db_check_line){
        .count = v->bad, .ids = {v->first_bad}, .named = v->bad > 0};
    return db_ledger_walk(r->db, 0, INT64_MAX, check_event, r);
}

/* --- rows --- */

struct box {
    struct db_seal seal;
    const void *bytes;
    size_t len;
    bool json;
};

static enum rc open_box(struct run *r, const struct box *box)
{
    struct db_fields *fields = NULL;
    const void *clear = box->bytes;
    size_t len = box->len;
    enum rc rc = RC_OK;

    if (box->seal.key_id) {
        uint8_t *opened = arena_alloc(r->arena, len + 1);

        rc = db_unseal(&box->seal, box->bytes, len, opened);
        clear = opened;
        len -= rc ? 0 : CRYPTO_SEAL_EXTRA;
    }
    if (!rc && box->json)
        rc = db_fields_parse(clear, len, &fields);
    db_fields_free(fields);
    arena_reset(r->arena);
    return rc;
}

/* Columns of every state table: id, key, ..., box last; of stay_at no head. */
static enum rc check_box(struct run *r, struct db_stmt *st, const char *noun, bool json)
{
    struct box box = {.json = json};
    enum rc rc;

    box.seal = (struct db_seal){
        noun, db_col_int(st, 0), json ? "box" : "at", db_col_int(st, 1), {{0}}};
    box.bytes = db_col_blob(st, db_col_count(st) - 1, &box.len);
    if (box.seal.key_id) {
        rc = db_key_get(r->db, box.seal.key_id, NULL, &box.seal.key);
        if (rc == RC_NOT_FOUND) {
            found(r, DB_CHECK_ROW_FORGOTTEN, noun, box.seal.subject);
            return RC_OK;
        }
        if (rc && rc != RC_INTERNAL)
            return rc;
    }
    if (open_box(r, &box))
        found(r, DB_CHECK_ROW, noun, box.seal.subject);
    crypto_wipe(&box, sizeof(box));
    return RC_OK;
}

static enum rc check_rows(struct run *r, const char *sql, const char *noun, bool json)
{
    struct db_stmt *st;
    enum rc rc = db_prepare(r->db, sql, &st);

    if (rc)
        return rc;
    while (!(rc = db_step_row(r->db, st))) {
        r->ret.rows++;
        rc = check_box(r, st, noun, json);
        if (!rc && json && (rc = is_there(r->db, db_col_int(st, 2))) == RC_NOT_FOUND) {
            found(r, DB_CHECK_ROW_EVENT, noun, db_col_int(st, 0));
            rc = RC_OK;
        }
        if (!rc)
            rc = step(r);
        if (rc)
            break;
    }
    db_release(r->db, st);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc check_state(struct run *r)
{
    static const char stay_at[] = "SELECT * FROM stay_at ORDER BY stay";
    enum rc rc = RC_OK;

    for (size_t i = 0; db_nouns[i] && !rc; i++)
        rc = check_rows(r, db_nouns[i]->dump, db_nouns[i]->name, true);
    return rc ? rc : check_rows(r, stay_at, "stay", false);
}

/* --- rules between subjects --- */

static enum rc list_ids(struct run *r, enum db_check_kind kind, const char *noun,
                        const char *sql)
{
    struct db_stmt *st;
    enum rc rc = db_prepare(r->db, sql, &st);

    if (rc)
        return rc;
    while (!(rc = db_step_row(r->db, st)))
        found(r, kind, noun, db_col_int(st, 0));
    db_release(r->db, st);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc check_rules(struct run *r)
{
    static const char persons[] =
        "SELECT id FROM person p WHERE gone IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM party WHERE party.id = p.party AND gone IS NULL) ORDER BY id";
    static const char stays[] =
        "SELECT id FROM stay s WHERE gone IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM party WHERE party.id = s.party AND gone IS NULL) ORDER BY id";
    static const char needs[] =
        "SELECT id FROM care c WHERE gone IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM person WHERE person.id = c.person) ORDER BY id";
    enum rc rc = list_ids(r, DB_CHECK_PERSON, "person", persons);

    if (!rc)
        rc = list_ids(r, DB_CHECK_STAY, "stay", stays);
    if (!rc)
        rc = list_ids(r, DB_CHECK_CARE, "care", needs);
    return rc ? rc : db_person_count(r->db, &r->ret.people);
}

/* --- people who are there twice --- */

/* Those who share one document or number. */
struct group {
    struct run *run;
    int64_t id;
    struct person *persons;
    size_t count, size;
    int64_t *twice;
    size_t twice_count, twice_size;
};

static void remember(struct group *g, int64_t id)
{
    if (g->twice_count == g->twice_size) {
        g->twice_size = g->twice_size ? 2 * g->twice_size : 64;
        g->twice = mem_realloc(g->twice, g->twice_size, sizeof(*g->twice));
    }
    g->twice[g->twice_count++] = id;
}

static enum rc compare_one(void *state, enum db_token kind, int64_t group,
                           int64_t subject)
{
    struct group *g = state;
    struct person person;
    enum rc rc;

    (void)kind;
    if (group != g->id) {
        g->id = group;
        g->count = 0;
        arena_reset(g->run->arena);
    }
    rc = db_person_get(g->run->db, g->run->arena, subject, &person);
    if (rc) /* a row that cannot be opened is told elsewhere */
        return rc == RC_NOT_FOUND || rc == RC_INTERNAL ? RC_OK : rc;
    for (size_t i = 0; i < g->count; i++)
        if (person_same_certain(&g->persons[i], &person)) {
            remember(g, subject);
            break;
        }
    if (g->count == g->size) {
        g->size = g->size ? 2 * g->size : 16;
        g->persons = mem_realloc(g->persons, g->size, sizeof(*g->persons));
    }
    g->persons[g->count++] = person;
    return RC_OK;
}

static int compare_ids(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static enum rc check_duplicates(struct run *r)
{
    struct group g = {.run = r};
    enum rc rc = db_token_shared(r->db, DB_TOKEN_DOCUMENT, compare_one, &g);

    g.id = 0;
    if (!rc)
        rc = db_token_shared(r->db, DB_TOKEN_NATIONAL_NUMBER, compare_one, &g);
    if (g.twice_count)
        qsort(g.twice, g.twice_count, sizeof(*g.twice), compare_ids);
    for (size_t i = 0; i < g.twice_count; i++)
        if (!i || g.twice[i] != g.twice[i - 1])
            found(r, DB_CHECK_DUPLICATE, "person", g.twice[i]);
    free(g.persons);
    free(g.twice);
    arena_reset(r->arena);
    return rc;
}

/* --- the list of forgotten keys --- */

static enum rc read_list(struct run *r, struct arena *arena, struct db_forgotten **items,
                         size_t *count)
{
    char path[DB_PATH_SIZE];
    enum rc rc = RC_TOO_LARGE;

    *count = 0;
    if (snprintf(path, sizeof(path), "%s/forgotten", db_store_dir(r->store)) <
        (int)sizeof(path))
        rc = db_forgotten_read(path, arena, items, count);
    return rc == RC_NOT_FOUND || rc == RC_INVALID ? RC_OK : rc;
}

/* Read before the snapshot: whatever stands on it is forgotten by then. */
static enum rc check_list(struct run *r, const struct db_forgotten *items, size_t count)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < count && !rc; i++) {
        struct crypto_key key;
        bool forgotten;

        rc = db_key_get(r->db, items[i].key, &forgotten, &key);
        crypto_wipe(&key, sizeof(key));
        if (!forgotten)
            found(r, DB_CHECK_LIST_NOT_THROWN, NULL, items[i].key);
        if (rc == RC_NOT_FOUND || rc == RC_INTERNAL)
            rc = RC_OK;
    }
    return rc;
}

/* Read after the snapshot: whatever was forgotten then stands on it by now. */
static enum rc check_tombstones(struct run *r)
{
    static const char sql[] =
        "SELECT id FROM key WHERE forgotten IS NOT NULL ORDER BY id";
    struct db_forgotten *items;
    size_t count, at = 0;
    struct arena *arena = arena_new();
    struct db_stmt *st;
    enum rc rc = read_list(r, arena, &items, &count);

    if (!rc)
        rc = db_prepare(r->db, sql, &st);
    if (rc)
        goto out;
    while (!(rc = db_step_row(r->db, st))) {
        while (at < count && items[at].key < db_col_int(st, 0))
            at++;
        if (at == count || items[at].key != db_col_int(st, 0))
            found(r, DB_CHECK_LIST_MISSING, NULL, db_col_int(st, 0));
    }
    db_release(r->db, st);
    if (rc == RC_NOT_FOUND)
        rc = RC_OK;
out:
    arena_free(arena);
    return rc;
}

/* --- all of it --- */

static enum rc check_snapshot(struct run *r, const struct db_forgotten *items,
                              size_t count)
{
    enum rc rc = db_quick_check(r->db);

    if (rc == RC_INVALID)
        found(r, DB_CHECK_PAGES, NULL, 0);
    else if (rc)
        return rc;
    rc = check_ledger(r);
    if (!rc)
        rc = check_state(r);
    if (!rc)
        rc = check_rules(r);
    if (!rc)
        rc = check_duplicates(r);
    if (!rc)
        rc = check_list(r, items, count);
    return rc ? rc : check_tombstones(r);
}

static enum rc check_in_place(struct run *r, const struct db_forgotten *items,
                              size_t count)
{
    enum rc rc = db_begin_read(r->db);

    if (rc)
        return rc;
    rc = check_snapshot(r, items, count);
    db_rollback(r->db);
    return rc;
}

static enum rc check_rebuilt(struct run *r, const char *path)
{
    struct db_check_line *line = &r->ret.lines[DB_CHECK_REBUILD];
    struct db_state_difference *d = &r->ret.difference;
    enum rc rc = db_rebuild_compare(r->db, path, r->progress, d);

    if (rc || !d->count)
        return rc;
    *line = (struct db_check_line){
        .count = d->count, .ids = {d->id}, .nouns = {d->table}, .named = 1};
    return RC_OK;
}

/* On a copy, so that a long rebuild stands in nobody's way. */
static enum rc check_copy(struct run *r, const struct db_forgotten *items, size_t count)
{
    char copy[DB_PATH_SIZE], rebuilt[DB_PATH_SIZE];
    struct db_scratch scratch;
    struct db *live = r->db;
    enum rc rc = db_scratch_open(db_store_dir(r->store), "check", &scratch);

    if (rc)
        return rc;
    db_scratch_path(&scratch, "copy.db", copy);
    db_scratch_path(&scratch, "rebuilt.db", rebuilt);
    rc = db_copy_to(live, copy);
    if (!rc)
        rc = db_open(copy, DB_READ, &r->db);
    if (!rc) {
        db_set_keys(r->db, db_store_keys(r->store));
        rc = check_snapshot(r, items, count);
        if (!rc)
            rc = check_rebuilt(r, rebuilt);
        db_close(r->db);
    }
    r->db = live;
    db_scratch_close(&scratch);
    return rc;
}

enum rc db_check_run(struct db_store *store, bool rebuild,
                     const struct progress *progress, struct db_check *ret_check)
{
    struct run *r = mem_calloc(1, sizeof(*r));
    struct arena *arena = arena_new();
    struct db_forgotten *items = NULL;
    size_t count = 0;
    enum rc rc;

    r->store = store;
    r->progress = progress;
    r->arena = arena_new();
    rc = read_list(r, arena, &items, &count);
    if (!rc)
        rc = db_store_read(store, &r->db);
    if (!rc)
        rc = rebuild ? check_copy(r, items, count) : check_in_place(r, items, count);
    if (!rc)
        *ret_check = r->ret;
    db_close(r->db);
    arena_free(r->arena);
    arena_free(arena);
    free(r);
    return rc;
}

bool db_check_failed(const struct db_check *check)
{
    for (int kind = 0; kind < DB_CHECK_FIRST_NOTE; kind++)
        if (check->lines[kind].count)
            return true;
    return false;
}
