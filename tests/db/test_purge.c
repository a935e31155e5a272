#include "db/purge.h"

#include <string.h>

#include "db/crisis.h"
#include "db/forgotten.h"
#include "db/ledger.h"
#include "server/core/date.h"
#include "tests/support/household.h"
#include "tests/support/store.h"
#include "tests/support/suite.h"

#define DAY_2026 20454
#define DAYS     DATE_DAY_MS

static struct test_store t;
static struct arena *arena;
static struct db_due_list list;

static void setup(void)
{
    test_store_open(&t, 0);
    arena = arena_new();
}

static void teardown(void)
{
    arena_free(arena);
    test_store_close(&t);
}

static int64_t travel(const char *surname, int32_t back)
{
    const struct stay stay = household_stay(STAY_TRIP, back);

    return household_append(&t, surname, &stay, NULL);
}

static int64_t live(const char *surname, int64_t confirmed_ms)
{
    struct stay stay = household_stay(STAY_RESIDENCE, DATE_NONE);

    stay.confirmed_at = confirmed_ms;
    return household_append(&t, surname, &stay, NULL);
}

static enum rc append_crisis(struct db_tx *tx, void *state)
{
    struct crisis *crisis = state;

    return db_crisis_append(tx, crisis, &crisis->id);
}

static int64_t open_crisis(const char *countries, int64_t closed_ms, bool exercise)
{
    struct crisis crisis = {.name = "Cedar",
                            .stage = STAGE_EVACUATION,
                            .countries = countries,
                            .exercise = exercise,
                            .opened_at = t.now_ms,
                            .closed_at = closed_ms};

    ck_assert_int_eq(test_store_write(&t, append_crisis, &crisis), RC_OK);
    return crisis.id;
}

static enum rc append_stay(struct db_tx *tx, void *state)
{
    return db_stay_append(tx, state, NULL);
}

static void due_at(int64_t ms)
{
    arena_reset(arena);
    ck_assert_int_eq(db_purge_due(t.db, arena, ms, NULL, &list), RC_OK);
}

START_TEST(a_trip_is_due_on_the_fifteenth_day_after_the_return)
{
    int64_t id = travel("Merelbeke", DAY_2026 + 10);

    due_at(t.now_ms + 24 * DAYS);
    ck_assert_uint_eq(list.count, 0);
    due_at(t.now_ms + 25 * DAYS);
    ck_assert_uint_eq(list.count, 1);
    ck_assert_int_eq(list.items[0].subject, id);
    ck_assert(!list.items[0].trip); /* nothing else keeps the party */
}
END_TEST

START_TEST(a_trip_without_a_stated_return_is_kept)
{
    travel("Merelbeke", DATE_NONE);
    due_at(t.now_ms + 3000 * DAYS);
    ck_assert_uint_eq(list.count, 0);
}
END_TEST

START_TEST(residence_is_due_a_year_after_the_last_confirmation)
{
    int64_t id = live("Merelbeke", t.now_ms);

    live("Zilverberk", 0);
    due_at(t.now_ms + 365 * DAYS);
    ck_assert_uint_eq(list.count, 0);
    ck_assert_int_eq(list.unconfirmed, 1);
    due_at(t.now_ms + 365 * DAYS + 1);
    ck_assert_uint_eq(list.count, 1);
    ck_assert_int_eq(list.items[0].subject, id);
}
END_TEST

