#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "geo/predicate.h"
#include "server/core/random.h"
#include "tests/support/suite.h"

static struct geo_point at(double lon, double lat)
{
    return (struct geo_point){lon, lat};
}

START_TEST(left_is_positive_right_is_negative_and_on_is_zero)
{
    ck_assert_int_eq(geo_predicate_orient(at(0, 0), at(1, 0), at(0, 1)), 1);
    ck_assert_int_eq(geo_predicate_orient(at(0, 0), at(1, 0), at(0, -1)), -1);
    ck_assert_int_eq(geo_predicate_orient(at(0, 0), at(3, 3), at(1, 1)), 0);
}
END_TEST

/* Coordinates that are integers of 2^-40 degrees, so that 128-bit integers are the judge.
 */
static int judged(const int64_t x[3], const int64_t y[3])
{
    __int128 det =
        (__int128)(x[1] - x[0]) * (y[2] - y[0]) - (__int128)(y[1] - y[0]) * (x[2] - x[0]);

    return det > 0 ? 1 : det < 0 ? -1 : 0;
}

START_TEST(nearly_straight_triples_agree_with_integer_arithmetic)
{
    struct random random = random_seeded(7);
    int zeros = 0;

    for (int i = 0; i < 200000; i++) {
        int64_t x[3], y[3];
        struct geo_point p[3];
        int64_t k = (int64_t)random_below(&random, 1000);

        for (int j = 0; j < 2; j++) {
            x[j] = (int64_t)random_below(&random, (uint64_t)180 << 40);
            y[j] = (int64_t)random_below(&random, (uint64_t)90 << 40);
        }
        x[0] -= (x[0] - x[1]) % 1000;
        y[0] -= (y[0] - y[1]) % 1000;
        x[2] = x[0] + (x[1] - x[0]) / 1000 * k + (int64_t)random_below(&random, 3) - 1;
        y[2] = y[0] + (y[1] - y[0]) / 1000 * k + (int64_t)random_below(&random, 3) - 1;
        for (int j = 0; j < 3; j++)
            p[j] = at(ldexp((double)x[j], -40), ldexp((double)y[j], -40));
        ck_assert_int_eq(geo_predicate_orient(p[0], p[1], p[2]), judged(x, y));
        zeros += judged(x, y) == 0;
    }
    ck_assert_int_gt(zeros, 1000);
}
END_TEST

START_TEST(one_last_place_off_a_line_is_seen)
{
    struct geo_point a = at(12, 12), b = at(24, 24);

    for (int i = 0; i < 64; i++) {
        struct geo_point p = at(0.5 + i * 0x1p-53, 0.5);

        ck_assert_int_eq(geo_predicate_orient(a, b, p), i ? -1 : 0);
    }
}
END_TEST

START_TEST(turned_points_are_laid_out_without_rounding)
{
    double tiny = 0x1p-60;
    const struct geo_point on[] = {at(179, 0), at(-179, 0), at(tiny - 180, 0)};
    const struct geo_point off[] = {at(100, 1), at(-100 + 0x1p-46, 1), at(-179, 1)};
    const int turns[] = {0, 1, 1};

    ck_assert_int_eq(geo_predicate_orient_turned(on, turns), 0);
    ck_assert_int_eq(geo_predicate_orient_turned(off, turns), 0);
    ck_assert_int_eq(
        geo_predicate_orient_turned(
            (const struct geo_point[]){off[0], off[1], at(-179, 1 + 0x1p-52)}, turns),
        1);
}
END_TEST

START_TEST(an_edge_wraps_beyond_half_a_turn_but_not_along_a_pole)
{
    ck_assert(geo_predicate_wraps(at(179, 0), at(-179, 1)));
    ck_assert(!geo_predicate_wraps(at(90, 0), at(-90, 1)));
    ck_assert(!geo_predicate_wraps(at(180, -90), at(-180, -90)));
    ck_assert(geo_predicate_wraps(at(180, 10), at(-180, 10)));
}
END_TEST

START_TEST(the_ray_meets_one_of_two_edges_at_their_common_end)
{
    struct geo_point p = at(1, 0);

    ck_assert_int_eq(geo_predicate_edge(at(0, 1), at(1, 1), p), GEO_EDGE_APART);
    ck_assert_int_eq(geo_predicate_edge(at(1, 1), at(2, 1), p), GEO_EDGE_ABOVE);
    ck_assert_int_eq(geo_predicate_edge(at(1, 1), at(1, 2), p), GEO_EDGE_APART);
    ck_assert_int_eq(geo_predicate_edge(at(1, -1), at(1, 1), p), GEO_EDGE_ON);
    ck_assert_int_eq(geo_predicate_edge(at(0, 0), at(2, 0), p), GEO_EDGE_ON);
    ck_assert_int_eq(geo_predicate_edge(at(0, -1), at(2, -1), p), GEO_EDGE_APART);
}
END_TEST

START_TEST(an_edge_over_the_antimeridian_is_met_from_both_sides)
{
    struct geo_point a = at(170, 10), b = at(-170, 10);

    ck_assert_int_eq(geo_predicate_edge(a, b, at(175, 0)), GEO_EDGE_ABOVE);
    ck_assert_int_eq(geo_predicate_edge(a, b, at(-175, 0)), GEO_EDGE_ABOVE);
    ck_assert_int_eq(geo_predicate_edge(a, b, at(-175, 10)), GEO_EDGE_ON);
    ck_assert_int_eq(geo_predicate_edge(a, b, at(180, 10)), GEO_EDGE_ON);
    ck_assert_int_eq(geo_predicate_edge(b, a, at(-180, 10)), GEO_EDGE_ON);
    ck_assert_int_eq(geo_predicate_edge(a, b, at(169, 0)), GEO_EDGE_APART);
    ck_assert_int_eq(geo_predicate_edge(a, b, at(-169, 0)), GEO_EDGE_APART);
    ck_assert_int_eq(geo_predicate_edge(a, b, at(0, 0)), GEO_EDGE_APART);
    ck_assert_int_eq(geo_predicate_edge(a, b, at(175, 11)), GEO_EDGE_APART);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.predicate");
    TCase *tc = tcase_create("predicate");

    suite_add_tcase(suite, tc);
    tcase_add_test(tc, left_is_positive_right_is_negative_and_on_is_zero);
    tcase_add_test(tc, nearly_straight_triples_agree_with_integer_arithmetic);
    tcase_add_test(tc, one_last_place_off_a_line_is_seen);
    tcase_add_test(tc, turned_points_are_laid_out_without_rounding);
    tcase_add_test(tc, an_edge_wraps_beyond_half_a_turn_but_not_along_a_pole);
    tcase_add_test(tc, the_ray_meets_one_of_two_edges_at_their_common_end);
    tcase_add_test(tc, an_edge_over_the_antimeridian_is_met_from_both_sides);
    return suite_run(suite);
}
