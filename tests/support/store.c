#include "tests/support/store.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "db/keys.h"
#include "tests/support/suite.h"

#define DAY_2026 INT64_C(1767225600000) /* 2026-01-01T00:00:00Z */

static void open_store(struct test_store *t)
{
    struct arena *arena = arena_new();
    struct problems problems;

    problems_init(&problems, arena);
    ck_assert_int_eq(db_store_open(&t->config, &problems, &t->store), RC_OK);
    ck_assert_int_eq(db_store_read(t->store, &t->db), RC_OK);
    arena_free(arena);
}

void test_store_open(struct test_store *t, int node)
{
    struct arena *arena = arena_new();
    struct problems problems;

    *t = (struct test_store){.now_ms = DAY_2026};
    ck_assert_int_eq(crypto_init(), RC_OK);
    snprintf(t->dir, sizeof(t->dir), "/tmp/redkite-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(t->dir));
    snprintf(t->data, sizeof(t->data), "%s/data", t->dir);
    snprintf(t->key, sizeof(t->key), "%s/master.key", t->dir);
    t->clock = clock_fixed(&t->now_ms);
    t->config = (struct db_config){
        .dir = t->data, .master_key = t->key, .clock = &t->clock, .node = node};
    problems_init(&problems, arena);
    ck_assert_int_eq(db_store_init(&t->config, &problems), RC_OK);
    arena_free(arena);
    open_store(t);
}

void test_store_reopen(struct test_store *t)
{
    db_close(t->db);
    db_store_close(t->store);
    open_store(t);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

void test_store_close(struct test_store *t)
{
    db_close(t->db);
    db_store_close(t->store);
    nftw(t->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

enum rc test_store_write(struct test_store *t,
                         enum rc (*run)(struct db_tx *tx, void *state), void *state)
{
    const struct db_change change = {.run = run, .state = state, .actor = "test"};

    return db_write(t->store, &change);
}

/* --- merging --- */

static enum rc receive(void *state, const struct db_event *event)
{
    return db_ledger_receive(state, event);
}

static enum rc merge_keys(struct db_tx *tx, struct db *from)
{
    static const char sql[] =
        "SELECT id, party FROM key WHERE wrapped IS NOT NULL ORDER BY id";
    struct db_stmt *st;
    struct crypto_key key;
    enum rc rc = db_prepare(from, sql, &st);

    if (rc)
        return rc;
    while (!(rc = db_step_row(from, st))) {
        rc = db_key_get(from, db_col_int(st, 0), NULL, &key);
        if (!rc)
            rc = db_key_put(tx->db, db_col_int(st, 0), db_col_int(st, 1), &key);
        if (rc)
            break;
    }
    db_release(from, st);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc merge(struct db_tx *tx, void *state)
{
    struct db *from = state;
    enum rc rc = merge_keys(tx, from);

    return rc ? rc : db_ledger_walk(from, 0, INT64_MAX, receive, tx);
}

void test_store_merge(struct test_store *from, struct test_store *to)
{
    ck_assert_int_eq(test_store_write(to, merge, from->db), RC_OK);
}
