#include "db/engine.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/store.h"
#include "tests/support/suite.h"

static struct db *db;
static struct arena *arena;

static void setup(void)
{
    arena = arena_new();
    ck_assert_int_eq(db_open(":memory:", DB_CREATE, &db), RC_OK);
    ck_assert_int_eq(db_run_script(db, "CREATE TABLE thing (id @integer PRIMARY KEY,"
                                       " name TEXT, bytes @blob) @strict"),
                     RC_OK);
}

static void teardown(void)
{
    db_close(db);
    arena_free(arena);
}

static enum rc insert(int64_t id, const char *name)
{
    static const char sql[] =
        "INSERT INTO thing (id, name, bytes) VALUES (:id, :name, :bytes)";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", id);
    db_bind_text(st, ":name", name);
    db_bind_blob(st, ":bytes", name, name ? strlen(name) : 0);
    return db_step_done(db, st);
}

static int64_t count(void)
{
    static const char sql[] = "SELECT count(*) FROM thing";
    struct db_stmt *st;
    int64_t n;

    ck_assert_int_eq(db_prepare(db, sql, &st), RC_OK);
    ck_assert_int_eq(db_step_row(db, st), RC_OK);
    n = db_col_int(st, 0);
    ck_assert_int_eq(db_step_row(db, st), RC_NOT_FOUND);
    db_release(db, st);
    return n;
}

START_TEST(words_of_migrations_are_expanded_and_others_left_alone)
{
    ck_assert_int_eq(
        db_run_script(db, "CREATE TABLE tied (a @integer, b @blob, PRIMARY KEY (a, b))"
                          " @clustered; INSERT INTO tied VALUES (1, x'00');"
                          "INSERT INTO thing (id, name) VALUES (1, 'a@integers.be')"),
        RC_OK);
    ck_assert_int_ne(db_run_script(db, "INSERT INTO tied VALUES ('x', x'00')"), RC_OK);
    ck_assert_int_ne(db_run_script(db, "CREATE TABLE bad (a @unknown)"), RC_OK);
}
END_TEST

START_TEST(values_come_back_with_their_types)
{
    static const char sql[] = "SELECT id, name, bytes, 1.5 FROM thing ORDER BY id";
    struct db_stmt *st;
    size_t len;

    ck_assert_int_eq(insert(INT64_MIN, "Saïda"), RC_OK);
    ck_assert_int_eq(insert(2, NULL), RC_OK);
    ck_assert_int_eq(db_prepare(db, sql, &st), RC_OK);
    ck_assert_int_eq(db_col_count(st), 4);
    ck_assert_int_eq(db_step_row(db, st), RC_OK);
    ck_assert_int_eq(db_col_int(st, 0), INT64_MIN);
    ck_assert_str_eq(db_col_text(st, arena, 1), "Saïda");
    ck_assert_mem_eq(db_col_blob(st, 2, &len), "Saïda", 6);
    ck_assert_uint_eq(len, 6);
    ck_assert_int_eq(db_col_type(st, 0), 'i');
    ck_assert_int_eq(db_col_type(st, 1), 't');
    ck_assert_int_eq(db_col_type(st, 2), 'b');
    ck_assert_int_eq(db_col_type(st, 3), 'r');
    ck_assert_int_eq(db_step_row(db, st), RC_OK);
    ck_assert(db_col_null(st, 1));
    ck_assert_ptr_null(db_col_text(st, arena, 1));
    ck_assert_int_eq(db_col_type(st, 2), 'n');
    db_release(db, st);
}
END_TEST

START_TEST(a_savepoint_undoes_what_came_behind_it_alone)
{
    ck_assert_int_eq(db_begin(db), RC_OK);
    ck_assert_int_eq(db_savepoint(db), RC_OK);
    ck_assert_int_eq(insert(1, "kept"), RC_OK);
    ck_assert_int_eq(db_savepoint_keep(db), RC_OK);
    ck_assert_int_eq(db_savepoint(db), RC_OK);
    ck_assert_int_eq(insert(2, "undone"), RC_OK);
    ck_assert_int_ne(insert(1, "taken"), RC_OK);
    db_savepoint_undo(db);
    ck_assert(db_in_transaction(db));
    ck_assert_int_eq(db_commit(db), RC_OK);
    ck_assert(!db_in_transaction(db));
    ck_assert_int_eq(count(), 1);
    ck_assert_int_eq(db_begin(db), RC_OK);
    ck_assert_int_eq(insert(3, "undone"), RC_OK);
    db_rollback(db);
    db_rollback(db); /* nothing is open: fine */
    ck_assert_int_eq(count(), 1);
}
END_TEST

START_TEST(a_read_transaction_is_one_snapshot_and_a_reader_cannot_write)
{
    static struct test_store t;
    static const char sql[] = "SELECT count(*) FROM meta";
    struct db_stmt *st;
    int64_t before;

    test_store_open(&t, 0);
    ck_assert_int_eq(db_begin_read(t.db), RC_OK);
    ck_assert_int_eq(db_prepare(t.db, sql, &st), RC_OK);
    ck_assert_int_eq(db_step_row(t.db, st), RC_OK);
    before = db_col_int(st, 0);
    db_release(t.db, st);
    ck_assert_int_gt(before, 0);
    ck_assert_int_ne(db_run_script(t.db, "DELETE FROM meta"), RC_OK);
    db_rollback(t.db);
    test_store_close(&t);
}
END_TEST

START_TEST(a_file_that_is_not_there_is_told)
{
    struct db *other;

    ck_assert_int_eq(db_open("/nowhere/x.db", DB_READ, &other), RC_NOT_FOUND);
    ck_assert_int_eq(db_open("/nowhere/x.db", DB_WRITE, &other), RC_NOT_FOUND);
    ck_assert_int_ne(db_open("/nowhere/x.db", DB_CREATE, &other), RC_OK);
}
END_TEST

START_TEST(a_copy_holds_what_was_committed)
{
    static struct test_store t;
    char path[128];
    struct db *copy;

    test_store_open(&t, 0);
    snprintf(path, sizeof(path), "%s/copy.db", t.dir);
    ck_assert_int_eq(db_copy_to(t.db, path), RC_OK);
    ck_assert_int_eq(db_open(path, DB_READ, &copy), RC_OK);
    ck_assert_int_eq(db_quick_check(copy), RC_OK);
    db_close(copy);
    test_store_close(&t);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db.engine");
    TCase *tests = tcase_create("engine");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, words_of_migrations_are_expanded_and_others_left_alone);
    tcase_add_test(tests, values_come_back_with_their_types);
    tcase_add_test(tests, a_savepoint_undoes_what_came_behind_it_alone);
    tcase_add_test(tests, a_read_transaction_is_one_snapshot_and_a_reader_cannot_write);
    tcase_add_test(tests, a_file_that_is_not_there_is_told);
    tcase_add_test(tests, a_copy_holds_what_was_committed);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
