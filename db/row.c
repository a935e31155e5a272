#include "db/row.h"

#include "db/engine.h"
#include "db/fields.h"
#include "db/keys.h"
#include "db/ledger.h"
#include "server/core/buffer.h"
#include "server/core/date.h"
#include "server/core/log.h"

void db_row_fini(struct db_row *row)
{
    db_fields_free(row->fields);
    crypto_wipe(&row->data_key, sizeof(row->data_key));
}

/* --- tokens and side tables --- */

static enum rc run_token(struct db_tx *tx, const char *sql,
                         const struct db_lookup *lookup, int64_t subject)
{
    uint8_t token[CRYPTO_TOKEN_SIZE];
    struct db_stmt *st;
    enum rc rc = db_prepare(tx->db, sql, &st);

    if (rc)
        return rc;
    db_token_make(db_keys_of(tx->db), lookup->kind, lookup->value, token);
    db_bind_int(st, ":kind", lookup->kind);
    db_bind_blob(st, ":hash", token, CRYPTO_TOKEN_SIZE);
    db_bind_int(st, ":subject", subject);
    return db_step_done(tx->db, st);
}

static enum rc tokens_add(struct db_tx *tx, const struct db_row *row)
{
    static const char sql[] =
        "INSERT INTO token (kind, hash, subject) VALUES (:kind, :hash, :subject)"
        " ON CONFLICT (kind, hash, subject) DO NOTHING";
    struct db_lookup *lookups;
    size_t count;
    enum rc rc = RC_OK;

    db_fields_lookups(row->fields, row->noun, tx->arena, &lookups, &count);
    for (size_t i = 0; i < count && !rc; i++)
        rc = run_token(tx, sql, &lookups[i], row->id);
    return rc;
}

enum rc db_row_tokens_remove(struct db_tx *tx, const struct db_row *row)
{
    static const char sql[] =
        "DELETE FROM token WHERE kind = :kind AND hash = :hash AND subject = :subject";
    struct db_lookup *lookups;
    size_t count;
    enum rc rc = RC_OK;

    db_fields_lookups(row->fields, row->noun, tx->arena, &lookups, &count);
    for (size_t i = 0; i < count && !rc; i++)
        rc = run_token(tx, sql, &lookups[i], row->id);
    return rc;
}

static enum rc run_by_id(struct db *db, const char *sql, int64_t id)
{
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", id);
    return db_step_done(db, st);
}

static enum rc stay_at_remove(struct db *db, int64_t stay)
{
    static const char sql[] = "DELETE FROM stay_at WHERE stay = :id";

    return run_by_id(db, sql, stay);
}

static void bind_day(struct db_stmt *st, const char *name, int32_t day)
{
    if (day != DATE_NONE)
        db_bind_int(st, name, day);
}

/* The narrow copy of a stay that the presence index is built from. */
static enum rc stay_at_store(struct db_tx *tx, const struct db_row *row)
{
    static const char sql[] =
        "INSERT INTO stay_at (stay, key, party, kind, from_day, to_day, box)"
        " VALUES (:stay, :key, :party, :kind, :from_day, :to_day, :box)"
        " ON CONFLICT (stay) DO UPDATE SET key = excluded.key, party = excluded.party, "
        "kind = excluded.kind,"
        " from_day = excluded.from_day, to_day = excluded.to_day, box = excluded.box";
    struct db_seal seal = {"stay", row->id, "at", row->key, row->data_key};
    double position[3];
    uint8_t box[sizeof(position) + CRYPTO_SEAL_EXTRA];
    int32_t from, to;
    struct db_stmt *st;
    enum rc rc;

    if (db_fields_gone(row->fields) ||
        !db_fields_position(row->fields, "position", position))
        return stay_at_remove(tx->db, row->id);
    rc = db_prepare(tx->db, sql, &st);
    if (rc)
        return rc;
    db_seal(&seal, true, position, sizeof(position), box);
    crypto_wipe(&seal, sizeof(seal));
    db_fields_span(row->fields, "span", &from, &to);
    db_bind_int(st, ":stay", row->id);
    db_bind_int(st, ":key", row->key);
    db_bind_int(st, ":party", db_fields_stamp(row->fields, "party"));
    db_bind_int(st, ":kind", db_fields_int(row->fields, "kind"));
    bind_day(st, ":from_day", from);
    bind_day(st, ":to_day", to);
    db_bind_blob(st, ":box", box, sizeof(box));
    return db_step_done(tx->db, st);
}

