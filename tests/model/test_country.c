#include <string.h>

#include "server/core/arena.h"
#include "server/model/country.h"
#include "tests/support/suite.h"

static void finds(const char *text, const char *code)
{
    char found[COUNTRY_SIZE] = "";

    ck_assert_msg(country_find(text, found) == RC_OK, "%s", text);
    ck_assert_str_eq(found, code);
}

START_TEST(every_name_and_code_finds_its_country)
{
    size_t count;
    const struct country *all = country_all(&count);

    ck_assert_uint_eq(count, 250);
    for (size_t i = 0; i < count; i++) {
        ck_assert(i == 0 || strcmp(all[i - 1].code, all[i].code) < 0);
        finds(all[i].code, all[i].code);
        finds(all[i].alpha3, all[i].code);
        finds(all[i].en, all[i].code);
        finds(all[i].nl, all[i].code);
        finds(all[i].fr, all[i].code);
        finds(all[i].de, all[i].code);
    }
}
END_TEST

START_TEST(names_are_found_as_people_write_them)
{
    finds("liban", "LB");
    finds("LIBANON", "LB");
    finds("cote d'ivoire", "CI");
    finds("Ivory Coast", "CI");
    finds("the Netherlands", "NL");
    finds("Saint Lucia", "LC");
    finds("St. Lucia", "LC");
    finds("Sao Tome and Principe", "ST");
    finds("Democratic Republic of the Congo", "CD");
    finds("verenigde staten", "US");
    finds("usa", "US");
    finds("Belgi\xc3\xab", "BE");
    finds("belgie", "BE");
}
END_TEST

START_TEST(a_name_of_two_countries_is_none)
{
    char code[COUNTRY_SIZE];

    ck_assert_int_eq(country_find("Congo", code), RC_NOT_FOUND);
    ck_assert_int_eq(country_find("Korea", code), RC_NOT_FOUND);
    ck_assert_int_eq(country_find("Narnia", code), RC_NOT_FOUND);
    ck_assert_int_eq(country_find("", code), RC_NOT_FOUND);
    ck_assert_int_eq(country_find("\xff\xfe\xfd", code), RC_INVALID);
}
END_TEST

START_TEST(names_are_given_in_four_languages)
{
    ck_assert_str_eq(country_name("LB", "nl"), "Libanon");
    ck_assert_str_eq(country_name("LB", "fr"), "Liban");
    ck_assert_str_eq(country_name("LB", "en"), "Lebanon");
    ck_assert_str_eq(country_name("BE", "de"), "Belgien");
    ck_assert_ptr_null(country_name("QQ", "nl"));
}
END_TEST

START_TEST(lists_are_codes_without_repeats)
{
    struct arena *arena = arena_new();
    char *list, *unknown;

    ck_assert_int_eq(country_list_parse(arena, "Pakistan| Afghanistan |pk;", &list, NULL),
                     RC_OK);
    ck_assert_str_eq(list, "PK AF");
    ck_assert(country_list_has(list, "AF"));
    ck_assert(!country_list_has(list, "KA"));
    ck_assert(!country_list_has(NULL, "AF"));
    ck_assert_int_eq(country_list_parse(arena, "PK|Bavaria", &list, &unknown),
                     RC_NOT_FOUND);
    ck_assert_str_eq(unknown, "Bavaria");
    arena_free(arena);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("model.country");
    TCase *t = tcase_create("country");

    tcase_add_test(t, every_name_and_code_finds_its_country);
    tcase_add_test(t, names_are_found_as_people_write_them);
    tcase_add_test(t, a_name_of_two_countries_is_none);
    tcase_add_test(t, names_are_given_in_four_languages);
    tcase_add_test(t, lists_are_codes_without_repeats);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    return suite_run(suite());
}
