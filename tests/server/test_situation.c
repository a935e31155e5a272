#include "server/app/situation.h"

#include <stdlib.h>
#include <string.h>

#include "server/core/date.h"
#include "tests/support/household.h"
#include "tests/support/scene.h"
#include "tests/support/suite.h"

static struct scene s;

static void setup(void)
{
    scene_open(&s);
    scene_has_zones(&s, scene_zones_text);
}

static void teardown(void)
{
    scene_close(&s);
}

/* A stay of the same family in Beirut (level 3), Saida (level 1) or Tripoli (none). */
static struct stay at(enum stay_kind kind, double lon, double lat)
{
    struct stay stay = household_stay(kind, DATE_NONE);

    stay.point = (struct geo_point){lon, lat};
    return stay;
}

struct adding {
    struct stay stay;
};

static enum rc append_stay(struct db_tx *tx, void *state)
{
    const struct adding *a = state;

    return db_stay_append(tx, &a->stay, NULL);
}

static void add(int64_t party, struct stay stay)
{
    struct adding a = {stay};

    a.stay.party_id = party;
    ck_assert_int_eq(test_store_write(&s.t, append_stay, &a), RC_OK);
}

static int level_of(int64_t party)
{
    const struct app_situation now = scene_situation(&s);

    for (size_t i = 0; i < now.party_count; i++)
        if (now.parties[i].party_id == party)
            return now.parties[i].level;
    return 0;
}

START_TEST(no_such_crisis_is_not_found)
{
    struct app_situation now;

    ck_assert_int_eq(app_situation_load(s.t.db, 4242, s.t.now_ms, s.arena, &now),
                     RC_NOT_FOUND);
}
END_TEST

START_TEST(a_trip_says_more_than_a_residence)
{
    const struct stay home = at(STAY_RESIDENCE, 35.5, 33.9);
    int64_t party = household_append(&s.t, "Merelbeke", &home, NULL);

    ck_assert_int_eq(level_of(party), 3);
    add(party, at(STAY_TRIP, 35.37, 33.55));
    ck_assert_int_eq(level_of(party), 1);
}
END_TEST

START_TEST(what_was_reported_says_more_than_a_trip_whichever_came_first)
{
    const struct stay seen = at(STAY_REPORTED, 35.5, 33.9);
    int64_t party = household_append(&s.t, "Merelbeke", &seen, NULL);

    add(party, at(STAY_TRIP, 35.37, 33.55));
    add(party, at(STAY_RESIDENCE, 35.84, 34.43));
    ck_assert_int_eq(level_of(party), 3);
    add(party, at(STAY_REPORTED, 35.84, 34.43));
    ck_assert_int_eq(level_of(party), 0);
}
END_TEST

START_TEST(a_stay_counts_from_its_first_to_its_last_day)
{
    const int32_t today = date_of_ms(s.t.now_ms);
    const struct stay home = at(STAY_RESIDENCE, 35.37, 33.55);
    struct stay trip = at(STAY_TRIP, 35.5, 33.9);
    int64_t party = household_append(&s.t, "Merelbeke", &home, NULL);

    trip.from_day = today - 9;
    trip.to_day = today - 1;
    add(party, trip);
    trip.from_day = today + 1;
    trip.to_day = DATE_NONE;
    add(party, trip);
    ck_assert_int_eq(level_of(party), 1);
    trip.from_day = today - 9;
    trip.to_day = today;
    add(party, trip);
    ck_assert_int_eq(level_of(party), 3);
}
END_TEST

START_TEST(an_ended_residence_does_not_count)
{
    struct stay home = at(STAY_RESIDENCE, 35.5, 33.9);

    home.from_day = 18000;
    home.to_day = 18100;
    ck_assert_int_eq(level_of(household_append(&s.t, "Merelbeke", &home, NULL)), 0);
}
END_TEST

