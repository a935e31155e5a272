#include "db/store.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/fields.h"
#include "db/forgotten.h"
#include "db/ledger.h"
#include "tests/support/disk.h"
#include "tests/support/household.h"
#include "tests/support/suite.h"

#define WRITERS 8

static struct test_store t;

static void setup(void)
{
    test_store_open(&t, 0);
}

static void teardown(void)
{
    test_disk_room(t.dir, -1);
    test_disk_fail_sync(NULL);
    test_store_close(&t);
}

static enum rc append(struct db_tx *tx, void *state)
{
    struct person person = person_blank();
    struct party_draft draft = {
        .party = party_blank(), .persons = &person, .person_count = 1};
    char ref[REF_SIZE];

    person.surname = "Merelbeke";
    person.remark = arena_printf(tx->arena, "%2000d", 7);
    return db_party_append(tx, &draft, state, ref);
}

static enum rc write_one(void)
{
    int64_t id;

    return test_store_write(&t, append, &id);
}

/* Everybody can be read, nobody is there twice, and the chain holds. */
static void check_whole(int64_t people)
{
    struct db_verdict verdict;

    ck_assert_int_eq(household_people(t.db), people);
    ck_assert_int_eq(db_ledger_verify(t.db, NULL, &verdict), RC_OK);
    ck_assert_int_eq(verdict.bad, 0);
    ck_assert_int_eq(verdict.events, 2 * people);
}

static void *write_some(void *state)
{
    int64_t *kept = state;

    for (int i = 0; i < 10; i++) {
        enum rc rc = write_one();

        ck_assert(rc == RC_OK || rc == RC_BUSY);
        *kept += !rc;
    }
    return NULL;
}

/* So many people were written by several at once. */
static int64_t write_together(void)
{
    pthread_t threads[WRITERS];
    int64_t kept[WRITERS] = {0}, all = 0;

    for (int i = 0; i < WRITERS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, write_some, &kept[i]), 0);
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(threads[i], NULL);
        all += kept[i];
    }
    return all;
}

START_TEST(a_disk_that_fills_at_any_write_costs_only_what_was_answered_busy)
{
    int64_t people = 0;
    int busy = 0;

    for (int64_t room = 0; room < 40; room++) {
        enum rc rc;

        test_disk_room(t.dir, room);
        rc = write_one();
        ck_assert(rc == RC_OK || rc == RC_BUSY);
        people += !rc;
        busy += rc == RC_BUSY;
        ck_assert_int_eq(household_people(t.db), people); /* reads stay up */
        test_disk_room(t.dir, -1);
        ck_assert_int_eq(write_one(), RC_OK); /* goes on by itself */
        people++;
    }
    ck_assert_int_gt(busy, 3);
    check_whole(people);
    test_store_reopen(&t);
    check_whole(people);
}
END_TEST

START_TEST(a_full_disk_answers_whole_batches_busy)
{
    int64_t people = 0;

    for (int64_t room = 5; room < 200; room += 40) {
        test_disk_room(t.dir, room);
        people += write_together();
        test_disk_room(t.dir, -1);
        check_whole(people);
    }
    ck_assert_int_eq(write_together(), 10 * WRITERS);
    test_store_reopen(&t);
    check_whole(people + 10 * WRITERS);
}
END_TEST

START_TEST(a_limit_on_the_size_of_files_is_a_full_disk)
{
    struct rlimit limit, old;
    struct stat st;
    char wal[128];
    int64_t people;

    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(write_one(), RC_OK);
    snprintf(wal, sizeof(wal), "%s/redkite.db-wal", t.data);
    ck_assert_int_eq(stat(wal, &st), 0);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &old), 0);
    limit = old;
    limit.rlim_cur = (rlim_t)st.st_size + 100000;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    people = 1 + write_together();
    while (write_one() == RC_OK)
        people++;
    ck_assert_int_eq(write_one(), RC_BUSY);
    ck_assert_int_eq(household_people(t.db), people);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &old), 0);
    ck_assert_int_eq(write_one(), RC_OK);
    check_whole(people + 1);
}
END_TEST

static enum rc run_sql(struct db_tx *tx, void *state)
{
    return db_run_script(tx->db, state);
}

/* The engine's own limit strikes within a change, not at the commit. It is never below
 * the size of the file, which grows by 4 MB. */
