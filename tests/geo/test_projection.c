#include <math.h>

#include "geo/distance.h"
#include "geo/projection.h"
#include "tests/support/suite.h"

static struct geo_projection *projection;

static void set_up(void)
{
    projection = geo_projection_new();
    ck_assert_ptr_nonnull(projection);
}

static void tear_down(void)
{
    geo_projection_free(projection);
}

/* Source beside each; m: how far off it may be. */
static const struct {
    int epsg;
    double x, y;
    struct geo_point at;
    double m;
    double accuracy_m;
} known[] = {
    {4326, 4.35, 50.85, {4.35, 50.85}, 1e-6, 0.0},
    /* E and N of the example for Lambert Belgium in EPSG guidance note 7-2; its latitude
       and longitude on Belge 1972 turned by hand with the seven parameters of EPSG:15929
     */
    {31370, 251763.20, 153034.13, {5.80867389, 50.67901429}, 0.1, 1.0},
    /* Belgian Lambert 2008: the false origin, by definition */
    {3812, 649328, 665262, {4.359215833, 50.797815}, 0.01, 1.0},
    /* Westertoren and Martinitoren: Schreutelkamp and Strang van Hees, Geodesia 2001 */
    {28992, 120700.723, 487525.501, {4.88352559, 52.37453253}, 0.5, 1.0},
    {28992, 233883.131, 582065.167, {6.56820053, 53.21938317}, 0.5, 1.0},
    /* EPSG guidance note 7-2, Lambert azimuthal equal area; its first axis is north */
    {3035, 3962799.45, 2999718.85, {5, 50}, 0.01, 1.0},
    /* first axis north too: 0.9993 x 5,763,343.55 m of meridian up to 52 N, GeodSolve */
    {2180, 500000, 459309.21, {19, 52}, 0.01, 1.0},
    {32636, 729000, 3755000, {35.4768677919, 33.9105453640}, 1e-3, 0.0}, /* GeoConvert */
    /* grads from Paris, 2.33722917 degrees east; the datum itself is about 70 m off */
    {4807, 3.5, 54, {5.48722917, 48.6}, 100, 2.0},
};

START_TEST(known_points_come_out)
{
    struct geo_projected got;
    double m = NAN;

    ck_assert_int_eq(geo_projection_to_wgs84(projection, known[_i].epsg, known[_i].x,
                                             known[_i].y, &got),
                     RC_OK);
    ck_assert_int_eq(geo_distance_between(got.point, known[_i].at, &m), RC_OK);
    ck_assert_double_le(m, known[_i].m);
    ck_assert_double_eq(got.accuracy_m, known[_i].accuracy_m);
}
END_TEST

START_TEST(codes_without_two_horizontal_axes_are_refused)
{
    struct geo_projected got = {{7, 7}, 7};
    struct geo_crs crs;

    ck_assert_int_eq(geo_projection_to_wgs84(projection, 999999, 1, 1, &got),
                     RC_NOT_FOUND);
    ck_assert_int_eq(geo_projection_to_wgs84(projection, 0, 1, 1, &got), RC_NOT_FOUND);
    ck_assert_int_eq(geo_projection_to_wgs84(projection, -1, 1, 1, &got), RC_NOT_FOUND);
    ck_assert_int_eq(geo_projection_crs(projection, 4978, &crs), RC_INVALID); /* X Y Z */
    ck_assert_int_eq(geo_projection_crs(projection, 5773, &crs), RC_INVALID); /* height */
    ck_assert_int_eq(geo_projection_crs(projection, 4979, &crs), RC_INVALID); /* 3 axes */
    ck_assert_double_eq(got.accuracy_m, 7);
}
END_TEST

