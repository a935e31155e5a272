#include "db/fold.h"

#include <string.h>

#include "db/engine.h"
#include "db/fields.h"
#include "db/keys.h"
#include "db/row.h"
#include "server/core/log.h"

/* --- folding a subject from its events --- */

struct refold {
    struct db_tx *tx;
    struct db_row row;
    bool created;
};

/* What @p event folds into; NULL when it folds into nothing. Sealed nouns are never
 * written in clear, nor clear ones sealed: such an event is kept, and told by check. */
static const struct db_noun *noun_of(const struct db_event *event)
{
    const struct db_noun *noun = db_noun_find(event->noun);

    return noun && noun->sealed == (event->key != 0) ? noun : NULL;
}

static enum rc refold_event(void *state, const struct db_event *event)
{
    struct refold *r = state;
    struct db_fields *fields;
    enum rc rc;

    if (event->stamp == event->subject) {
        r->row.noun = noun_of(event);
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
        rc = db_row_erase(tx, r.row.noun, subject);
    if (!rc && r.created && r.row.noun) {
        if (r.row.key)
            rc = db_key_get(tx->db, r.row.key, NULL, &r.row.data_key);
        if (!rc)
            rc = db_row_store(tx, &r.row);
    }
    db_row_fini(&r.row);
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
    struct db_row row = {
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
    rc = db_row_store(tx, &row);
    db_row_fini(&row);
    return rc;
}

static enum rc fold_change(struct db_tx *tx, struct db_row *row,
                           const struct db_event *event, const struct db_fields *fields)
{
    enum rc rc;

    if (row->key != event->key)
        return RC_OK;
    if (event->stamp < row->head)
        return db_fold_subject(tx, event->subject);
    rc = db_row_tokens_remove(tx, row);
    if (rc)
        return rc;
    db_fields_fold(row->fields, row->noun, fields);
    row->head = event->stamp;
    return db_row_store(tx, row);
}

/* --- forgetting --- */

/* Takes away the row that @p key seals; what is clear, or under another key, stays. */
static enum rc erase_subject(struct db_tx *tx, int64_t subject, int64_t key)
{
    static const char sql[] = "SELECT noun FROM event WHERE stamp = :id AND key = :key";
    const struct db_noun *noun = NULL;
    struct db_stmt *st;
    enum rc rc = db_prepare(tx->db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", subject);
    db_bind_int(st, ":key", key);
    rc = db_step_row(tx->db, st);
    if (!rc)
        noun = db_noun_find(db_col_text(st, tx->arena, 0));
    db_release(tx->db, st);
    if (rc == RC_NOT_FOUND || (!rc && !noun))
        return RC_OK;
    return rc ? rc : db_row_erase(tx, noun, subject);
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

    for (size_t i = 0; !rc && i < count; i++)
        rc = erase_subject(tx, subjects[i], key);
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
    const struct db_noun *noun = noun_of(event);
    struct db_row row;
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
    rc = db_row_load(tx, noun, event->subject, &row);
    if (rc == RC_NOT_FOUND)
        return RC_OK; /* waits for its creation */
    if (rc == RC_INVALID)
        return db_fold_subject(tx, event->subject); /* damaged: made again */
    if (rc)
        return rc;
    rc = fold_change(tx, &row, event, fields);
    db_row_fini(&row);
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