START_TEST(of_a_resident_only_the_trip_is_due)
{
    struct stay trip = household_stay(STAY_TRIP, DAY_2026 + 10);
    int64_t id = live("Merelbeke", t.now_ms);
    struct stay *stays;
    size_t count;

    trip.party_id = id;
    ck_assert_int_eq(test_store_write(&t, append_stay, &trip), RC_OK);
    due_at(t.now_ms + 60 * DAYS);
    ck_assert_uint_eq(list.count, 1);
    ck_assert(list.items[0].trip);
    household_forget(&t, list.items[0].subject);
    ck_assert_int_eq(db_stay_list(t.db, arena, id, &stays, &count), RC_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(stays[0].kind, STAY_RESIDENCE);
    ck_assert_int_eq(household_people(t.db), 2);
}
END_TEST

START_TEST(whoever_a_crisis_touches_is_kept_and_counted)
{
    int64_t id = travel("Merelbeke", DAY_2026 + 10), crisis;

    ck_assert_int_eq(db_purge_crisis(t.db, id, &crisis), RC_NOT_FOUND);
    open_crisis("SY", 0, false);
    open_crisis("LB", 0, true); /* an exercise touches nobody */
    due_at(t.now_ms + 25 * DAYS);
    ck_assert_uint_eq(list.count, 1);
    ck_assert_int_eq(list.last_opened_ms, t.now_ms);
    open_crisis("CY LB", 0, false);
    due_at(t.now_ms + 25 * DAYS);
    ck_assert_uint_eq(list.count, 0);
    ck_assert_int_eq(list.open_crisis, 1);
    ck_assert_int_eq(db_purge_crisis(t.db, id, &crisis), RC_OK);
}
END_TEST

START_TEST(a_closed_crisis_touches_thirty_days_either_side)
{
    t.now_ms += 41 * DAYS;
    travel("Merelbeke", DAY_2026 + 10); /* ended 31 days before */
    travel("Zilverberk", DAY_2026 + 11);
    open_crisis("LB", t.now_ms + DAYS, false);
    due_at(t.now_ms + 25 * DAYS);
    ck_assert_uint_eq(list.count, 1);
    ck_assert_int_eq(list.closed_crisis, 1);
}
END_TEST

START_TEST(what_has_no_fact_is_counted_and_kept)
{
    struct stay stay = household_stay(STAY_TRIP, DAY_2026);

    memset(stay.country, 0, sizeof(stay.country));
    household_append(&t, "Merelbeke", &stay, NULL);
    stay = household_stay(STAY_REPORTED, DAY_2026);
    household_append(&t, "Zilverberk", &stay, NULL);
    due_at(t.now_ms + 4000 * DAYS);
    ck_assert_uint_eq(list.count, 0);
    ck_assert_int_eq(list.no_country, 1);
    ck_assert_int_eq(list.reported, 1);
}
END_TEST

START_TEST(holdings_are_counted_until_nothing_is_left)
{
    int64_t id = travel("Merelbeke", DAY_2026 + 10);
    struct db_holdings h;

    travel("Zilverberk", DAY_2026 + 10);
    ck_assert_int_eq(db_purge_holdings(t.db, id, &h), RC_OK);
    ck_assert_int_eq(h.parties, 1);
    ck_assert_int_eq(h.people, 2);
    ck_assert_int_eq(h.stays, 1);
    ck_assert_int_eq(h.needs, 2);
    ck_assert_int_eq(h.keys, 6);
    ck_assert_int_eq(h.events, 6);
    household_forget(&t, id);
    ck_assert_int_eq(db_purge_holdings(t.db, id, &h), RC_OK);
    ck_assert_int_eq(h.parties + h.people + h.stays + h.needs + h.keys, 0);
    ck_assert_int_eq(h.events, 6);
}
END_TEST

START_TEST(residence_events_lie_under_the_key_of_the_party)
{
    int64_t id = live("Merelbeke", t.now_ms);
    struct db_holdings h;

    ck_assert_int_eq(db_purge_holdings(t.db, id, &h), RC_OK);
    ck_assert_int_eq(h.keys, 5);
    ck_assert_int_eq(h.events, 6);
}
END_TEST

static enum rc announce(struct db_tx *tx, void *state)
{
    return db_purge_announce(tx, *(int64_t *)state);
}

START_TEST(an_announcement_is_kept_until_it_is_taken_back)
{
    int64_t ms = t.now_ms, told;

    ck_assert_int_eq(db_purge_announced(t.db, &told), RC_NOT_FOUND);
    ck_assert_int_eq(test_store_write(&t, announce, &ms), RC_OK);
    test_store_reopen(&t);
    ck_assert_int_eq(db_purge_announced(t.db, &told), RC_OK);
    ck_assert_int_eq(told, ms);
    ms = 0;
    ck_assert_int_eq(test_store_write(&t, announce, &ms), RC_OK);
    ck_assert_int_eq(db_purge_announced(t.db, &told), RC_NOT_FOUND);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db.purge");
    TCase *tests = tcase_create("purge");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_trip_is_due_on_the_fifteenth_day_after_the_return);
    tcase_add_test(tests, a_trip_without_a_stated_return_is_kept);
    tcase_add_test(tests, residence_is_due_a_year_after_the_last_confirmation);
    tcase_add_test(tests, of_a_resident_only_the_trip_is_due);
    tcase_add_test(tests, whoever_a_crisis_touches_is_kept_and_counted);
    tcase_add_test(tests, a_closed_crisis_touches_thirty_days_either_side);
    tcase_add_test(tests, what_has_no_fact_is_counted_and_kept);
    tcase_add_test(tests, holdings_are_counted_until_nothing_is_left);
    tcase_add_test(tests, residence_events_lie_under_the_key_of_the_party);
    tcase_add_test(tests, an_announcement_is_kept_until_it_is_taken_back);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
