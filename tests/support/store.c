#include "tests/support/store.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "db/fold.h"
#include "db/keys.h"
#include "server/core/buffer.h"
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
    char dir[] = "/tmp/redkite-test-XXXXXX";

    ck_assert_ptr_nonnull(mkdtemp(dir));
    test_store_open_in(t, dir, node);
}

void test_store_open_in(struct test_store *t, const char *dir, int node)
{
    struct arena *arena = arena_new();
    struct problems problems;

    *t = (struct test_store){.now_ms = DAY_2026};
    ck_assert_int_eq(crypto_init(), RC_OK);
    snprintf(t->dir, sizeof(t->dir), "%s", dir);
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

void test_store_copy(const struct test_store *t, const char *to)
{
    static const char *const names[] = {"redkite.db", "redkite.db-wal"};

    for (size_t i = 0; i < 2; i++) {
        char path[256];
        struct buffer buf;
        FILE *file;

        buffer_init(&buf, (size_t)1 << 30);
        snprintf(path, sizeof(path), "%s/%s", t->data, names[i]);
        ck_assert_int_eq(buffer_read_file(&buf, path), RC_OK);
        snprintf(path, sizeof(path), "%s/%s", to, names[i]);
        file = fopen(path, "wb");
        ck_assert_ptr_nonnull(file);
        ck_assert_uint_eq(fwrite(buf.data, 1, buf.len, file), buf.len);
        ck_assert_int_eq(fclose(file), 0);
        buffer_fini(&buf);
    }
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

/* A key that is new here may have been waited for. */
static enum rc merge_key(struct db_tx *tx, struct db *from, int64_t id, int64_t party)
{
    struct crypto_key key;
    bool forgotten;
    enum rc rc = db_key_get(tx->db, id, &forgotten, &key);

    if (rc != RC_NOT_FOUND || forgotten)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    rc = db_key_get(from, id, NULL, &key);
    if (!rc)
        rc = db_key_put(tx->db, id, party, &key);
    return rc ? rc : db_fold_under_key(tx, id);
}

static enum rc merge_keys(struct db_tx *tx, struct db *from)
{
    static const char sql[] =
        "SELECT id, party FROM key WHERE wrapped IS NOT NULL ORDER BY id";
    struct db_stmt *st;
    enum rc rc = db_prepare(from, sql, &st);

    if (rc)
        return rc;
    while (!(rc = db_step_row(from, st))) {
        rc = merge_key(tx, from, db_col_int(st, 0), db_col_int(st, 1));
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
