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

enum rc db_party_at(struct db *db, struct arena *arena, int64_t id, int64_t until_seq,
                    struct party *ret_party)
{
    const struct db_moment moment = {id, until_seq};
    struct party party = party_blank();
    enum rc rc = db_record_at(db, &db_noun_party, &moment, arena, &party);

    if (!rc)
        *ret_party = party;
    return rc;
}
