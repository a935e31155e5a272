#include "db/check.h"

#include <stdio.h>
#include <unistd.h>

#include "db/engine.h"
#include "db/fields.h"
#include "db/scratch.h"
#include "server/core/date.h"
#include "tests/support/household.h"
#include "tests/support/store.h"
#include "tests/support/suite.h"

static struct test_store t;
static struct db_check check;
static int64_t merelbeke;

static void setup(void)
{
    const struct stay home = household_stay(STAY_RESIDENCE, DATE_NONE);
    const struct stay trip = household_stay(STAY_TRIP, 20600);

    test_store_open(&t, 0);
    merelbeke = household_append(&t, "Merelbeke", &home, NULL);
    household_append(&t, "Zilverberk", &trip, NULL);
}

static void teardown(void)
{
    test_store_close(&t);
}

/* A hand in the database file: what no part of the program would do. */
static void tamper(const char *sql)
{
    char path[128];
    struct db *db;

    snprintf(path, sizeof(path), "%s/redkite.db", t.data);
    ck_assert_int_eq(db_open(path, DB_WRITE, &db), RC_OK);
    ck_assert_int_eq(db_run_script(db, sql), RC_OK);
    db_close(db);
}

static int64_t count_of(enum db_check_kind kind)
{
    return check.lines[kind].count;
}

static void run(bool rebuild)
{
    ck_assert_int_eq(db_check_run(t.store, rebuild, NULL, &check), RC_OK);
}

/* Only these kinds were found, of those that must not be. */
static void assert_only(enum db_check_kind a, enum db_check_kind b)
{
    for (int kind = 0; kind < DB_CHECK_FIRST_NOTE; kind++)
        ck_assert_msg((check.lines[kind].count > 0) == (kind == (int)a || kind == (int)b),
                      "kind %d: %d", kind, (int)check.lines[kind].count);
    ck_assert(db_check_failed(&check));
}

START_TEST(a_store_in_order_is_whole_and_rebuilds_to_the_same_bytes)
{
    run(true);
    ck_assert(!db_check_failed(&check));
    ck_assert_int_eq(check.verdict.events, 12);
    ck_assert_int_eq(check.people, 4);
    ck_assert_int_eq(check.rows, 14); /* one a subject, and both stays in stay_at */
    ck_assert_int_eq(check.difference.count, 0);
    household_forget(&t, merelbeke);
    run(true);
    ck_assert(!db_check_failed(&check));
    ck_assert_int_eq(check.people, 2);
    ck_assert_int_eq(check.forgotten, 6);
    ck_assert_int_eq(check.difference.count, 0);
}
END_TEST

START_TEST(one_changed_byte_of_an_event_is_found_and_named)
{
    tamper("UPDATE event SET fields = zeroblob(length(fields)) WHERE seq = 3");
    run(false);
    assert_only(DB_CHECK_CHAIN, DB_CHECK_EVENT);
    ck_assert_int_eq(count_of(DB_CHECK_CHAIN), 1);
    ck_assert_int_eq(check.lines[DB_CHECK_EVENT].ids[0], check.verdict.first_bad);
    ck_assert_str_eq(check.lines[DB_CHECK_EVENT].nouns[0], "care");
}
END_TEST

START_TEST(one_flipped_bit_of_an_event_is_found)
{
    /* The clear columns are under the chain too. */
    tamper("UPDATE event SET at = at + 1 WHERE seq = 5");
    run(false);
    assert_only(DB_CHECK_CHAIN, DB_CHECK_CHAIN);
    ck_assert_int_eq(count_of(DB_CHECK_CHAIN), 1);
}
END_TEST

START_TEST(one_changed_byte_of_a_box_is_found_and_named)
{
    tamper("UPDATE person SET box = CAST(substr(box, 1, 30) ||"
           " CASE substr(box, 31, 1) WHEN x'41' THEN x'42' ELSE x'41' END ||"
           " substr(box, 32) AS BLOB) WHERE id = (SELECT min(id) FROM person)");
    run(false);
    assert_only(DB_CHECK_ROW, DB_CHECK_ROW);
    ck_assert_int_eq(count_of(DB_CHECK_ROW), 1);
    ck_assert_str_eq(check.lines[DB_CHECK_ROW].nouns[0], "person");
    run(true);
    assert_only(DB_CHECK_ROW, DB_CHECK_REBUILD);
    ck_assert_str_eq(check.difference.table, "person");
    ck_assert_int_eq(check.difference.id, check.lines[DB_CHECK_ROW].ids[0]);
    ck_assert_int_eq(check.difference.count, 1);
}
END_TEST

