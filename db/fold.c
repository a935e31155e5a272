#include "db/fold.h"

#include <stdlib.h>
#include <string.h>

#include "db/engine.h"
#include "db/fields.h"
#include "db/keys.h"
#include "server/core/buffer.h"
#include "server/core/date.h"
#include "server/core/log.h"

/* A state row, opened. */
struct row {
    const struct db_noun *noun;
    int64_t id;
    int64_t key;
    int64_t head;
    struct crypto_key data_key;
    struct db_fields *fields;
};

static void row_fini(struct row *row)
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

static enum rc tokens_add(struct db_tx *tx, const struct row *row)
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

static enum rc tokens_remove(struct db_tx *tx, const struct row *row)
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
static enum rc stay_at_store(struct db_tx *tx, const struct row *row)
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

static enum rc row_load(struct db_tx *tx, const struct db_noun *noun, int64_t id,
                        struct row *ret_row)
{
    struct row row = {.noun = noun, .id = id};
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
    if (rc) {
        log_error("fold.row_unreadable", "noun=%s id=%lld", noun->name, (long long)id);
        rc = RC_INTERNAL;
        crypto_wipe(&row.data_key, sizeof(row.data_key));
    } else {
        *ret_row = row;
    }
out:
    db_release(tx->db, st);
    return rc;
}

