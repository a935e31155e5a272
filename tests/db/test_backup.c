#include "db/backup.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/keys.h"
#include "db/restore.h"
#include "db/scratch.h"
#include "db/state.h"
#include "server/core/buffer.h"
#include "server/core/date.h"
#include "server/core/stamp.h"
#include "tests/support/household.h"
#include "tests/support/store.h"
#include "tests/support/suite.h"

static struct test_store t;
static struct arena *arena;
static struct problems problems;
static char file[128], list[160], target[128];
static struct db_manifest manifest;

static void setup(void)
{
    test_store_open(&t, 0);
    arena = arena_new();
    problems_init(&problems, arena);
    snprintf(file, sizeof(file), "%s/backup", t.dir);
    snprintf(list, sizeof(list), "%s.forgotten", file);
    snprintf(target, sizeof(target), "%s/restored", t.dir);
}

static void teardown(void)
{
    arena_free(arena);
    test_store_close(&t);
}

static int64_t settle(const char *surname)
{
    const struct stay stay = household_stay(STAY_RESIDENCE, DATE_NONE);

    return household_append(&t, surname, &stay, NULL);
}

static void back_up(void)
{
    ck_assert_int_eq(db_backup_make(t.store, file, NULL, &problems, &manifest), RC_OK);
}

static struct db_restored restored;

static struct db_config config_of(const char *dir)
{
    struct db_config config = t.config;

    config.dir = dir;
    config.node = DB_NODE_NEXT;
    return config;
}

static enum rc restore(const char *forgotten)
{
    const struct db_config config = config_of(target);
    const struct db_restore r = {.file = file, .config = &config, .forgotten = forgotten};

    return db_restore_run(&r, NULL, &problems, &restored);
}

/* Refused for one reason, and nothing is there. */
static void assert_refused(enum rc rc, const char *key)
{
    struct stat st;

    ck_assert_int_eq(restore(NULL), rc);
    ck_assert_uint_eq(problems.errors, 1);
    ck_assert_str_eq(problems.items[0].key, key);
    ck_assert_int_ne(stat(target, &st), 0);
    problems_init(&problems, arena);
}

/* The restored store, opened. */
static struct test_store open_restored(void)
{
    struct test_store r = t;

    r.config = config_of(target);
    ck_assert_int_eq(db_store_open(&r.config, &problems, &r.store), RC_OK);
    ck_assert_int_eq(db_store_read(r.store, &r.db), RC_OK);
    return r;
}

static void close_restored(struct test_store *r)
{
    db_close(r->db);
    db_store_close(r->store);
}

static void read_file(const char *path, struct buffer *buf)
{
    buffer_init(buf, (size_t)64 << 20);
    ck_assert_int_eq(buffer_read_file(buf, path), RC_OK);
}

static void write_file(const char *path, const void *bytes, size_t len)
{
    FILE *f = fopen(path, "wb");

    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(bytes, 1, len, f), len);
    ck_assert_int_eq(fclose(f), 0);
}

START_TEST(what_is_backed_up_is_restored_and_the_chain_goes_on)
{
    uint8_t before[CRYPTO_HASH_SIZE], after[CRYPTO_HASH_SIZE];
    const struct stay stay = household_stay(STAY_RESIDENCE, DATE_NONE);
    struct db_verdict verdict;
    struct test_store r;
    int64_t rows, id;

    settle("Merelbeke");
    back_up();
    ck_assert_int_eq(manifest.events, 6);
    ck_assert_int_eq(manifest.bad, 0);
    ck_assert_int_eq(manifest.expires_at - manifest.made_at, 35 * DATE_DAY_MS);
    ck_assert_int_eq(restore(NULL), RC_OK); /* the first store stays open */
    ck_assert_int_eq(restored.node, 1);
    ck_assert_int_ne(restored.incarnation, db_store_incarnation(t.store));
    ck_assert_int_eq(restored.verdict.bad, 0);
    r = open_restored();
    ck_assert_int_eq(db_state_hash(t.db, before, &rows), RC_OK);
    ck_assert_int_eq(db_state_hash(r.db, after, &rows), RC_OK);
    ck_assert_mem_eq(before, after, CRYPTO_HASH_SIZE);
    id = household_append(&r, "Zilverberk", &stay, NULL);
    ck_assert_int_eq(stamp_node(id), 1);
    ck_assert_int_eq(household_people(r.db), 4);
    ck_assert_int_eq(household_people(t.db), 2);
    ck_assert_int_eq(db_ledger_verify(r.db, NULL, &verdict), RC_OK);
    ck_assert_int_eq(verdict.bad, 0);
    ck_assert_int_eq(verdict.nodes, 2);
    test_store_merge(&r, &t); /* two nodes by now */
    ck_assert_int_eq(household_people(t.db), 4);
    close_restored(&r);
}
END_TEST

