#include "importers/zone_geojson.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/core/date.h"
#include "tests/support/suite.h"

static struct arena *arena;
static struct problems problems;
static struct imp_zones zones;

static void setup(void)
{
    arena = arena_new();
    problems_init(&problems, arena);
    zones = (struct imp_zones){0};
}

static void teardown(void)
{
    arena_free(arena);
}

static enum rc parse(const char *text)
{
    static const struct imp_zone_options options = {0};

    problems_init(&problems, arena);
    return imp_zone_geojson_parse(text, strlen(text), &options, &problems, &zones);
}

#define SQUARE "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[0,4],[0,0]]]}"
#define FEATURE(properties, geometry)                                                    \
    "{\"type\":\"Feature\",\"properties\":{" properties "},\"geometry\":" geometry "}"
#define FILE_OF(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"
#define NAMED             "\"name\":\"A\",\"level\":2"

START_TEST(a_zone_is_read_with_all_its_properties)
{
    ck_assert_int_eq(
        parse(FILE_OF(
            "{\"type\":\"Feature\",\"id\":\"z-1\",\"properties\":{\"name\":\" South "
            "\",\"level\":3,\"valid_from\":\"2026-11-20T06:00:00Z\",\"valid_until\":"
            "\"2026-12-01\",\"advice\":{\"nl\":\"Blijf binnen\",\"en\":\"Stay "
            "in\"}},\"geometry\":" SQUARE "}")),
        RC_OK);
    ck_assert_uint_eq(zones.count, 1);
    ck_assert_str_eq(zones.items[0].zone.name, "South");
    ck_assert_int_eq(zones.items[0].zone.level, 3);
    ck_assert_int_eq(zones.items[0].zone.from_ms, 1795154400000);
    ck_assert_int_eq(zones.items[0].zone.until_ms, 1796083200000);
    ck_assert_str_eq(zones.items[0].zone.advice,
                     "{\"en\":\"Stay in\",\"nl\":\"Blijf binnen\"}");
    ck_assert_str_eq(zones.items[0].zone.source_id, "z-1");
    ck_assert_str_eq(zones.items[0].zone.geometry, "ring 0 0 4 0 4 4 0 4 0 0");
    ck_assert(geo_zone_contains(&zones.items[0].geo, (struct geo_point){4, 2}));
    ck_assert_int_eq(zones.items[0].geo.level, 3);
}
END_TEST

START_TEST(circles_corridors_and_no_go_zones_are_told_apart)
{
    ck_assert_int_eq(
        parse(FILE_OF(FEATURE(
            NAMED ",\"radius_m\":500",
            "{\"type\":\"Point\",\"coordinates\":[35."
            "5,33.9,20]}") "," FEATURE("\"name\":\"B\",\"kind\":\"safe_corridor\"",
                                       SQUARE) "," FEATURE("\"name\":\"C\",\"kind\":\"no_"
                                                           "go\"",
                                                           "{\"type\":\"MultiPolygon\","
                                                           "\"coordinates\":[[[[0,0],"
                                                           "[4,0],[4,"
                                                           "4],[0,0]]],[[[9,0],[12,0],["
                                                           "12,4],[9,0]],[[10,0.5],["
                                                           "11,0.5],["
                                                           "11,1],[10,0.5]]]]}"))),
        RC_OK);
    ck_assert_uint_eq(zones.count, 3);
    ck_assert_str_eq(zones.items[0].zone.geometry, "circle 35.5 33.9 500");
    ck_assert_int_eq(zones.items[1].geo.kind, GEO_ZONE_CORRIDOR);
    ck_assert_int_eq(zones.items[1].geo.level, 0);
    ck_assert_int_eq(zones.items[2].geo.kind, GEO_ZONE_NO_GO);
    ck_assert_int_eq(zones.items[2].geo.level, 4);
    ck_assert_uint_eq(zones.items[2].geo.shape.ring_count, 3);
    ck_assert(zones.items[2].geo.shape.rings[2].hole);
}
END_TEST

