#include <math.h>
#include <stdlib.h>

#include "geo/distance.h"
#include "server/core/random.h"
#include "tests/support/suite.h"

#define PAIRS 20000

static struct random source;

static void seed(void)
{
    source = random_seeded(20261123);
}

static struct geo_point anywhere(void)
{
    double z = 2.0 * random_unit(&source) - 1.0;

    return (struct geo_point){360.0 * random_unit(&source) - 180.0,
                              asin(z) * 180.0 / 3.14159265358979323846};
}

static double between(double lat1, double lon1, double lat2, double lon2)
{
    double m = NAN;

    ck_assert_int_eq(geo_distance_between((struct geo_point){lon1, lat1},
                                          (struct geo_point){lon2, lat2}, &m),
                     RC_OK);
    return m;
}

/* Figures: GeodSolve 2.1.2, 0.1 mm. */
START_TEST(between_agrees_with_published_distances)
{
    ck_assert_double_eq_tol(between(40.6, -73.8, 51.6, -0.5), 5551759.4003, 1e-4);
    ck_assert_double_eq_tol(between(0, 0, 0.5, 179.5), 19936288.5790, 1e-4);
    ck_assert_double_eq_tol(between(0, 0, 0, 180), 20003931.4586, 1e-4);
    ck_assert_double_eq_tol(between(0, 12, 90, -60), 10001965.7293, 1e-4);
    ck_assert_double_eq_tol(between(-17, 179.9, -17, -179.0), 117134.0, 1.0);
    ck_assert_double_eq_tol(between(-17, 179.9, -17, 178.0), 202322.0, 1.0);
    ck_assert_double_eq(between(50.85, 4.35, 50.85, 4.35), 0.0);
    ck_assert_double_eq(between(90, 0, 90, 135), 0.0);
    ck_assert_double_eq(between(10, 180, 10, -180), 0.0);
}
END_TEST

START_TEST(off_the_globe_is_refused_and_writes_nothing)
{
    struct geo_point ok = {4.35, 50.85}, high = {4.35, 90.5}, far = {181, 0},
                     none = {NAN, 0}, at = {1, 2};
    double lon[] = {0, 200}, lat[] = {0, 0}, m[] = {-7, -7};
    struct geo_points bad = {lon, lat, 2}, good = {lat, lat, 2}, one = {lat, lat, 1};
    struct geo_arc arc = {-7, 0, 0};

    ck_assert_int_eq(geo_distance_between(ok, high, m), RC_INVALID);
    ck_assert_int_eq(geo_distance_inverse(far, ok, &arc), RC_INVALID);
    ck_assert_int_eq(geo_distance_direct(none, 0, 1, &at), RC_INVALID);
    ck_assert_int_eq(geo_distance_direct(ok, INFINITY, 1, &at), RC_INVALID);
    ck_assert_int_eq(geo_distance_bulk(&good, &bad, m), RC_INVALID);
    ck_assert_int_eq(geo_distance_bulk(&good, &one, m), RC_INVALID);
    ck_assert_double_eq(m[0], -7);
    ck_assert_double_eq(m[1], -7);
    ck_assert_double_eq(arc.m, -7);
    ck_assert_double_eq(at.lon, 1);
}
END_TEST

START_TEST(direct_then_inverse_comes_back)
{
    for (int i = 0; i < PAIRS; i++) {
        struct geo_point from = anywhere(), to;
        double azimuth = 360.0 * random_unit(&source) - 180.0;
        double m = 19e6 * random_unit(&source) + 1.0;
        struct geo_arc arc;

        ck_assert_int_eq(geo_distance_direct(from, azimuth, m, &to), RC_OK);
        ck_assert(geo_point_valid(to));
        ck_assert_int_eq(geo_distance_inverse(from, to, &arc), RC_OK);
        ck_assert_double_eq_tol(arc.m, m, 1e-7);
        /* Near a pole a nanometre turns the azimuth; 1e-6 degrees is 0.3 m at 19,000 km.
         */
        if (fabs(from.lat) < 89.0 && fabs(to.lat) < 89.0 && m > 100.0)
            ck_assert_double_eq_tol(remainder(arc.start_deg - azimuth, 360.0), 0.0, 1e-6);
    }
}
END_TEST

