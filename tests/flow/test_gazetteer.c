/* The program's own gazetteer, as its build made it. */
#include "geo/location.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "geo/country.h"
#include "geo/distance.h"
#include "server/app/gazetteer.h"
#include "server/app/gazetteer_measure.h"
#include "tests/support/suite.h"

#define TYPOS 2000
#define SEED  20261123

static struct geo_gazetteer *gz;
static struct arena *arena;

static void set_up(void)
{
    gz = NULL;
    arena = arena_new();
    if (app_gazetteer_open(&gz))
        printf("not looked at: this build made no gazetteer\n");
}

static void tear_down(void)
{
    arena_free(arena);
    geo_gazetteer_close(gz);
}

static struct geo_location locate(const char *place, const char *country)
{
    struct geo_location_input input = {
        .place = place, .country = country, .language = "nl"};

    return geo_location_choose(gz, arena, &input);
}

/* What people type, and the town (GeoNames id) it must be; 0: a question. */
static const struct {
    const char *place;
    const char *country;
    int64_t id;
} typed[] = {
    {"Tripoli", NULL, 0},
    {"Tripoli", "LB", 266826},
    {"Tripoli (Liban)", NULL, 266826},
    {"Trablous", "LB", 266826},
    {"Beyrouth", NULL, 276781},
    {"Beiroet", NULL, 276781},
    {"بيروت", NULL, 276781},
    {"Achrafieh, Beyrouth", "Liban", 276781},
    {"Saida", NULL, 0}, /* Lebanon and Algeria */
    {"Saida", "LB", 268064},
    {"Sour", "LB", 267008},
    {"Tyr", "LB", 267008},
    {"Jounieh", "LB", 273140},
    {"Zahle", "LB", 266045},
    {"Anvers", NULL, 2803138},
    {"Luik", NULL, 2792413},
    {"Lüttich", NULL, 2792413},
    {"Wenen", NULL, 2761369},
    {"Londen", NULL, 2643743},
    {"London", NULL, 0},
    {"Parijs", NULL, 2988507},
    {"Paris", NULL, 0},
    {"Paris, Texas", NULL, 4717560},
    {"Valencia", NULL, 0},
    {"Valencia", "ES", 2509954},
    {"Cordoba", NULL, 0},
    {"Córdoba", "Argentinië", 3860259},
    {"Springfield", "US", 0},
    {"Frankfurt", "DE", 0}, /* on the Main and on the Oder */
    {"Frankfurt am Main", "DE", 2925533},
    {"Berlin", "DE", 2950159},
    {"Kaboul", "AF", 1138958},
    {"Djalalabad", "AF", 1139715},
    {"Mazar-e Sharif", "AF", 1133616},
    {"Mazar i Sharif", "AF", 1133616},
    {"Khartoem", "SD", 379252},
    {"Port-Soudan", "SD", 377039},
    {"Katmandou", "NP", 1283240},
    {"Sankt Vith", "BE", 2787315},
    {"St. Vith", "BE", 2787315},
    {"Bruselas", "BE", 2800866},
    {"Roma", "IT", 3169070},
    {"Kiev", "UA", 703448},
    {"Salem, IN", NULL, 0}, /* India, or Indiana */
};

START_TEST(what_people_type_is_the_town_they_mean_or_a_question)
{
    struct geo_location location;

    if (!gz)
        return;
    location = locate(typed[_i].place, typed[_i].country);
    ck_assert_msg((location.state == GEO_LOCATION_FOUND) == (typed[_i].id != 0),
                  "%s, %s: %s, %s", typed[_i].place, typed[_i].country,
                  geo_location_state_name(location.state),
                  geo_location_reason_name(location.reason));
    if (typed[_i].id)
        ck_assert_int_eq(location.town->town.id, typed[_i].id);
    else
        ck_assert_int_eq(location.state, GEO_LOCATION_QUESTION);
}
END_TEST

START_TEST(tripoli_asks_with_lebanon_and_libya_among_the_answers)
{
    struct geo_location location;
    bool lebanon = false, libya = false;

    if (!gz)
        return;
    location = locate("Tripoli", NULL);
    ck_assert_int_eq(location.reason, GEO_REASON_COUNTRIES);
    for (size_t i = 0; i < location.candidate_count; i++) {
        lebanon |= !strcmp(location.candidates[i].town->town.country, "LB");
        libya |= !strcmp(location.candidates[i].town->town.country, "LY");
    }
    ck_assert(lebanon && libya);
}
END_TEST