/* --- one row --- */

enum rc db_row_load(struct db_tx *tx, const struct db_noun *noun, int64_t id,
                    struct db_row *ret_row)
{
    struct db_row row = {.noun = noun, .id = id};
    struct db_seal seal = {noun->name, id, "box", 0, {{0}}};
    const void *box;
    uint8_t *clear = NULL;
    struct db_stmt *st;
    size_t len;
    enum rc rc = db_prepare(tx->db, noun->load, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", id);
    rc = db_step_row(tx->db, st);
    if (rc)
        goto out;
    row.key = db_col_int(st, 0);
    row.head = db_col_int(st, 1);
    box = db_col_blob(st, 3, &len);
    if (row.key) {
        seal.key_id = row.key;
        rc = db_key_get(tx->db, row.key, NULL, &row.data_key);
        seal.key = row.data_key;
        clear = arena_alloc(tx->arena, len + 1);
        if (!rc)
            rc = db_unseal(&seal, box, len, clear);
        box = clear;
        len -= rc ? 0 : CRYPTO_SEAL_EXTRA;
        crypto_wipe(&seal, sizeof(seal));
    }
    if (!rc)
        rc = db_fields_parse(box, len, &row.fields);
    if (!rc)
        *ret_row = row;
    else if (rc != RC_BUSY) {
        log_error("row.unreadable", "noun=%s id=%lld", noun->name, (long long)id);
        rc = RC_INVALID;
    }
    crypto_wipe(&row.data_key, sizeof(row.data_key));
out:
    db_release(tx->db, st);
    return rc;
}

/* The box as stored: sealed where the noun is. */
static const void *row_box(struct db_tx *tx, const struct db_row *row,
                           const struct buffer *clear, size_t *ret_len)
{
    struct db_seal seal = {row->noun->name, row->id, "box", row->key, row->data_key};
    uint8_t *box;

    *ret_len = clear->len;
    if (!row->key)
        return clear->data;
    *ret_len += CRYPTO_SEAL_EXTRA;
    box = arena_alloc(tx->arena, *ret_len);
    db_seal(&seal, true, clear->data, clear->len, box);
    crypto_wipe(&seal, sizeof(seal));
    return box;
}

enum rc db_row_store(struct db_tx *tx, const struct db_row *row)
{
    struct buffer clear;
    struct db_stmt *st;
    const void *box;
    size_t len;
    enum rc rc = db_prepare(tx->db, row->noun->store, &st);

    if (rc)
        return rc;
    buffer_init(&clear, DB_FIELDS_MAX);
    db_fields_write(row->fields, &clear);
    box = row_box(tx, row, &clear, &len);
    db_bind_int(st, ":id", row->id);
    if (row->key)
        db_bind_int(st, ":key", row->key);
    db_bind_int(st, ":head", row->head);
    if (db_fields_gone(row->fields))
        db_bind_int(st, ":gone", 1);
    db_fields_bind(row->fields, row->noun, st);
    db_bind_blob(st, ":box", box, len);
    rc = db_step_done(tx->db, st);
    crypto_wipe(clear.data, clear.len);
    buffer_fini(&clear);
    if (!rc && row->noun == &db_noun_stay)
        rc = stay_at_store(tx, row);
    if (!rc)
        rc = tokens_add(tx, row);
    return rc;
}

enum rc db_row_erase(struct db_tx *tx, const struct db_noun *noun, int64_t id)
{
    static const char tokens[] = "DELETE FROM token WHERE subject = :id";
    struct db_row row = {0};
    enum rc rc = db_row_load(tx, noun, id, &row);

    if (rc == RC_NOT_FOUND)
        return RC_OK;
    if (!rc)
        rc = db_row_tokens_remove(tx, &row);
    else if (rc == RC_INVALID) /* by a sweep: its tokens cannot be told */
        rc = run_by_id(tx->db, tokens, id);
    if (!rc && noun == &db_noun_stay)
        rc = stay_at_remove(tx->db, id);
    if (!rc)
        rc = run_by_id(tx->db, noun->erase, id);
    db_row_fini(&row);
    return rc;
}
