#include "geo/location.h"

#include <string.h>

#include "tests/support/suite.h"
#include "tests/support/world.h"

static struct world world;
static struct arena *arena;

static void set_up(void)
{
    world_init(&world);
    arena = arena_new();
}

static void tear_down(void)
{
    arena_free(arena);
    world_fini(&world);
}

/* What is typed, and what comes of it: a town, or a question, or neither. */
static const struct {
    const char *place;
    const char *country;
    enum geo_location_state state;
    enum geo_location_reason reason;
    int64_t id;
    size_t candidates;
} cases[] = {
    {"Antwerpen", NULL, GEO_LOCATION_FOUND, GEO_REASON_NONE, 2803138, 1},
    {"Anvers", "BE", GEO_LOCATION_FOUND, GEO_REASON_NONE, 2803138, 1},
    {"Tripoli", NULL, GEO_LOCATION_QUESTION, GEO_REASON_COUNTRIES, 0, 2},
    {"Tripoli", "LB", GEO_LOCATION_FOUND, GEO_REASON_NONE, 266826, 1},
    {"Tripoli", "Liban", GEO_LOCATION_FOUND, GEO_REASON_NONE, 266826, 1},
    {"Tripoli, Libanon", NULL, GEO_LOCATION_FOUND, GEO_REASON_NONE, 266826, 1},
    {"Tripoli (LB)", "", GEO_LOCATION_FOUND, GEO_REASON_NONE, 266826, 1},
    {"Tripoli, Libanon", "LB", GEO_LOCATION_FOUND, GEO_REASON_NONE, 266826, 1},
    {"Tripoli, Libya", "LB", GEO_LOCATION_QUESTION, GEO_REASON_OTHER_COUNTRY, 0, 1},
    {"Paris", NULL, GEO_LOCATION_QUESTION, GEO_REASON_COUNTRIES, 0, 3},
    {"Paris", "FR", GEO_LOCATION_FOUND, GEO_REASON_NONE, 2988507, 1},
    {"Paris", "US", GEO_LOCATION_QUESTION, GEO_REASON_REGIONS, 0, 2},
    {"Paris, Texas", NULL, GEO_LOCATION_FOUND, GEO_REASON_NONE, 4717560, 1},
    {"Paris, TX", "US", GEO_LOCATION_FOUND, GEO_REASON_NONE, 4717560, 1},
    {"Springfield", "US", GEO_LOCATION_QUESTION, GEO_REASON_REGIONS, 0, 2},
    {"Springfield - Illinois", "US", GEO_LOCATION_FOUND, GEO_REASON_NONE, 4250542, 1},
    {"Hamra, Beirut", "LB", GEO_LOCATION_FOUND, GEO_REASON_NONE, 276781, 1},
    {"Ra's Bayrut, Beyrouth", "LB", GEO_LOCATION_FOUND, GEO_REASON_NONE, 268743, 1},
    {"Paris, Antwerpen", NULL, GEO_LOCATION_QUESTION, GEO_REASON_REGIONS, 0, 4},
    {"Antwrpen", "BE", GEO_LOCATION_FOUND, GEO_REASON_NONE, 2803138, 1},
    {"Antwrpen", NULL, GEO_LOCATION_QUESTION, GEO_REASON_SPELLING, 0, 1},
    {"Lie", "BE", GEO_LOCATION_QUESTION, GEO_REASON_SPELLING, 0, 1},
    {"Atnwrepen", "BE", GEO_LOCATION_QUESTION, GEO_REASON_SPELLING, 0, 1},
    {"Qwertyuiop", "BE", GEO_LOCATION_UNKNOWN, GEO_REASON_UNKNOWN_PLACE, 0, 0},
    {"Qwertyuiop", NULL, GEO_LOCATION_UNKNOWN, GEO_REASON_UNKNOWN_PLACE, 0, 0},
    {"Antwerpen", "LB", GEO_LOCATION_QUESTION, GEO_REASON_OTHER_COUNTRY, 0, 1},
    {"Antwerpen", "Atlantis", GEO_LOCATION_QUESTION, GEO_REASON_UNKNOWN_COUNTRY, 0, 1},
    {"", "LB", GEO_LOCATION_UNKNOWN, GEO_REASON_COUNTRY_ONLY, 0, 0},
    {"Libanon", NULL, GEO_LOCATION_UNKNOWN, GEO_REASON_COUNTRY_ONLY, 0, 0},
    {"Libanon", "LB", GEO_LOCATION_UNKNOWN, GEO_REASON_COUNTRY_ONLY, 0, 0},
    {NULL, NULL, GEO_LOCATION_UNKNOWN, GEO_REASON_NOTHING, 0, 0},
    {" , ()", NULL, GEO_LOCATION_UNKNOWN, GEO_REASON_NOTHING, 0, 0},
    {"\xff\xfe", NULL, GEO_LOCATION_UNKNOWN, GEO_REASON_NOTHING, 0, 0},
};

START_TEST(a_text_is_a_town_or_a_question_or_unknown)
{
    struct geo_location_input input = {.place = cases[_i].place,
                                       .country = cases[_i].country};
    struct geo_location location = geo_location_choose(world.gz, arena, &input);

    ck_assert_msg(location.state == cases[_i].state &&
                      location.reason == cases[_i].reason,
                  "%s, %s: %s, %s", cases[_i].place, cases[_i].country,
                  geo_location_state_name(location.state),
                  geo_location_reason_name(location.reason));
    ck_assert_uint_eq(location.candidate_count, cases[_i].candidates);
    ck_assert_int_eq(location.town != NULL, cases[_i].id != 0);
    if (location.town)
        ck_assert_int_eq(location.town->town.id, cases[_i].id);
}
END_TEST

