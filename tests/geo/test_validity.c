#include "geo/validity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "server/core/clock.h"
#include "server/core/random.h"
#include "tests/support/suite.h"

static struct arena *arena;
static struct geo_faults faults;

static void setup(void)
{
    arena = arena_new();
    faults = (struct geo_faults){.count = 0};
}

static void teardown(void)
{
    arena_free(arena);
}

static bool valid(const char *text)
{
    struct geo_shape shape;

    ck_assert_int_eq(geo_shape_parse(arena, text, &shape), RC_OK);
    return geo_validity_check(&shape, &faults);
}

#define SQUARE "ring 0 0 4 0 4 4 0 4 0 0"

START_TEST(what_says_plainly_what_is_inside_is_accepted)
{
    static const char *const texts[] = {
        SQUARE,
        "ring 0 0 0 4 4 4 4 0 0 0", /* either way around */
        SQUARE ";hole 1 1 1 3 3 3 3 1 1 1",
        SQUARE ";hole 0 2 2 1 2 3 0 2",                      /* a hole may touch */
        SQUARE ";hole 0 2 2 1 2 3 0 2;hole 2 3 3 2 3 3 2 3", /* and touch another */
        SQUARE ";ring 4 0 8 0 8 4 4 4 4 0",                  /* a shared border */
        SQUARE
        ";hole 1 1 3 1 3 3 1 3 1 1;ring 1 1 3 1 3 3 1 3 1 1", /* an island filling it */
        SQUARE ";hole 1 1 3 1 3 3 1 3 1 1;ring 1.5 1.5 2 1.5 2 2 1.5 1.5",
        "ring 177 -19 -178 -19 -178 -15 177 -15 177 -19",
        "ring 177 -19 -178 -19 -178 -15 177 -15 177 -19;hole -179 -18 -179 -17 179 -17 "
        "-179 -18",
        "ring 177 -19 180 -19 180 -15 177 -15 177 -19;ring -180 -19 -178 -19 -178 -15 "
        "-180 "
        "-15 -180 -19",
        "ring -180 -90 180 -90 180 -80 0 -70 -180 -80 -180 -90",
        "ring -180 -90 180 -90 180 90 -180 90 -180 -90",
        "ring 180 -90 180 -80 0 -70 -180 -80 -180 -90 180 -90",
        "circle 0 0 0.001",
        "circle 180 90 5000000",
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        ck_assert_msg(valid(texts[i]) && faults.count == 0, "%s: %s", texts[i],
                      faults.count ? faults.items[0].key : "");
}
END_TEST

/* Text, first fault, ring and vertex of it. */
static const struct {
    const char *text;
    const char *key;
    size_t ring;
    size_t vertex;
} refused[] = {
    {"ring 0 0 4 0 4 4 0 4", "problem.geometry.unclosed", 0, 3},
    {"ring 0 0 4 0 0 0", "problem.geometry.too_few_points", 0, 2},
    {SQUARE ";hole 1 1", "problem.geometry.too_few_points", 1, 0},
    {"ring 0 0 4 0 4 94 0 4 0 0", "problem.geometry.swapped_axes", 0, 2},
    {"ring 0 0 4 0 181 4 0 4 0 0", "problem.geometry.out_of_range", 0, 2},
    {"ring 0 0 4 0 120 91 0 4 0 0", "problem.geometry.out_of_range", 0, 2},
    {"ring 0 0 4 4 4 0 0 4 0 0", "problem.geometry.self_crossing", 0, 0},
    {"ring 0 0 1 1 2 2 3 3 0 0", "problem.geometry.zero_area", 0, 0},
    {"ring 5 5 5 5 5 5 5 5", "problem.geometry.zero_area", 0, 0},
    {"ring 0 0 4 0 4 4 2 0 0 4 0 0", "problem.geometry.self_touching", 0, 0},
    {"ring 0 0 4 0 4 4 4 2 6 2 4 2 4 0 0 4 0 0", "problem.geometry.self_touching", 0, 0},
    {SQUARE ";hole 3 3 5 3 5 5 3 5 3 3", "problem.geometry.rings_cross", 0, 1},
    {SQUARE ";hole 5 5 6 5 6 6 5 6 5 5", "problem.geometry.hole_outside", 1, 0},
    {SQUARE ";hole 0 1 2 1 2 2 0 2 0 1", "problem.geometry.rings_overlap", 0, 3},
    {SQUARE ";hole 1 1 3 1 3 3 1 3 1 1;hole 1.5 1.5 2 1.5 2 2 1.5 1.5",
     "problem.geometry.hole_in_hole", 2, 0},
    {SQUARE ";ring 1 1 2 1 2 2 1 1", "problem.geometry.polygons_overlap", 1, 0},
    {"ring 1 1 2 1 2 2 1 1;" SQUARE, "problem.geometry.polygons_overlap", 0, 0},
    {SQUARE ";ring 3 1 5 1 5 2 3 2 3 1", "problem.geometry.rings_cross", 0, 1},
    {SQUARE ";" SQUARE, "problem.geometry.duplicate_ring", 1, 0},
    {SQUARE ";ring 0 4 0 0 4 0 4 4 0 4", "problem.geometry.duplicate_ring", 1, 0},
    {"hole 0 0 4 0 4 4 0 4 0 0", "problem.geometry.nothing", 0, 0},
    {"ring -120 60 0 70 120 60 -120 60", "problem.geometry.pole", 0, 2},
    {"ring -180 10 180 10 180 20 -180 20 -180 10", "problem.geometry.zero_area", 0, 0},
    {"ring 170 0 -170 10 -170 0 170 10 170 0", "problem.geometry.self_crossing", 0, 0},
    {"ring 177 -19 -178 -19 -178 -15 177 -15 177 -19;ring -179 -18 -177 -18 -177 -17 "
     "-179 "
     "-17 -179 -18",
     "problem.geometry.rings_cross", 0, 1},
    {"circle 0 0 5000001", "problem.geometry.radius", 0, 0},
    {"circle 0 91 1000", "problem.geometry.swapped_axes", 0, 0},
};

START_TEST(what_does_not_is_refused_with_its_place)
{
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        const struct geo_fault *fault;

        ck_assert_msg(!valid(refused[i].text), "%s is taken", refused[i].text);
        fault = &faults.items[0];
        while (fault->warning)
            fault++;
        ck_assert_msg(!strcmp(fault->key, refused[i].key), "%s: %s", refused[i].text,
                      fault->key);
        ck_assert_msg(
            fault->ring == refused[i].ring && fault->vertex == refused[i].vertex,
            "%s: ring %zu vertex %zu", refused[i].text, fault->ring, fault->vertex);
    }
}
END_TEST