START_TEST(people_in_the_country_at_a_place_unknown_are_counted)
{
    struct app_situation now;

    scene_has_people(&s, "party;surname;place;country\na;Merelbeke;Nergenshuizen;LB\n"
                         "a;Merelbeke;;\nb;Zilverberk;Nergenshuizen;FR\n"
                         "c;Populier;;LB\n");
    now = scene_situation(&s);
    ck_assert_uint_eq(now.party_count, 2);
    ck_assert_int_eq(now.unlocated, 3);
    ck_assert(!now.parties[0].located);
    ck_assert_int_eq(now.parties[0].level, 0);
}
END_TEST

START_TEST(people_inside_are_counted_by_level)
{
    struct app_situation now;

    scene_has_people(&s, "party;surname;latitude;longitude\n"
                         "a;Merelbeke;33.9;35.5\na;Merelbeke;;\na;Merelbeke;;\n"
                         "b;Zilverberk;33.55;35.37\nc;Populier;34.43;35.84\n"
                         "d;Esdoorn;33.8;35.4\n");
    now = scene_situation(&s);
    ck_assert_int_eq(now.tally.heads[3], 4); /* the corner counts as inside */
    ck_assert_int_eq(now.tally.heads[1], 1);
    ck_assert_int_eq(now.tally.parties[3], 2);
    ck_assert_uint_eq(now.party_count, 3);
    ck_assert_int_eq(now.possible, 0);
}
END_TEST

/* 35.62 33.9 is 1.85 km east of the Beirut zone. */
START_TEST(people_whose_accuracy_reaches_a_zone_are_possible)
{
    struct app_situation now;

    scene_has_people(&s, "party;surname;latitude;longitude;accuracy\n"
                         "a;Merelbeke;33.9;35.62;2000\na;Merelbeke;;;\n"
                         "b;Zilverberk;33.9;35.62;1500\n"
                         "c;Populier;33.9;35.5;9000\n");
    now = scene_situation(&s);
    ck_assert_int_eq(now.possible, 2);
    ck_assert_int_eq(now.tally.heads[3], 1);
    ck_assert_uint_eq(now.party_count, 1);
}
END_TEST

START_TEST(inside_one_zone_and_near_another_is_inside)
{
    struct app_situation now;

    scene_has_people(&s, "party;surname;latitude;longitude;accuracy\n"
                         "a;Merelbeke;33.59;35.42;60000\n");
    now = scene_situation(&s);
    ck_assert_int_eq(now.tally.heads[1], 1);
    ck_assert_int_eq(now.possible, 0);
}
END_TEST

static const char corridor[] =
    "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"Road\",\"kind\":\"safe_corridor\"},"
    "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
    "[[[35.8,34.4],[35.9,34.4],[35.9,34.5],[35.8,34.5],[35.8,34.4]]]}}]}";

START_TEST(near_a_safe_corridor_is_no_danger)
{
    scene_has_zones(&s, corridor);
    scene_has_people(&s, "party;surname;latitude;longitude;accuracy\n"
                         "a;Merelbeke;34.39;35.85;5000\n");
    ck_assert_int_eq(scene_situation(&s).possible, 0);
}
END_TEST

START_TEST(zones_count_in_their_time)
{
    scene_has_zones(&s,
                    "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
                    "\"properties\":{\"name\":\"Over\",\"level\":4,\"radius_m\":50000,"
                    "\"valid_until\":\"2025-12-31T00:00:00Z\"},\"geometry\":"
                    "{\"type\":\"Point\",\"coordinates\":[35.5,33.9]}}]}");
    scene_has_people(&s, "surname;latitude;longitude\nMerelbeke;33.9;35.5\n");
    ck_assert_int_eq(scene_situation(&s).tally.heads[3], 1);
    ck_assert_int_eq(scene_situation(&s).tally.no_go_heads, 0);
}
END_TEST

/* --- registered twice --- */

#define SAME                                                                             \
    "party;surname;birth_date;document;national_number;phone;latitude;longitude\n"

