#include <math.h>
#include <stdlib.h>

#include "geo/boundary.h"
#include "geo/distance.h"
#include "server/core/random.h"
#include "tests/support/suite.h"

static struct arena *arena;

static void setup(void)
{
    arena = arena_new();
}

static void teardown(void)
{
    arena_free(arena);
}

static struct geo_shape shape_of(const char *text)
{
    struct geo_shape shape = {0};

    ck_assert_int_eq(geo_shape_parse(arena, text, &shape), RC_OK);
    return shape;
}

static double distance(const struct geo_shape *shape, double lon, double lat)
{
    double m = NAN;

    ck_assert_int_eq(geo_boundary_distance(shape, (struct geo_point){lon, lat}, &m),
                     RC_OK);
    return m;
}

static double between(struct geo_point a, struct geo_point b)
{
    double m = NAN;

    if (b.lon > 180.0)
        b.lon -= 360.0;
    ck_assert_int_eq(geo_distance_between(a, b, &m), RC_OK);
    return m;
}

/* The judge: the exact distance to points along each edge, ever closer around the best.
 */
static double judged_edge(struct geo_point a, struct geo_point b, struct geo_point p)
{
    double low = 0.0, high = 1.0, best = INFINITY;

    if (fabs(a.lon - b.lon) > 180.0) {
        a.lon += a.lon < 0.0 ? 360.0 : 0.0;
        b.lon += b.lon < 0.0 ? 360.0 : 0.0;
    }
    for (int round = 0; round < 8; round++) {
        double step = (high - low) / 200.0, at = low;

        for (int i = 0; i <= 200; i++) {
            double share = low + i * step, m;

            m = between(p, (struct geo_point){a.lon + share * (b.lon - a.lon),
                                              a.lat + share * (b.lat - a.lat)});
            if (m < best) {
                best = m;
                at = share;
            }
        }
        low = fmax(0.0, at - 2 * step);
        high = fmin(1.0, at + 2 * step);
    }
    return best;
}

static double judged(const struct geo_shape *shape, struct geo_point p)
{
    double best = INFINITY;

    for (size_t r = 0; r < shape->ring_count; r++)
        for (size_t i = 0; i + 1 < shape->rings[r].count; i++)
            best = fmin(best, judged_edge(shape->rings[r].points[i],
                                          shape->rings[r].points[i + 1], p));
    return best;
}

START_TEST(distances_agree_with_a_search_along_each_edge)
{
    static const char *const texts[] = {
        "ring 35 33 36 33.1 36.2 34 35.1 34.2 35 33",
        "ring 10 48 20 50 20 60 10 60 10 48;hole 12 52 13 52 13 53 12 52",
        "ring 177 -19 -178 -18 -178 -15 177 -15 177 -19",
        "ring -40 70 40 70 40 88 -40 85 -40 70",
        "ring 0 0 0.001 0 0.001 0.001 0 0",
    };
    struct random random = random_seeded(11);

    for (size_t t = 0; t < sizeof(texts) / sizeof(texts[0]); t++) {
        struct geo_shape shape = shape_of(texts[t]);

        for (int i = 0; i < 40; i++) {
            double spread = i % 2 ? 0.3 : 15.0;
            struct geo_point v = shape.rings[0].points[i % 4];
            struct geo_point p = {v.lon + spread * (random_unit(&random) - 0.5),
                                  v.lat + spread * (random_unit(&random) - 0.5)};
            double m, expected;

            if (!geo_point_valid(p))
                continue;
            m = distance(&shape, p.lon, p.lat);
            expected = judged(&shape, p);
            ck_assert_msg(m > expected - 0.01 && m < expected + 0.1,
                          "%s: %g %g: %.4f and %.4f", texts[t], p.lon, p.lat, m,
                          expected);
            ck_assert(geo_boundary_within(&shape, p, m + 0.001));
            ck_assert(!geo_boundary_within(&shape, p, expected * 0.999 - 0.2));
        }
    }
}
END_TEST

START_TEST(on_the_boundary_it_is_no_distance)
{
    struct geo_shape shape = shape_of("ring 0 0 4 0 4 4 0 4 0 0");

    ck_assert_double_le(distance(&shape, 2, 0), 1e-6);
    ck_assert_double_le(distance(&shape, 4, 4), 1e-6);
    ck_assert(geo_boundary_within(&shape, (struct geo_point){4, 4}, 0.0));
    ck_assert(!geo_boundary_within(&shape, (struct geo_point){4, 4.001}, 0.0));
}
END_TEST

START_TEST(the_cut_along_the_antimeridian_is_no_boundary)
{
    struct geo_shape cut =
        shape_of("ring 177 -19 180 -19 180 -15 177 -15 177 -19;ring -180 -19 -178 -19 "
                 "-178 -15 -180 -15 -180 -19");
    struct geo_shape whole = shape_of("ring 177 -19 -178 -19 -178 -15 177 -15 177 -19");
    struct geo_shape shifted =
        shape_of("ring 177 -19 180 -19 180 -15 177 -15 177 -19;ring -180 -17 -178 -17 "
                 "-178 -13 -180 -13 -180 -17");

    ck_assert_double_eq_tol(distance(&cut, 179.99, -17), distance(&whole, 179.99, -17),
                            0.1);
    ck_assert_double_eq_tol(distance(&cut, -179.99, -17), distance(&whole, -179.99, -17),
                            0.1);
    ck_assert_double_lt(distance(&shifted, 179.99, -18), 1200.0);
    ck_assert_double_gt(distance(&shifted, 179.99, -16), 90000.0);
}
END_TEST

START_TEST(off_the_globe_is_refused)
{
    struct geo_shape shape = shape_of("ring 0 0 4 0 4 4 0 4 0 0");
    double m = -7;

    ck_assert_int_eq(geo_boundary_distance(&shape, (struct geo_point){0, 91}, &m),
                     RC_INVALID);
    ck_assert_double_eq(m, -7);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.boundary");
    TCase *tc = tcase_create("boundary");

    suite_add_tcase(suite, tc);
    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, distances_agree_with_a_search_along_each_edge);
    tcase_add_test(tc, on_the_boundary_it_is_no_distance);
    tcase_add_test(tc, the_cut_along_the_antimeridian_is_no_boundary);
    tcase_add_test(tc, off_the_globe_is_refused);
    return suite_run(suite);
}