START_TEST(a_crossing_names_both_edges_and_the_point)
{
    ck_assert(!valid("ring 0 0 4 4 4 0 0 4 0 0"));
    ck_assert_uint_eq(faults.count, 1);
    ck_assert(faults.items[0].paired);
    ck_assert_uint_eq(faults.items[0].vertex, 0);
    ck_assert_uint_eq(faults.items[0].other_vertex, 2);
    ck_assert_double_eq_tol(faults.items[0].at.lon, 2.0, 1e-12);
    ck_assert_double_eq_tol(faults.items[0].at.lat, 2.0, 1e-12);
    ck_assert(!valid("ring 170 0 -170 10 -170 0 170 10 170 0"));
    ck_assert_double_eq_tol(fabs(faults.items[0].at.lon), 180.0, 1e-9);
}
END_TEST

START_TEST(numbers_that_are_none_are_refused)
{
    struct geo_point points[] = {{0, 0}, {4, 0}, {NAN, 4}, {0, 0}};
    struct geo_ring ring = {points, 4, false};
    struct geo_shape shape = {.rings = &ring, .ring_count = 1};

    ck_assert(!geo_validity_check(&shape, &faults));
    ck_assert_str_eq(faults.items[0].key, "problem.geometry.not_a_number");
    shape = (struct geo_shape){.radius_m = NAN};
    ck_assert(!geo_validity_check(&shape, &faults));
    shape = (struct geo_shape){.radius_m = -5};
    ck_assert(!geo_validity_check(&shape, &faults));
}
END_TEST