START_TEST(direct_finds_the_point_of_the_circle_example)
{
    struct geo_point beirut = {35.5, 33.9}, to;

    ck_assert_int_eq(geo_distance_direct(beirut, 5.625, 9995.0, &to), RC_OK);
    ck_assert_double_eq_tol(to.lat, 33.98967450, 6e-9);
    ck_assert_double_eq_tol(to.lon, 35.51060307, 6e-9);
}
END_TEST

/* Pairs up to 500 km apart everywhere, poles and the antimeridian among them. */
START_TEST(bulk_is_within_a_millimetre_up_to_500_km)
{
    static double lon[2][PAIRS], lat[2][PAIRS], m[PAIRS];
    struct geo_points a = {lon[0], lat[0], PAIRS}, b = {lon[1], lat[1], PAIRS};

    for (int i = 0; i < PAIRS; i++) {
        struct geo_point p = anywhere(), q;
        double far = i % 2 ? 499900.0 : 499900.0 * random_unit(&source);

        if (i % 10 == 0)
            p.lat = i % 20 ? 90.0 : -90.0;
        if (i % 10 == 1)
            p.lon = i % 20 == 1 ? 180.0 : -180.0;
        if (i % 10 == 2)
            p.lat = 0.0;
        ck_assert_int_eq(geo_distance_direct(p, 360.0 * random_unit(&source), far, &q),
                         RC_OK);
        lon[0][i] = p.lon;
        lat[0][i] = p.lat;
        lon[1][i] = q.lon;
        lat[1][i] = q.lat;
    }
    ck_assert_int_eq(geo_distance_bulk(&a, &b, m), RC_OK);
    for (int i = 0; i < PAIRS; i++)
        ck_assert_double_eq_tol(m[i], between(lat[0][i], lon[0][i], lat[1][i], lon[1][i]),
                                1e-3);
}
END_TEST

START_TEST(bulk_beyond_500_km_and_at_zero_is_the_exact_answer)
{
    static double lon[2][PAIRS], lat[2][PAIRS], m[PAIRS];
    struct geo_points a = {lon[0], lat[0], PAIRS}, b = {lon[1], lat[1], PAIRS};

    for (int i = 0; i < PAIRS; i++) {
        struct geo_point p = anywhere(), q = i % 5 ? anywhere() : p;

        if (i % 5 == 1) /* nearly opposite */
            q = (struct geo_point){remainder(p.lon + 180.0 + random_unit(&source), 360.0),
                                   -p.lat};
        lon[0][i] = p.lon;
        lat[0][i] = p.lat;
        lon[1][i] = q.lon;
        lat[1][i] = q.lat;
    }
    ck_assert_int_eq(geo_distance_bulk(&a, &b, m), RC_OK);
    for (int i = 0; i < PAIRS; i++) {
        double exact = between(lat[0][i], lon[0][i], lat[1][i], lon[1][i]);

        if (exact == 0.0 || exact > 501e3)
            ck_assert_double_eq(m[i], exact);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.distance");
    TCase *tests = tcase_create("distance");

    tcase_add_checked_fixture(tests, seed, NULL);
    tcase_add_test(tests, between_agrees_with_published_distances);
    tcase_add_test(tests, off_the_globe_is_refused_and_writes_nothing);
    tcase_add_test(tests, direct_then_inverse_comes_back);
    tcase_add_test(tests, direct_finds_the_point_of_the_circle_example);
    tcase_add_test(tests, bulk_is_within_a_millimetre_up_to_500_km);
    tcase_add_test(tests, bulk_beyond_500_km_and_at_zero_is_the_exact_answer);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