/* The box as stored: sealed where the noun is. */
static const void *row_box(struct db_tx *tx, const struct row *row,
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

static enum rc row_store(struct db_tx *tx, const struct row *row)
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

/* Takes the row away with everything that hangs on it. No row is fine. */
static enum rc row_erase(struct db_tx *tx, const struct db_noun *noun, int64_t id)
{
    struct row row;
    enum rc rc = row_load(tx, noun, id, &row);

    if (rc == RC_NOT_FOUND)
        return RC_OK;
    if (rc)
        return rc;
    rc = tokens_remove(tx, &row);
    if (!rc && noun == &db_noun_stay)
        rc = stay_at_remove(tx->db, id);
    if (!rc)
        rc = run_by_id(tx->db, noun->erase, id);
    row_fini(&row);
    return rc;
}

/* --- folding a subject from its events --- */

struct refold {
    struct db_tx *tx;
    struct row row;
    bool created;
};

static enum rc refold_event(void *state, const struct db_event *event)
{
    struct refold *r = state;
    struct db_fields *fields;
    enum rc rc;

    if (event->stamp == event->subject) {
        r->row.noun = db_noun_find(event->noun);
        r->row.key = event->key;
    } else if (!r->created || !r->row.noun || strcmp(r->row.noun->name, event->noun) ||
               r->row.key != event->key) {
        return RC_OK; /* its creation is not here, or it is not of one piece with it */
    }
    if (!r->row.noun)
        return RC_OK;
    rc = db_event_open(r->tx->db, event, &fields);
    if (rc == RC_NOT_FOUND || rc == RC_INVALID)
        return RC_OK;
    if (rc)
        return rc;
    r->created = true;
    db_fields_fold(r->row.fields, r->row.noun, fields);
    r->row.head = event->stamp;
    db_fields_free(fields);
    return RC_OK;
}

enum rc db_fold_subject(struct db_tx *tx, int64_t subject)
{
    struct refold r = {.tx = tx, .row = {.id = subject, .fields = db_fields_new()}};
    enum rc rc = db_ledger_walk_subject(tx->db, subject, refold_event, &r);

    if (rc == RC_NOT_FOUND)
        rc = RC_OK;
    if (!rc && r.row.noun)
        rc = row_erase(tx, r.row.noun, subject);
    if (!rc && r.created && r.row.noun) {
        if (r.row.key)
            rc = db_key_get(tx->db, r.row.key, NULL, &r.row.data_key);
        if (!rc)
            rc = row_store(tx, &r.row);
    }
    row_fini(&r.row);
    return rc;
}

static enum rc has_later(struct db *db, int64_t subject, bool *ret_any)
{
    static const char sql[] =
        "SELECT 1 FROM event WHERE subject = :id AND subject <> stamp LIMIT 1";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", subject);
    rc = db_step_row(db, st);
    *ret_any = rc == RC_OK;
    db_release(db, st);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc fold_creation(struct db_tx *tx, const struct db_noun *noun,
                             const struct db_event *event, const struct db_fields *fields,
                             const struct crypto_key *key)
{
    struct row row = {
        .noun = noun, .id = event->subject, .key = event->key, .head = event->stamp};
    bool later = false;
    enum rc rc = has_later(tx->db, event->subject, &later);

    if (rc)
        return rc;
    if (later)
        return db_fold_subject(tx, event->subject);
    row.fields = db_fields_new();
    db_fields_fold(row.fields, noun, fields);
    if (key)
        row.data_key = *key;
    rc = row_store(tx, &row);
    row_fini(&row);
    return rc;
}

static enum rc fold_change(struct db_tx *tx, struct row *row,
                           const struct db_event *event, const struct db_fields *fields)
{
    enum rc rc;

    if (row->key != event->key)
        return RC_OK;
    if (event->stamp < row->head)
        return db_fold_subject(tx, event->subject);
    rc = tokens_remove(tx, row);
    if (rc)
        return rc;
    db_fields_fold(row->fields, row->noun, fields);
    row->head = event->stamp;
    return row_store(tx, row);
}

/* --- forgetting --- */

static enum rc erase_subject(struct db_tx *tx, int64_t subject)
{
    static const char sql[] = "SELECT noun FROM event WHERE stamp = :id";
    const struct db_noun *noun = NULL;
    struct db_stmt *st;
    enum rc rc = db_prepare(tx->db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", subject);
    rc = db_step_row(tx->db, st);
    if (!rc)
        noun = db_noun_find(db_col_text(st, tx->arena, 0));
    db_release(tx->db, st);
    if (rc == RC_NOT_FOUND || (!rc && !noun))
        return RC_OK;
    return rc ? rc : row_erase(tx, noun, subject);
}

/* The subject the key is named after, and the others with events under it. */
static enum rc subjects_under(struct db_tx *tx, int64_t key, int64_t **ret_subjects,
                              size_t *ret_count)
{
    static const char sql[] =
        "SELECT DISTINCT subject FROM event WHERE key = :id AND key <> subject"
        " ORDER BY subject";
    size_t count = 1, size = 16;
    int64_t *subjects = arena_array(tx->arena, size, sizeof(*subjects));
    struct db_stmt *st;
    enum rc rc = db_prepare(tx->db, sql, &st);

    if (rc)
        return rc;
    subjects[0] = key;
    db_bind_int(st, ":id", key);
    while (!(rc = db_step_row(tx->db, st))) {
        if (count == size) {
            int64_t *grown = arena_array(tx->arena, 2 * size, sizeof(*subjects));

            memcpy(grown, subjects, size * sizeof(*subjects));
            subjects = grown;
            size *= 2;
        }
        subjects[count++] = db_col_int(st, 0);
    }
    db_release(tx->db, st);
    *ret_subjects = subjects;
    *ret_count = count;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Rows go first: their look-up tokens can only be told while the key is there. */
static enum rc forget_key(struct db_tx *tx, int64_t key, int64_t stamp)
{
    int64_t *subjects;
    size_t count;
    enum rc rc = subjects_under(tx, key, &subjects, &count);

    for (size_t i = 0; i < count && !rc; i++)
        rc = erase_subject(tx, subjects[i]);
    return rc ? rc : db_key_forget(tx->db, key, stamp);
}

static enum rc fold_forget(struct db_tx *tx, const struct db_event *event,
                           const struct db_fields *fields)
{
    int64_t *keys;
    size_t count;
    enum rc rc = RC_OK;

    db_fields_stamps(fields, "keys", tx->arena, &keys, &count);
    for (size_t i = 0; i < count && !rc; i++)
        rc = forget_key(tx, keys[i], event->stamp);
    tx->forgot = true;
    return rc;
}

/* --- the way in --- */

enum rc db_fold(struct db_tx *tx, const struct db_event *event,
                const struct db_fields *fields, const struct crypto_key *key)
{
    const struct db_noun *noun = db_noun_find(event->noun);
    struct row row;
    enum rc rc;

    if (!noun)
        return RC_OK;
    if (noun == &db_noun_forget) {
        rc = fold_forget(tx, event, fields);
        if (rc)
            return rc;
    }
    if (event->stamp == event->subject)
        return fold_creation(tx, noun, event, fields, key);
    rc = row_load(tx, noun, event->subject, &row);
    if (rc == RC_NOT_FOUND)
        return RC_OK; /* waits for its creation */
    if (rc)
        return rc;
    rc = fold_change(tx, &row, event, fields);
    row_fini(&row);
    return rc;
}

enum rc db_fold_received(struct db_tx *tx, const struct db_event *event)
{
    struct crypto_key key = {0};
    struct db_fields *fields = NULL;
    enum rc rc = db_event_open(tx->db, event, &fields);

    if (rc == RC_NOT_FOUND)
        return RC_OK; /* waits for its key, or is forgotten */
    if (rc == RC_INVALID) {
        log_warn("fold.event_unreadable", "stamp=%lld", (long long)event->stamp);
        return RC_OK; /* kept for the chain; check lists it */
    }
    if (!rc && event->key)
        rc = db_key_get(tx->db, event->key, NULL, &key);
    if (!rc)
        rc = db_fold(tx, event, fields, event->key ? &key : NULL);
    db_fields_free(fields);
    crypto_wipe(&key, sizeof(key));
    return rc;
}

enum rc db_fold_under_key(struct db_tx *tx, int64_t key)
{
    int64_t *subjects;
    size_t count;
    enum rc rc = subjects_under(tx, key, &subjects, &count);

    for (size_t i = 0; !rc && i < count; i++)
        rc = db_fold_subject(tx, subjects[i]);
    return rc;
}
