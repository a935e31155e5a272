#include "geo/country.h"

#include "geo/box.h"
#include "geo/gazetteer_draft.h"
#include "tests/support/suite.h"
#include "tests/support/world.h"

static struct world world;

static void set_up(void)
{
    world_init(&world);
}

static void tear_down(void)
{
    world_fini(&world);
}

static const char *code_of(const char *text)
{
    static struct geo_country country;

    return geo_country_find(world.gz, text, "fr", &country) ? "" : country.code;
}

START_TEST(a_country_is_known_by_code_and_by_name)
{
    ck_assert_str_eq(code_of("LB"), "LB");
    ck_assert_str_eq(code_of("lb"), "LB");
    ck_assert_str_eq(code_of("LBN"), "LB");
    ck_assert_str_eq(code_of("Libanon"), "LB");
    ck_assert_str_eq(code_of(" liban "), "LB");
    ck_assert_str_eq(code_of("BELGIE"), "BE");
    ck_assert_str_eq(code_of("etats unis"), "US");
    ck_assert_str_eq(code_of("Vereinigte  Staaten"), "US");
}
END_TEST

START_TEST(what_is_no_country_is_not_found)
{
    ck_assert_str_eq(code_of(""), "");
    ck_assert_str_eq(code_of("XX"), "");
    ck_assert_str_eq(code_of("Atlantis"), "");
    ck_assert_str_eq(code_of("\xff\xfe"), "");
}
END_TEST

START_TEST(a_name_of_two_countries_is_neither)
{
    ck_assert_str_eq(code_of("Congo"), "");
    ck_assert_str_eq(code_of("Congo-Kinshasa"), "CD");
}
END_TEST

START_TEST(the_name_comes_back_in_the_language_asked_for)
{
    struct geo_country country;

    ck_assert_int_eq(geo_country_find(world.gz, "US", "fr", &country), RC_OK);
    ck_assert_str_eq(country.name, "États-Unis");
}
END_TEST

START_TEST(a_country_lies_in_its_box)
{
    struct geo_country country;
    struct geo_box boxes[2];

    ck_assert_int_eq(geo_country_find(world.gz, "LB", NULL, &country), RC_OK);
    ck_assert_uint_eq(geo_country_boxes(world.gz, &country, boxes), 1);
    /* Its towns here: 35.37 to 35.84 east, 33.56 to 34.43 north; 100 km are 0.9 degrees
     * of latitude and 1.1 of longitude. */
    ck_assert_double_eq_tol(boxes[0].south, 32.65, 0.02);
    ck_assert_double_eq_tol(boxes[0].north, 35.34, 0.02);
    ck_assert_double_eq_tol(boxes[0].west, 34.26, 0.05);
    ck_assert_double_eq_tol(boxes[0].east, 36.95, 0.05);
    ck_assert_int_eq(geo_country_find(world.gz, "HM", NULL, &country), RC_OK);
    ck_assert_uint_eq(geo_country_boxes(world.gz, &country, boxes), 0);
}
END_TEST

START_TEST(a_country_across_the_antimeridian_has_two_boxes)
{
    static const struct geo_draft_country fiji = {
        "FJ", "FJI", {NULL, NULL, NULL, "Fiji"}};
    static const struct geo_draft_town towns[] = {
        {2198148, 0, -1, GEO_TOWN_CAPITAL, {178.4415, -18.1416}, 77366, "Suva", {NULL}},
        {2199040, 0, -1, GEO_TOWN_PLACE, {-179.9, -16.85}, 1000, "Taveuni", {NULL}},
    };
    struct geo_gazetteer_draft *draft = geo_gazetteer_draft_new();
    struct geo_country country;
    struct geo_gazetteer *gz;
    struct geo_box boxes[2];
    struct buffer buf;

    buffer_init(&buf, 1 << 16);
    geo_gazetteer_draft_country(draft, &fiji);
    geo_gazetteer_draft_town(draft, &towns[0]);
    geo_gazetteer_draft_town(draft, &towns[1]);
    ck_assert_int_eq(geo_gazetteer_draft_render(draft, &buf), RC_OK);
    ck_assert_int_eq(geo_gazetteer_open_bytes(buf.data, buf.len, &gz), RC_OK);
    country = geo_gazetteer_country(gz, 0, NULL);
    ck_assert_double_le(country.radius_m, 200e3);
    ck_assert_uint_eq(geo_country_boxes(gz, &country, boxes), 2);
    ck_assert_double_eq_tol(boxes[0].west, 177.48, 0.05);
    ck_assert_double_eq_tol(boxes[0].east, 180.0, 1e-12);
    ck_assert_double_eq_tol(boxes[1].west, -180.0, 1e-12);
    ck_assert_double_eq_tol(boxes[1].east, -178.94, 0.05);
    geo_gazetteer_close(gz);
    geo_gazetteer_draft_free(draft);
    buffer_fini(&buf);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.country");
    TCase *tcase = tcase_create("country");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_country_is_known_by_code_and_by_name);
    tcase_add_test(tcase, what_is_no_country_is_not_found);
    tcase_add_test(tcase, a_name_of_two_countries_is_neither);
    tcase_add_test(tcase, the_name_comes_back_in_the_language_asked_for);
    tcase_add_test(tcase, a_country_lies_in_its_box);
    tcase_add_test(tcase, a_country_across_the_antimeridian_has_two_boxes);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
