/**
 * @file store.h
 * A database of a test's own, in a temporary directory that is removed afterwards.
 */
#ifndef REDKITE_TESTS_STORE_H
#define REDKITE_TESTS_STORE_H

#include "db/engine.h"
#include "db/store.h"

/** An open store. now_ms is its clock: tests set it. */
struct test_store {
    char dir[64]; /* holds data/ and master.key */
    char data[96];
    char key[96];
    int64_t now_ms;
    struct clock clock;
    struct db_config config;
    struct db_store *store;
    struct db *db; /* a reader */
};

/** Makes and opens a store of node @p node; its clock stands at 2026-01-01. Ends the test
 * when it cannot. */
void test_store_open(struct test_store *t, int node);

/** The same in the empty directory @p dir, which is removed by test_store_close. */
void test_store_open_in(struct test_store *t, const char *dir, int node);

/** Copies database and log, as a kill would leave them, into the directory @p to. */
void test_store_copy(const struct test_store *t, const char *to);

/** Closes and opens it again: what a restart does. */
void test_store_reopen(struct test_store *t);

/** Closes it and removes the directory. */
void test_store_close(struct test_store *t);

/** Runs @p run in the writer as account "test". */
enum rc test_store_write(struct test_store *t,
                         enum rc (*run)(struct db_tx *tx, void *state), void *state);

/** Takes every event and key of @p from into @p to, and folds what waited for a key. */
void test_store_merge(struct test_store *from, struct test_store *to);

#endif
