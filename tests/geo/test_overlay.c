#include <math.h>
#include <stdlib.h>

#include "geo/distance.h"
#include "geo/overlay.h"
#include "geo/validity.h"
#include "server/core/random.h"
#include "tests/support/suite.h"

#define ZONES_MAX  64
#define POINTS_MAX 200000

static struct arena *arena;
static struct random source;
static struct geo_zone zones[ZONES_MAX];
static size_t zone_count;
static double lon[POINTS_MAX], lat[POINTS_MAX];
static size_t point_count;

static void setup(void)
{
    arena = arena_new();
    source = random_seeded(20261123);
    zone_count = 0;
    point_count = 0;
}

static void teardown(void)
{
    arena_free(arena);
}

static struct geo_zone *add_zone(struct geo_shape shape)
{
    struct geo_zone *zone = &zones[zone_count++];

    *zone = (struct geo_zone){.level = 1 + (int)(zone_count % 4), .shape = shape};
    if (zone_count % 5 == 0)
        *zone = (struct geo_zone){.kind = GEO_ZONE_CORRIDOR, .shape = shape};
    return zone;
}

static void add_text(const char *text)
{
    struct geo_shape shape;
    struct geo_faults faults;

    ck_assert_int_eq(geo_shape_parse(arena, text, &shape), RC_OK);
    ck_assert_msg(geo_validity_check(&shape, &faults), "%s: %s", text,
                  faults.count ? faults.items[0].key : "");
    add_zone(shape);
}

/* A ring around a centre, ragged; longitudes over 180 come back in the west. */
static void add_blob(double x, double y, double r, size_t corners)
{
    struct geo_ring *ring = arena_array(arena, 1, sizeof(*ring));

    ring->count = corners + 1;
    ring->points = arena_array(arena, corners + 1, sizeof(*ring->points));
    for (size_t i = 0; i < corners; i++) {
        double angle = 6.283185307179586 * (double)i / (double)corners;
        double here = r * (0.7 + 0.3 * random_unit(&source));
        double at = x + here * cos(angle);

        at = at > 180.0 ? at - 360.0 : at < -180.0 ? at + 360.0 : at;
        ring->points[i] =
            (struct geo_point){at, fmax(-90, fmin(90, y + here * sin(angle)))};
    }
    ring->points[corners] = ring->points[0];
    add_zone((struct geo_shape){.rings = ring, .ring_count = 1});
}

static void add_point(double x, double y)
{
    if (point_count == POINTS_MAX || !geo_point_valid((struct geo_point){x, y}))
        return;
    lon[point_count] = x;
    lat[point_count++] = y;
}

/* Corners of all zones, middles and other points of their edges, and close by. */
static void add_points_on_edges(void)
{
    for (size_t z = 0; z < zone_count; z++) {
        for (size_t r = 0; r < zones[z].shape.ring_count; r++) {
            const struct geo_ring *ring = &zones[z].shape.rings[r];

            for (size_t i = 0; i + 1 < ring->count; i++) {
                struct geo_point a = ring->points[i], b = ring->points[i + 1];
                double share = random_unit(&source);

                add_point(a.lon, a.lat);
                add_point((a.lon + b.lon) / 2, (a.lat + b.lat) / 2);
                add_point(a.lon + share * (b.lon - a.lon),
                          a.lat + share * (b.lat - a.lat));
                add_point(nextafter(a.lon, 0), a.lat);
                add_point(a.lon, b.lat);
            }
        }
    }
}

static void add_points_on_circles(void)
{
    for (size_t z = 0; z < zone_count; z++) {
        const struct geo_shape *shape = &zones[z].shape;

        for (int i = 0; shape->radius_m > 0 && i < 200; i++) {
            static const double off[] = {0, -1e-7, 1e-7, -1, 1, -100, 100, -5000, 5000};
            struct geo_point p;

            ck_assert_int_eq(geo_distance_direct(shape->centre, 1.8 * i,
                                                 fabs(shape->radius_m + off[i % 9]), &p),
                             RC_OK);
            add_point(p.lon, p.lat);
        }
    }
}

