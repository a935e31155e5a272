#include <math.h>

#include "geo/distance.h"
#include "geo/ecef.h"
#include "server/core/random.h"
#include "tests/support/suite.h"

#define COUNT   20000
#define RADIANS (3.14159265358979323846 / 180.0)

static struct random source;

static void seed(void)
{
    source = random_seeded(20261123);
}

static struct geo_point anywhere(void)
{
    return (struct geo_point){360.0 * random_unit(&source) - 180.0,
                              180.0 * random_unit(&source) - 90.0};
}

static void to_ecef(struct geo_point p, double *ret_xyz)
{
    struct geo_points points = {&p.lon, &p.lat, 1};
    struct geo_ecef ecef = {ret_xyz, ret_xyz + 1, ret_xyz + 2};

    geo_ecef_compute(&points, &ecef);
}

START_TEST(compute_agrees_with_libm_to_10_nanometres)
{
    for (int i = 0; i < COUNT; i++) {
        struct geo_point p = anywhere();
        long double phi = (long double)p.lat * RADIANS, lambda = p.lon * RADIANS;
        long double e2 = 1 - powl(GEO_WGS84_B / (long double)GEO_WGS84_A, 2);
        long double n = GEO_WGS84_A / sqrtl(1 - e2 * sinl(phi) * sinl(phi));
        double xyz[3];

        to_ecef(p, xyz);
        ck_assert_double_eq_tol(xyz[0], (double)(n * cosl(phi) * cosl(lambda)), 1e-8);
        ck_assert_double_eq_tol(xyz[1], (double)(n * cosl(phi) * sinl(lambda)), 1e-8);
        ck_assert_double_eq_tol(xyz[2], (double)(n * (1 - e2) * sinl(phi)), 1e-8);
    }
}
END_TEST

START_TEST(corners_of_the_globe_are_right)
{
    static const struct {
        struct geo_point p;
        double xyz[3];
    } corners[] = {
        {{0, 0}, {GEO_WGS84_A, 0, 0}},       {{90, 0}, {0, GEO_WGS84_A, 0}},
        {{-90, 0}, {0, -GEO_WGS84_A, 0}},    {{180, 0}, {-GEO_WGS84_A, 0, 0}},
        {{-180, 0}, {-GEO_WGS84_A, 0, 0}},   {{0, 90}, {0, 0, GEO_WGS84_B}},
        {{77.7, -90}, {0, 0, -GEO_WGS84_B}},
    };

    for (size_t i = 0; i < sizeof(corners) / sizeof(corners[0]); i++) {
        double xyz[3];

        to_ecef(corners[i].p, xyz);
        for (int j = 0; j < 3; j++)
            ck_assert_double_eq_tol(xyz[j], corners[i].xyz[j], 1e-8);
    }
}
END_TEST

/* 1 micrometre: what nearest.c allows for rounding. Half of the pairs are near, some
 * nearly opposite. */
START_TEST(bounds_hold_around_the_geodesic)
{
    for (int i = 0; i < 10 * COUNT; i++) {
        struct geo_point a = anywhere(), b = anywhere();
        double p[3], q[3], chord, m = NAN;

        if (i % 4 == 0)
            ck_assert_int_eq(geo_distance_direct(a, 360 * random_unit(&source),
                                                 pow(10, 7 * random_unit(&source)), &b),
                             RC_OK);
        if (i % 4 == 1)
            b = (struct geo_point){remainder(a.lon + 180 + random_unit(&source), 360),
                                   -a.lat};
        if (i % 16 == 2) /* all along the equator, where the curvature is largest */
            a.lat = b.lat = 0;
        to_ecef(a, p);
        to_ecef(b, q);
        chord = sqrt(pow(p[0] - q[0], 2) + pow(p[1] - q[1], 2) + pow(p[2] - q[2], 2));
        ck_assert_int_eq(geo_distance_between(a, b, &m), RC_OK);
        ck_assert(geo_ecef_lower(chord) <= m + 1e-6);
        ck_assert(geo_ecef_upper(chord) >= m - 1e-6);
    }
}
END_TEST

START_TEST(arcs_stop_at_their_limit)
{
    double x[] = {0, 0}, y[] = {0, 0}, z[] = {0, 0}, m[2];
    double lon[] = {0, 0}, lat[] = {4.52, 4.53}; /* 499,806 m and 500,912 m */
    struct geo_points points = {lon, lat, 2};
    struct geo_ecef a = {x, y, z};
    double origin_x[] = {GEO_WGS84_A, GEO_WGS84_A}, origin[] = {0, 0};
    struct geo_ecef b = {origin_x, origin, origin};

    geo_ecef_compute(&points, &a);
    geo_ecef_arcs(&a, &b, 2, m);
    ck_assert_double_eq_tol(m[0], 499806.0, 2.0);
    ck_assert(m[1] < 0.0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.ecef");
    TCase *tests = tcase_create("ecef");

    tcase_add_checked_fixture(tests, seed, NULL);
    tcase_add_test(tests, compute_agrees_with_libm_to_10_nanometres);
    tcase_add_test(tests, corners_of_the_globe_are_right);
    tcase_add_test(tests, bounds_hold_around_the_geodesic);
    tcase_add_test(tests, arcs_stop_at_their_limit);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