START_TEST(a_bare_geometry_needs_defaults_and_then_is_a_zone)
{
    const struct imp_zone_options options = {.name_property = "NAME", .level = 1};
    const char *text = FEATURE("\"NAME\":\"Fiji\"", SQUARE);

    ck_assert_int_eq(
        imp_zone_geojson_parse(text, strlen(text), &options, &problems, &zones), RC_OK);
    ck_assert_str_eq(zones.items[0].zone.name, "Fiji");
    ck_assert_int_eq(zones.items[0].zone.level, 1);
    ck_assert_int_eq(parse(SQUARE), RC_INVALID);
    ck_assert_str_eq(problems.items[0].key, "problem.name.missing");
}
END_TEST

/* Text, key, line and field of its first problem. */
static const struct {
    const char *text;
    const char *key;
    int64_t line;
    const char *field;
} refused[] = {
    {"", "problem.file.empty", 0, "file"},
    {"\xef\xbb\xbf", "problem.file.empty", 0, "file"},
    {"{", "problem.file.json", 1, "file"},
    {"{\"type\":\"Feature\"}\nx", "problem.file.json", 2, "file"},
    {"{\"a\":1,\n\"a\":2}", "problem.file.json", 2, "file"},
    {"{\"a\":1e999}", "problem.file.json", 1, "file"},
    {"{\"a\":\"\xff\"}", "problem.file.json", 1, "file"},
    {"[1]", "problem.file.no_geojson", 0, "file"},
    {"{}", "problem.file.no_geojson", 0, "file"},
    {"\n[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "problem.file.json_too_deep", 2,
     "file"},
    {"{\"type\":\"FeatureCollection\"}", "problem.features.none", 0, "/features"},
    {FILE_OF(""), "problem.features.none", 0, "/features"},
    {FILE_OF("{\"type\":\"Zone\"}"), "problem.type.no_feature", 1, "/type"},
    {FILE_OF("7"), "problem.type.no_feature", 1, "/type"},
    {FILE_OF("{\"type\":\"Feature\",\"properties\":[],\"geometry\":" SQUARE "}"),
     "problem.properties.wrong", 1, "/properties"},
    {FILE_OF(FEATURE(NAMED, SQUARE) "," FEATURE(NAMED, "null")),
     "problem.geometry.missing", 2, "/geometry"},
    {FEATURE(NAMED, "{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1]]}"),
     "problem.geometry.type", 1, "/geometry/type"},
    {FEATURE(NAMED, "{\"type\":\"Polygon\"}"), "problem.geometry.coordinates", 1,
     "/geometry/coordinates"},
    {FEATURE(NAMED, "{\"type\":\"Polygon\",\"coordinates\":[[0,0],[4,0],[4,4],[0,0]]}"),
     "problem.geometry.coordinates", 1, "/geometry/coordinates/0/0"},
    {FEATURE(NAMED,
             "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,\"0\"],[4,4],[0,0]]]}"),
     "problem.geometry.coordinates", 1, "/geometry/coordinates/0/1"},
    {FEATURE(NAMED,
             "{\"type\":\"MultiPolygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[0,0]]]}"),
     "problem.geometry.coordinates", 1, "/geometry/coordinates/0/0/0"},
    {FEATURE(NAMED, "{\"type\":\"MultiPolygon\",\"coordinates\":[7]}"),
     "problem.geometry.coordinates", 1, "/geometry/coordinates"},
    {FEATURE(NAMED, "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[0,4]]]}"),
     "problem.geometry.unclosed", 1, "/geometry/coordinates/0/3"},
    {FEATURE(NAMED,
             "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,4],[4,0],[0,4],[0,0]]]}"),
     "problem.geometry.self_crossing", 1, "/geometry/coordinates/0/0"},
    {FEATURE(NAMED,
             "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[4,0],[4,4],[0,0]]],"
             "[[[9,0],[12,0],[12,94],[9,0]]]]}"),
     "problem.geometry.swapped_axes", 1, "/geometry/coordinates/1/0/2"},
    {FEATURE(NAMED, "{\"type\":\"Point\",\"coordinates\":[0,0]}"),
     "problem.radius_m.missing", 1, "/properties/radius_m"},
    {FEATURE(NAMED ",\"radius_m\":-1", "{\"type\":\"Point\",\"coordinates\":[0,0]}"),
     "problem.radius_m.wrong", 1, "/properties/radius_m"},
    {FEATURE(NAMED ",\"radius_m\":5", SQUARE), "problem.radius_m.polygon", 1,
     "/properties/radius_m"},
    {FEATURE("\"name\":\"A\"", SQUARE), "problem.level.range", 1, "level"},
    {FEATURE("\"name\":\"A\",\"level\":5", SQUARE), "problem.level.range", 1,
     "/properties/level"},
    {FEATURE("\"name\":\"A\",\"level\":2.5", SQUARE), "problem.level.range", 1,
     "/properties/level"},
    {FEATURE("\"name\":\"A\",\"level\":2,\"kind\":\"no_go\"", SQUARE),
     "problem.level.no_go", 1, "/properties/level"},
    {FEATURE("\"name\":\"A\",\"level\":2,\"kind\":\"safe_corridor\"", SQUARE),
     "problem.level.corridor", 1, "level"},
    {FEATURE(NAMED ",\"kind\":\"fun\"", SQUARE), "problem.kind.unknown", 1,
     "/properties/kind"},
    {FEATURE("\"name\":7,\"level\":2", SQUARE), "problem.text.type", 1,
     "/properties/name"},
    {FEATURE(NAMED ",\"valid_from\":\"soon\"", SQUARE), "problem.time.wrong", 1,
     "/properties/valid_from"},
    {FEATURE(NAMED ",\"valid_from\":\"2026-02-02\",\"valid_until\":\"2026-02-01\"",
             SQUARE),
     "problem.until.before_from", 1, "until"},
    {FEATURE(NAMED ",\"advice\":{\"ru\":\"x\"}", SQUARE), "problem.advice.language", 1,
     "/properties/advice"},
    {FEATURE(NAMED ",\"edges\":\"geodesic\"", SQUARE), "problem.edges.geodesic", 1,
     "/properties/edges"},
    {FILE_OF("{\"type\":\"Feature\",\"id\":1,\"properties\":{" NAMED
             "},\"geometry\":" SQUARE
             "},{\"type\":\"Feature\",\"id\":\"1\",\"properties\":{" NAMED
             "},\"geometry\":" SQUARE "}"),
     "problem.id.twice", 2, "/id"},
    {"{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{"
     "\"name\":"
     "\"EPSG:3857\"}},\"features\":[" FEATURE(NAMED, SQUARE) "]}",
     "problem.crs.other", 0, "/crs"},
};

