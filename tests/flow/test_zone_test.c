#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/support/program.h"
#include "tests/support/suite.h"

static char dir[64], zones[128], points[128];

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

static void setup(void)
{
    snprintf(dir, sizeof(dir), "/tmp/redkite-zone-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    snprintf(zones, sizeof(zones), "%s/zones.geojson", dir);
    snprintf(points, sizeof(points), "%s/points.csv", dir);
    write_file(
        zones,
        "{\"type\":\"FeatureCollection\",\"features\":["
        "{\"type\":\"Feature\",\"properties\":{\"name\":\"South\",\"level\":3,"
        "\"valid_until\":\"2026-12-01\"},\"geometry\":{\"type\":\"Polygon\","
        "\"coordinates\":"
        "[[[35.45,33.8],[35.6,33.8],[35.6,33.88],[35.45,33.88],[35.45,33.8]]]}},"
        "{\"type\":\"Feature\",\"properties\":{\"name\":\"Ten "
        "km\",\"level\":2,\"radius_m\":"
        "10000},\"geometry\":{\"type\":\"Point\",\"coordinates\":[35.5,33.9]}},"
        "{\"type\":\"Feature\",\"properties\":{\"name\":\"Road\",\"kind\":\"safe_"
        "corridor\"},"
        "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[35.49,33.7],[35.51,33.7],"
        "[35.51,34],[35.49,34],[35.49,33.7]]]}}]}");
    write_file(points,
               "id,lon,lat\nA,35.55,33.85\nB,35.5,33.85\nC,35.51060307,33.9896745\n"
               "D,4.35,50.85\nE,35.45,33.85\n");
}

static void teardown(void)
{
    unlink(zones);
    unlink(points);
    rmdir(dir);
}

START_TEST(each_point_is_told_its_zones_and_the_worst_level)
{
    program_says(0, "A  33.85 35.55  level 3: South (3327.6 m to its edge), Ten km",
                 "zone", "test", zones, points);
    program_says(0, "B  33.85 35.5  safe corridor: South", "zone", "test", zones, points);
    program_says(0, "C  33.9896745 35.51060307  level 2: Ten km (5.0 m to its edge)",
                 "zone", "test", zones, points);
    program_says(0, "D  50.85 4.35  in no zone; nearest: ", "zone", "test", zones,
                 points);
    program_says(0, "E  33.85 35.45  level 3: South (0.0 m to its edge)", "zone", "test",
                 zones, points);
}
END_TEST

START_TEST(zones_that_do_not_hold_at_the_time_are_left_out)
{
    program_says(0, "A  33.85 35.55  level 2: Ten km", "zone", "test", zones, points,
                 "--at", "2026-12-01T00:00:00Z");
    program_says(0, "A  33.85 35.55  level 3: South", "zone", "test", zones, points,
                 "--at", "2026-11-30T23:59:59Z");
}
END_TEST

START_TEST(json_says_the_same)
{
    program_says(0,
                 "\"id\":\"B\",\"lon\":35.5,\"lat\":33.85,\"standing\":\"safe_corridor\","
                 "\"level\":0,\"zones\":[{\"feature\":1,\"name\":\"South\"",
                 "zone", "test", zones, points, "--json");
}
END_TEST

START_TEST(what_is_wrong_is_told_with_its_place)
{
    write_file(points, "id,lon,lat\nA,35.5,33.9\nB,120,95\n");
    program_says(3, "points.csv:3: latitude: ", "zone", "test", zones, points);
    write_file(points, "");
    program_says(3, "problem.file.empty", "zone", "test", zones, points);
    write_file(zones,
               "{\"type\":\"Feature\",\"properties\":{\"name\":\"A\",\"level\":1},"
               "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,4],[4,0],"
               "[0,4],[0,0]]]}}");
    program_says(
        3,
        "zones.geojson:1: /geometry/coordinates/0/0: The ring crosses itself. (2 2 "
        "/geometry/coordinates/0/2) [problem.geometry.self_crossing]",
        "zone", "test", zones, points);
    program_says(4, "there is no file", "zone", "test", "/nowhere", points);
    program_says(2, "takes two files", "zone", "test", zones);
    program_says(2, "is no time", "zone", "test", zones, points, "--at", "noon");
    program_says(2, "there is no verb 'tset'", "zone", "tset");
    program_says(0, "Usage: redkite zone", "zone", "--help");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("flow.zone_test");
    TCase *tc = tcase_create("zone_test");

    suite_add_tcase(suite, tc);
    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, each_point_is_told_its_zones_and_the_worst_level);
    tcase_add_test(tc, zones_that_do_not_hold_at_the_time_are_left_out);
    tcase_add_test(tc, json_says_the_same);
    tcase_add_test(tc, what_is_wrong_is_told_with_its_place);
    return suite_run(suite);
}
