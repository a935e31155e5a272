#include "db/store.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/crisis.h"
#include "db/migrate.h"
#include "tests/support/store.h"
#include "tests/support/suite.h"

static struct test_store t;
static struct arena *arena;
static struct problems problems;
static char database[256];

static void setup(void)
{
    test_store_open(&t, 0);
    arena = arena_new();
    problems_init(&problems, arena);
    snprintf(database, sizeof(database), "%s/redkite.db", t.data);
}

static void teardown(void)
{
    arena_free(arena);
    test_store_close(&t);
}

static void stop(void)
{
    db_close(t.db);
    db_store_close(t.store);
    t.db = NULL;
    t.store = NULL;
}

/* Opening must come to @p rc with the problem @p key. */
static void expect_refused(enum rc rc, const char *key)
{
    struct db_store *store;

    problems_init(&problems, arena);
    ck_assert_int_eq(db_store_open(&t.config, &problems, &store), rc);
    ck_assert_uint_ge(problems.count, 1);
    ck_assert_str_eq(problems.items[0].key, key);
}

static enum rc append(struct db_tx *tx, void *state)
{
    struct crisis crisis = {.name = arena_printf(tx->arena, "%9000d", 7)};

    return db_crisis_append(tx, &crisis, state);
}

static void append_one(void)
{
    int64_t id;

    ck_assert_int_eq(test_store_write(&t, append, &id), RC_OK);
}

START_TEST(a_directory_without_a_database_is_told)
{
    stop();
    t.config.dir = t.dir;
    expect_refused(RC_NOT_FOUND, "problem.data_dir.empty");
    t.config.dir = "/nowhere/at/all";
    expect_refused(RC_NOT_FOUND, "problem.data_dir.empty");
    t.config.dir = t.data;
    test_store_reopen(&t);
}
END_TEST

START_TEST(a_database_is_never_made_anew)
{
    ck_assert_int_eq(db_store_init(&t.config, &problems), RC_CONFLICT);
    ck_assert_str_eq(problems.items[0].key, "problem.data_dir.exists");
    stop();
    ck_assert_int_eq(db_store_init(&t.config, &problems), RC_CONFLICT);
}
END_TEST

START_TEST(a_start_that_was_cut_off_can_be_made_again)
{
    char half[sizeof(database) + 8];
    int fd;

    stop();
    ck_assert_int_eq(unlink(database), 0);
    snprintf(half, sizeof(half), "%s.new", database);
    fd = open(half, O_WRONLY | O_CREAT, 0600);
    ck_assert_int_eq(write(fd, "half", 4), 4);
    close(fd);
    ck_assert_int_eq(db_store_init(&t.config, &problems), RC_OK);
    ck_assert_int_ne(access(half, F_OK), 0);
    test_store_reopen(&t);
    append_one();
}
END_TEST