START_TEST(each_fault_is_told_with_feature_and_field_and_nothing_is_returned)
{
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        ck_assert_msg(parse(refused[i].text) == RC_INVALID, "taken: %s", refused[i].text);
        ck_assert_uint_eq(zones.count, 0);
        ck_assert_msg(!strcmp(problems.items[0].key, refused[i].key) &&
                          !strcmp(problems.items[0].field, refused[i].field) &&
                          problems.items[0].line == refused[i].line,
                      "%s: line %d %s %s", refused[i].text, (int)problems.items[0].line,
                      problems.items[0].field, problems.items[0].key);
    }
}
END_TEST

START_TEST(a_crossing_is_told_with_its_point_and_the_other_edge)
{
    ck_assert_int_eq(
        parse(FEATURE(NAMED,
                      "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,4],[4,0],[0,4]"
                      ",[0,0]]]}")),
        RC_INVALID);
    ck_assert_str_eq(problems.items[0].detail, "2 2 /geometry/coordinates/0/2");
}
END_TEST

START_TEST(each_bad_feature_of_a_file_is_told)
{
    ck_assert_int_eq(parse(FILE_OF(FEATURE(NAMED, "null") "," FEATURE(
                         NAMED, SQUARE) "," FEATURE("\"level\":9", SQUARE))),
                     RC_INVALID);
    ck_assert_uint_eq(problems.errors, 3);
    ck_assert_int_eq(problems.items[2].line, 3);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("importers.zone_geojson");
    TCase *tc = tcase_create("zone_geojson");

    suite_add_tcase(suite, tc);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_zone_is_read_with_all_its_properties);
    tcase_add_test(tc, circles_corridors_and_no_go_zones_are_told_apart);
    tcase_add_test(tc, a_bare_geometry_needs_defaults_and_then_is_a_zone);
    tcase_add_test(tc, each_fault_is_told_with_feature_and_field_and_nothing_is_returned);
    tcase_add_test(tc, a_crossing_is_told_with_its_point_and_the_other_edge);
    tcase_add_test(tc, each_bad_feature_of_a_file_is_told);
    return suite_run(suite);
}
