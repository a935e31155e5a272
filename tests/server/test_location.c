#include "server/app/location.h"

#include <stdio.h>
#include <string.h>

#include "server/app/gazetteer.h"
#include "tests/support/suite.h"
#include "tests/support/world.h"

static struct world world;
static struct app_location *location;

static void setup(void)
{
    world_init(&world);
    location = app_location_new(world.gz);
}

static void teardown(void)
{
    app_location_free(location);
    world_fini(&world);
}

static struct stay fill(const char *place, const char *country)
{
    struct stay stay = stay_blank();

    stay.place = place;
    snprintf(stay.country, sizeof(stay.country), "%s", country);
    app_location_fill(location, &stay);
    return stay;
}

START_TEST(a_town_gives_point_accuracy_and_country)
{
    struct stay stay = fill("Beiroet", "");

    ck_assert(stay.located);
    ck_assert_double_eq_tol(stay.point.lon, 35.50157, 1e-6);
    ck_assert_double_eq_tol(stay.point.lat, 33.89332, 1e-6);
    ck_assert_double_gt(stay.accuracy_m, 1000.0);
    ck_assert_str_eq(stay.country, "LB");
    ck_assert_int_eq(app_location_counts(location).towns, 1);
}
END_TEST

START_TEST(a_country_tells_two_towns_apart)
{
    struct stay lebanon = fill("Tripoli", "LB"), libya = fill("Tripoli", "LY");

    ck_assert(lebanon.located && libya.located);
    ck_assert_double_gt(lebanon.point.lon, 35.0);
    ck_assert_double_lt(libya.point.lon, 14.0);
}
END_TEST

START_TEST(a_name_of_several_countries_is_a_question)
{
    struct stay stay = fill("Tripoli", "");

    ck_assert(!stay.located);
    ck_assert_str_eq(stay.country, "");
    ck_assert_int_eq(app_location_counts(location).questions, 1);
}
END_TEST

START_TEST(a_country_alone_locates_nobody)
{
    struct stay stay = fill("Lebanon", "");

    ck_assert(!stay.located);
    ck_assert_str_eq(stay.country, "LB");
    ck_assert_int_eq(app_location_counts(location).unknown, 1);
}
END_TEST

START_TEST(nothing_and_nonsense_are_kept_unlocated)
{
    ck_assert(!fill(NULL, "LB").located);
    ck_assert(!fill("", "").located);
    ck_assert(!fill("Nergenshuizen", "LB").located);
    ck_assert_int_eq(app_location_counts(location).unknown, 3);
}
END_TEST

START_TEST(coordinates_are_left_as_they_are)
{
    struct stay stay = stay_blank();

    stay.place = "Beirut";
    stay.located = true;
    stay.point = (struct geo_point){4.35, 50.85};
    stay.accuracy_m = 7;
    app_location_fill(location, &stay);
    ck_assert_double_eq(stay.point.lat, 50.85);
    ck_assert_double_eq(stay.accuracy_m, 7);
    ck_assert_int_eq(app_location_counts(location).coordinates, 1);
}
END_TEST

START_TEST(the_same_question_has_the_same_answer)
{
    struct stay first = fill("Sidon", "LB"), other, again;

    for (int i = 0; i < 40000; i++) {
        char place[16];

        snprintf(place, sizeof(place), "x%d", i); /* pushes it out */
        other = fill(place, "HM");
        ck_assert(!other.located);
    }
    again = fill("Sidon", "LB");
    ck_assert_double_eq(again.point.lon, first.point.lon);
    ck_assert_double_eq(again.accuracy_m, first.accuracy_m);
}
END_TEST

START_TEST(without_a_gazetteer_only_coordinates_locate)
{
    struct stay stay;

    app_location_free(location);
    location = app_location_new(NULL);
    stay = fill("Beirut", "LB");
    ck_assert(!stay.located);
    ck_assert_int_eq(app_location_counts(location).unknown, 1);
}
END_TEST

START_TEST(the_programs_own_gazetteer_is_used_the_same_way)
{
    struct geo_gazetteer *gz;

    if (app_gazetteer_open(&gz)) {
        printf("not looked at: this build made no gazetteer\n");
        return;
    }
    app_location_free(location);
    location = app_location_new(gz);
    ck_assert_double_eq_tol(fill("Beyrouth", "LB").point.lon, 35.5, 0.02);
    ck_assert(!fill("Tripoli", "").located);
    ck_assert_double_eq_tol(fill("Tripoli", "LB").point.lat, 34.43, 0.02);
    app_location_free(location);
    location = NULL;
    geo_gazetteer_close(gz);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("server.location");
    TCase *t = tcase_create("location");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_town_gives_point_accuracy_and_country);
    tcase_add_test(t, a_country_tells_two_towns_apart);
    tcase_add_test(t, a_name_of_several_countries_is_a_question);
    tcase_add_test(t, a_country_alone_locates_nobody);
    tcase_add_test(t, nothing_and_nonsense_are_kept_unlocated);
    tcase_add_test(t, coordinates_are_left_as_they_are);
    tcase_add_test(t, the_same_question_has_the_same_answer);
    tcase_add_test(t, without_a_gazetteer_only_coordinates_locate);
    tcase_add_test(t, the_programs_own_gazetteer_is_used_the_same_way);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
