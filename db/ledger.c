#include "db/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "db/engine.h"
#include "db/fields.h"
#include "db/fold.h"
#include "db/keys.h"
#include "server/core/buffer.h"
#include "server/core/log.h"
#include "server/core/stamp.h"

#define EVENT_COLS "stamp, seq, at, actor, noun, subject, key, request, fields, hash"

static void hash_number(struct crypto_hash *hash, int64_t value)
{
    uint8_t bytes[8];

    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)((uint64_t)value >> (8 * i));
    crypto_hash_part(hash, bytes, sizeof(bytes));
}

void db_event_hash(const uint8_t *previous, const struct db_event *event,
                   uint8_t *ret_hash)
{
    struct crypto_hash hash;

    crypto_hash_init(&hash, NULL);
    crypto_hash_part(&hash, previous, CRYPTO_HASH_SIZE);
    hash_number(&hash, event->stamp);
    hash_number(&hash, event->at);
    crypto_hash_part(&hash, event->actor, strlen(event->actor));
    crypto_hash_part(&hash, event->noun, strlen(event->noun));
    hash_number(&hash, event->subject);
    hash_number(&hash, event->key);
    crypto_hash_part(&hash, event->request, event->request ? DB_REQUEST_SIZE : 0);
    crypto_hash_part(&hash, event->fields, event->fields_len);
    crypto_hash_end(&hash, ret_hash);
}

static enum rc load_number(struct db *db, const char *sql, int64_t *ret_value)
{
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    rc = db_step_row(db, st);
    if (!rc)
        *ret_value = db_col_int(st, 0);
    db_release(db, st);
    return rc;
}

static enum rc load_head(struct db *db, int node, uint8_t *ret_head)
{
    static const char sql[] =
        "SELECT hash FROM event WHERE stamp % 1024 = :node ORDER BY stamp DESC LIMIT 1";
    struct db_stmt *st;
    const void *hash;
    size_t len;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":node", node);
    rc = db_step_row(db, st);
    if (!rc) {
        hash = db_col_blob(st, 0, &len);
        if (len == CRYPTO_HASH_SIZE)
            memcpy(ret_head, hash, len);
    }
    db_release(db, st);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc db_ledger_state_load(struct db *db, int node, struct db_ledger_state *ret_state)
{
    static const char last_event[] = "SELECT coalesce(max(stamp), 0) FROM event";
    static const char last_job[] = "SELECT coalesce(max(id), 0) FROM job";
    static const char last_seq[] = "SELECT coalesce(max(seq), 0) FROM event";
    struct db_ledger_state state = {.node = node};
    int64_t job;
    enum rc rc = load_number(db, last_event, &state.last);

    if (!rc)
        rc = load_number(db, last_job, &job);
    if (!rc)
        rc = load_number(db, last_seq, &state.seq);
    if (!rc)
        rc = load_head(db, node, state.head);
    if (rc)
        return rc;
    if (job > state.last)
        state.last = job;
    *ret_state = state;
    return RC_OK;
}

int64_t db_tx_stamp(struct db_tx *tx)
{
    tx->state.last = stamp_next(tx->state.last, clock_now_ms(tx->clock), tx->state.node);
    return tx->state.last;
}

static enum rc insert_event(struct db_tx *tx, const struct db_event *e)
{
    static const char sql[] =
        "INSERT INTO event (" EVENT_COLS ") VALUES (:stamp, :seq, :at, :actor, :noun,"
        " :subject, :key, :request, :fields, :hash)";
    struct db_stmt *st;
    enum rc rc = db_prepare(tx->db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":stamp", e->stamp);
    db_bind_int(st, ":seq", e->seq);
    db_bind_int(st, ":at", e->at);
    db_bind_text(st, ":actor", e->actor);
    db_bind_text(st, ":noun", e->noun);
    db_bind_int(st, ":subject", e->subject);
    if (e->key)
        db_bind_int(st, ":key", e->key);
    db_bind_blob(st, ":request", e->request, DB_REQUEST_SIZE);
    db_bind_blob(st, ":fields", e->fields, e->fields_len);
    db_bind_blob(st, ":hash", e->hash, CRYPTO_HASH_SIZE);
    return db_step_done(tx->db, st);
}

static enum rc key_for(struct db_tx *tx, const struct db_target *target,
                       struct db_event *e, struct crypto_key *ret_key)
{
    if (!target->noun->sealed)
        return RC_OK;
    if (target->key) {
        e->key = target->key;
        return db_key_get(tx->db, target->key, NULL, ret_key);
    }
    e->key = e->subject;
    return db_key_create(tx->db, e->key, target->party, ret_key);
}

