#include "geo/route.h"

#include "geo/distance.h"
#include "geo/shape.h"
#include "server/core/random.h"
#include "tests/support/suite.h"

static struct geo_point square_points[] = {
    {35.0, 33.0}, {36.0, 33.0}, {36.0, 34.0}, {35.0, 34.0}, {35.0, 33.0}};
static struct geo_ring square_ring[] = {{square_points, 5, false}};
static const struct geo_shape square = {.rings = square_ring, .ring_count = 1};

/* Open to the east: whoever stands in the middle leaves through it, back into an arm, or
 * by a wall. */
static struct geo_point u_points[] = {{35.0, 33.0}, {36.0, 33.0}, {36.0, 33.2},
                                      {35.4, 33.2}, {35.4, 33.8}, {36.0, 33.8},
                                      {36.0, 34.0}, {35.0, 34.0}, {35.0, 33.0}};
static struct geo_ring u_ring[] = {{u_points, 9, false}};
static const struct geo_shape u = {.rings = u_ring, .ring_count = 1};

static bool clear(const struct geo_shape *shape, double lon0, double lat0, double lon1,
                  double lat1)
{
    return geo_route_clear(shape, (struct geo_point){lon0, lat0},
                           (struct geo_point){lon1, lat1});
}

START_TEST(a_way_past_is_clear_and_a_way_through_is_not)
{
    ck_assert(clear(&square, 34.0, 32.0, 37.0, 32.5));
    ck_assert(!clear(&square, 34.0, 33.5, 37.0, 33.5));
    ck_assert(!clear(&square, 34.0, 33.5, 35.5, 33.5)); /* ends inside */
}
END_TEST

START_TEST(the_edge_belongs_to_the_zone)
{
    ck_assert(!clear(&square, 34.0, 34.0, 37.0, 34.0)); /* along an edge */
    ck_assert(!clear(&square, 34.5, 33.5, 35.5, 34.5)); /* through a corner */
    ck_assert(!clear(&square, 34.0, 33.5, 35.0, 33.5)); /* ends on it */
    ck_assert(clear(&square, 34.0, 34.0000001, 37.0, 34.0000001));
}
END_TEST

START_TEST(from_inside_one_may_leave_once)
{
    ck_assert(clear(&square, 35.5, 33.5, 37.0, 33.5));
    ck_assert(clear(&square, 35.5, 33.5, 36.5, 34.5)); /* over a corner */
    ck_assert(clear(&square, 35.0, 33.5, 34.0, 33.5)); /* from the edge outward */
    ck_assert(clear(&square, 35.0, 33.5, 37.0, 33.5)); /* from the edge across */
    ck_assert(!clear(&square, 35.5, 33.5, 35.6, 33.6));
    ck_assert(clear(&u, 35.2, 33.5, 37.0, 33.5));
    ck_assert(!clear(&u, 35.7, 33.1, 35.7, 35.0)); /* arm, gap, arm */
    ck_assert(clear(&u, 35.7, 33.1, 35.7, 32.0));
}
END_TEST

START_TEST(a_hole_is_outside_but_leaving_over_it_enters_again)
{
    struct geo_point hole[] = {
        {35.4, 33.4}, {35.4, 33.6}, {35.6, 33.6}, {35.6, 33.4}, {35.4, 33.4}};
    struct geo_ring rings[] = {{square_points, 5, false}, {hole, 5, true}};
    struct geo_shape shape = {.rings = rings, .ring_count = 2};

    ck_assert(clear(&shape, 35.45, 33.5, 35.55, 33.5));
    ck_assert(!clear(&shape, 35.5, 33.5, 37.0, 33.5));
    ck_assert(!clear(&shape, 35.2, 33.5, 37.0, 33.5));
    ck_assert(clear(&shape, 35.2, 33.5, 35.5, 33.5));
}
END_TEST

