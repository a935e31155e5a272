/* The life of a register at the command line: looked at, checked, forgotten from. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/crisis.h"
#include "db/engine.h"
#include "db/ledger.h"
#include "db/purge.h"
#include "server/core/clock.h"
#include "server/core/date.h"
#include "tests/support/household.h"
#include "tests/support/program.h"
#include "tests/support/store.h"
#include "tests/support/suite.h"

#define DAY_2020 18262
#define HOUR_MS  INT64_C(3600000)

static struct test_store t;
static int64_t id;
static char ref[REF_SIZE], stamp[24];

static void setup(void)
{
    const struct stay home = household_stay(STAY_RESIDENCE, DATE_NONE);

    test_store_open(&t, 0);
    id = household_append(&t, "Merelbeke", &home, ref);
    snprintf(stamp, sizeof(stamp), "%lld", (long long)id);
}

static void teardown(void)
{
    test_store_close(&t);
}

/* The register is the program's now. */
static void let_go(void)
{
    db_close(t.db);
    db_store_close(t.store);
    t.db = NULL;
    t.store = NULL;
}

static void take_back(void)
{
    test_store_reopen(&t);
}

#define REDKITE(status, text, ...)                                                       \
    program_says(status, text, __VA_ARGS__, "--data", t.data, "--master-key", t.key)

START_TEST(a_register_in_order_is_whole)
{
    REDKITE(0, "The register is whole.", "check");
    REDKITE(0, "Rebuilt from the ledger: the same bytes.", "check", "--rebuild");
    REDKITE(0, "\"whole\":true,\"rebuilt\":true,\"events\":6", "check", "--rebuild",
            "--json");
    program_says(0, "Exit codes: 0 whole", "check", "--help");
    REDKITE(2, "wrong option", "check", "--nonsense");
}
END_TEST

START_TEST(what_is_wrong_is_told_and_the_exit_code_is_7)
{
    struct db *db;
    char path[128];

    snprintf(path, sizeof(path), "%s/redkite.db", t.data);
    ck_assert_int_eq(db_open(path, DB_WRITE, &db), RC_OK);
    ck_assert_int_eq(db_run_script(db, "UPDATE event SET actor = 'nobody' WHERE seq = 3"),
                     RC_OK);
    db_close(db);
    REDKITE(7, "WRONG: 1 event(s) changed", "check");
    REDKITE(7, "The register is NOT whole.", "check");
    REDKITE(7, "\"kind\":\"chain\",\"wrong\":true,\"count\":1", "check", "--json");
}
END_TEST

START_TEST(the_events_of_a_party_are_shown_until_it_is_forgotten)
{
    REDKITE(0, "test  party\n    {\"", "ledger", "show", ref);
    REDKITE(0, "\"ref\":\"", "ledger", "show", stamp);
    REDKITE(0, "\"fields\":{", "ledger", "show", stamp, "--json");
    REDKITE(4, "there is no subject", "ledger", "show", "4242");
    REDKITE(2, "neither a ref nor a stamp", "ledger", "show", "Merelbeke");
    household_forget(&t, id);
    REDKITE(0, "forgotten", "ledger", "show", stamp);
    REDKITE(0, "\"closed\":\"forgotten\"", "ledger", "show", stamp, "--json");
    REDKITE(4, "there is no subject", "ledger", "show", ref);
}
END_TEST

START_TEST(the_tail_shows_ids_only)
{
    const char *const arguments[] = {"ledger", "tail",         "4",   "--data",
                                     t.data,   "--master-key", t.key, NULL};
    struct program p;
    int lines = 0;

    program_run(&p, arguments);
    ck_assert_int_eq(p.status, 0);
    for (size_t i = 0; i < p.out.len; i++)
        lines += p.out.data[i] == '\n';
    ck_assert_int_eq(lines, 4);
    ck_assert_ptr_null(strstr(buffer_text(&p.out), "Merelbeke"));
    ck_assert_ptr_nonnull(strstr(buffer_text(&p.out), "care"));
    program_fini(&p);
    REDKITE(0, "{\"events\":[{\"stamp\":\"", "ledger", "tail", "--json");
    REDKITE(2, "is no number of events", "ledger", "tail", "0");
    REDKITE(2, "say show SUBJECT, or tail", "ledger", "head");
}
END_TEST