/* Stores the fields, sealed where the noun is. */
static void set_fields(struct db_tx *tx, struct db_event *e, const struct buffer *clear,
                       const struct crypto_key *key)
{
    struct db_seal seal = {e->noun, e->subject, "fields", e->key, *key};
    uint8_t *sealed;

    e->fields = buffer_text(clear);
    e->fields_len = clear->len;
    if (!e->key)
        return;
    sealed = arena_alloc(tx->arena, clear->len + CRYPTO_SEAL_EXTRA);
    db_seal(&seal, false, clear->data, clear->len, sealed);
    crypto_wipe(&seal, sizeof(seal));
    e->fields = sealed;
    e->fields_len = clear->len + CRYPTO_SEAL_EXTRA;
}

enum rc db_ledger_append(struct db_tx *tx, const struct db_target *target,
                         const struct db_fields *fields, int64_t *ret_subject)
{
    struct db_event e = {
        .stamp = db_tx_stamp(tx), .at = clock_now_ms(tx->clock), .actor = tx->actor};
    struct crypto_key key = {0};
    struct buffer clear;
    enum rc rc;

    buffer_init(&clear, DB_FIELDS_MAX);
    e.noun = target->noun->name;
    e.subject = target->subject ? target->subject : e.stamp;
    e.request = tx->request;
    tx->request = NULL;
    rc = key_for(tx, target, &e, &key);
    if (rc)
        goto out;
    db_fields_write(fields, &clear);
    if (buffer_failed(&clear)) {
        rc = RC_TOO_LARGE;
        goto out;
    }
    set_fields(tx, &e, &clear, &key);
    e.seq = ++tx->state.seq;
    db_event_hash(tx->state.head, &e, e.hash);
    rc = insert_event(tx, &e);
    if (rc)
        goto out;
    memcpy(tx->state.head, e.hash, CRYPTO_HASH_SIZE);
    rc = db_fold(tx, &e, fields, e.key ? &key : NULL);
    if (!rc && ret_subject)
        *ret_subject = e.subject;
out:
    crypto_wipe(&key, sizeof(key));
    buffer_fini(&clear);
    return rc;
}

enum rc db_ledger_create(struct db_tx *tx, const struct db_target *target,
                         const void *record, int64_t *ret_subject)
{
    struct db_fields *fields = db_fields_of(target->noun, record);
    enum rc rc = db_ledger_append(tx, target, fields, ret_subject);

    db_fields_free(fields);
    return rc;
}

static enum rc find_stamp(struct db *db, int64_t stamp, uint8_t *ret_hash)
{
    static const char sql[] = "SELECT hash FROM event WHERE stamp = :stamp";
    struct db_stmt *st;
    const void *hash;
    size_t len;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":stamp", stamp);
    rc = db_step_row(db, st);
    if (!rc) {
        hash = db_col_blob(st, 0, &len);
        memcpy(ret_hash, hash, len < CRYPTO_HASH_SIZE ? len : CRYPTO_HASH_SIZE);
    }
    db_release(db, st);
    return rc;
}

/* The clock goes on from every stamp it has seen, so that the last ones are nobody's. */
static bool is_usable(int64_t stamp)
{
    return stamp > 0 && stamp_ms(stamp) < stamp_ms(INT64_MAX);
}

enum rc db_ledger_receive(struct db_tx *tx, const struct db_event *event)
{
    uint8_t known[CRYPTO_HASH_SIZE] = {0};
    struct db_event e = *event;
    enum rc rc;

    if (!is_usable(e.stamp) || !is_usable(e.subject))
        return RC_INVALID;
    rc = find_stamp(tx->db, e.stamp, known);
    if (!rc)
        return memcmp(known, e.hash, CRYPTO_HASH_SIZE) ? RC_CONFLICT : RC_OK;
    if (rc != RC_NOT_FOUND)
        return rc;
    e.seq = ++tx->state.seq;
    rc = insert_event(tx, &e);
    if (rc)
        return rc;
    if (e.stamp > tx->state.last)
        tx->state.last = e.stamp;
    if (stamp_node(e.stamp) == tx->state.node) /* of an older copy: the chain goes on */
        rc = load_head(tx->db, tx->state.node, tx->state.head);
    return rc ? rc : db_fold_received(tx, &e);
}

enum rc db_ledger_find_request(struct db *db, const uint8_t *request,
                               int64_t *ret_subject)
{
    static const char sql[] =
        "SELECT subject FROM event WHERE request = :request ORDER BY stamp LIMIT 1";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_blob(st, ":request", request, DB_REQUEST_SIZE);
    rc = db_step_row(db, st);
    if (!rc)
        *ret_subject = db_col_int(st, 0);
    db_release(db, st);
    return rc;
}

static void event_from_row(struct db_stmt *st, struct arena *arena,
                           struct db_event *ret_event)
{
    const void *hash;
    size_t len;