START_TEST(a_found_town_comes_with_point_radius_and_country)
{
    struct geo_location_input input = {.place = "Wrong, Tripoli", .country = "LB"};
    struct geo_location location = geo_location_choose(world.gz, arena, &input);

    ck_assert_int_eq(location.source, GEO_LOCATION_TOWN);
    ck_assert(location.has_point);
    ck_assert_double_eq_tol(location.point.lon, 35.84415, 1e-9);
    ck_assert_double_gt(location.accuracy_m, 5000.0);
    ck_assert_str_eq(location.country, "LB");
}
END_TEST

START_TEST(an_unknown_place_in_a_known_country_has_the_countrys_circle)
{
    struct geo_location_input input = {.place = "Qwertyuiop", .country = "LB"};
    struct geo_location location = geo_location_choose(world.gz, arena, &input);

    ck_assert_int_eq(location.source, GEO_LOCATION_COUNTRY);
    ck_assert(location.has_point);
    ck_assert_str_eq(location.country, "LB");
    ck_assert_double_gt(location.accuracy_m, 50e3);
    input.country = "HM"; /* nobody lives there: no circle */
    location = geo_location_choose(world.gz, arena, &input);
    ck_assert_int_eq(location.source, GEO_LOCATION_NONE);
    ck_assert(!location.has_point);
    ck_assert_str_eq(location.country, "HM");
}
END_TEST

static struct geo_location at(double lon, double lat, const char *country,
                              const char *place)
{
    struct geo_location_input input = {.place = place,
                                       .country = country,
                                       .has_point = true,
                                       .point = {lon, lat},
                                       .accuracy_m = 20.0};

    return geo_location_choose(world.gz, arena, &input);
}

START_TEST(coordinates_in_the_country_hold)
{
    struct geo_location location = at(35.5, 33.9, "LB", NULL);

    ck_assert_int_eq(location.state, GEO_LOCATION_FOUND);
    ck_assert_int_eq(location.source, GEO_LOCATION_COORDINATES);
    ck_assert_double_eq_tol(location.point.lon, 35.5, 1e-12);
    ck_assert_double_eq_tol(location.accuracy_m, 20.0, 1e-12);
    ck_assert_str_eq(location.country, "LB");
    location = at(35.5, 33.9, NULL, NULL);
    ck_assert_int_eq(location.state, GEO_LOCATION_FOUND);
    location = at(35.5, 33.9, "LB", "Qwertyuiop");
    ck_assert_int_eq(location.state, GEO_LOCATION_FOUND);
    location = at(35.5, 33.9, "LB", "Beyrouth");
    ck_assert_int_eq(location.state, GEO_LOCATION_FOUND);
    ck_assert_int_eq(location.source, GEO_LOCATION_COORDINATES);
    ck_assert_int_eq(location.town->town.id, 276781);
}
END_TEST

START_TEST(swapped_coordinates_are_a_question)
{
    struct geo_location location = at(33.9, 35.5, "LB", NULL);

    ck_assert_int_eq(location.state, GEO_LOCATION_QUESTION);
    ck_assert_int_eq(location.reason, GEO_REASON_SWAPPED);
    ck_assert_uint_eq(location.candidate_count, 2);
    ck_assert(location.candidates[0].swapped);
    ck_assert_double_eq_tol(location.candidates[0].point.lon, 35.5, 1e-12);
    ck_assert(!location.candidates[1].swapped);
    ck_assert_int_eq(location.source, GEO_LOCATION_COUNTRY);
}
END_TEST

START_TEST(coordinates_outside_the_country_are_a_question)
{
    struct geo_location location = at(4.4, 51.2, "LB", NULL);

    ck_assert_int_eq(location.state, GEO_LOCATION_QUESTION);
    ck_assert_int_eq(location.reason, GEO_REASON_OUTSIDE);
    ck_assert_uint_eq(location.candidate_count, 1);
}
END_TEST

START_TEST(coordinates_far_from_the_town_are_a_question)
{
    struct geo_location location = at(4.4, 51.2, NULL, "Beyrouth");

    ck_assert_int_eq(location.state, GEO_LOCATION_QUESTION);
    ck_assert_int_eq(location.reason, GEO_REASON_FAR_FROM_PLACE);
    ck_assert_uint_eq(location.candidate_count, 2);
    ck_assert_ptr_nonnull(location.candidates[1].town);
}
END_TEST

START_TEST(coordinates_settle_which_town_is_meant)
{
    struct geo_location location = at(35.84, 34.43, NULL, "Tripoli");

    ck_assert_int_eq(location.state, GEO_LOCATION_FOUND);
    ck_assert_int_eq(location.source, GEO_LOCATION_COORDINATES);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.location");
    TCase *tcase = tcase_create("location");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, a_text_is_a_town_or_a_question_or_unknown, 0,
                        sizeof(cases) / sizeof(*cases));
    tcase_add_test(tcase, a_found_town_comes_with_point_radius_and_country);
    tcase_add_test(tcase, an_unknown_place_in_a_known_country_has_the_countrys_circle);
    tcase_add_test(tcase, coordinates_in_the_country_hold);
    tcase_add_test(tcase, swapped_coordinates_are_a_question);
    tcase_add_test(tcase, coordinates_outside_the_country_are_a_question);
    tcase_add_test(tcase, coordinates_far_from_the_town_are_a_question);
    tcase_add_test(tcase, coordinates_settle_which_town_is_meant);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
