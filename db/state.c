#include "db/state.h"

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
