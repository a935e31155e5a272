#include "geo/route.h"

#include <math.h>
#include <stdlib.h>

#include "geo/distance.h"
#include "geo/ecef.h"
#include "geo/predicate.h"
#include "geo/shape.h"
#include "server/core/arena.h"

/* A degree of latitude or longitude is never longer. */
#define DEGREE_MAX_M 111700.0
#define FINE_M       0.01
/* The fast distance is right to 1 mm where it is one (below 0: too far for it). */
#define ARC_ERROR_M 0.002

/* The line, laid out flat: the longitude of its end may lie beyond 180. */
struct line {
    struct geo_point from;
    struct geo_point to;
    int turn; /* of the end: -1, 0 or 1 */
};

static struct line line_between(struct geo_point from, struct geo_point to)
{
    struct line line = {from, to, 0};

    if (geo_predicate_wraps(from, to))
        line.turn = to.lon < from.lon ? 1 : -1;
    return line;
}

static struct geo_point point_at(const struct line *line, double t)
{
    double lon =
        line->from.lon + t * (line->to.lon + 360.0 * line->turn - line->from.lon);

    lon += lon > 180.0 ? -360.0 : lon < -180.0 ? 360.0 : 0.0;
    return (struct geo_point){lon, line->from.lat + t * (line->to.lat - line->from.lat)};
}

/* Never shorter than the line between two of its points. */
static double length_max(const struct line *line, double t0, double t1)
{
    double lon = line->to.lon + 360.0 * line->turn - line->from.lon;

    return (t1 - t0) * DEGREE_MAX_M * (fabs(lon) + fabs(line->to.lat - line->from.lat));
}

/* How far @p p lies beyond the circle (below 0: inside), never told too far: by the fast
 * distance, and by the exact one where that might not tell the side. */
static double beyond_circle(const struct geo_shape *circle, struct geo_point p)
{
    double x[2];
    double y[2];
    double z[2];
    double m;

    geo_ecef_compute(&(struct geo_points){(double[]){circle->centre.lon, p.lon},
                                          (double[]){circle->centre.lat, p.lat}, 2},
                     &(struct geo_ecef){x, y, z});
    geo_ecef_arcs(&(struct geo_ecef){x, y, z}, &(struct geo_ecef){x + 1, y + 1, z + 1}, 1,
                  &m);
    m -= circle->radius_m + GEO_SHAPE_ON_CIRCLE_M;
    if (m > FINE_M)
        return m - ARC_ERROR_M;
    if (m < -FINE_M && m > -circle->radius_m - FINE_M)
        return m + ARC_ERROR_M;
    if (geo_distance_between(circle->centre, p, &m))
        return 0;
    return m - circle->radius_m - GEO_SHAPE_ON_CIRCLE_M;
}

/* Whether all of the line from t0 to t1 lies on one side of the circle: outside it, or
 * inside with @p inside. Halves until a part is decided or too short to tell. */
static bool one_side(const struct line *line, const struct geo_shape *circle, double t0,
                     double t1, bool inside)
{
    double middle = (t0 + t1) / 2;
    double half = length_max(line, t0, t1) / 2;
    double beyond = beyond_circle(circle, point_at(line, middle));

    if (inside)
        beyond = -beyond;
    if (beyond > half)
        return true;
    if (beyond <= 0 || half < FINE_M)
        return false;
    return one_side(line, circle, t0, middle, inside) &&
           one_side(line, circle, middle, t1, inside);
}

static bool leaves_circle_once(const struct line *line, const struct geo_shape *circle)
{
    double in = 0;
    double out = 1;
    double width = length_max(line, 0, 1);
    double edge;

    if (beyond_circle(circle, line->to) <= 0)
        return false;
    while ((out - in) * width > FINE_M) {
        double middle = (in + out) / 2;

        if (beyond_circle(circle, point_at(line, middle)) > 0)
            out = middle;
        else
            in = middle;
    }
    /* Within a metre of where it leaves, either side will do. */
    edge = 1.0 / width;
    return (in - edge <= 0 || one_side(line, circle, 0, in - edge, true)) &&
           (out + edge >= 1 || one_side(line, circle, out + edge, 1, false));
}

/* With room for the rounding of longitudes beyond 180. */
static bool spans_meet(double a0, double a1, double b0, double b1)
{
    return fmin(a0, a1) <= fmax(b0, b1) + 1e-9 && fmin(b0, b1) <= fmax(a0, a1) + 1e-9;
}

