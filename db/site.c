#include "db/site.h"

#include "db/engine.h"
#include "db/ledger.h"
#include "db/record.h"

enum rc db_site_append(struct db_tx *tx, const struct site *site, int64_t *ret_id)
{
    const struct db_target target = {.noun = &db_noun_site};

    return db_ledger_create(tx, &target, site, ret_id);
}

enum rc db_site_change(struct db_tx *tx, const struct site *before,
                       const struct site *after)
{
    const struct db_target target = {.noun = &db_noun_site, .subject = before->id};

    return db_record_change(tx, &target, before, after);
}

enum rc db_site_remove(struct db_tx *tx, int64_t id, bool gone)
{
    const struct db_target target = {.noun = &db_noun_site, .subject = id};

    return db_record_remove(tx, &target, gone);
}

/* The rows of @p st, which selects by :crisis. */
static enum rc list(struct db *db, struct db_stmt *st, struct db_records *records,
                    int64_t crisis_id)
{
    db_bind_int(st, ":crisis", crisis_id);
    return db_record_list(db, st, records);
}

enum rc db_site_list(struct db *db, struct arena *arena, int64_t crisis_id,
                     struct site **ret_sites, size_t *ret_count)
{
    static const char sql[] =
        "SELECT " DB_RECORD_COLS
        " FROM site WHERE crisis = :crisis AND gone IS NULL ORDER BY id";
    const struct site blank = site_blank();
    struct db_records records = {&db_noun_site, &blank, sizeof(blank), arena, NULL, 0};
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (!rc)
        rc = list(db, st, &records, crisis_id);
    if (rc)
        return rc;
    *ret_sites = records.items;
    *ret_count = records.count;
    return RC_OK;
}

enum rc db_site_list_removed(struct db *db, struct arena *arena, int64_t crisis_id,
                             struct site **ret_sites, size_t *ret_count)
{
    static const char sql[] =
        "SELECT " DB_RECORD_COLS
        " FROM site WHERE crisis = :crisis AND gone IS NOT NULL ORDER BY id";
    const struct site blank = site_blank();
    struct db_records records = {&db_noun_site, &blank, sizeof(blank), arena, NULL, 0};
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (!rc)
        rc = list(db, st, &records, crisis_id);
    if (rc)
        return rc;
    *ret_sites = records.items;
    *ret_count = records.count;
    return RC_OK;
}
