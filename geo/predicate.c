#include "geo/predicate.h"

#include <math.h>
#include <stddef.h>

#define TINY 1e-120
/* Six products of a two-part longitude with a latitude, two parts each. */
#define TERMS 24

/* A sum of doubles that do not overlap, smallest first: exact. */
struct expansion {
    double part[TERMS];
    int count;
};

static void two_sum(double a, double b, double *ret_sum, double *ret_rest)
{
    double sum = a + b;
    double b_used = sum - a;

    *ret_rest = (a - (sum - b_used)) + (b - b_used);
    *ret_sum = sum;
}

static void add(struct expansion *e, double value)
{
    double carry = value;
    int count = 0;

    for (int i = 0; i < e->count; i++) {
        double rest;

        two_sum(carry, e->part[i], &carry, &rest);
        if (rest != 0.0)
            e->part[count++] = rest;
    }
    if (carry != 0.0)
        e->part[count++] = carry;
    e->count = count;
}

static void add_product(struct expansion *e, double a, double b)
{
    double high = a * b;

    if (high == 0.0)
        return;
    add(e, fma(a, b, -high));
    add(e, high);
}

static double clean(double value)
{
    return fabs(value) < TINY ? 0.0 : value;
}

static int exact(const struct geo_point points[3], const int turns[3])
{
    struct expansion e = {.count = 0};

    /* The determinant as a sum over the three sides: x1 y2 - x2 y1. */
    for (int i = 0; i < 3; i++) {
        int j = (i + 1) % 3;
        double yi = clean(points[i].lat);
        double yj = clean(points[j].lat);

        add_product(&e, clean(points[i].lon), yj);
        add_product(&e, 360.0 * turns[i], yj);
        add_product(&e, -clean(points[j].lon), yi);
        add_product(&e, -360.0 * turns[j], yi);
    }
    if (e.count == 0)
        return 0;
    return e.part[e.count - 1] > 0.0 ? 1 : -1;
}

int geo_predicate_orient(struct geo_point a, struct geo_point b, struct geo_point c)
{
    double left = (a.lon - c.lon) * (b.lat - c.lat);
    double right = (a.lat - c.lat) * (b.lon - c.lon);
    double det = left - right;
    double bound = GEO_PREDICATE_SHARE * (fabs(left) + fabs(right)) + GEO_PREDICATE_FLOOR;

    if (det > bound)
        return 1;
    if (det < -bound)
        return -1;
    return exact((const struct geo_point[]){a, b, c}, (const int[]){0, 0, 0});
}

int geo_predicate_orient_turned(const struct geo_point points[3], const int turns[3])
{
    return exact(points, turns);
}

bool geo_predicate_wraps(struct geo_point a, struct geo_point b)
{
    bool along_pole = a.lat == b.lat && fabs(a.lat) == 90.0;

    return fabs(a.lon - b.lon) > 180.0 && !along_pole;
}

static enum geo_edge_side side_of(int orient, bool under)
{
    if (orient == 0)
        return GEO_EDGE_ON;
    return orient < 0 && under ? GEO_EDGE_ABOVE : GEO_EDGE_APART;
}

static bool between(double value, double one, double other)
{
    return one <= other ? one <= value && value <= other : other <= value && value <= one;
}

/* The eastern end is the one of positive longitude: from there the edge runs east, over
 * 180, to the other. Longitudes are compared as written; 180 and -180 both lie on it. */
static enum geo_edge_side wrapped(struct geo_point a, struct geo_point b,
                                  struct geo_point p)
{
    struct geo_point from = a.lon > b.lon ? a : b;
    struct geo_point to = a.lon > b.lon ? b : a;
    int turn = p.lon < 0.0;
    bool upright = from.lon == 180.0 && to.lon == -180.0;
    bool under = p.lon < to.lon;

    if (p.lon < 0.0 ? p.lon > to.lon : p.lon < from.lon)
        return GEO_EDGE_APART;
    if (upright)
        return between(p.lat, from.lat, to.lat) ? GEO_EDGE_ON : GEO_EDGE_APART;
    if (p.lon >= 0.0)
        under = p.lon < 180.0 || to.lon > -180.0;
    return side_of(geo_predicate_orient_turned((const struct geo_point[]){from, to, p},
                                               (const int[]){0, 1, turn}),
                   under);
}

enum geo_edge_side geo_predicate_edge(struct geo_point a, struct geo_point b,
                                      struct geo_point p)
{
    struct geo_point west = a.lon <= b.lon ? a : b;
    struct geo_point east = a.lon <= b.lon ? b : a;

    if (east.lon - west.lon > 180.0 && geo_predicate_wraps(a, b))
        return wrapped(a, b, p);
    if (p.lon < west.lon || p.lon > east.lon)
        return GEO_EDGE_APART;
    if (p.lat > west.lat && p.lat > east.lat)
        return GEO_EDGE_APART;
    if (west.lon == east.lon)
        return between(p.lat, west.lat, east.lat) ? GEO_EDGE_ON : GEO_EDGE_APART;
    return side_of(geo_predicate_orient(west, east, p), p.lon < east.lon);
}