static bool boxes_meet(const struct line *line, const struct line *edge, int turn)
{
    return spans_meet(line->from.lat, line->to.lat, edge->from.lat, edge->to.lat) &&
           spans_meet(line->from.lon, line->to.lon + 360.0 * line->turn,
                      edge->from.lon + 360.0 * turn,
                      edge->to.lon + 360.0 * (turn + edge->turn));
}

/* Whether the line touches the edge moved by @p turn round the globe. Exact. */
static bool touches_turned(const struct line *line, const struct line *edge, int turn)
{
    const struct geo_point p[] = {line->from, line->to, edge->from, edge->to};
    const int t[] = {0, line->turn, turn, turn + edge->turn};
    int side[4];

    if (!boxes_meet(line, edge, turn))
        return false;
    for (int k = 0; k < 4; k++) {
        int a = k < 2 ? 0 : 2;
        int c = k < 2 ? 2 + k : k - 2;

        side[k] = geo_predicate_orient_turned((struct geo_point[]){p[a], p[a + 1], p[c]},
                                              (int[]){t[a], t[a + 1], t[c]});
    }
    return side[0] * side[1] <= 0 && side[2] * side[3] <= 0;
}

static bool touches(const struct line *line, const struct line *edge)
{
    for (int turn = -1; turn <= 1; turn++)
        if (touches_turned(line, edge, turn))
            return true;
    return false;
}

/* Where the line meets the edge, 0 to 1. Rounded: only what lies between is judged. */
static double crossing(const struct line *line, const struct line *edge)
{
    double best = 0;
    double least = INFINITY;
    double dx = line->to.lon + 360.0 * line->turn - line->from.lon;
    double dy = line->to.lat - line->from.lat;
    double ex = edge->to.lon + 360.0 * edge->turn - edge->from.lon;
    double ey = edge->to.lat - edge->from.lat;
    double cross = dx * ey - dy * ex;

    if (cross == 0)
        return 0;
    for (int turn = -1; turn <= 1; turn++) {
        double x = edge->from.lon + 360.0 * turn - line->from.lon;
        double y = edge->from.lat - line->from.lat;
        double t = (x * ey - y * ex) / cross;
        double u = (x * dy - y * dx) / cross;
        double off = fabs(t - 0.5) + fabs(u - 0.5);

        if (off < least) {
            least = off;
            best = t;
        }
    }
    return fmin(fmax(best, 0), 1);
}

static struct line edge_of(const struct geo_ring *ring, size_t k)
{
    return line_between(ring->points[k], ring->points[k + 1]);
}

static size_t edges_touched(const struct line *line, const struct geo_shape *shape,
                            double *ret_t)
{
    size_t count = 0;

    for (size_t r = 0; r < shape->ring_count; r++) {
        for (size_t k = 0; k + 1 < shape->rings[r].count; k++) {
            struct line edge = edge_of(&shape->rings[r], k);

            if (!touches(line, &edge))
                continue;
            if (!ret_t)
                return 1;
            ret_t[count++] = crossing(line, &edge);
        }
    }
    return count;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Between crossings the line is inside or outside: first only inside, then only outside.
 */
static bool leaves_rings_once(const struct line *line, const struct geo_shape *shape)
{
    double *t = mem_calloc(geo_shape_points(shape) + 1, sizeof(*t));
    size_t count = edges_touched(line, shape, t);
    double width = length_max(line, 0, 1);
    double last = 0;
    bool left = false;
    bool clear = geo_shape_relation(shape, line->to) == GEO_OUTSIDE;

    qsort(t, count, sizeof(*t), compare_doubles);
    t[count] = 1;
    for (size_t k = 0; k <= count && clear; k++) {
        if ((t[k] - last) * width > FINE_M) {
            struct geo_point middle = point_at(line, (last + t[k]) / 2);
            bool outside = geo_shape_relation(shape, middle) == GEO_OUTSIDE;

            clear = outside || !left;
            left |= outside;
        }
        last = t[k];
    }
    free(t);
    return clear;
}

bool geo_route_clear(const struct geo_shape *shape, struct geo_point from,
                     struct geo_point to)
{
    struct line line = line_between(from, to);

    if (shape->radius_m > 0)
        return beyond_circle(shape, from) <= 0 ? leaves_circle_once(&line, shape)
                                               : one_side(&line, shape, 0, 1, false);
    if (geo_shape_relation(shape, from) != GEO_OUTSIDE)
        return leaves_rings_once(&line, shape);
    return edges_touched(&line, shape, NULL) == 0;
}