START_TEST(a_deleted_event_is_found)
{
    tamper("DELETE FROM event WHERE seq = 2");
    run(false);
    ck_assert_int_eq(count_of(DB_CHECK_CHAIN), 1);
    ck_assert_int_eq(count_of(DB_CHECK_SEQ), 1);
    ck_assert_int_eq(check.lines[DB_CHECK_SEQ].ids[0], 2);
    ck_assert_int_eq(count_of(DB_CHECK_ROW_EVENT), 1);
    ck_assert_str_eq(check.lines[DB_CHECK_ROW_EVENT].nouns[0], "person");
}
END_TEST

START_TEST(the_last_event_cannot_go_unseen)
{
    tamper("DELETE FROM event WHERE seq = 12");
    run(false);
    assert_only(DB_CHECK_ROW_EVENT, DB_CHECK_ROW_EVENT);
    ck_assert_str_eq(check.lines[DB_CHECK_ROW_EVENT].nouns[0], "stay");
}
END_TEST

START_TEST(an_edited_row_is_found_by_a_rebuild)
{
    tamper("UPDATE stay SET country = 'SY' WHERE kind = 1");
    run(false);
    ck_assert(!db_check_failed(&check));
    run(true);
    assert_only(DB_CHECK_REBUILD, DB_CHECK_REBUILD);
    ck_assert_str_eq(check.difference.table, "stay");
    ck_assert_int_eq(check.difference.count, 1);
}
END_TEST

START_TEST(a_deleted_or_invented_row_or_token_is_found_by_a_rebuild)
{
    tamper("DELETE FROM care WHERE id = (SELECT min(id) FROM care)");
    run(true);
    assert_only(DB_CHECK_REBUILD, DB_CHECK_REBUILD);
    ck_assert_str_eq(check.difference.table, "care");
    tamper("DELETE FROM token WHERE kind = 4;"
           "CREATE TABLE copy AS SELECT * FROM stay_at;"
           "UPDATE copy SET stay = stay + 1; INSERT INTO stay_at SELECT * FROM copy;"
           "DROP TABLE copy");
    run(true);
    ck_assert_int_eq(count_of(DB_CHECK_ROW), 2); /* a position under another stay's id */
    ck_assert_int_eq(check.difference.count, 1 + 2 + 2);
}
END_TEST

START_TEST(people_and_stays_without_a_party_are_found)
{
    tamper("DELETE FROM party WHERE id = (SELECT min(id) FROM party)");
    run(false);
    assert_only(DB_CHECK_PERSON, DB_CHECK_STAY);
    ck_assert_int_eq(count_of(DB_CHECK_PERSON), 2);
    ck_assert_int_eq(count_of(DB_CHECK_STAY), 1);
}
END_TEST

START_TEST(a_list_of_forgotten_keys_that_differs_is_found)
{
    char path[128];
    FILE *list;

    household_forget(&t, merelbeke);
    snprintf(path, sizeof(path), "%s/forgotten", t.data);
    ck_assert_int_eq(truncate(path, 0), 0);
    run(false);
    assert_only(DB_CHECK_LIST_MISSING, DB_CHECK_LIST_MISSING);
    ck_assert_int_eq(count_of(DB_CHECK_LIST_MISSING), 5);
    test_store_reopen(&t); /* the tombstones know */
    run(false);
    ck_assert(!db_check_failed(&check));
    list = fopen(path, "a");
    ck_assert_ptr_nonnull(list);
    fputs("9000000000000000000 9000000000000000001\n", list);
    fclose(list);
    run(false);
    assert_only(DB_CHECK_LIST_NOT_THROWN, DB_CHECK_LIST_NOT_THROWN);
}
END_TEST