static void add_points_everywhere(size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_point(360.0 * random_unit(&source) - 180.0,
                  180.0 * random_unit(&source) - 90.0);
    for (int x = -180; x <= 180; x += 3)
        for (int y = -90; y <= 90; y += 3)
            add_point(x, y);
}

static void add_points_around(double x, double y, double spread, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_point(x + spread * (random_unit(&source) - 0.5),
                  y + spread * (random_unit(&source) - 0.5));
}

/* The overlay against geo_zone_contains for each point and zone. */
static size_t compare(void)
{
    struct geo_overlay *overlay = geo_overlay_new(zones, zone_count);
    const struct geo_points points = {lon, lat, point_count};
    struct geo_pairs pairs = {0};
    size_t next = 0, count;

    geo_overlay_append(overlay, &points, &pairs);
    for (uint32_t i = 0; i < point_count; i++) {
        for (uint32_t z = 0; z < zone_count; z++) {
            bool expected =
                geo_zone_contains(&zones[z], (struct geo_point){lon[i], lat[i]});
            bool listed = next < pairs.count && pairs.items[next].point == i &&
                          pairs.items[next].zone == z;

            next += listed;
            ck_assert_msg(listed == expected, "%.17g %.17g, zone %u: %d", lon[i], lat[i],
                          z, (int)listed);
        }
    }
    ck_assert_uint_eq(next, pairs.count);
    count = pairs.count;
    geo_pairs_fini(&pairs);
    geo_overlay_free(overlay);
    return count;
}

START_TEST(no_zones_give_no_pairs)
{
    add_points_everywhere(1000);
    ck_assert_uint_eq(compare(), 0);
}
END_TEST

START_TEST(plain_shapes_are_found_on_their_edges_too)
{
    add_text("ring 0 0 4 0 4 4 0 4 0 0");
    add_text("ring 0 0 4 0 4 4 0 4 0 0;hole 1 1 1 3 3 3 3 1 1 1");
    add_text(
        "ring 10 10 10.5 10 10.5 10.5 10 10.5 10 10;ring 11 11 11.25 11 11 11.25 11 11");
    add_text("ring -20.25 -20 -3 -7.5 -30 4 -20.25 -20");
    add_text("ring 0 0 4 0 4 4 0 4 0 0;ring 4 0 8 0 8 4 4 4 4 0");
    add_points_everywhere(20000);
    add_points_around(2, 2, 5, 20000);
    add_points_on_edges();
    ck_assert_uint_gt(compare(), 10000);
}
END_TEST

START_TEST(ragged_shapes_of_all_sizes_agree)
{
    for (int i = 0; i < 30; i++)
        add_blob(30 + 10 * random_unit(&source), 30 + 10 * random_unit(&source),
                 pow(10, -4 + 5 * random_unit(&source)), 3 + random_below(&source, 400));
    add_points_around(35, 35, 25, 10000);
    for (int i = 0; i < 30; i++)
        add_points_around(zones[i].shape.rings[0].points[0].lon,
                          zones[i].shape.rings[0].points[0].lat, 0.01, 300);
    add_points_on_edges();
    ck_assert_uint_gt(compare(), 10000);
}
END_TEST

START_TEST(shapes_over_the_antimeridian_and_at_the_poles_agree)
{
    add_text("ring 177 -19 -178 -19 -178 -15 177 -15 177 -19");
    add_text(
        "ring 177 -19 -178 -19 -178 -15 177 -15 177 -19;hole -179 -18 -179 -17 179 -17 "
        "-179 -18");
    add_text(
        "ring 177 -19 180 -19 180 -15 177 -15 177 -19;ring -180 -19 -178 -19 -178 -15 "
        "-180 -15 -180 -19");
    add_text("ring -180 -90 180 -90 180 -80 0 -70 -180 -80 -180 -90");
    add_text("ring 179.3 10 -170.7 30 100 50 179.3 10");
    add_text("ring -180 -90 180 -90 180 90 -180 90 -180 -90");
    add_blob(179, 20, 5, 100);
    add_blob(-178, 20, 5, 101);
    add_blob(180, -17, 3, 50);
    add_points_everywhere(20000);
    add_points_around(179.5, -17, 8, 5000);
    add_points_around(-179.5, -17, 8, 5000);
    add_points_around(178, 20, 8, 5000);
    add_points_around(-178, 20, 8, 5000);
    add_points_on_edges();
    for (int i = 0; i < 200; i++) {
        add_point(180, -25 + 0.25 * i);
        add_point(-180, -25 + 0.25 * i);
        add_point(i, 90);
        add_point(i, -90);
    }
    ck_assert_uint_gt(compare(), 10000);
}
END_TEST