START_TEST(a_repeated_point_is_a_warning)
{
    ck_assert(valid("ring 0 0 4 0 4 0 4 0 4 4 0 4 0 0 0 0"));
    ck_assert_uint_eq(faults.count, 1);
    ck_assert(faults.items[0].warning);
    ck_assert_uint_eq(faults.items[0].vertex, 2);
}
END_TEST

/* A star-shaped ring never crosses itself; swapping two neighbours makes it. */
static struct geo_shape blob(struct geo_ring *ring, size_t corners)
{
    struct random random = random_seeded(5);

    ring->count = corners + 1;
    ring->points = arena_array(arena, corners + 1, sizeof(*ring->points));
    for (size_t i = 0; i < corners; i++) {
        double angle = 6.283185307179586 * (double)i / (double)corners;
        double r = 5.0 + 0.005 * random_unit(&random);

        ring->points[i] = (struct geo_point){20 + r * cos(angle), 20 + r * sin(angle)};
    }
    ring->points[corners] = ring->points[0];
    return (struct geo_shape){.rings = ring, .ring_count = 1};
}

START_TEST(a_hundred_thousand_corners_are_checked_at_once)
{
    struct geo_ring ring = {0};
    struct geo_shape shape = blob(&ring, 100000);
    struct geo_point moved = ring.points[70000];

    ck_assert(geo_validity_check(&shape, &faults));
    ring.points[70000] = ring.points[70007];
    ring.points[70007] = moved;
    ck_assert(!geo_validity_check(&shape, &faults));
    ck_assert_uint_ge(faults.items[0].vertex, 69998);
    ck_assert_uint_le(faults.items[0].vertex, 70008);
}
END_TEST

/* Long thin teeth, slanted, so that the boxes of all edges meet. */
START_TEST(a_slanted_comb_ends_in_time)
{
    size_t teeth = 60000;
    struct geo_ring ring = {.count = 2 * teeth + 3};
    struct geo_shape shape = {.rings = &ring, .ring_count = 1};
    double began = clock_steady_s();

    ring.points = arena_array(arena, ring.count, sizeof(*ring.points));
    for (size_t i = 0; i < teeth; i++) {
        double x = 20.0 * (double)i / (double)teeth;

        ring.points[2 * i] = (struct geo_point){x, -x};
        ring.points[2 * i + 1] = (struct geo_point){x + 50, 50 - x};
    }
    ring.points[2 * teeth] = (struct geo_point){20, -20};
    ring.points[2 * teeth + 1] = (struct geo_point){-10, -20};
    ring.points[2 * teeth + 2] = ring.points[0];
    if (!geo_validity_check(&shape, &faults))
        ck_assert_str_eq(faults.items[0].key, "problem.geometry.too_complex");
    ck_assert_double_lt(clock_steady_s() - began, 20.0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.validity");
    TCase *tc = tcase_create("validity");

    suite_add_tcase(suite, tc);
    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, what_says_plainly_what_is_inside_is_accepted);
    tcase_add_test(tc, what_does_not_is_refused_with_its_place);
    tcase_add_test(tc, a_crossing_names_both_edges_and_the_point);
    tcase_add_test(tc, numbers_that_are_none_are_refused);
    tcase_add_test(tc, a_repeated_point_is_a_warning);
    tcase_add_test(tc, a_hundred_thousand_corners_are_checked_at_once);
    tcase_add_test(tc, a_slanted_comb_ends_in_time);
    return suite_run(suite);
}