START_TEST(a_row_left_of_the_forgotten_is_found)
{
    tamper("CREATE TABLE kept AS SELECT * FROM person");
    household_forget(&t, merelbeke);
    tamper("INSERT INTO person SELECT * FROM kept WHERE id NOT IN"
           " (SELECT id FROM person); DROP TABLE kept");
    run(false);
    ck_assert_int_eq(count_of(DB_CHECK_ROW_FORGOTTEN), 2);
    ck_assert_int_eq(count_of(DB_CHECK_PERSON), 2);
}
END_TEST

START_TEST(people_who_are_there_twice_are_counted_and_no_fault)
{
    const struct stay home = household_stay(STAY_RESIDENCE, DATE_NONE);

    household_append(&t, "Merelbeke", &home, NULL);
    run(false);
    ck_assert(!db_check_failed(&check));
    ck_assert_int_eq(count_of(DB_CHECK_DUPLICATE), 1); /* the one with the passport */
    ck_assert_str_eq(check.lines[DB_CHECK_DUPLICATE].nouns[0], "person");
}
END_TEST

static enum rc append_waiting(struct db_tx *tx, void *state)
{
    static const struct db_noun unknown = {.name = "balloon"};
    const struct db_target waits = {.noun = &db_noun_post, .subject = 4242};
    const struct db_target strange = {.noun = &unknown};
    struct db_fields *fields = db_fields_new();
    enum rc rc = db_ledger_append(tx, &waits, fields, NULL);

    (void)state;
    if (!rc)
        rc = db_ledger_append(tx, &strange, fields, NULL);
    db_fields_free(fields);
    return rc;
}

START_TEST(what_waits_or_is_unknown_is_told_and_no_fault)
{
    ck_assert_int_eq(test_store_write(&t, append_waiting, NULL), RC_OK);
    tamper("DELETE FROM key WHERE id = (SELECT max(id) FROM key)");
    tamper("DELETE FROM stay WHERE kind = 1; DELETE FROM stay_at WHERE stay NOT IN"
           " (SELECT id FROM stay)");
    run(true);
    ck_assert(!db_check_failed(&check));
    ck_assert_int_eq(count_of(DB_CHECK_WAITING_CREATION), 1);
    ck_assert_int_eq(count_of(DB_CHECK_WAITING_KEY), 1);
    ck_assert_int_eq(count_of(DB_CHECK_UNKNOWN), 1);
}
END_TEST

START_TEST(a_rebuild_leaves_nothing_behind_and_only_one_runs)
{
    struct db_scratch scratch;
    char path[128];

    run(true);
    snprintf(path, sizeof(path), "%s/check.tmp", t.data);
    ck_assert_int_ne(access(path, F_OK), 0);
    ck_assert_int_eq(db_scratch_open(t.data, "check", &scratch), RC_OK);
    ck_assert_int_eq(db_check_run(t.store, true, NULL, &check), RC_BUSY);
    run(false); /* needs no room */
    db_scratch_close(&scratch);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db.check");
    TCase *tests = tcase_create("check");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_store_in_order_is_whole_and_rebuilds_to_the_same_bytes);
    tcase_add_test(tests, one_changed_byte_of_an_event_is_found_and_named);
    tcase_add_test(tests, one_flipped_bit_of_an_event_is_found);
    tcase_add_test(tests, one_changed_byte_of_a_box_is_found_and_named);
    tcase_add_test(tests, a_deleted_event_is_found);
    tcase_add_test(tests, the_last_event_cannot_go_unseen);
    tcase_add_test(tests, an_edited_row_is_found_by_a_rebuild);
    tcase_add_test(tests, a_deleted_or_invented_row_or_token_is_found_by_a_rebuild);
    tcase_add_test(tests, people_and_stays_without_a_party_are_found);
    tcase_add_test(tests, a_list_of_forgotten_keys_that_differs_is_found);
    tcase_add_test(tests, a_row_left_of_the_forgotten_is_found);
    tcase_add_test(tests, people_who_are_there_twice_are_counted_and_no_fault);
    tcase_add_test(tests, what_waits_or_is_unknown_is_told_and_no_fault);
    tcase_add_test(tests, a_rebuild_leaves_nothing_behind_and_only_one_runs);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
