#include "db/party.h"

#include <stdbool.h>
#include <string.h>

#include "db/care.h"
#include "db/engine.h"
#include "db/forgotten.h"
#include "db/keys.h"
#include "db/ledger.h"
#include "db/record.h"
#include "db/token.h"
#include "server/core/date.h"
#include "server/core/log.h"

#define REF_TRIES 20

/* 40 random bits that no party has; tries again where one does. */
static enum rc draw_ref(struct db *db, char *ret_ref)
{
    for (int i = 0; i < REF_TRIES; i++) {
        uint64_t number;
        int64_t holder;
        enum rc rc;

        crypto_random(&number, sizeof(number));
        ref_format(number, ret_ref);
        rc = db_token_find_one(db, DB_TOKEN_REF, ret_ref, &holder);
        if (rc == RC_NOT_FOUND)
            return RC_OK;
        if (rc)
            return rc;
    }
    return RC_INTERNAL;
}

static enum rc append_care(struct db_tx *tx, const struct person *person,
                           int64_t person_id, int64_t party_id)
{
    const struct db_target target = {.noun = &db_noun_care, .party = party_id};
    const struct db_care care = {
        .person_id = person_id, .need = person->need, .marks = person->marks};

    if (person->need == NEED_UNKNOWN && !person->marks)
        return RC_OK;
    return db_ledger_create(tx, &target, &care, NULL);
}

static enum rc append_person(struct db_tx *tx, const struct person *draft,
                             int64_t party_id)
{
    const struct db_target target = {.noun = &db_noun_person, .party = party_id};
    struct person person = *draft;
    int64_t id;
    enum rc rc;

    person.party_id = party_id;
    rc = db_ledger_create(tx, &target, &person, &id);
    return rc ? rc : append_care(tx, &person, id, party_id);
}

enum rc db_stay_append(struct db_tx *tx, const struct stay *stay, int64_t *ret_id)
{
    /* Residence is forgotten with the party, each trip by itself. */
    const struct db_target target = {.noun = &db_noun_stay,
                                     .key = stay->kind == STAY_RESIDENCE ? stay->party_id
                                                                         : 0,
                                     .party = stay->party_id};

    return db_ledger_create(tx, &target, stay, ret_id);
}

enum rc db_party_append(struct db_tx *tx, const struct party_draft *draft,
                        int64_t *ret_id, char *ret_ref)
{
    const struct db_target target = {.noun = &db_noun_party};
    struct party party = draft->party;
    int64_t id = 0;
    enum rc rc = draw_ref(tx->db, party.ref);

    if (!rc)
        rc = db_ledger_create(tx, &target, &party, &id);
    for (size_t i = 0; i < draft->person_count && !rc; i++)
        rc = append_person(tx, &draft->persons[i], id);
    for (size_t i = 0; i < draft->stay_count && !rc; i++) {
        struct stay stay = draft->stays[i];

        stay.party_id = id;
        rc = db_stay_append(tx, &stay, NULL);
    }
    if (rc)
        return rc;
    *ret_id = id;
    memcpy(ret_ref, party.ref, REF_SIZE);
    return RC_OK;
}

enum rc db_party_get(struct db *db, struct arena *arena, int64_t id,
                     struct party *ret_party)
{
    static const char sql[] =
        "SELECT " DB_RECORD_COLS " FROM party WHERE id = :id AND gone IS NULL";
    struct party party = party_blank();
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", id);
    rc = db_record_one(db, st, &db_noun_party, arena, &party);
    if (!rc)
        *ret_party = party;
    return rc;
}

enum rc db_party_find(struct db *db, struct arena *arena, const char *ref,
                      struct party *ret_party)
{
    int64_t id;
    enum rc rc = db_token_find_one(db, DB_TOKEN_REF, ref, &id);

    return rc ? rc : db_party_get(db, arena, id, ret_party);
}

/* --- removing and taking back --- */

/* Events over every subject of the party, each under the key of its row. */
static enum rc mark_rows(struct db_tx *tx, const char *sql, const struct db_noun *noun,
                         int64_t party, bool gone)
{
    struct db_target *targets;
    size_t count = 0, size = 8;
    struct db_stmt *st;
    enum rc rc = db_prepare(tx->db, sql, &st);

    if (rc)
        return rc;
    targets = arena_array(tx->arena, size, sizeof(*targets));
    db_bind_int(st, ":party", party);
    while (!(rc = db_step_row(tx->db, st))) {
        if (count == size) {
            struct db_target *grown = arena_array(tx->arena, 2 * size, sizeof(*targets));

            memcpy(grown, targets, size * sizeof(*targets));
            targets = grown;
            size *= 2;
        }
        targets[count++] =
            (struct db_target){noun, db_col_int(st, 0), db_col_int(st, 1), party};
    }
    db_release(tx->db, st);
    if (rc != RC_NOT_FOUND)
        return rc;
    rc = RC_OK;
    for (size_t i = 0; i < count && !rc; i++)
        rc = db_record_remove(tx, &targets[i], gone);
    return rc;
}

