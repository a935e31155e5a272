#include "geo/country.h"

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

int main(void)
{
    Suite *suite = suite_create("geo.country");
    TCase *tcase = tcase_create("country");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_country_is_known_by_code_and_by_name);
    tcase_add_test(tcase, what_is_no_country_is_not_found);
    tcase_add_test(tcase, a_name_of_two_countries_is_neither);
    tcase_add_test(tcase, the_name_comes_back_in_the_language_asked_for);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