START_TEST(points_outside_the_area_of_use_are_refused)
{
    struct geo_projected got;

    ck_assert_int_eq(geo_projection_to_wgs84(projection, 31370, 170000, 1500000, &got),
                     RC_INVALID);
    ck_assert_int_eq(geo_projection_to_wgs84(projection, 31370, NAN, 0, &got),
                     RC_INVALID);
    ck_assert_int_eq(geo_projection_to_wgs84(projection, 31370, 1e300, 1e300, &got),
                     RC_INVALID);
    /* Around New Zealand, an area that crosses the antimeridian. */
    ck_assert_int_eq(geo_projection_to_wgs84(projection, 4167, -177.5, -44, &got), RC_OK);
    ck_assert_int_eq(geo_projection_to_wgs84(projection, 4167, 4.35, 50.85, &got),
                     RC_INVALID);
}
END_TEST

START_TEST(systems_are_described)
{
    struct geo_crs crs;

    ck_assert_int_eq(geo_projection_crs(projection, 4326, &crs), RC_OK);
    ck_assert(crs.geographic && crs.degrees && crs.north_first);
    ck_assert_int_eq(geo_projection_crs(projection, 4807, &crs), RC_OK);
    ck_assert(crs.geographic && !crs.degrees);
    ck_assert_int_eq(geo_projection_crs(projection, 31370, &crs), RC_OK);
    ck_assert(!crs.geographic && !crs.north_first);
    ck_assert_double_eq_tol(crs.low.lat, 49.5, 0.1);
    ck_assert_double_eq_tol(crs.high.lon, 6.4, 0.1);
}
END_TEST

START_TEST(more_systems_than_are_kept_go_in_turn)
{
    struct geo_projected got;

    for (int round = 0; round < 2; round++) {
        for (int zone = 1; zone <= 40; zone++) {
            ck_assert_int_eq(
                geo_projection_to_wgs84(projection, 32600 + zone, 500000, 3755000, &got),
                RC_OK);
            ck_assert_double_eq_tol(got.point.lon, -183.0 + 6.0 * zone, 1e-9);
        }
    }
}
END_TEST

/* GeoConvert 2.1.2: echo 36N 729000 3755000 | GeoConvert -g -p 3 */
START_TEST(utm_comes_out_north_and_south)
{
    struct geo_point at;

    ck_assert_int_eq(geo_projection_from_utm(
                         projection, (struct geo_utm){36, false, 729000, 3755000}, &at),
                     RC_OK);
    ck_assert_double_eq_tol(at.lat, 33.91054536, 1e-8);
    ck_assert_double_eq_tol(at.lon, 35.47686779, 1e-8);
    ck_assert_int_eq(geo_projection_from_utm(
                         projection, (struct geo_utm){35, true, 290000, 8000000}, &at),
                     RC_OK);
    ck_assert_double_eq_tol(at.lat, -18.0785066498, 1e-8);
    /* 32VKM stretches to 3 degrees east, three beyond its zone. */
    ck_assert_int_eq(geo_projection_from_utm(
                         projection, (struct geo_utm){32, false, 221000, 6660000}, &at),
                     RC_OK);
    ck_assert_double_eq_tol(at.lon, 3.9974865355, 1e-8);
}
END_TEST

START_TEST(utm_that_cannot_be_is_refused)
{
    static const struct geo_utm wrong[] = {
        {0, false, 500000, 1},        {61, false, 500000, 1},
        {36, false, 99999, 3755000},  {36, false, 900001, 3755000},
        {36, false, 729000, -1},      {36, false, 729000, 10000001},
        {36, false, 500000, 9400000}, {36, true, 500000, 1000000},
        {36, false, NAN, 3755000},    {36, false, 729000, NAN},
    };
    struct geo_point at = {7, 7};

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        ck_assert_int_eq(geo_projection_from_utm(projection, wrong[i], &at), RC_INVALID);
    ck_assert_double_eq(at.lon, 7);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.projection");
    TCase *tests = tcase_create("projection");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, known_points_come_out, 0,
                        (int)(sizeof(known) / sizeof(known[0])));
    tcase_add_test(tests, codes_without_two_horizontal_axes_are_refused);
    tcase_add_test(tests, points_outside_the_area_of_use_are_refused);
    tcase_add_test(tests, systems_are_described);
    tcase_add_test(tests, more_systems_than_are_kept_go_in_turn);
    tcase_add_test(tests, utm_comes_out_north_and_south);
    tcase_add_test(tests, utm_that_cannot_be_is_refused);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
