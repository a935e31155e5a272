#include "db/migrate.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/engine.h"
#include "db/meta.h"
#include "db/state.h"
#include "server/core/buffer.h"
#include "server/core/date.h"
#include "tests/support/household.h"
#include "tests/support/store.h"
#include "tests/support/suite.h"

static struct test_store t;

static void setup(void)
{
    const struct stay home = household_stay(STAY_RESIDENCE, DATE_NONE);
    int64_t forgotten;

    test_store_open(&t, 0);
    household_append(&t, "Merelbeke", &home, NULL);
    forgotten = household_append(&t, "Zilverberk", &home, NULL);
    household_forget(&t, forgotten);
}

static void teardown(void)
{
    test_store_close(&t);
}

/* Every table and index, as it was made. */
static void dump_schema(struct db *db, struct buffer *buf)
{
    static const char sql[] =
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name";
    struct arena *arena = arena_new();
    struct db_stmt *st;

    buffer_init(buf, (size_t)1 << 20);
    ck_assert_int_eq(db_prepare(db, sql, &st), RC_OK);
    while (!db_step_row(db, st)) {
        buffer_puts(buf, db_col_text(st, arena, 0));
        buffer_puts(buf, db_col_text(st, arena, 1));
    }
    db_release(db, st);
    arena_free(arena);
}

static struct db *at_version(const char *path, int version)
{
    struct db *db;
    int found;

    ck_assert_int_eq(db_open(path, DB_CREATE, &db), RC_OK);
    if (version)
        ck_assert_int_eq(db_migrate(db, version), RC_OK);
    ck_assert_int_eq(db_version_get(db, &found), RC_OK);
    ck_assert_int_eq(found, version);
    return db;
}

START_TEST(every_older_version_comes_to_the_newest_schema)
{
    struct buffer fresh, raised;
    struct db *db = at_version(":memory:", db_schema_version());

    dump_schema(db, &fresh);
    db_close(db);
    for (int version = 0; version <= db_schema_version(); version++) {
        int found;

        db = at_version(":memory:", version);
        ck_assert_int_eq(db_migrate(db, 0), RC_OK);
        ck_assert_int_eq(db_version_get(db, &found), RC_OK);
        ck_assert_int_eq(found, db_schema_version());
        dump_schema(db, &raised);
        ck_assert_str_eq(buffer_text(&fresh), buffer_text(&raised));
        buffer_fini(&raised);
        db_close(db);
    }
    buffer_fini(&fresh);
}
END_TEST

/* A data directory as version @p version left it: its tables hold what the store's do,
 * state rows folded by that version aside. */
static void make_older(const char *dir, int version)
{
    static const char copy[] = "INSERT INTO event SELECT * FROM now.event;"
                               "INSERT INTO key SELECT * FROM now.key;"
                               "INSERT INTO meta SELECT * FROM now.meta;"
                               "DETACH now;";
    char path[256], attach[256];
    struct db *db;

    snprintf(path, sizeof(path), "%s/redkite.db", dir);
    unlink(path);
    snprintf(attach, sizeof(attach), "ATTACH '%s/redkite.db' AS now;", t.data);
    db = at_version(path, version);
    ck_assert_int_eq(db_run_script(db, attach), RC_OK);
    ck_assert_int_eq(db_run_script(db, copy), RC_OK);
    ck_assert_int_eq(db_begin(db), RC_OK);
    ck_assert_int_eq(db_meta_set_int(db, "folded", version), RC_OK);
    ck_assert_int_eq(db_commit(db), RC_OK);
    db_close(db);
}

