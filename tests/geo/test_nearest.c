#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/distance.h"
#include "geo/nearest.h"
#include "server/core/arena.h"
#include "server/core/random.h"
#include "tests/support/suite.h"

/* A box to draw points from, degrees. */
struct box {
    double west, south, width, height;
};

static struct random source;
static struct arena *arena;

static void set_up(void)
{
    source = random_seeded(20261123);
    arena = arena_new();
}

static void tear_down(void)
{
    arena_free(arena);
}

static struct geo_points draw(struct box box, size_t count)
{
    double *lon = arena_array(arena, count, sizeof(double));
    double *lat = arena_array(arena, count, sizeof(double));

    for (size_t i = 0; i < count; i++) {
        lon[i] = remainder(box.west + box.width * random_unit(&source), 360.0);
        lat[i] = box.south + box.height * random_unit(&source);
    }
    return (struct geo_points){lon, lat, count};
}

static struct geo_nearest room(size_t people, size_t k)
{
    return (struct geo_nearest){k, arena_array(arena, people * k, sizeof(uint32_t)),
                                arena_array(arena, people * k, sizeof(double))};
}

static double exact(const struct geo_points *people, size_t i,
                    const struct geo_points *sites, size_t s)
{
    double m = NAN;

    ck_assert_int_eq(
        geo_distance_between((struct geo_point){people->lon[i], people->lat[i]},
                             (struct geo_point){sites->lon[s], sites->lat[s]}, &m),
        RC_OK);
    return m;
}

/* The smallest of @p all, the first of equals. */
static size_t smallest(const double *all, size_t count)
{
    size_t best = 0;

    for (size_t s = 1; s < count; s++)
        if (all[s] < all[best])
            best = s;
    return best;
}

/* Every row against brute force over geo_distance_between. */
static void check_rows(const struct geo_points *people, const struct geo_points *sites,
                       const struct geo_nearest *got)
{
    double *all = arena_array(arena, sites->count, sizeof(double));

    for (size_t i = 0; i < people->count; i++) {
        for (size_t s = 0; s < sites->count; s++)
            all[s] = exact(people, i, sites, s);
        for (size_t v = 0; v < got->k; v++) {
            size_t at = i * got->k + v, best = smallest(all, sites->count);

            ck_assert_uint_eq(got->site[at], best);
            ck_assert_double_eq_tol(got->m[at], all[best], 1e-3);
            ck_assert(!v || got->m[at] >= got->m[at - 1]);
            all[best] = INFINITY;
        }
    }
}

static void run(struct geo_points people, struct geo_points sites, size_t k)
{
    struct geo_nearest got = room(people.count, k);

    ck_assert_int_eq(geo_nearest_compute(&people, &sites, &got), RC_OK);
    check_rows(&people, &sites, &got);
}

static const struct {
    struct box people, sites;
    size_t n, s, k;
} cases[] = {
    {{34, 32, 3, 3}, {35, 33, 1.5, 1.5}, 3000, 50, 1},       /* Lebanon */
    {{34, 32, 3, 3}, {35, 33, 1.5, 1.5}, 1001, 50, 8},       /* blocks not full */
    {{34, 32, 3, 3}, {35, 33, 1.5, 1.5}, 500, 8, 8},         /* every site */
    {{34, 32, 3, 3}, {35, 33, 1.5, 1.5}, 300, 60, 20},       /* long lists */
    {{179, -18, 2, 2}, {178, -18, 4, 2}, 1000, 30, 4},       /* antimeridian */
    {{0, 89, 360, 1}, {0, 88, 360, 2}, 1000, 40, 3},         /* pole */
    {{0, -90, 360, 180}, {0, -90, 360, 180}, 1000, 40, 3},   /* world, antipodes too */
    {{10, -1, 1, 2}, {-171, -1, 3, 2}, 300, 20, 2},          /* all sites opposite */
    {{35, 33, 1e-9, 1e-9}, {35, 33, 1e-9, 1e-9}, 300, 9, 5}, /* within a millimetre */
    {{4, 50, 1, 1}, {4, 50, 1, 1}, 1, 1, 1},
};

START_TEST(rows_equal_brute_force)
{
    run(draw(cases[_i].people, cases[_i].n), draw(cases[_i].sites, cases[_i].s),
        cases[_i].k);
}
END_TEST