    *ret_event = (struct db_event){
        .stamp = db_col_int(st, 0),
        .seq = db_col_int(st, 1),
        .at = db_col_int(st, 2),
        .actor = db_col_text(st, arena, 3),
        .noun = db_col_text(st, arena, 4),
        .subject = db_col_int(st, 5),
        .key = db_col_int(st, 6),
    };
    ret_event->request = db_col_blob(st, 7, &len);
    if (len != DB_REQUEST_SIZE)
        ret_event->request = NULL;
    ret_event->fields = db_col_blob(st, 8, &ret_event->fields_len);
    hash = db_col_blob(st, 9, &len);
    if (len == CRYPTO_HASH_SIZE)
        memcpy(ret_event->hash, hash, len);
}

/* Runs through the rows of a prepared statement. */
static enum rc walk(struct db *db, struct db_stmt *st, db_event_fn *fn, void *state)
{
    struct arena *arena = arena_new();
    struct db_event event;
    bool any = false;
    enum rc rc;

    for (;;) {
        rc = db_step_row(db, st);
        if (rc)
            break;
        any = true;
        arena_reset(arena);
        event_from_row(st, arena, &event);
        rc = fn(state, &event);
        if (rc)
            break;
    }
    db_release(db, st);
    arena_free(arena);
    return rc == RC_NOT_FOUND && any ? RC_OK : rc;
}

enum rc db_ledger_walk(struct db *db, int64_t after, int64_t until, db_event_fn *fn,
                       void *state)
{
    static const char sql[] =
        "SELECT " EVENT_COLS
        " FROM event WHERE seq > :after AND seq <= :until ORDER BY seq";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":after", after);
    db_bind_int(st, ":until", until);
    rc = walk(db, st, fn, state);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc db_ledger_walk_subject(struct db *db, int64_t subject, db_event_fn *fn,
                               void *state)
{
    static const char sql[] =
        "SELECT " EVENT_COLS " FROM event WHERE stamp = :subject"
        " UNION ALL SELECT " EVENT_COLS " FROM event"
        " WHERE subject = :subject AND subject <> stamp ORDER BY stamp";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":subject", subject);
    return walk(db, st, fn, state);
}

enum rc db_event_open(struct db *db, const struct db_event *event,
                      struct db_fields **ret_fields)
{
    struct db_seal seal = {event->noun, event->subject, "fields", event->key, {{0}}};
    uint8_t *clear;
    size_t len = event->fields_len;
    enum rc rc;

    if (!event->key)
        return db_fields_parse(event->fields, len, ret_fields);
    rc = db_key_get(db, event->key, NULL, &seal.key);
    if (rc)
        return rc;
    clear = mem_alloc(len);
    rc = db_unseal(&seal, event->fields, len, clear);
    if (!rc)
        rc = db_fields_parse(clear, len - CRYPTO_SEAL_EXTRA, ret_fields);
    crypto_wipe(clear, len);
    crypto_wipe(&seal, sizeof(seal));
    free(clear);
    return rc;
}

/* --- verification --- */

struct verification {
    uint8_t heads[STAMP_NODE_MAX + 1][CRYPTO_HASH_SIZE];
    bool seen[STAMP_NODE_MAX + 1];
    struct db_verdict verdict;
    int64_t total;
    const struct progress *progress;
};

static enum rc verify_event(void *state, const struct db_event *event)
{
    struct verification *v = state;
    int node = stamp_node(event->stamp);
    uint8_t hash[CRYPTO_HASH_SIZE];

    db_event_hash(v->heads[node], event, hash);
    if (memcmp(hash, event->hash, CRYPTO_HASH_SIZE)) {
        v->verdict.bad++;
        if (!v->verdict.first_bad)
            v->verdict.first_bad = event->stamp;
    }
    /* Goes on from what is written, so that one fault is one fault. */
    memcpy(v->heads[node], event->hash, CRYPTO_HASH_SIZE);
    v->verdict.nodes += !v->seen[node];
    v->seen[node] = true;
    v->verdict.events++;
    if (v->verdict.events % 4096 == 0 &&
        !progress_report(v->progress, v->verdict.events, v->total))
        return RC_CONFLICT;
    return RC_OK;
}

enum rc db_ledger_verify(struct db *db, const struct progress *progress,
                         struct db_verdict *ret_verdict)
{
    static const char count[] = "SELECT count(*) FROM event";
    static const char sql[] = "SELECT " EVENT_COLS " FROM event ORDER BY stamp";
    struct verification *v = mem_calloc(1, sizeof(*v));
    struct crypto_hash hash;
    struct db_stmt *st;
    enum rc rc = load_number(db, count, &v->total);

    v->progress = progress;
    if (!rc)
        rc = db_prepare(db, sql, &st);
    if (!rc)
        rc = walk(db, st, verify_event, v);
    if (rc == RC_NOT_FOUND) /* an empty ledger is whole */
        rc = RC_OK;
    if (!rc) {
        crypto_hash_init(&hash, NULL);
        crypto_hash_add(&hash, v->heads, sizeof(v->heads));
        crypto_hash_end(&hash, v->verdict.heads);
        *ret_verdict = v->verdict;
    }
    free(v);
    return rc;
}