START_TEST(what_an_older_version_wrote_is_all_there_afterwards)
{
    for (int version = 1; version < db_schema_version(); version++) {
        struct test_store older = t;
        struct problems problems;
        struct arena *arena = arena_new();
        uint8_t before[CRYPTO_HASH_SIZE], after[CRYPTO_HASH_SIZE];
        struct db_verdict verdict;
        int64_t rows;

        make_older(t.dir, version);
        older.config.dir = t.dir;
        problems_init(&problems, arena);
        ck_assert_int_eq(db_store_open(&older.config, &problems, &older.store), RC_OK);
        ck_assert_int_eq(db_store_read(older.store, &older.db), RC_OK);
        ck_assert_int_eq(db_state_hash(t.db, before, &rows), RC_OK);
        ck_assert_int_eq(db_state_hash(older.db, after, &rows), RC_OK);
        ck_assert_mem_eq(before, after, CRYPTO_HASH_SIZE);
        ck_assert_int_eq(household_people(older.db), 2);
        ck_assert_int_eq(db_ledger_verify(older.db, NULL, &verdict), RC_OK);
        ck_assert_int_eq(verdict.bad, 0);
        db_close(older.db);
        db_store_close(older.store);
        arena_free(arena);
    }
}
END_TEST

START_TEST(who_only_reads_is_told_that_the_database_is_older)
{
    struct test_store older = t;
    struct problems problems;
    struct arena *arena = arena_new();

    make_older(t.dir, 1);
    older.config.dir = t.dir;
    older.config.read_only = true;
    problems_init(&problems, arena);
    ck_assert_int_eq(db_store_open(&older.config, &problems, &older.store), RC_CONFLICT);
    ck_assert_str_eq(problems.items[0].key, "problem.database.older");
    arena_free(arena);
}
END_TEST

START_TEST(a_fold_that_a_kill_left_undone_is_done_by_the_next_writer)
{
    struct problems problems;
    struct arena *arena = arena_new();
    struct db_config config = t.config;
    struct db_store *store;
    char path[128];
    struct db *db;

    snprintf(path, sizeof(path), "%s/redkite.db", t.data);
    ck_assert_int_eq(db_open(path, DB_WRITE, &db), RC_OK);
    ck_assert_int_eq(db_run_script(db,
                                   "DELETE FROM person;"
                                   "UPDATE meta SET value = '1' WHERE name = 'folded'"),
                     RC_OK);
    db_close(db);
    config.read_only = true;
    problems_init(&problems, arena);
    ck_assert_int_eq(db_store_open(&config, &problems, &store), RC_CONFLICT);
    ck_assert_str_eq(problems.items[0].key, "problem.database.older");
    test_store_reopen(&t);
    ck_assert_int_eq(household_people(t.db), 2);
    arena_free(arena);
}
END_TEST

START_TEST(a_newer_database_is_refused_and_left_alone)
{
    struct db *db = at_version(":memory:", db_schema_version());
    int found;

    ck_assert_int_eq(db_version_set(db, db_schema_version() + 1), RC_OK);
    ck_assert_int_eq(db_migrate(db, 0), RC_CONFLICT);
    ck_assert_int_eq(db_version_get(db, &found), RC_OK);
    ck_assert_int_eq(found, db_schema_version() + 1);
    db_close(db);
}
END_TEST

START_TEST(a_migration_that_fails_leaves_the_version_before)
{
    struct db *db = at_version(":memory:", 1);
    int found;

    ck_assert_int_eq(db_run_script(db, "CREATE TABLE stay_at (x INTEGER)"), RC_OK);
    ck_assert_int_ne(db_migrate(db, 0), RC_OK);
    ck_assert_int_eq(db_version_get(db, &found), RC_OK);
    ck_assert_int_eq(found, 1);
    ck_assert_int_eq(db_run_script(db, "DROP TABLE stay_at"), RC_OK);
    ck_assert_int_eq(db_migrate(db, 0), RC_OK); /* nothing of the failed one is there */
    db_close(db);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db.migrate");
    TCase *tests = tcase_create("migrate");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, every_older_version_comes_to_the_newest_schema);
    tcase_add_test(tests, what_an_older_version_wrote_is_all_there_afterwards);
    tcase_add_test(tests, who_only_reads_is_told_that_the_database_is_older);
    tcase_add_test(tests, a_fold_that_a_kill_left_undone_is_done_by_the_next_writer);
    tcase_add_test(tests, a_newer_database_is_refused_and_left_alone);
    tcase_add_test(tests, a_migration_that_fails_leaves_the_version_before);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
