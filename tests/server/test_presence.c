#include "server/app/presence.h"

#include <stdio.h>

#include "geo/hits.h"
#include "server/core/date.h"
#include "tests/support/household.h"
#include "tests/support/store.h"
#include "tests/support/suite.h"

#define TODAY 20454 /* 2026-01-01 */

static struct test_store t;
static struct geo_presence *presence;

static void setup(void)
{
    test_store_open(&t, 0);
    presence = NULL;
}

static void teardown(void)
{
    geo_presence_free(presence);
    test_store_close(&t);
}

static void add(const char *surname, enum stay_kind kind, int32_t to_day)
{
    struct stay stay = household_stay(kind, to_day);
    char ref[REF_SIZE];

    household_append(&t, surname, &stay, ref);
}

START_TEST(an_empty_register_gives_an_empty_index)
{
    ck_assert_int_eq(app_presence_load(t.store, TODAY, &presence), RC_OK);
    ck_assert_uint_eq(geo_presence_count(presence), 0);
}
END_TEST

START_TEST(current_and_coming_stays_are_in_it_and_past_ones_are_not)
{
    add("Merelbeke", STAY_RESIDENCE, DATE_NONE);
    add("Zilverberk", STAY_TRIP, TODAY);
    add("Ooievaar", STAY_TRIP, TODAY + 100);
    ck_assert_int_eq(app_presence_load(t.store, TODAY + 1, &presence), RC_OK);
    ck_assert_uint_eq(geo_presence_count(presence), 2);
}
END_TEST

START_TEST(each_stay_is_in_one_part_and_knows_its_heads)
{
    static const char circle[] = "circle 35.5 33.9 100000";
    struct geo_zone zone = {.id = 1, .kind = GEO_ZONE_DANGER, .level = 1};
    struct arena *arena = arena_new();
    struct geo_overlay *overlay;
    struct geo_hits hits = {0};
    char name[16];

    for (int i = 0; i < 100; i++) {
        snprintf(name, sizeof(name), "Vogel%d", i);
        add(name, i % 3 ? STAY_TRIP : STAY_RESIDENCE, DATE_NONE);
    }
    ck_assert_int_eq(app_presence_load(t.store, TODAY, &presence), RC_OK);
    ck_assert_uint_eq(geo_presence_count(presence), 100);
    zone.from_ms = t.now_ms - 1;
    zone.until_ms = t.now_ms + 1;
    ck_assert_int_eq(geo_shape_parse(arena, circle, &zone.shape), RC_OK);
    overlay = geo_overlay_new(&zone, 1);
    geo_presence_inside(presence, overlay, (struct geo_window){t.now_ms, t.now_ms + 1},
                        &hits);
    ck_assert_uint_eq(hits.count, 100);
    for (size_t i = 0; i < hits.count; i++)
        ck_assert_int_eq(hits.items[i].heads, 2);
    geo_hits_fini(&hits);
    geo_overlay_free(overlay);
    arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("server.presence");
    TCase *tests = tcase_create("presence");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, an_empty_register_gives_an_empty_index);
    tcase_add_test(tests, current_and_coming_stays_are_in_it_and_past_ones_are_not);
    tcase_add_test(tests, each_stay_is_in_one_part_and_knows_its_heads);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