START_TEST(whoever_was_forgotten_after_the_backup_does_not_come_back)
{
    struct test_store r;
    struct party party;
    int64_t id = settle("Merelbeke");

    settle("Zilverberk");
    back_up();
    household_forget(&t, id); /* the list beside the backup follows */
    ck_assert_int_eq(restore(NULL), RC_OK);
    ck_assert_int_gt(restored.forgotten, 0);
    ck_assert_int_eq(restored.verdict.bad, 0);
    r = open_restored();
    ck_assert_int_eq(household_people(r.db), 2);
    ck_assert_int_eq(db_party_get(r.db, arena, id, &party), RC_NOT_FOUND);
    close_restored(&r);
}
END_TEST

START_TEST(the_list_in_the_directory_is_honoured_as_well)
{
    struct buffer beside, newer;
    char here[160];
    int64_t id = settle("Merelbeke");
    struct test_store r;

    back_up();
    read_file(list, &beside);
    household_forget(&t, id);
    read_file(list, &newer);
    write_file(list, buffer_text(&beside),
               beside.len); /* a copy that nobody kept up to date */
    ck_assert_int_eq(mkdir(target, 0700), 0);
    snprintf(here, sizeof(here), "%s/forgotten", target);
    write_file(here, buffer_text(&newer), newer.len);
    ck_assert_int_eq(restore(NULL), RC_OK);
    r = open_restored();
    ck_assert_int_eq(household_people(r.db), 0);
    close_restored(&r);
    buffer_fini(&beside);
    buffer_fini(&newer);
}
END_TEST

START_TEST(a_list_of_ones_own_is_taken_instead)
{
    char newest[160];
    int64_t id = settle("Merelbeke");
    struct test_store r;

    back_up();
    ck_assert_int_eq(unlink(list), 0);
    household_forget(&t, id);
    ck_assert_int_eq(unlink(list), 0);
    snprintf(newest, sizeof(newest), "%s/forgotten", t.data);
    ck_assert_int_eq(restore(newest), RC_OK);
    r = open_restored();
    ck_assert_int_eq(household_people(r.db), 0);
    close_restored(&r);
}
END_TEST

START_TEST(without_the_whole_list_nothing_is_restored)
{
    int64_t id = settle("Merelbeke");

    household_forget(&t, id);
    settle("Zilverberk");
    back_up();
    ck_assert_int_eq(unlink(list), 0);
    assert_refused(RC_FORBIDDEN, "problem.forgotten.missing");
    write_file(list, "", 0);
    assert_refused(RC_FORBIDDEN, "problem.forgotten.older");
    write_file(list, "12 x\n", 5);
    assert_refused(RC_INVALID, "problem.forgotten.damaged");
    write_file(list, "12 34", 5);
    assert_refused(RC_INVALID, "problem.forgotten.damaged");
}
END_TEST

START_TEST(a_backup_expires_after_35_days)
{
    struct db_config config = config_of(target);
    struct db_restore r = {.file = file, .config = &config, .any_age = true};

    settle("Merelbeke");
    back_up();
    t.now_ms += 35 * DATE_DAY_MS;
    assert_refused(RC_FORBIDDEN, "problem.backup.expired");
    ck_assert_int_eq(db_restore_run(&r, NULL, &problems, &restored), RC_OK);
}
END_TEST

