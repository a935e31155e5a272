#include "db/crisis.h"

#include "db/engine.h"
#include "db/keys.h"
#include "db/ledger.h"
#include "db/record.h"

enum rc db_crisis_append(struct db_tx *tx, const struct crisis *crisis, int64_t *ret_id)
{
    const struct db_target target = {.noun = &db_noun_crisis};
    struct crypto_key key;
    int64_t id;
    enum rc rc = db_ledger_create(tx, &target, crisis, &id);

    if (!rc)
        rc = db_key_create(tx->db, id, 0, &key);
    crypto_wipe(&key, sizeof(key));
    if (!rc)
        *ret_id = id;
    return rc;
}

enum rc db_crisis_change(struct db_tx *tx, const struct crisis *before,
                         const struct crisis *after)
{
    const struct db_target target = {.noun = &db_noun_crisis, .subject = before->id};

    return db_record_change(tx, &target, before, after);
}

enum rc db_crisis_get(struct db *db, struct arena *arena, int64_t id,
                      struct crisis *ret_crisis)
{
    static const char sql[] =
        "SELECT " DB_RECORD_COLS " FROM crisis WHERE id = :id AND gone IS NULL";
    struct crisis crisis = {0};
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", id);
    rc = db_record_one(db, st, &db_noun_crisis, arena, &crisis);
    if (!rc)
        *ret_crisis = crisis;
    return rc;
}

enum rc db_crisis_list(struct db *db, struct arena *arena, struct crisis **ret_crises,
                       size_t *ret_count)
{
    static const char sql[] =
        "SELECT " DB_RECORD_COLS " FROM crisis WHERE gone IS NULL ORDER BY id DESC";
    const struct crisis blank = {0};
    struct db_records records = {&db_noun_crisis, &blank, sizeof(blank), arena, NULL, 0};
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    rc = db_record_list(db, st, &records);
    if (rc)
        return rc;
    *ret_crises = records.items;
    *ret_count = records.count;
    return RC_OK;
}
