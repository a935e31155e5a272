#include "db/post.h"

#include "db/engine.h"
#include "db/ledger.h"
#include "db/record.h"

enum rc db_post_append(struct db_tx *tx, const struct post *post, int64_t *ret_id)
{
    const struct db_target target = {.noun = &db_noun_post};

    return db_ledger_create(tx, &target, post, ret_id);
}

enum rc db_post_change(struct db_tx *tx, const struct post *before,
                       const struct post *after)
{
    const struct db_target target = {.noun = &db_noun_post, .subject = before->id};

    return db_record_change(tx, &target, before, after);
}

enum rc db_post_remove(struct db_tx *tx, int64_t id, bool gone)
{
    const struct db_target target = {.noun = &db_noun_post, .subject = id};

    return db_record_remove(tx, &target, gone);
}

enum rc db_post_list(struct db *db, struct arena *arena, struct post **ret_posts,
                     size_t *ret_count)
{
    static const char sql[] =
        "SELECT " DB_RECORD_COLS " FROM post WHERE gone IS NULL ORDER BY code";
    const struct post blank = post_blank();
    struct db_records records = {&db_noun_post, &blank, sizeof(blank), arena, NULL, 0};
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    rc = db_record_list(db, st, &records);
    if (rc)
        return rc;
    *ret_posts = records.items;
    *ret_count = records.count;
    return RC_OK;
}
