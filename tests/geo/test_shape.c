#include <math.h>
#include <stdio.h>
#include <string.h>

#include "geo/boundary.h"
#include "geo/distance.h"
#include "geo/shape.h"
#include "geo/zone.h"
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

static enum geo_relation relation(const char *text, double lon, double lat)
{
    struct geo_shape shape = shape_of(text);

    return geo_shape_relation(&shape, (struct geo_point){lon, lat});
}

#define SQUARE "ring 0 0 4 0 4 4 0 4 0 0"
#define RINGED SQUARE ";hole 1 1 1 3 3 3 3 1 1 1"
#define FIJI   "ring 177 -19 -178 -19 -178 -15 177 -15 177 -19"
#define CUT                                                                              \
    "ring 177 -19 180 -19 180 -15 177 -15 177 -19;"                                      \
    "ring -180 -19 -178 -19 -178 -15 -180 -15 -180 -19"
#define ANTARCTICA "ring -180 -90 180 -90 180 -80 0 -70 -180 -80 -180 -90"

START_TEST(a_square_knows_inside_boundary_and_outside)
{
    ck_assert_int_eq(relation(SQUARE, 2, 2), GEO_INSIDE);
    ck_assert_int_eq(relation(SQUARE, 0, 2), GEO_BOUNDARY);
    ck_assert_int_eq(relation(SQUARE, 4, 4), GEO_BOUNDARY);
    ck_assert_int_eq(relation(SQUARE, 4, 2), GEO_BOUNDARY);
    ck_assert_int_eq(relation(SQUARE, 2, 5), GEO_OUTSIDE);
    ck_assert_int_eq(relation(SQUARE, -0x1p-60, 2), GEO_OUTSIDE);
}
END_TEST

START_TEST(a_hole_is_outside_and_its_edge_is_boundary)
{
    ck_assert_int_eq(relation(RINGED, 2, 2), GEO_OUTSIDE);
    ck_assert_int_eq(relation(RINGED, 1, 2), GEO_BOUNDARY);
    ck_assert_int_eq(relation(RINGED, 0.5, 2), GEO_INSIDE);
}
END_TEST

START_TEST(a_ring_over_the_antimeridian_holds_both_sides)
{
    ck_assert_int_eq(relation(FIJI, 179, -17), GEO_INSIDE);
    ck_assert_int_eq(relation(FIJI, -179, -17), GEO_INSIDE);
    ck_assert_int_eq(relation(FIJI, 180, -17), GEO_INSIDE);
    ck_assert_int_eq(relation(FIJI, -180, -17), GEO_INSIDE);
    ck_assert_int_eq(relation(FIJI, -180, -15), GEO_BOUNDARY);
    ck_assert_int_eq(relation(FIJI, 0, -17), GEO_OUTSIDE);
    ck_assert_int_eq(relation(FIJI, 176, -17), GEO_OUTSIDE);
    ck_assert_int_eq(relation(FIJI, -177, -17), GEO_OUTSIDE);
}
END_TEST

START_TEST(a_shape_cut_along_180_is_met_from_both_sides)
{
    struct geo_shape east = shape_of("ring 177 -19 180 -19 180 -15 177 -15 177 -19");

    ck_assert_int_eq(relation(CUT, 179, -17), GEO_INSIDE);
    ck_assert_int_eq(relation(CUT, -179, -17), GEO_INSIDE);
    ck_assert_int_ne(relation(CUT, 180, -17), GEO_OUTSIDE);
    ck_assert_int_ne(relation(CUT, -180, -17), GEO_OUTSIDE);
    ck_assert_int_eq(geo_shape_relation(&east, (struct geo_point){-180, -17}),
                     GEO_BOUNDARY);
}
END_TEST

START_TEST(a_ring_down_to_the_pole_holds_the_pole)
{
    ck_assert_int_eq(relation(ANTARCTICA, 10, -85), GEO_INSIDE);
    ck_assert_int_eq(relation(ANTARCTICA, 77, -90), GEO_BOUNDARY);
    ck_assert_int_eq(relation(ANTARCTICA, 10, -60), GEO_OUTSIDE);
    ck_assert_int_eq(relation(ANTARCTICA, 10, 90), GEO_OUTSIDE);
}
END_TEST

static enum geo_relation relation_of(const char *name)
{
    static const char *const names[] = {"outside", "boundary", "inside"};

    for (int i = 0; i < 3; i++)
        if (!strcmp(names[i], name))
            return (enum geo_relation)i;
    ck_abort_msg("there is no relation '%s'", name);
}

/* One line that names a point. */
static void check_golden(const struct geo_shape *shape, const char *line)
{
    double one, other, m, found = 0.0;
    struct geo_point p;
    char name[16];
    int read = sscanf(line, "%lf azimuth %lf %15s %lf", &one, &other, name, &m);

    if (read >= 3) {
        ck_assert_int_eq(geo_distance_direct(shape->centre, one, other, &p), RC_OK);
        read++;
    } else {
        read = sscanf(line, "%lf %lf %15s %lf", &p.lon, &p.lat, name, &m);
        ck_assert_msg(read >= 3, "cannot read '%s'", line);
        read++;
    }
    ck_assert_msg(geo_shape_relation(shape, p) == relation_of(name), "%s", line);
    if (read < 5)
        return;
    ck_assert_int_eq(geo_boundary_distance(shape, p, &found), RC_OK);
    ck_assert_msg(fabs(found - m) <= 0.5, "%s: %.3f m", line, found);
}

