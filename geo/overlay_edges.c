#include <math.h>

#include "geo/distance.h"
#include "geo/overlay_tree.h"
#include "server/core/arena.h"

/* Raising a longitude by 360 rounds it by 2^-44 degrees at most; twice that, and room. */
#define TURNED_BAND_DEG 1e-12
/* A circle is drawn with so many edges. Its arcs leave them by an eighth of the second
 * difference of the corners; the band is four times that. */
#define CORNERS      256
#define CIRCLE_SHARE 0.5
#define CIRCLE_MIN   1e-9
#define CIRCLE_BEND  0.5  /* more than so many degrees of it: not drawn */
#define CIRCLE_NORTH 89.0 /* nor what reaches further */
#define DEGREE_MIN_M 110574.0
/* The map ends at 180 degrees; what is a little further still matters. */
#define MAP_EDGE 181.0

static void add_edge(struct geo_overlay *overlay, struct geo_point a, struct geo_point b)
{
    struct geo_overlay_edge *edge =
        geo_overlay_grow(&overlay->edges, 1, sizeof(struct geo_overlay_edge));

    *edge = (struct geo_overlay_edge){a, b};
}

static struct geo_point turned(struct geo_point p, int turn)
{
    return (struct geo_point){p.lon + 360.0 * turn, p.lat};
}

static int turn_behind(struct geo_point a, struct geo_point b, int turn)
{
    if (!geo_predicate_wraps(a, b))
        return turn;
    return a.lon > b.lon ? turn + 1 : turn - 1;
}

static void lay_out_ring(struct geo_overlay *overlay, const struct geo_ring *ring,
                         int turn)
{
    for (size_t i = 0; i + 1 < ring->count; i++) {
        struct geo_point a = ring->points[i], b = ring->points[i + 1];
        int next = turn_behind(a, b, turn);

        if (a.lon != b.lon || a.lat != b.lat)
            add_edge(overlay, turned(a, turn), turned(b, next));
        turn = next;
    }
}

/* Longitudes of a ring as they run on from its first point. */
struct span {
    double west;
    double east;
    bool wraps;
};

static struct span span_of(const struct geo_ring *ring)
{
    struct span span = {ring->points[0].lon, ring->points[0].lon, false};
    int turn = 0;

    for (size_t i = 0; i + 1 < ring->count; i++) {
        turn = turn_behind(ring->points[i], ring->points[i + 1], turn);
        span.west = fmin(span.west, turned(ring->points[i + 1], turn).lon);
        span.east = fmax(span.east, turned(ring->points[i + 1], turn).lon);
        span.wraps |= turn != 0;
    }
    return span;
}

static bool on_map(struct span span, int turn)
{
    return span.west + 360.0 * turn <= MAP_EDGE && span.east + 360.0 * turn >= -MAP_EDGE;
}

/* A ring over the antimeridian lies on the map twice. */
static void lay_out_rings(struct geo_overlay *overlay, const struct geo_shape *shape,
                          struct geo_overlay_lines *lines)
{
    for (size_t r = 0; r < shape->ring_count; r++) {
        const struct geo_ring *ring = &shape->rings[r];
        struct span span = span_of(ring);

        lay_out_ring(overlay, ring, 0);
        if (!span.wraps)
            continue;
        lines->band_deg = TURNED_BAND_DEG;
        if (on_map(span, -1))
            lay_out_ring(overlay, ring, -1);
        if (on_map(span, 1))
            lay_out_ring(overlay, ring, 1);
    }
}

/* Corners with longitudes that run on. False where the geodesic fails, which it does not
 * for a circle that was checked. */
static bool corners_of(const struct geo_shape *shape, struct geo_point *ret_corners)
{
    for (int i = 0; i < CORNERS; i++) {
        double lon;

        if (geo_distance_direct(shape->centre, 360.0 * i / CORNERS, shape->radius_m,
                                &ret_corners[i]))
            return false;
        lon = ret_corners[i].lon;
        if (lon - shape->centre.lon > 180.0)
            ret_corners[i].lon -= 360.0;
        else if (lon - shape->centre.lon < -180.0)
            ret_corners[i].lon += 360.0;
    }
    return true;
}

static double bend_of(const struct geo_point *corners, struct span *ret_span)
{
    struct span span = {corners[0].lon, corners[0].lon, false};
    double most = 0.0;

    for (int i = 0; i < CORNERS; i++) {
        struct geo_point a = corners[i], b = corners[(i + 1) % CORNERS],
                         c = corners[(i + 2) % CORNERS];

        span.west = fmin(span.west, a.lon);
        span.east = fmax(span.east, a.lon);
        most =
            fmax(most, hypot(a.lon - 2.0 * b.lon + c.lon, a.lat - 2.0 * b.lat + c.lat));
    }
    *ret_span = span;
    return most;
}

static void lay_out_circle(struct geo_overlay *overlay, const struct geo_shape *shape,
                           struct geo_overlay_lines *lines)
{
    double reach = fabs(shape->centre.lat) + shape->radius_m / DEGREE_MIN_M;
    struct geo_point corners[CORNERS];
    struct span span;
    double bend;

    lines->slow = reach > CIRCLE_NORTH || !corners_of(shape, corners);
    if (lines->slow)
        return;
    bend = bend_of(corners, &span);
    lines->slow = bend > CIRCLE_BEND;
    lines->band_deg = CIRCLE_SHARE * bend + CIRCLE_MIN;
    for (int turn = -1; turn <= 1 && !lines->slow; turn++)
        for (int i = 0; i < CORNERS && on_map(span, turn); i++)
            add_edge(overlay, turned(corners[i], turn),
                     turned(corners[(i + 1) % CORNERS], turn));
}

void geo_overlay_lay_out(struct geo_overlay *overlay)
{
    overlay->lines = mem_calloc(overlay->count + 1, sizeof(*overlay->lines));
    for (size_t z = 0; z < overlay->count; z++) {
        struct geo_overlay_lines *lines = &overlay->lines[z];
        const struct geo_shape *shape = &overlay->zones[z].shape;

        lines->first = (uint32_t)overlay->edges.count;
        if (shape->radius_m > 0)
            lay_out_circle(overlay, shape, lines);
        else
            lay_out_rings(overlay, shape, lines);
        lines->count = (uint32_t)overlay->edges.count - lines->first;
    }
}
