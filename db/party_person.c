#include "db/party.h"

#include <string.h>

#include "db/care.h"
#include "db/engine.h"
#include "db/ledger.h"
#include "db/record.h"

static enum rc load_care(struct db *db, struct person *person)
{
    static const char sql[] =
        "SELECT " DB_RECORD_COLS " FROM care WHERE person = :person AND gone IS NULL"
        " ORDER BY id DESC LIMIT 1";
    struct arena *arena = arena_new();
    struct db_care care = {0};
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (!rc) {
        db_bind_int(st, ":person", person->id);
        rc = db_record_one(db, st, &db_noun_care, arena, &care);
    }
    arena_free(arena);
    if (!rc) {
        person->need = care.need;
        person->marks = care.marks;
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc db_person_get(struct db *db, struct arena *arena, int64_t id,
                      struct person *ret_person)
{
    static const char sql[] =
        "SELECT " DB_RECORD_COLS " FROM person WHERE id = :id AND gone IS NULL";
    struct person person = person_blank();
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", id);
    rc = db_record_one(db, st, &db_noun_person, arena, &person);
    if (!rc)
        rc = load_care(db, &person);
    if (!rc)
        *ret_person = person;
    return rc;
}

enum rc db_person_list(struct db *db, struct arena *arena, int64_t party_id,
                       struct person **ret_persons, size_t *ret_count)
{
    static const char sql[] =
        "SELECT " DB_RECORD_COLS " FROM person WHERE party = :party AND gone IS NULL"
        " ORDER BY id";
    const struct person blank = person_blank();
    struct db_records records = {&db_noun_person, &blank, sizeof(blank), arena, NULL, 0};
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":party", party_id);
    rc = db_record_list(db, st, &records);
    for (size_t i = 0; i < records.count && !rc; i++)
        rc = load_care(db, &((struct person *)records.items)[i]);
    if (rc)
        return rc;
    *ret_persons = records.items;
    *ret_count = records.count;
    return RC_OK;
}

enum rc db_person_change(struct db_tx *tx, const struct person *before,
                         const struct person *after)
{
    const struct db_target target = {&db_noun_person, before->id, before->id,
                                     before->party_id};

    return db_record_change(tx, &target, before, after);
}

enum rc db_person_count(struct db *db, int64_t *ret_count)
{
    static const char sql[] = "SELECT count(*) FROM person WHERE gone IS NULL";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    rc = db_step_row(db, st);
    if (!rc)
        *ret_count = db_col_int(st, 0);
    db_release(db, st);
    return rc;
}

enum rc db_person_heads_sweep(struct db *db, db_heads_fn *fn, void *state)
{
    static const char sql[] = "SELECT party, count(*) FROM person WHERE gone IS NULL "
                              "GROUP BY party ORDER BY party";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    while (!(rc = db_step_row(db, st))) {
        rc = fn(state, db_col_int(st, 0), (int32_t)db_col_int(st, 1));
        if (rc)
            break;
    }
    db_release(db, st);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Heads for a list of parties, both by id. */
struct heads {
    const int64_t *ids;
    size_t count, at;
    int32_t *heads;
};

static enum rc take_heads(void *state, int64_t party, int32_t heads)
{
    struct heads *h = state;

    while (h->at < h->count && h->ids[h->at] < party)
        h->at++;
    if (h->at < h->count && h->ids[h->at] == party)
        h->heads[h->at] = heads;
    return RC_OK;
}

enum rc db_person_heads(struct db *db, const int64_t *ids, size_t count,
                        int32_t *ret_heads)
{
    struct heads h = {.ids = ids, .count = count, .heads = ret_heads};

    memset(ret_heads, 0, count * sizeof(*ret_heads));
    return db_person_heads_sweep(db, take_heads, &h);
}

static enum rc care_at(struct db *db, int64_t until_seq, struct person *person)
{
    static const char sql[] =
        "SELECT id FROM care WHERE person = :person ORDER BY id DESC LIMIT 1";
    struct db_moment moment = {.until_seq = until_seq};
    struct arena *arena = arena_new();
    struct db_care care = {0};
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (!rc) {
        db_bind_int(st, ":person", person->id);
        rc = db_step_row(db, st);
        moment.subject = rc ? 0 : db_col_int(st, 0);
        db_release(db, st);
    }
    if (!rc)
        rc = db_record_at(db, &db_noun_care, &moment, arena, &care);
    arena_free(arena);
    if (!rc) {
        person->need = care.need;
        person->marks = care.marks;
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc db_person_at(struct db *db, struct arena *arena, int64_t id, int64_t until_seq,
                     struct person *ret_person)
{
    const struct db_moment moment = {id, until_seq};
    struct person person = person_blank();
    enum rc rc = db_record_at(db, &db_noun_person, &moment, arena, &person);

    if (!rc)
        rc = care_at(db, until_seq, &person);
    if (!rc)
        *ret_person = person;
    return rc;
}