START_TEST(circles_are_round_everywhere)
{
    add_text("circle 179.9 -17 200000");
    add_text("circle 35.5 33.9 10000");
    add_text("circle 35.5 33.9 100");
    add_text("circle -100 89.9 300000");
    add_text("circle -100 80 1100000");
    add_text("circle 20 -88.5 30000");
    add_text("circle -179 0 4900000");
    add_text("circle 0 0 0.5");
    add_text("circle 10 85 350000");
    add_points_everywhere(20000);
    add_points_around(35.5, 33.9, 0.3, 5000);
    add_points_around(179.5, -17, 8, 5000);
    add_points_around(-100, 88, 4, 2000);
    add_points_on_circles();
    ck_assert_uint_gt(compare(), 5000);
}
END_TEST

START_TEST(edges_along_cells_and_through_their_corners_agree)
{
    add_text("ring 1 1 2 1 2 2 3 2 3 3 1 3 1 1");
    add_text("ring 0 0 5 5 0 10 -5 5 0 0");
    add_text("ring 0.25 0.25 0.5 0.25 0.5 0.5 0.25 0.5 0.25 0.25");
    add_text("ring 0 0 1e-9 0 1e-9 1e-9 0 0");
    add_text("ring 100 -45 101 45 100.5 45 100 -45");
    for (int x = -60; x <= 60; x++)
        for (int y = -10; y <= 110; y++)
            add_point(x * 0.125, y * 0.125);
    add_points_around(0, 0, 4e-9, 2000);
    add_points_on_edges();
    ck_assert_uint_gt(compare(), 1000);
}
END_TEST

START_TEST(a_fan_of_edges_in_one_point_agrees)
{
    struct geo_ring *ring = arena_array(arena, 1, sizeof(*ring));
    size_t teeth = 300;

    /* Thin teeth that all but meet in (50, 50). */
    ring->count = 2 * teeth + 1;
    ring->points = arena_array(arena, ring->count, sizeof(*ring->points));
    for (size_t i = 0; i < 2 * teeth; i++) {
        double angle = 6.283185307179586 * (double)i / (double)(2 * teeth);
        double r = i % 2 ? 1e-7 : 3.0;

        ring->points[i] = (struct geo_point){50 + r * cos(angle), 50 + r * sin(angle)};
    }
    ring->points[2 * teeth] = ring->points[0];
    add_zone((struct geo_shape){.rings = ring, .ring_count = 1});
    add_points_around(50, 50, 6, 5000);
    add_points_around(50, 50, 1e-3, 5000);
    add_points_around(50, 50, 4e-7, 5000);
    add_points_on_edges();
    ck_assert_uint_gt(compare(), 1000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.overlay");
    TCase *tc = tcase_create("overlay");

    suite_add_tcase(suite, tc);
    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, no_zones_give_no_pairs);
    tcase_add_test(tc, plain_shapes_are_found_on_their_edges_too);
    tcase_add_test(tc, ragged_shapes_of_all_sizes_agree);
    tcase_add_test(tc, shapes_over_the_antimeridian_and_at_the_poles_agree);
    tcase_add_test(tc, circles_are_round_everywhere);
    tcase_add_test(tc, edges_along_cells_and_through_their_corners_agree);
    tcase_add_test(tc, a_fan_of_edges_in_one_point_agrees);
    return suite_run(suite);
}
