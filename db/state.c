#include "db/state.h"

#include <stdbool.h>
#include <string.h>

#include "db/engine.h"
#include "db/noun.h"
#include "server/core/crypto.h"

static enum rc hash_rows(struct db *db, const char *sql, struct crypto_hash *hash,
                         int64_t *rows)
{
    struct db_stmt *st;
    size_t len;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    while (!(rc = db_step_row(db, st))) {
        for (int i = 0; i < db_col_count(st); i++) {
            char type = db_col_type(st, i);
            const void *bytes = db_col_blob(st, i, &len);

            crypto_hash_add(hash, &type, 1);
            crypto_hash_part(hash, bytes, len);
        }
        (*rows)++;
    }
    db_release(db, st);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc db_state_hash(struct db *db, uint8_t *ret_hash, int64_t *ret_rows)
{
    static const char stay_at[] = "SELECT * FROM stay_at ORDER BY stay";
    struct crypto_hash hash;
    int64_t rows = 0;
    enum rc rc = RC_OK;

    crypto_hash_init(&hash, NULL);
    for (size_t i = 0; db_nouns[i] && !rc; i++) {
        crypto_hash_part(&hash, db_nouns[i]->name, strlen(db_nouns[i]->name));
        rc = hash_rows(db, db_nouns[i]->dump, &hash, &rows);
    }
    if (!rc)
        rc = hash_rows(db, stay_at, &hash, &rows);
    crypto_hash_end(&hash, ret_hash);
    *ret_rows = rows;
    return rc;
}

/* --- two of them side by side --- */

struct side {
    struct db *db;
    struct db_stmt *st;
    enum rc rc; /* of the last step */
};

static bool same_row(struct db_stmt *a, struct db_stmt *b)
{
    for (int i = 0; i < db_col_count(a); i++) {
        size_t a_len, b_len;
        const void *left, *right;

        if (db_col_type(a, i) != db_col_type(b, i))
            return false;
        left = db_col_blob(a, i, &a_len);
        right = db_col_blob(b, i, &b_len);
        if (a_len != b_len || (a_len && memcmp(left, right, a_len)))
            return false;
    }
    return true;
}

/* The next row of each that has been looked at; both are sorted by their first column. */
static void merge_rows(struct side *a, struct side *b, const char *table,
                       struct db_state_difference *d)
{
    while (!a->rc || !b->rc) {
        int64_t left = a->rc ? INT64_MAX : db_col_int(a->st, 0);
        int64_t right = b->rc ? INT64_MAX : db_col_int(b->st, 0);

        if (left != right || !same_row(a->st, b->st)) {
            if (!d->count++) {
                d->table = table;
                d->id = left < right ? left : right;
            }
        }
        if (left <= right && !a->rc)
            a->rc = db_step_row(a->db, a->st);
        if (right <= left && !b->rc)
            b->rc = db_step_row(b->db, b->st);
        if ((a->rc && a->rc != RC_NOT_FOUND) || (b->rc && b->rc != RC_NOT_FOUND))
            return;
    }
}

static enum rc compare_table(struct side *a, struct side *b, const char *table,
                             const char *sql, struct db_state_difference *d)
{
    enum rc rc = db_prepare(a->db, sql, &a->st);

    if (!rc)
        rc = db_prepare(b->db, sql, &b->st);
    if (rc)
        return rc;
    a->rc = db_step_row(a->db, a->st);
    b->rc = db_step_row(b->db, b->st);
    merge_rows(a, b, table, d);
    db_release(a->db, a->st);
    db_release(b->db, b->st);
    if (a->rc != RC_NOT_FOUND)
        return a->rc;
    return b->rc == RC_NOT_FOUND ? RC_OK : b->rc;
}

enum rc db_state_compare(struct db *a, struct db *b,
                         struct db_state_difference *ret_difference)
{
    static const char stay_at[] = "SELECT * FROM stay_at ORDER BY stay";
    static const char tokens[] =
        "SELECT subject, kind, hash FROM token ORDER BY subject, kind, hash";
    struct side left = {.db = a}, right = {.db = b};
    struct db_state_difference difference = {0};
    enum rc rc = RC_OK;

    for (size_t i = 0; db_nouns[i] && !rc; i++)
        rc = compare_table(&left, &right, db_nouns[i]->name, db_nouns[i]->dump,
                           &difference);
    if (!rc)
        rc = compare_table(&left, &right, "stay_at", stay_at, &difference);
    if (!rc)
        rc = compare_table(&left, &right, "token", tokens, &difference);
    if (!rc)
        *ret_difference = difference;
    return rc;
}