START_TEST(lines_and_zones_cross_the_antimeridian)
{
    struct geo_point points[] = {
        {179.0, -17.0}, {-179.0, -17.0}, {-179.0, -16.0}, {179.0, -16.0}, {179.0, -17.0}};
    struct geo_ring rings[] = {{points, 5, false}};
    struct geo_shape shape = {.rings = rings, .ring_count = 1};

    ck_assert(!clear(&shape, 178.0, -16.5, -178.0, -16.5));
    ck_assert(clear(&shape, 178.0, -18.0, -178.0, -18.0));
    ck_assert(clear(&shape, 178.0, -16.5, 178.5, -16.5));
    ck_assert(clear(&shape, 179.5, -16.5, -178.0, -16.5));
    ck_assert(clear(&shape, -179.5, -16.5, 178.0, -16.5));
    ck_assert(clear(&square, -179.0, 33.5, 179.0, 33.5)); /* the short way */
}
END_TEST

START_TEST(a_circle_is_decided_in_metres)
{
    struct geo_shape circle = {.centre = {35.5, 33.9}, .radius_m = 10000};
    struct geo_point north;
    double m;

    /* A line due east passes 10 km from the centre where its parallel does. */
    ck_assert_int_eq(geo_distance_direct(circle.centre, 0, 10000.5, &north), RC_OK);
    ck_assert(clear(&circle, 35.0, north.lat, 36.0, north.lat));
    ck_assert_int_eq(geo_distance_direct(circle.centre, 0, 9999.5, &north), RC_OK);
    ck_assert(!clear(&circle, 35.0, north.lat, 36.0, north.lat));
    ck_assert(clear(&circle, 35.5, 33.9, 36.0, 34.2));
    ck_assert(clear(&circle, 35.55, 33.9, 35.0, 33.9)); /* over the centre */
    ck_assert(!clear(&circle, 35.5, 33.9, 35.52, 33.9));
    ck_assert_int_eq(geo_distance_between(circle.centre, north, &m), RC_OK);
    ck_assert_double_eq_tol(m, 9999.5, 1e-6);
}
END_TEST

/* Points along the line tell the same, where none is within a metre of the circle. */
START_TEST(random_circles_agree_with_points_along_the_line)
{
    struct random random = random_seeded(5);
    int decided = 0;

    for (int n = 0; n < 300; n++) {
        struct geo_shape circle = {.centre = {random_unit(&random), random_unit(&random)},
                                   .radius_m = 1000 + 40000 * random_unit(&random)};
        struct geo_point a = {random_unit(&random), random_unit(&random)};
        struct geo_point b = {random_unit(&random), random_unit(&random)};
        int changes = 0;
        bool near = false;
        bool start = geo_shape_relation(&circle, a) != GEO_OUTSIDE;
        bool inside = start;

        for (int k = 0; k <= 400; k++) {
            struct geo_point p = {a.lon + k * (b.lon - a.lon) / 400,
                                  a.lat + k * (b.lat - a.lat) / 400};
            bool now = geo_shape_relation(&circle, p) != GEO_OUTSIDE;
            double m;

            ck_assert_int_eq(geo_distance_between(circle.centre, p, &m), RC_OK);
            near |= m > circle.radius_m && m < circle.radius_m + 100;
            changes += now != inside;
            inside = now;
        }
        if (changes == 0 && !inside && near)
            continue; /* could touch between two points */
        ck_assert_int_eq(geo_route_clear(&circle, a, b), !inside && changes == start);
        decided++;
    }
    ck_assert_int_gt(decided, 250);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.route");
    TCase *tc = tcase_create("route");

    tcase_add_test(tc, a_way_past_is_clear_and_a_way_through_is_not);
    tcase_add_test(tc, the_edge_belongs_to_the_zone);
    tcase_add_test(tc, from_inside_one_may_leave_once);
    tcase_add_test(tc, a_hole_is_outside_but_leaving_over_it_enters_again);
    tcase_add_test(tc, lines_and_zones_cross_the_antimeridian);
    tcase_add_test(tc, a_circle_is_decided_in_metres);
    tcase_add_test(tc, random_circles_agree_with_points_along_the_line);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