START_TEST(another_process_is_told_who_has_the_directory)
{
    char holder[32];
    int status;
    pid_t pid;

    snprintf(holder, sizeof(holder), "process %ld", (long)getpid());
    expect_refused(RC_BUSY, "problem.data_dir.locked"); /* also a second time from here */
    pid = fork();
    if (pid == 0) {
        struct db_store *store;
        bool told = db_store_open(&t.config, &problems, &store) == RC_BUSY &&
                    !strcmp(problems.items[problems.count - 1].detail, holder);

        _exit(told ? 0 : 1);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    append_one();
}
END_TEST

START_TEST(reading_goes_on_beside_a_writer_and_writes_nothing)
{
    struct db_config config = t.config;
    struct crisis *crises;
    struct db_store *reader;
    struct db *db;
    size_t count;
    int64_t id;
    const struct db_change change = {.run = append, .state = &id, .actor = "test"};

    config.read_only = true;
    ck_assert_int_eq(db_store_open(&config, &problems, &reader), RC_OK);
    ck_assert_int_eq(db_store_read(reader, &db), RC_OK);
    append_one();
    ck_assert_int_eq(db_crisis_list(db, arena, &crises, &count), RC_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(db_write(reader, &change), RC_FORBIDDEN);
    ck_assert_int_ne(db_run_script(db, "DELETE FROM event"), RC_OK);
    ck_assert(db_store_incarnation(reader) == db_store_incarnation(t.store));
    db_close(db);
    db_store_close(reader);
    append_one();
}
END_TEST

START_TEST(another_master_key_is_refused_before_anything_is_read)
{
    static struct test_store other;

    test_store_open(&other, 1);
    stop();
    t.config.master_key = other.key;
    expect_refused(RC_FORBIDDEN, "problem.master_key.wrong");
    t.config.master_key = "/nowhere/key";
    expect_refused(RC_NOT_FOUND, "problem.master_key.missing");
    ck_assert_int_eq(chmod(t.key, 0644), 0);
    t.config.master_key = t.key;
    expect_refused(RC_INVALID, "problem.master_key.open_to_others");
    ck_assert_int_eq(chmod(t.key, 0600), 0);
    test_store_close(&other);
    test_store_reopen(&t);
}
END_TEST

static enum rc set_version(struct db_tx *tx, void *state)
{
    return db_version_set(tx->db, *(int *)state);
}

START_TEST(a_database_newer_than_the_program_is_refused)
{
    int newer = db_schema_version() + 1;

    ck_assert_int_eq(test_store_write(&t, set_version, &newer), RC_OK);
    stop();
    expect_refused(RC_CONFLICT, "problem.database.newer");
    t.config.read_only = true;
    expect_refused(RC_CONFLICT, "problem.database.newer");
}
END_TEST

START_TEST(a_database_that_was_cut_short_is_refused)
{
    struct stat st;

    append_one();
    stop();
    ck_assert_int_eq(stat(database, &st), 0);
    ck_assert_int_eq(truncate(database, 4096 * 5), 0);
    expect_refused(RC_INVALID, "problem.database.damaged");
    ck_assert_int_eq(truncate(database, 50), 0);
    expect_refused(RC_INVALID, "problem.database.damaged");
    ck_assert_int_eq(truncate(database, 0), 0);
    expect_refused(RC_INVALID, "problem.database.damaged");
}
END_TEST

START_TEST(a_file_that_is_no_database_is_refused)
{
    int fd;

    stop();
    fd = open(database, O_WRONLY | O_TRUNC);
    for (int i = 0; i < 2000; i++)
        ck_assert_int_eq(write(fd, "no database ", 12), 12);
    close(fd);
    expect_refused(RC_INVALID, "problem.database.damaged");
}
END_TEST

/* A checkpoint writes the first page, with the new size, before the last ones: a kill in
 * between leaves a file that is too short for it, and a log that has the rest. */
START_TEST(a_checkpoint_that_was_cut_off_is_no_damage)
{
    char copy[128];
    static const char size[] = {0, 1, 0, 0}; /* 65,536 pages */
    int fd;

    append_one();
    snprintf(copy, sizeof(copy), "%s/copy", t.dir);
    ck_assert_int_eq(mkdir(copy, 0700), 0);
    test_store_copy(&t, copy); /* as a kill leaves it: database and log */
    t.config.dir = copy;
    stop();
    snprintf(database, sizeof(database), "%s/redkite.db", copy);
    fd = open(database, O_WRONLY);
    ck_assert_int_eq(pwrite(fd, size, sizeof(size), 28), sizeof(size));
    close(fd);
    test_store_reopen(&t);
    append_one();
    ck_assert_int_eq(db_quick_check(t.db), RC_OK);
}
END_TEST

START_TEST(an_older_schema_is_brought_up_to_date)
{
    struct db *db;
    int version = 0;

    ck_assert_int_eq(db_open(":memory:", DB_CREATE, &db), RC_OK);
    for (int i = 1; i <= db_schema_version(); i++) {
        ck_assert_int_eq(db_migrate(db, i), RC_OK);
        ck_assert_int_eq(db_version_get(db, &version), RC_OK);
        ck_assert_int_eq(version, i);
    }
    ck_assert_int_eq(db_migrate(db, 0), RC_OK);
    ck_assert_int_eq(db_version_set(db, version + 1), RC_OK);
    ck_assert_int_eq(db_migrate(db, 0), RC_CONFLICT);
    db_close(db);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db.store");
    TCase *tests = tcase_create("store");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_directory_without_a_database_is_told);
    tcase_add_test(tests, a_database_is_never_made_anew);
    tcase_add_test(tests, a_start_that_was_cut_off_can_be_made_again);
    tcase_add_test(tests, another_process_is_told_who_has_the_directory);
    tcase_add_test(tests, reading_goes_on_beside_a_writer_and_writes_nothing);
    tcase_add_test(tests, another_master_key_is_refused_before_anything_is_read);
    tcase_add_test(tests, a_database_newer_than_the_program_is_refused);
    tcase_add_test(tests, a_database_that_was_cut_short_is_refused);
    tcase_add_test(tests, a_file_that_is_no_database_is_refused);
    tcase_add_test(tests, a_checkpoint_that_was_cut_off_is_no_damage);
    tcase_add_test(tests, an_older_schema_is_brought_up_to_date);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