START_TEST(a_second_process_is_told_who_has_the_register)
{
    char process[48];

    snprintf(process, sizeof(process), "process %ld", (long)getpid());
    REDKITE(6, process, "purge", "--party", ref, "--yes");
}
END_TEST

START_TEST(a_party_is_forgotten_only_when_that_is_meant)
{
    let_go();
    REDKITE(0, "1 parties, 2 people, 1 stays, 2 needs, 5 keys", "purge", "--party", ref,
            "--dry-run");
    REDKITE(2, "say --party REF or --due", "purge");
    REDKITE(2, "neither a ref nor a stamp", "purge", "--party", "x", "--yes");
    REDKITE(4, "there is no party", "purge", "--party", "4242", "--yes");
    program_expect(2, "purge", "--party", ref, "--data", t.data, "--master-key", t.key);
    REDKITE(0, "Now: 0 parties, 0 people, 0 stays, 0 needs, 0 keys\n6 events stay",
            "purge", "--party", ref, "--yes");
    REDKITE(4, "there is no party", "purge", "--party", ref, "--yes");
    REDKITE(4, "or it is forgotten already", "purge", "--party", stamp, "--yes");
    REDKITE(0, "The register is whole.", "check", "--rebuild");
    take_back();
    ck_assert_int_eq(household_people(t.db), 0);
}
END_TEST

static enum rc append_crisis(struct db_tx *tx, void *state)
{
    struct crisis crisis = {.name = "Cedar", .countries = "LB"};
    int64_t crisis_id;

    crisis.opened_at = *(int64_t *)state;
    return db_crisis_append(tx, &crisis, &crisis_id);
}

static enum rc announce(struct db_tx *tx, void *state)
{
    return db_purge_announce(tx, *(int64_t *)state);
}

START_TEST(during_a_crisis_forgetting_needs_a_second_proof_and_the_purge_waits)
{
    int64_t now = clock_now_ms(&clock_system);

    ck_assert_int_eq(test_store_write(&t, append_crisis, &now), RC_OK);
    let_go();
    REDKITE(5, "add --during-crisis", "purge", "--party", ref, "--yes");
    program_expect(5, "purge", "--due", "--data", t.data, "--master-key", t.key);
    REDKITE(0, "Due: 0 parties", "purge", "--due", "--dry-run");
    REDKITE(0, "Now: 0 parties", "purge", "--party", ref, "--yes", "--during-crisis");
    take_back();
}
END_TEST

START_TEST(a_purge_is_announced_and_comes_48_hours_later)
{
    struct stay trip = household_stay(STAY_TRIP, DAY_2020);
    int64_t before = clock_now_ms(&clock_system) - 49 * HOUR_MS;

    trip.from_day = DAY_2020 - 10;
    household_append(&t, "Zilverberk", &trip, NULL);
    let_go();
    REDKITE(0, "Due: 1 parties and 0 single trips", "purge", "--due", "--dry-run");
    REDKITE(0, "Not decided here: 1 residences that nobody ever confirmed", "purge",
            "--due", "--dry-run");
    REDKITE(0, "Announced: run this again from", "purge", "--due");
    program_expect(6, "purge", "--due", "--data", t.data, "--master-key", t.key);
    take_back();
    ck_assert_int_eq(household_people(t.db), 4);
    ck_assert_int_eq(test_store_write(&t, announce, &before), RC_OK);
    let_go();
    REDKITE(0, "Now: 0 parties, 0 people, 0 stays, 0 needs, 0 keys", "purge", "--due");
    REDKITE(0, "Due: 0 parties", "purge", "--due", "--dry-run");
    take_back();
    ck_assert_int_eq(household_people(t.db), 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("flow.register");
    TCase *tests = tcase_create("register");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_register_in_order_is_whole);
    tcase_add_test(tests, what_is_wrong_is_told_and_the_exit_code_is_7);
    tcase_add_test(tests, the_events_of_a_party_are_shown_until_it_is_forgotten);
    tcase_add_test(tests, the_tail_shows_ids_only);
    tcase_add_test(tests, a_second_process_is_told_who_has_the_register);
    tcase_add_test(tests, a_party_is_forgotten_only_when_that_is_meant);
    tcase_add_test(tests,
                   during_a_crisis_forgetting_needs_a_second_proof_and_the_purge_waits);
    tcase_add_test(tests, a_purge_is_announced_and_comes_48_hours_later);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
