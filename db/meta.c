#include "db/meta.h"

#include <inttypes.h>
#include <stdio.h>

#include "db/engine.h"
#include "server/core/number.h"

enum rc db_meta_get(struct db *db, struct arena *arena, const char *name,
                    char **ret_value)
{
    static const char sql[] = "SELECT value FROM meta WHERE name = :name";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_text(st, ":name", name);
    rc = db_step_row(db, st);
    if (!rc)
        *ret_value = db_col_text(st, arena, 0);
    db_release(db, st);
    return rc;
}

enum rc db_meta_get_int(struct db *db, const char *name, int64_t *ret_value)
{
    struct arena *arena = arena_new();
    char *text;
    enum rc rc = db_meta_get(db, arena, name, &text);

    if (!rc)
        rc = number_parse_int(text, INT64_MIN, INT64_MAX, ret_value);
    arena_free(arena);
    return rc;
}

enum rc db_meta_set(struct db *db, const char *name, const char *value)
{
    static const char sql[] = "INSERT INTO meta (name, value) VALUES (:name, :value)"
                              " ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_text(st, ":name", name);
    db_bind_text(st, ":value", value);
    return db_step_done(db, st);
}

enum rc db_meta_set_int(struct db *db, const char *name, int64_t value)
{
    char text[24];

    snprintf(text, sizeof(text), "%" PRId64, value);
    return db_meta_set(db, name, text);
}