/* Bytes at the edges of every part, and many between. */
START_TEST(an_altered_or_shortened_backup_is_refused)
{
    struct buffer whole;

    settle("Merelbeke");
    back_up();
    read_file(file, &whole);
    for (size_t at = 0; at < whole.len; at += at < 80 ? 1 : whole.len / 40) {
        whole.data[at] = (char)(whole.data[at] ^ 0x20);
        write_file(file, whole.data, whole.len);
        whole.data[at] = (char)(whole.data[at] ^ 0x20);
        ck_assert_int_ne(restore(NULL), RC_OK);
        ck_assert_uint_eq(problems.errors, 1);
        ck_assert(!strncmp(problems.items[0].key, "problem.backup.", 15));
        problems_init(&problems, arena);
    }
    for (size_t len = 0; len < whole.len; len += len < 80 ? 1 : whole.len / 20) {
        write_file(file, whole.data, len);
        assert_refused(RC_INVALID, len < 8 ? "problem.backup.not_a_backup"
                                           : "problem.backup.cut_short");
    }
    buffer_putc(&whole, 'x');
    write_file(file, whole.data, whole.len);
    assert_refused(RC_INVALID, "problem.backup.altered");
    write_file(file, whole.data, whole.len - 1);
    ck_assert_int_eq(restore(NULL), RC_OK);
    buffer_fini(&whole);
}
END_TEST

START_TEST(another_key_is_told)
{
    char other[128];
    struct db_config config = config_of(target);
    const struct db_restore r = {.file = file, .config = &config};

    settle("Merelbeke");
    back_up();
    snprintf(other, sizeof(other), "%s/other.key", t.dir);
    ck_assert_int_eq(db_keys_create(other, &problems), RC_OK);
    config.master_key = other;
    ck_assert_int_eq(db_restore_run(&r, NULL, &problems, &restored), RC_FORBIDDEN);
    ck_assert_str_eq(problems.items[0].key, "problem.backup.key");
}
END_TEST

START_TEST(a_node_number_is_never_taken_twice)
{
    struct db_config config = config_of(target);
    const struct db_restore r = {.file = file, .config = &config};

    settle("Merelbeke");
    back_up();
    config.node = 0;
    ck_assert_int_eq(db_restore_run(&r, NULL, &problems, &restored), RC_CONFLICT);
    ck_assert_str_eq(problems.items[0].key, "problem.node.taken");
    config.node = 1023;
    ck_assert_int_eq(db_restore_run(&r, NULL, &problems, &restored), RC_OK);
    ck_assert_int_eq(restored.node, 1023);
}
END_TEST

START_TEST(what_is_there_is_never_overwritten)
{
    settle("Merelbeke");
    back_up();
    ck_assert_int_eq(db_backup_make(t.store, file, NULL, &problems, &manifest),
                     RC_CONFLICT);
    ck_assert_str_eq(problems.items[0].key, "problem.backup.exists");
    problems_init(&problems, arena);
    ck_assert_int_eq(restore(NULL), RC_OK);
    ck_assert_int_eq(restore(NULL), RC_CONFLICT);
    ck_assert_str_eq(problems.items[0].key, "problem.data_dir.not_empty");
}
END_TEST

static bool holds(const char *path, const char *text)
{
    struct buffer buf;
    bool found;

    read_file(path, &buf);
    found = buf.len && memmem(buf.data, buf.len, text, strlen(text));
    buffer_fini(&buf);
    return found;
}

START_TEST(a_backup_shows_nothing_and_only_its_owner_reads_it)
{
    struct stat st;

    settle("Kanariepiet");
    back_up();
    ck_assert(!holds(file, "Kanariepiet"));
    ck_assert(!holds(file, "SQLite"));
    ck_assert_int_eq(stat(file, &st), 0);
    ck_assert_int_eq(st.st_mode & 0777, 0600);
    ck_assert_int_eq(stat(list, &st), 0);
    ck_assert_int_eq(st.st_mode & 0777, 0600);
}
END_TEST

