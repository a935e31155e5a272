/* The program on directories and keys that are not as they should be: each is told for
 * what it is. */
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/household.h"
#include "tests/support/program.h"
#include "tests/support/store.h"
#include "tests/support/suite.h"

static struct test_store t;
static char database[128], file[128], target[128];

static void setup(void)
{
    test_store_open(&t, 0);
    snprintf(database, sizeof(database), "%s/redkite.db", t.data);
    snprintf(file, sizeof(file), "%s/backup", t.dir);
    snprintf(target, sizeof(target), "%s/restored", t.dir);
}

static void teardown(void)
{
    test_store_close(&t);
}

/* The store closed, so that the file can be spoilt; reopened by nobody. */
static void let_go(void)
{
    db_close(t.db);
    db_store_close(t.store);
    t.db = NULL;
    t.store = NULL;
}

static void overwrite(off_t at, const void *bytes, size_t len)
{
    int fd = open(database, O_WRONLY);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(pwrite(fd, bytes, len, at), (ssize_t)len);
    close(fd);
}

/* Both that only read and that write say the same. */
static void says(int status, const char *text)
{
    program_says(status, text, "backup", file, "--data", t.data, "--master-key", t.key);
}

START_TEST(init_makes_what_is_missing_and_overwrites_nothing)
{
    char key[160];
    struct stat st;

    snprintf(key, sizeof(key), "%s.key", target);
    program_says(0, "Keep a copy of the key elsewhere", "init", "--data", target);
    ck_assert_int_eq(stat(key, &st), 0);
    ck_assert_int_eq(st.st_mode & 0777, 0600);
    program_says(5, "There is a database in this directory already", "init", "--data",
                 target);
    program_says(0, "It uses the master key that is in", "init", "--data", file,
                 "--master-key", key, "--node", "3");
    program_says(2, "--node is from 0 to 1023", "init", "--node", "1024");
    program_says(3, "cannot be made or written", "init", "--data", "/proc/none",
                 "--master-key", key);
    program_says(0, "Usage: redkite init", "init", "--help");
}
END_TEST

START_TEST(a_backup_is_made_beside_a_writer_and_restored)
{
    const struct stay stay = household_stay(STAY_RESIDENCE, INT32_MIN);

    household_append(&t, "Merelbeke", &stay, NULL);
    says(0, "6 events");
    says(5, "problem.backup.exists");
    program_says(0, "\"node\":1", "restore", file, "--data", target, "--master-key",
                 t.key, "--json");
    program_says(5, "problem.data_dir.not_empty", "restore", file, "--data", target,
                 "--master-key", t.key);
    program_says(2, "name one FILE", "restore", file);
    snprintf(file, sizeof(file), "%s/elsewhere", t.dir);
    program_says(4, "problem.backup.missing", "restore", "/nowhere", "--data", file,
                 "--master-key", t.key);
    program_says(0, "Usage: redkite restore", "restore", "--help");
}
END_TEST

START_TEST(a_missing_wrong_or_open_key_is_told)
{
    char other[128];

    snprintf(other, sizeof(other), "%s/other.key", t.dir);
    program_says(4, "problem.master_key.missing", "backup", file, "--data", t.data,
                 "--master-key", other);
    program_expect(0, "init", "--data", target, "--master-key", other);
    program_says(5, "problem.master_key.wrong", "backup", file, "--data", t.data,
                 "--master-key", other);
    ck_assert_int_eq(chmod(t.key, 0644), 0);
    says(3, "problem.master_key.open_to_others");
    ck_assert_int_eq(chmod(t.key, 0600), 0);
    ck_assert_int_eq(truncate(t.key, 20), 0);
    says(3, "problem.master_key.not_a_key");
}
END_TEST

START_TEST(no_database_is_told)
{
    program_says(4, "problem.data_dir.empty", "backup", file, "--data", t.dir,
                 "--master-key", t.key);
}
END_TEST

START_TEST(a_truncated_database_is_told)
{
    struct stat st;

    let_go();
    ck_assert_int_eq(stat(database, &st), 0);
    ck_assert_int_eq(truncate(database, 20000), 0);
    says(3, "problem.database.damaged");
    ck_assert_int_eq(truncate(database, 50), 0);
    says(3, "problem.database.damaged");
    ck_assert_int_eq(truncate(database, 0), 0);
    says(3, "problem.database.damaged");
}
END_TEST

START_TEST(what_is_no_database_is_told)
{
    static const char text[] = "surname;given_names\nMerelbeke;Linde\n";

    let_go();
    overwrite(0, text, sizeof(text));
    says(3, "problem.database.damaged");
}
END_TEST

START_TEST(a_newer_schema_is_told)
{
    const uint8_t version[4] = {0, 0, 3,
                                0xe7}; /* user_version 999, in the file's header */

    let_go();
    overwrite(60, version, sizeof(version));
    says(5, "problem.database.newer");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("flow.data_dir");
    TCase *tests = tcase_create("data_dir");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, init_makes_what_is_missing_and_overwrites_nothing);
    tcase_add_test(tests, a_backup_is_made_beside_a_writer_and_restored);
    tcase_add_test(tests, a_missing_wrong_or_open_key_is_told);
    tcase_add_test(tests, no_database_is_told);
    tcase_add_test(tests, a_truncated_database_is_told);
    tcase_add_test(tests, what_is_no_database_is_told);
    tcase_add_test(tests, a_newer_schema_is_told);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
