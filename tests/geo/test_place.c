#include "geo/place.h"

#include <string.h>

#include "tests/support/suite.h"
#include "tests/support/world.h"

static struct world world;
static struct arena *arena;
static struct geo_place *places;
static size_t count;

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

static void search(const char *text, const char *country)
{
    struct geo_place_query query = {.text = text, .country = country, .limit = 10};

    ck_assert_int_eq(geo_place_search(world.gz, arena, &query, &places, &count), RC_OK);
}

static void typing(const char *text)
{
    struct geo_place_query query = {.text = text, .limit = 10, .typing = true};

    ck_assert_int_eq(geo_place_search(world.gz, arena, &query, &places, &count), RC_OK);
}

/* Each text finds this town first, in this way. */
static const struct {
    const char *text;
    const char *country;
    int64_t id;
    enum geo_match match;
} firsts[] = {
    {"Anvers", NULL, 2803138, GEO_MATCH_WHOLE},
    {"ANTWERP", NULL, 2803138, GEO_MATCH_WHOLE},
    {"Parijs", NULL, 2988507, GEO_MATCH_WHOLE},
    {"Beyrouth", "LB", 276781, GEO_MATCH_WHOLE},
    {"saida", NULL, 268064, GEO_MATCH_WHOLE},
    {"Saïda", NULL, 268064, GEO_MATCH_WHOLE},
    {"صيدا", NULL, 268064, GEO_MATCH_OTHER},
    {"ra's bayrut", NULL, 268743, GEO_MATCH_WHOLE},
    {"saint etienne", NULL, 2980291, GEO_MATCH_WHOLE},
    {"Saint", NULL, 2980291, GEO_MATCH_WORDS},
    {"Beirout", NULL, 276781, GEO_MATCH_ONE_ERROR},
    {"Sidno", "LB", 268064, GEO_MATCH_ONE_ERROR},
    {"Beyruoht", "LB", 276781, GEO_MATCH_TWO_ERRORS},
    {"Sprin", "US", 4409896, GEO_MATCH_START},
    {"Springfield", "us", 4409896, GEO_MATCH_WHOLE},
};

START_TEST(names_are_found_as_people_write_them)
{
    search(firsts[_i].text, firsts[_i].country);
    ck_assert_uint_ge(count, 1);
    ck_assert_int_eq(places[0].town.id, firsts[_i].id);
    ck_assert_int_eq(places[0].match, firsts[_i].match);
}
END_TEST

START_TEST(a_shared_name_gives_every_town_that_has_it_by_population)
{
    search("Tripoli", NULL);
    ck_assert_uint_eq(count, 2);
    ck_assert_int_eq(places[0].town.id, 2210247);
    ck_assert_int_eq(places[1].town.id, 266826);
    search("tripoli", "LB");
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(places[0].town.id, 266826);
}
END_TEST

START_TEST(a_country_keeps_other_countries_out)
{
    search("Tripoli", "BE");
    ck_assert_uint_eq(count, 0);
    search("Antwerpen", "FR");
    ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(while_typing_beginnings_come_before_errors)
{
    typing("Pari");
    ck_assert_uint_eq(count, 3);
    ck_assert_str_eq(places[0].town.own_name, "Paris");
    ck_assert_int_eq(places[0].match, GEO_MATCH_START);
    ck_assert_int_eq(places[0].town.id, 2988507);
    typing("b");
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(places[0].town.name, "Beirut");
}
END_TEST

START_TEST(nothing_is_found_for_nothing)
{
    search("", NULL);
    ck_assert_uint_eq(count, 0);
    search(" -- ", NULL);
    ck_assert_uint_eq(count, 0);
    search("Zzzzzzzzzz", NULL);
    ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(a_limit_keeps_the_best)
{
    struct geo_place_query query = {.text = "Paris", .limit = 2};

    ck_assert_int_eq(geo_place_search(world.gz, arena, &query, &places, &count), RC_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_int_eq(places[0].town.id, 2988507);
    ck_assert_int_eq(places[1].town.id, 4717560);
    query.limit = 0;
    ck_assert_int_eq(geo_place_search(world.gz, arena, &query, &places, &count), RC_OK);
    ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(bad_text_and_unknown_countries_are_refused)
{
    struct geo_place_query query = {.text = "\xc3", .limit = 2};
    char text[2000];

    ck_assert_int_eq(geo_place_search(world.gz, arena, &query, &places, &count),
                     RC_INVALID);
    memset(text, 'a', sizeof(text));
    text[sizeof(text) - 1] = '\0';
    query.text = text;
    ck_assert_int_eq(geo_place_search(world.gz, arena, &query, &places, &count),
                     RC_INVALID);
    query.text = "Paris";
    query.country = "XX";
    ck_assert_int_eq(geo_place_search(world.gz, arena, &query, &places, &count),
                     RC_NOT_FOUND);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.place");
    TCase *tcase = tcase_create("place");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, names_are_found_as_people_write_them, 0,
                        sizeof(firsts) / sizeof(*firsts));
    tcase_add_test(tcase, a_shared_name_gives_every_town_that_has_it_by_population);
    tcase_add_test(tcase, a_country_keeps_other_countries_out);
    tcase_add_test(tcase, while_typing_beginnings_come_before_errors);
    tcase_add_test(tcase, nothing_is_found_for_nothing);
    tcase_add_test(tcase, a_limit_keeps_the_best);
    tcase_add_test(tcase, bad_text_and_unknown_countries_are_refused);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
