#include "db/rebuild.h"

#include <stdlib.h>

#include "db/engine.h"
#include "db/fold.h"
#include "db/keys.h"
#include "db/ledger.h"
#include "db/meta.h"
#include "db/migrate.h"
#include "db/store.h"

#define EVENTS_PER_COMMIT 20000
#define FOLDED            "folded" /* schema version of the last whole fold */

struct rebuild {
    struct db_tx tx; /* of the new database */
    int64_t done;
    int64_t total;
    const struct progress *progress;
};

static enum rc copy_key(struct db *from, struct db *to, int64_t id, int64_t party)
{
    struct crypto_key key;
    enum rc rc = db_key_get(from, id, NULL, &key);

    if (!rc)
        rc = db_key_put(to, id, party, &key);
    crypto_wipe(&key, sizeof(key));
    return rc == RC_INTERNAL ? RC_OK : rc; /* damaged: its rows will be missing */
}

/* Forgotten ones stay behind: the forget events make their tombstones. */
static enum rc copy_keys(struct db *from, struct db *to)
{
    static const char sql[] =
        "SELECT id, party FROM key WHERE wrapped IS NOT NULL ORDER BY id";
    struct db_stmt *st;
    enum rc rc = db_prepare(from, sql, &st);

    if (rc)
        return rc;
    while (!(rc = db_step_row(from, st))) {
        rc = copy_key(from, to, db_col_int(st, 0), db_col_int(st, 1));
        if (rc)
            break;
    }
    db_release(from, st);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc receive(void *state, const struct db_event *event)
{
    struct rebuild *r = state;
    enum rc rc;

    arena_reset(r->tx.arena);
    rc = db_ledger_receive(&r->tx, event);
    if (rc || ++r->done % EVENTS_PER_COMMIT)
        return rc;
    if (!progress_report(r->progress, r->done, r->total))
        return RC_CONFLICT;
    rc = db_commit(r->tx.db);
    return rc ? rc : db_begin(r->tx.db);
}

static enum rc fold_all(struct db *from, struct db *to, const struct progress *progress)
{
    struct rebuild r = {.tx = {.db = to}, .progress = progress};
    struct db_ledger_state state;
    enum rc rc = db_ledger_state_load(from, 0, &state);

    if (!rc)
        rc = db_begin(to);
    if (rc)
        return rc;
    r.total = state.seq;
    r.tx.arena = arena_new();
    rc = copy_keys(from, to);
    if (!rc)
        rc = db_ledger_walk(from, 0, INT64_MAX, receive, &r);
    arena_free(r.tx.arena);
    if (!rc)
        return db_commit(to);
    db_rollback(to);
    return rc;
}

enum rc db_rebuild_compare(struct db *db, const char *path,
                           const struct progress *progress,
                           struct db_state_difference *ret_difference)
{
    struct db *rebuilt = NULL;
    enum rc rc = db_open(path, DB_CREATE, &rebuilt);

    if (!rc) {
        db_set_keys(rebuilt, db_keys_of(db));
        db_expect_bulk(rebuilt);
        rc = db_migrate(rebuilt, 0);
    }
    if (!rc)
        rc = fold_all(db, rebuilt, progress);
    if (!rc)
        rc = db_state_compare(db, rebuilt, ret_difference);
    db_close(rebuilt);
    return rc;
}

/* --- after a migration --- */

static enum rc clear_state(struct db *db)
{
    static const char positions[] = "DELETE FROM stay_at";
    static const char tokens[] = "DELETE FROM token";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, positions, &st);

    if (!rc)
        rc = db_step_done(db, st);
    if (!rc)
        rc = db_prepare(db, tokens, &st);
    if (!rc)
        rc = db_step_done(db, st);
    for (size_t i = 0; db_nouns[i] && !rc; i++) {
        rc = db_prepare(db, db_nouns[i]->clear, &st);
        if (!rc)
            rc = db_step_done(db, st);
    }
    return rc;
}

static enum rc fold_again(void *state, const struct db_event *event)
{
    struct db_tx *tx = state;

    arena_reset(tx->arena);
    return db_fold_received(tx, event);
}

static enum rc refresh(struct db *db)
{
    struct db_tx tx = {.db = db, .arena = arena_new()};
    enum rc rc = clear_state(db);

    if (!rc)
        rc = db_ledger_walk(db, 0, INT64_MAX, fold_again, &tx);
    if (!rc)
        rc = db_rebuild_note(db);
    arena_free(tx.arena);
    return rc;
}

enum rc db_rebuild_note(struct db *db)
{
    return db_meta_set_int(db, FOLDED, db_schema_version());
}

enum rc db_rebuild_due(struct db *db, bool *ret_due)
{
    int64_t folded = 0;
    enum rc rc = db_meta_get_int(db, FOLDED, &folded);

    if (rc && rc != RC_NOT_FOUND)
        return rc;
    *ret_due = folded != db_schema_version();
    return RC_OK;
}

enum rc db_rebuild_refresh(struct db *db)
{
    bool due;
    enum rc rc = db_rebuild_due(db, &due);

    if (rc || !due)
        return rc;
    rc = db_begin(db);
    if (!rc)
        rc = refresh(db);
    if (!rc)
        return db_commit(db);
    db_rollback(db);
    return rc;
}
