#include "db/token.h"

#include "db/engine.h"
#include "db/fields.h"
#include "db/keys.h"

enum rc db_token_find(struct db *db, struct arena *arena, const struct db_lookup *lookup,
                      size_t max, struct db_subjects *ret_subjects)
{
    static const char sql[] =
        "SELECT subject FROM token WHERE kind = :kind AND hash = :hash"
        " ORDER BY subject LIMIT :max";
    struct db_subjects found = {arena_array(arena, max, sizeof(*found.ids)), 0};
    uint8_t token[CRYPTO_TOKEN_SIZE];
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_token_make(db_keys_of(db), lookup->kind, lookup->value, token);
    db_bind_int(st, ":kind", lookup->kind);
    db_bind_blob(st, ":hash", token, sizeof(token));
    db_bind_int(st, ":max", (int64_t)max);
    while (!(rc = db_step_row(db, st)))
        found.ids[found.count++] = db_col_int(st, 0);
    db_release(db, st);
    if (rc != RC_NOT_FOUND)
        return rc;
    *ret_subjects = found;
    return RC_OK;
}

enum rc db_token_find_one(struct db *db, enum db_token kind, const char *value,
                          int64_t *ret_subject)
{
    static const char sql[] =
        "SELECT subject FROM token WHERE kind = :kind AND hash = :hash"
        " ORDER BY subject LIMIT 1";
    uint8_t token[CRYPTO_TOKEN_SIZE];
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_token_make(db_keys_of(db), kind, value, token);
    db_bind_int(st, ":kind", kind);
    db_bind_blob(st, ":hash", token, sizeof(token));
    rc = db_step_row(db, st);
    if (!rc)
        *ret_subject = db_col_int(st, 0);
    db_release(db, st);
    return rc;
}

enum rc db_token_shared(struct db *db, enum db_token kind, db_token_pair_fn *fn,
                        void *state)
{
    static const char sql[] =
        "SELECT g.first, t.subject FROM (SELECT hash, min(subject) AS first FROM token"
        " WHERE kind = :kind GROUP BY hash HAVING count(*) > 1) g"
        " JOIN token t ON t.kind = :kind AND t.hash = g.hash ORDER BY g.first, t.subject";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":kind", kind);
    while (!(rc = db_step_row(db, st))) {
        rc = fn(state, kind, db_col_int(st, 0), db_col_int(st, 1));
        if (rc)
            break;
    }
    db_release(db, st);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}