START_TEST(golden_cases_hold)
{
    FILE *file = fopen("golden/shapes.txt", "r");
    struct geo_shape shape = {0};
    int cases = 0;
    char line[512];

    ck_assert_ptr_nonnull(file);
    while (fgets(line, sizeof(line), file)) {
        line[strcspn(line, "\n")] = '\0';
        if (!*line || *line == '#')
            continue;
        if (!strncmp(line, "shape ", 6)) {
            shape = shape_of(line + 6);
            continue;
        }
        check_golden(&shape, line);
        cases++;
    }
    fclose(file);
    ck_assert_int_gt(cases, 30);
}
END_TEST

START_TEST(a_corridor_is_open_and_danger_is_closed)
{
    struct geo_zone zone = {.level = 2, .shape = shape_of(SQUARE)};

    ck_assert(geo_zone_contains(&zone, (struct geo_point){0, 2}));
    zone.kind = GEO_ZONE_CORRIDOR;
    ck_assert(!geo_zone_contains(&zone, (struct geo_point){0, 2}));
    ck_assert(geo_zone_contains(&zone, (struct geo_point){1, 2}));
}
END_TEST

START_TEST(the_worst_level_wins_and_a_corridor_beats_danger_but_not_no_go)
{
    const struct geo_zone two = {.level = 2}, three = {.level = 3};
    const struct geo_zone corridor = {.kind = GEO_ZONE_CORRIDOR};
    const struct geo_zone no_go = {.kind = GEO_ZONE_NO_GO, .level = 4};
    struct geo_standing standing = {0};

    geo_zone_stand(&standing, &three);
    geo_zone_stand(&standing, &two);
    ck_assert_int_eq(geo_zone_stood(standing).level, 3);
    geo_zone_stand(&standing, &corridor);
    ck_assert_int_eq(geo_zone_stood(standing).level, 0);
    ck_assert(geo_zone_stood(standing).corridor);
    geo_zone_stand(&standing, &no_go);
    ck_assert_int_eq(geo_zone_stood(standing).level, 4);
    ck_assert(geo_zone_stood(standing).no_go);
    ck_assert_int_gt(geo_zone_rank(geo_zone_stood(standing)),
                     geo_zone_rank((struct geo_standing){.level = 4}));
}
END_TEST

START_TEST(a_zone_holds_from_its_beginning_and_not_at_its_end)
{
    const struct geo_zone zone = {.from_ms = 100, .until_ms = 200};

    ck_assert(!geo_zone_holds(&zone, 99, 100));
    ck_assert(geo_zone_holds(&zone, 100, 101));
    ck_assert(geo_zone_holds(&zone, 199, 200));
    ck_assert(!geo_zone_holds(&zone, 200, 201));
    ck_assert(geo_zone_holds(&zone, 0, 1000));
}
END_TEST

START_TEST(shapes_are_written_and_read_back_the_same)
{
    static const char *const texts[] = {RINGED, CUT,
                                        "circle 179.9 -17.123456789 200000.5"};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct geo_shape shape = shape_of(texts[i]);
        struct buffer buf;

        buffer_init(&buf, 10000);
        geo_shape_format(&shape, &buf);
        ck_assert_str_eq(buffer_text(&buf), texts[i]);
        buffer_fini(&buf);
    }
}
END_TEST

START_TEST(broken_shape_texts_are_refused)
{
    static const char *const texts[] = {
        "",
        "circle",
        "circle 1 2",
        "circle 1 2 -3",
        "circle 1 2 3 4",
        "circle 1 2 ",
        "ring",
        "ring 1",
        "ring 1 2 x 3",
        "ring 1 2;",
        "hal 1 2",
        "ring 1 2;hole 3",
        "ring  1 2",
        "ring 1 nan",
    };
    struct geo_shape shape;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        ck_assert_msg(geo_shape_parse(arena, texts[i], &shape) == RC_INVALID, "%s",
                      texts[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.shape");
    TCase *tc = tcase_create("shape");

    suite_add_tcase(suite, tc);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_square_knows_inside_boundary_and_outside);
    tcase_add_test(tc, a_hole_is_outside_and_its_edge_is_boundary);
    tcase_add_test(tc, a_ring_over_the_antimeridian_holds_both_sides);
    tcase_add_test(tc, a_shape_cut_along_180_is_met_from_both_sides);
    tcase_add_test(tc, a_ring_down_to_the_pole_holds_the_pole);
    tcase_add_test(tc, golden_cases_hold);
    tcase_add_test(tc, a_corridor_is_open_and_danger_is_closed);
    tcase_add_test(tc, the_worst_level_wins_and_a_corridor_beats_danger_but_not_no_go);
    tcase_add_test(tc, a_zone_holds_from_its_beginning_and_not_at_its_end);
    tcase_add_test(tc, shapes_are_written_and_read_back_the_same);
    tcase_add_test(tc, broken_shape_texts_are_refused);
    return suite_run(suite);
}