START_TEST(a_full_database_costs_the_changes_that_did_not_fit)
{
    static char little[] = "PRAGMA max_page_count = 1024",
                much[] = "PRAGMA max_page_count = 1000000";
    int64_t people = 0, wrote;

    ck_assert_int_eq(test_store_write(&t, run_sql, little), RC_OK);
    do {
        wrote = write_together();
        people += wrote;
    } while (wrote == 10 * WRITERS);
    while (write_one() == RC_OK)
        people++;
    ck_assert_int_eq(write_one(), RC_BUSY);
    check_whole(people);
    ck_assert_int_eq(test_store_write(&t, run_sql, much), RC_OK);
    people += write_together();
    check_whole(people);
    test_store_reopen(&t);
    check_whole(people);
}
END_TEST

/* A file system that is full in earnest, where this process may mount one. */
START_TEST(a_small_file_system_fills_and_empties)
{
    char filler[128], dir[64];
    FILE *file;
    int64_t people = 0;

    memcpy(dir, t.dir, sizeof(dir));
    if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL)) {
        printf("not looked at: no file system can be mounted here\n");
        return;
    }
    test_store_close(&t);
    ck_assert_int_eq(mkdir(dir, 0700), 0);
    ck_assert_int_eq(mount("tmpfs", dir, "tmpfs", 0, "size=12m"), 0);
    test_store_open_in(&t, dir, 0);
    snprintf(filler, sizeof(filler), "%s/filler", dir);
    file = fopen(filler, "w");
    ck_assert_ptr_nonnull(file);
    for (int i = 0; i < 6 << 20; i++)
        putc('x', file);
    fclose(file);
    while (write_one() == RC_OK)
        people++;
    ck_assert_int_gt(people, 0);
    ck_assert_int_eq(write_one(), RC_BUSY);
    check_whole(people);
    ck_assert_int_eq(unlink(filler), 0);
    ck_assert_int_eq(write_one(), RC_OK);
    check_whole(people + 1);
    db_close(t.db);
    db_store_close(t.store);
    ck_assert_int_eq(umount2(dir, MNT_DETACH), 0);
    ck_assert_int_eq(rmdir(dir), 0);
    test_store_open(&t, 0);
}
END_TEST

static void expect_stopped(const char *suffix)
{
    int64_t before = write_together();
    enum rc rc = RC_OK;

    test_disk_fail_sync(suffix);
    for (int i = 0; i < 4000 && !rc; i++) {
        rc = write_one();
        before += !rc;
    }
    ck_assert_int_eq(rc, RC_INTERNAL);
    test_disk_fail_sync(NULL);
    ck_assert_int_eq(write_one(), RC_INTERNAL); /* for good */
    ck_assert_int_ge(household_people(t.db), before);
    test_store_reopen(&t);
    ck_assert_int_eq(write_one(), RC_OK);
    ck_assert_int_ge(household_people(t.db), before + 1);
}

START_TEST(a_failed_sync_of_the_log_stops_writing)
{
    expect_stopped("redkite.db-wal");
}
END_TEST

START_TEST(a_failed_sync_of_the_database_stops_writing)
{
    expect_stopped("redkite.db");
}
END_TEST

static enum rc forget(struct db_tx *tx, void *state)
{
    return db_forget_append(tx, *(int64_t *)state);
}

/* The list of forgotten keys may fail for want of room: it is made good by itself. */
START_TEST(a_list_of_forgotten_keys_that_found_no_room_is_made_good)
{
    struct arena *arena = arena_new();
    struct db_forgotten *items;
    char path[128], part[128];
    size_t count = 0;
    int64_t id;

    snprintf(path, sizeof(path), "%s/forgotten", t.data);
    snprintf(part, sizeof(part), "%s/forgotten.part", t.data);
    ck_assert_int_eq(test_store_write(&t, append, &id), RC_OK);
    ck_assert_int_eq(mkdir(part, 0700), 0); /* in the way */
    ck_assert_int_eq(test_store_write(&t, forget, &id), RC_OK);
    ck_assert_int_eq(rmdir(part), 0);
    ck_assert_int_eq(write_one(), RC_OK);
    ck_assert_int_eq(db_forgotten_read(path, arena, &items, &count), RC_OK);
    ck_assert_uint_eq(count, 2);
    arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db.disk");
    TCase *tests = tcase_create("disk");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests,
                   a_disk_that_fills_at_any_write_costs_only_what_was_answered_busy);
    tcase_add_test(tests, a_full_disk_answers_whole_batches_busy);
    tcase_add_test(tests, a_limit_on_the_size_of_files_is_a_full_disk);
    tcase_add_test(tests, a_full_database_costs_the_changes_that_did_not_fit);
    tcase_add_test(tests, a_small_file_system_fills_and_empties);
    tcase_add_test(tests, a_failed_sync_of_the_log_stops_writing);
    tcase_add_test(tests, a_failed_sync_of_the_database_stops_writing);
    tcase_add_test(tests, a_list_of_forgotten_keys_that_found_no_room_is_made_good);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