START_TEST(beginnings_are_found_while_typing)
{
    struct geo_place_query query = {
        .text = "beyr", .country = "LB", .language = "fr", .limit = 5, .typing = true};
    struct geo_place *places;
    size_t count;

    if (!gz)
        return;
    ck_assert_int_eq(geo_place_search(gz, arena, &query, &places, &count), RC_OK);
    ck_assert_uint_ge(count, 1);
    ck_assert_str_eq(places[0].town.name, "Beyrouth");
}
END_TEST

START_TEST(countries_are_known_in_four_languages)
{
    static const char *const names[][2] = {{"Duitsland", "DE"},
                                           {"Allemagne", "DE"},
                                           {"Côte d'Ivoire", "CI"},
                                           {"Ivoorkust", "CI"},
                                           {"Elfenbeinküste", "CI"},
                                           {"UK", "GB"},
                                           {"USA", "US"},
                                           {"Verenigde Staten", "US"},
                                           {"Libanon", "LB"},
                                           {"لبنان", "LB"},
                                           {"Congo-Kinshasa", "CD"},
                                           {"Kosovo", "XK"},
                                           {"Palestina", "PS"},
                                           {"Islamic Republic of Iran", "IR"}};

    if (!gz)
        return;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        struct geo_country country;

        ck_assert_msg(!geo_country_find(gz, names[i][0], "nl", &country), "%s",
                      names[i][0]);
        ck_assert_str_eq(country.code, names[i][1]);
    }
}
END_TEST

/* Measured on 100,000 names of this generator: see the README. The bounds leave room for
 * the smaller sample, two standard deviations and more. */
START_TEST(misspelt_names_are_found_first)
{
    static const double least[] = {1.0, 0.975, 0.925};
    struct gazetteer_measured found;

    if (!gz)
        return;
    found = app_gazetteer_measure(
        gz, (struct gazetteer_measure){
                .seed = SEED, .names = TYPOS, .errors = _i, .with_country = true});
    printf("%d typing errors: first hit %.2f %%, 95th percentile %.3f ms\n", _i,
           100.0 * (double)found.first / TYPOS, found.percentile95_ms);
    ck_assert_double_ge((double)found.first, least[_i] * TYPOS);
}
END_TEST

/* Towns of another source (Natural Earth) lie inside the circle that their name and
 * country give. */
START_TEST(the_circle_of_a_town_holds_it)
{
    const char *path = suite_shared_data("places/ne_10m_populated_places_simple.json");
    json_t *root, *feature;
    size_t i, found = 0, inside = 0, asked = 0;

    if (!gz || !path)
        return;
    root = json_load_file(path, 0, NULL);
    ck_assert_ptr_nonnull(root);
    json_array_foreach(json_object_get(root, "features"), i, feature)
    {
        json_t *p = json_object_get(feature, "properties");
        struct geo_point there = {json_number_value(json_object_get(p, "longitude")),
                                  json_number_value(json_object_get(p, "latitude"))};
        struct geo_location location =
            locate(json_string_value(json_object_get(p, "name")),
                   json_string_value(json_object_get(p, "iso_a2")));
        double m;

        asked += location.state == GEO_LOCATION_QUESTION;
        if (location.state != GEO_LOCATION_FOUND)
            continue;
        ck_assert_int_eq(geo_distance_between(location.point, there, &m), RC_OK);
        found++;
        inside += m <= location.accuracy_m;
    }
    printf("%zu towns: %zu found, %zu asked, %zu (%.1f %%) inside the circle\n", i, found,
           asked, inside, 100.0 * (double)inside / (double)found);
    ck_assert_uint_ge(found * 100, i * 70);
    ck_assert_uint_ge(inside * 100, found * 93);
    json_decref(root);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("flow.gazetteer");
    TCase *tcase = tcase_create("gazetteer");

    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, what_people_type_is_the_town_they_mean_or_a_question, 0,
                        sizeof(typed) / sizeof(*typed));
    tcase_add_test(tcase, tripoli_asks_with_lebanon_and_libya_among_the_answers);
    tcase_add_test(tcase, beginnings_are_found_while_typing);
    tcase_add_test(tcase, countries_are_known_in_four_languages);
    tcase_add_loop_test(tcase, misspelt_names_are_found_first, 0, 3);
    tcase_add_test(tcase, the_circle_of_a_town_holds_it);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