START_TEST(people_who_stand_on_sites_find_them)
{
    struct geo_points sites = draw((struct box){35, 33, 1, 1}, 40);

    run(sites, sites, 1);
    run(sites, sites, 6);
}
END_TEST

START_TEST(equal_distances_are_sorted_by_number)
{
    /* The same site five times, and two sites mirrored about everyone's meridian. */
    static const double lon[] = {36, 35, 35, 34, 35, 35, 35};
    static const double lat[] = {33, 33.5, 33.5, 33, 33.5, 33.5, 33.5};
    static const double me_lon[] = {35, 35, 35}, me_lat[] = {33, 33.5, 32};
    struct geo_points sites = {lon, lat, 7}, people = {me_lon, me_lat, 3};

    for (size_t k = 1; k <= 7; k++)
        run(people, sites, k);
}
END_TEST

/* Sites on a circle around everyone: only the geodesic can tell them apart. */
START_TEST(near_ties_are_settled_exactly)
{
    static double lon[64], lat[64];
    struct geo_points sites = {lon, lat, 64};

    for (int radius = 0; radius < 4; radius++) {
        for (int i = 0; i < 64; i++) {
            double m = (const double[]){1e3, 1e5, 1e6, 9e6}[radius];
            struct geo_point p;

            ck_assert_int_eq(
                geo_distance_direct((struct geo_point){35.5, 33.9}, i * 5.625, m, &p),
                RC_OK);
            lon[i] = p.lon;
            lat[i] = p.lat;
        }
        run(draw((struct box){35.5, 33.9, 1e-7, 1e-7}, 50), sites, 8);
        run(draw((struct box){35.5, 33.9, 0, 0}, 1), sites, 1);
    }
}
END_TEST

START_TEST(distances_may_be_left_out)
{
    struct geo_points people = draw(cases[0].people, 200);
    struct geo_points sites = draw(cases[0].sites, 20);
    struct geo_nearest with = room(200, 3), without = room(200, 3);

    without.m = NULL;
    ck_assert_int_eq(geo_nearest_compute(&people, &sites, &with), RC_OK);
    ck_assert_int_eq(geo_nearest_compute(&people, &sites, &without), RC_OK);
    ck_assert_mem_eq(with.site, without.site, 600 * sizeof(*with.site));
}
END_TEST

START_TEST(bad_input_is_refused_and_writes_nothing)
{
    static const double off_lat[] = {91};
    static const double zero[] = {0};
    struct geo_points off = {zero, off_lat, 1}, fine = {zero, zero, 1},
                      none = {zero, zero, 0},
                      many = {zero, zero, GEO_NEAREST_SITES_MAX + 1};
    uint32_t site = 7;
    double m = 7;
    struct geo_nearest one = {1, &site, &m}, two = {2, &site, &m},
                       zero_k = {0, &site, &m};

    ck_assert_int_eq(geo_nearest_compute(&off, &fine, &one), RC_INVALID);
    ck_assert_int_eq(geo_nearest_compute(&fine, &off, &one), RC_INVALID);
    ck_assert_int_eq(geo_nearest_compute(&fine, &fine, &two), RC_INVALID);
    ck_assert_int_eq(geo_nearest_compute(&fine, &fine, &zero_k), RC_INVALID);
    ck_assert_int_eq(geo_nearest_compute(&fine, &none, &one), RC_INVALID);
    ck_assert_int_eq(geo_nearest_compute(&fine, &many, &one), RC_TOO_LARGE);
    ck_assert_int_eq(geo_nearest_compute(&none, &fine, &one), RC_OK);
    ck_assert_uint_eq(site, 7);
    ck_assert_double_eq(m, 7);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.nearest");
    TCase *tests = tcase_create("nearest");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, rows_equal_brute_force, 0,
                        (int)(sizeof(cases) / sizeof(cases[0])));
    tcase_add_test(tests, people_who_stand_on_sites_find_them);
    tcase_add_test(tests, equal_distances_are_sorted_by_number);
    tcase_add_test(tests, near_ties_are_settled_exactly);
    tcase_add_test(tests, distances_may_be_left_out);
    tcase_add_test(tests, bad_input_is_refused_and_writes_nothing);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