static bool stop(void *state, int64_t done, int64_t total)
{
    int *calls = state;

    (void)total;
    (void)done;
    return --*calls >= 0;
}

static int count_files(const char *path)
{
    DIR *dir = opendir(path);
    struct dirent *entry;
    int count = 0;

    ck_assert_ptr_nonnull(dir);
    while ((entry = readdir(dir)))
        count += entry->d_name[0] != '.';
    closedir(dir);
    return count;
}

START_TEST(a_stopped_backup_or_restore_leaves_nothing)
{
    int calls = 0;
    const struct progress progress = {stop, &calls};
    const struct db_config config = config_of(target);
    const struct db_restore r = {.file = file, .config = &config};
    int files = count_files(t.dir), data;

    settle("Merelbeke");
    data = count_files(t.data);
    ck_assert_int_eq(db_backup_make(t.store, file, &progress, &problems, &manifest),
                     RC_CONFLICT);
    ck_assert_uint_eq(problems.errors, 0);
    ck_assert_int_eq(count_files(t.dir), files);
    ck_assert_int_eq(count_files(t.data), data);
    back_up();
    calls = 0;
    files = count_files(t.dir);
    ck_assert_int_eq(db_restore_run(&r, &progress, &problems, &restored), RC_CONFLICT);
    ck_assert_uint_eq(problems.errors, 0);
    ck_assert_int_eq(count_files(t.dir), files);
}
END_TEST

START_TEST(what_a_killed_process_left_goes_and_what_is_in_use_stays)
{
    struct db_scratch scratch, other;
    char path[DB_PATH_SIZE], left[DB_PATH_SIZE];

    settle("Merelbeke");
    ck_assert_int_eq(db_scratch_open(t.data, "backup", &scratch), RC_OK);
    write_file(db_scratch_path(&scratch, "redkite.db", path), "x", 1);
    ck_assert_int_eq(db_scratch_open(t.data, "backup", &other), RC_BUSY);
    ck_assert_int_eq(db_backup_make(t.store, file, NULL, &problems, &manifest), RC_BUSY);
    ck_assert_str_eq(problems.items[0].key, "problem.data_dir.same_work");
    test_store_reopen(&t);
    ck_assert_int_eq(access(path, F_OK), 0);
    db_scratch_close(&scratch);
    snprintf(left, sizeof(left), "%s/backup.tmp", t.data);
    ck_assert_int_eq(mkdir(left, 0700), 0); /* as a kill leaves it */
    write_file(path, "x", 1);
    test_store_reopen(&t);
    ck_assert_int_ne(access(left, F_OK), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db.backup");
    TCase *tests = tcase_create("backup");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, what_is_backed_up_is_restored_and_the_chain_goes_on);
    tcase_add_test(tests, whoever_was_forgotten_after_the_backup_does_not_come_back);
    tcase_add_test(tests, the_list_in_the_directory_is_honoured_as_well);
    tcase_add_test(tests, a_list_of_ones_own_is_taken_instead);
    tcase_add_test(tests, without_the_whole_list_nothing_is_restored);
    tcase_add_test(tests, a_backup_expires_after_35_days);
    tcase_add_test(tests, an_altered_or_shortened_backup_is_refused);
    tcase_add_test(tests, another_key_is_told);
    tcase_add_test(tests, a_node_number_is_never_taken_twice);
    tcase_add_test(tests, what_is_there_is_never_overwritten);
    tcase_add_test(tests, a_backup_shows_nothing_and_only_its_owner_reads_it);
    tcase_add_test(tests, a_stopped_backup_or_restore_leaves_nothing);
    tcase_add_test(tests, what_a_killed_process_left_goes_and_what_is_in_use_stays);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