static enum rc mark_party(struct db_tx *tx, int64_t id, bool gone)
{
    static const char parties[] = "SELECT id, key FROM party WHERE id = :party";
    static const char persons[] =
        "SELECT id, key FROM person WHERE party = :party ORDER BY id";
    static const char stays[] =
        "SELECT id, key FROM stay WHERE party = :party ORDER BY id";
    enum rc rc = mark_rows(tx, parties, &db_noun_party, id, gone);

    if (!rc)
        rc = mark_rows(tx, persons, &db_noun_person, id, gone);
    return rc ? rc : mark_rows(tx, stays, &db_noun_stay, id, gone);
}

enum rc db_party_remove(struct db_tx *tx, int64_t id)
{
    return mark_party(tx, id, true);
}

enum rc db_party_restore(struct db_tx *tx, int64_t id)
{
    return mark_party(tx, id, false);
}

/* --- people --- */

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

enum rc db_person_heads(struct db *db, const int64_t *ids, size_t count,
                        int32_t *ret_heads)
{
    static const char sql[] = "SELECT party, count(*) FROM person WHERE gone IS NULL "
                              "GROUP BY party ORDER BY party";
    struct db_stmt *st;
    size_t at = 0;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    memset(ret_heads, 0, count * sizeof(*ret_heads));
    while (!(rc = db_step_row(db, st))) {
        int64_t party = db_col_int(st, 0);

        while (at < count && ids[at] < party)
            at++;
        if (at < count && ids[at] == party)
            ret_heads[at] = (int32_t)db_col_int(st, 1);
    }
    db_release(db, st);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- stays --- */

enum rc db_stay_list(struct db *db, struct arena *arena, int64_t party_id,
                     struct stay **ret_stays, size_t *ret_count)
{
    static const char sql[] =
        "SELECT " DB_RECORD_COLS " FROM stay WHERE party = :party AND gone IS NULL"
        " ORDER BY id";
    const struct stay blank = stay_blank();
    struct db_records records = {&db_noun_stay, &blank, sizeof(blank), arena, NULL, 0};
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":party", party_id);
    rc = db_record_list(db, st, &records);
    if (rc)
        return rc;
    *ret_stays = records.items;
    *ret_count = records.count;
    return RC_OK;
}

static int32_t day_at(struct db_stmt *st, int column)
{
    return db_col_null(st, column) ? DATE_NONE : (int32_t)db_col_int(st, column);
}

/* Columns: stay, key, party, from_day, to_day, box, wrapped. */
static enum rc at_from_row(struct db *db, struct db_stmt *st, struct db_stay_at *ret_at)
{
    struct db_seal seal = {"stay", db_col_int(st, 0), "at", db_col_int(st, 1), {{0}}};
    double position[3];
    size_t len;
    const void *box;
    enum rc rc = db_key_unwrap(db, st, 6, seal.key_id, &seal.key);

    if (rc)
        return rc;
    box = db_col_blob(st, 5, &len);
    if (len != sizeof(position) + CRYPTO_SEAL_EXTRA ||
        db_unseal(&seal, box, len, position)) {
        log_error("stay.unreadable", "stay=%lld", (long long)seal.subject);
        rc = RC_INTERNAL;
    } else {
        *ret_at = (struct db_stay_at){seal.subject,  db_col_int(st, 2), day_at(st, 3),
                                      day_at(st, 4), position[0],       position[1],
                                      position[2]};
    }
    crypto_wipe(&seal, sizeof(seal));
    return rc;
}

enum rc db_stay_sweep(struct db *db, db_stay_fn *fn, void *state)
{
    static const char sql[] =
        "SELECT s.stay, s.key, s.party, s.from_day, s.to_day, s.box, k.wrapped"
        " FROM stay_at s JOIN key k ON k.id = s.key WHERE k.wrapped IS NOT NULL"
        " ORDER BY s.stay";
    struct db_stay_at at;
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    while (!(rc = db_step_row(db, st))) {
        rc = at_from_row(db, st, &at);
        if (!rc)
            rc = fn(state, &at);
        if (rc)
            break;
    }
    db_release(db, st);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}