START_TEST(a_certain_duplicate_is_left_out_once)
{
    struct app_situation now;

    scene_has_people(&s, SAME "a;Merelbeke;1980-01-02;EX 123456;;;33.9;35.5\n"
                              "b;Merelbeke;1980-01-02;ex123456;;;33.9;35.5\n"
                              "b;Zilverberk;1981-01-02;EX 999999;;;;\n");
    now = scene_situation(&s);
    ck_assert_int_eq(now.twice, 1);
    ck_assert_int_eq(now.maybe_twice, 0);
    ck_assert_uint_eq(now.party_count, 2);
    ck_assert_uint_eq(now.parties[0].count, 1);
    ck_assert_uint_eq(now.parties[1].count, 1);
    ck_assert_str_eq(now.parties[1].persons[0].surname, "Zilverberk");
    ck_assert_int_eq(now.parties[1].twice, 1);
}
END_TEST

START_TEST(a_possible_duplicate_is_counted_apart_and_seated)
{
    struct app_situation now;

    scene_has_people(&s, SAME "a;Merelbeke;1980-01-02;;;+96170123456;33.9;35.5\n"
                              "b;Merelbeek;1980-01-02;;;+96170123456;33.9;35.5\n");
    now = scene_situation(&s);
    ck_assert_int_eq(now.twice, 0);
    ck_assert_int_eq(now.maybe_twice, 1);
    ck_assert_uint_eq(now.parties[0].count + now.parties[1].count, 2);
}
END_TEST

START_TEST(a_duplicate_outside_of_the_crisis_takes_nobodys_seat)
{
    struct app_situation now;

    scene_has_people(&s, SAME "a;Merelbeke;1980-01-02;EX 123456;;;50.8;4.3\n"
                              "b;Merelbeke;1980-01-02;EX 123456;;;33.9;35.5\n");
    now = scene_situation(&s);
    ck_assert_int_eq(now.twice, 0);
    ck_assert_uint_eq(now.parties[0].count, 1);
}
END_TEST

/* The first and the last share nothing but the one between them. 80.01.02-001 is a valid
 * national number: 97 - 800102001 % 97 = 74. */
#define CHAIN_FIRST  "a;Merelbeke;1980-01-02;EX 123456;;;33.9;35.5\n"
#define CHAIN_MIDDLE "b;Merelbeke;1980-01-02;EX 123456;80010200174;;33.9;35.5\n"
#define CHAIN_LAST   "c;Merelbeke;1980-01-02;;80010200174;;33.9;35.5\n"

static void one_is_seated(const char *list)
{
    struct app_situation now;
    size_t seated = 0;

    scene_has_people(&s, list);
    now = scene_situation(&s);
    for (size_t i = 0; i < now.party_count; i++)
        seated += now.parties[i].count;
    ck_assert_uint_eq(seated, 1);
    ck_assert_int_eq(now.twice, 2);
}

START_TEST(one_person_registered_three_times_is_seated_once)
{
    one_is_seated(SAME CHAIN_FIRST CHAIN_MIDDLE CHAIN_LAST);
}
END_TEST

START_TEST(the_order_of_registrations_does_not_matter)
{
    one_is_seated(SAME CHAIN_FIRST CHAIN_LAST CHAIN_MIDDLE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("server.situation");
    TCase *t = tcase_create("situation");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, no_such_crisis_is_not_found);
    tcase_add_test(t, a_trip_says_more_than_a_residence);
    tcase_add_test(t, what_was_reported_says_more_than_a_trip_whichever_came_first);
    tcase_add_test(t, a_stay_counts_from_its_first_to_its_last_day);
    tcase_add_test(t, an_ended_residence_does_not_count);
    tcase_add_test(t, people_in_the_country_at_a_place_unknown_are_counted);
    tcase_add_test(t, people_inside_are_counted_by_level);
    tcase_add_test(t, people_whose_accuracy_reaches_a_zone_are_possible);
    tcase_add_test(t, inside_one_zone_and_near_another_is_inside);
    tcase_add_test(t, near_a_safe_corridor_is_no_danger);
    tcase_add_test(t, zones_count_in_their_time);
    tcase_add_test(t, a_certain_duplicate_is_left_out_once);
    tcase_add_test(t, a_possible_duplicate_is_counted_apart_and_seated);
    tcase_add_test(t, a_duplicate_outside_of_the_crisis_takes_nobodys_seat);
    tcase_add_test(t, one_person_registered_three_times_is_seated_once);
    tcase_add_test(t, the_order_of_registrations_does_not_matter);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
