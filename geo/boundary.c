#include "geo/boundary.h"

#include <math.h>

#include "geo/box.h"
#include "geo/distance.h"
#include "geo/ecef.h"
#include "geo/predicate.h"

#define DEGREE (M_PI / 180.0)
/* A degree of latitude has at least and at most so many metres; one of longitude at most
 * the latter times the cosine of the latitude. From the radii of curvature, 6,335,439 m
 * and 6,399,594 m. */
#define DEGREE_MIN_M 110574.0
#define DEGREE_MAX_M 111695.0
/* Pieces of an edge up to so long are taken for straight in space. They bend away from
 * that with the earth, by length^2 / 8 R = 0.02 m, and with the parallel, by at most
 * length x difference of longitude / 8. */
#define PIECE_M       1000.0
#define PIECE_SWEEP_M 2.0
#define PIECE_BEND_M  0.5
#define HALVINGS_MAX  40

struct vector {
    double x, y, z;
};

/* The nearest point so far. */
struct search {
    struct geo_point from;
    struct vector at;
    double best_m;
};

/* Part of an edge, laid out flat: longitudes run on over 180. */
struct piece {
    struct geo_point a;
    struct geo_point b;
};

static struct vector vector_of(struct geo_point p)
{
    struct vector v;
    struct geo_points points = {&p.lon, &p.lat, 1};

    if (p.lon > 180.0)
        p.lon -= 360.0;
    geo_ecef_compute(&points, &(struct geo_ecef){&v.x, &v.y, &v.z});
    return v;
}

static struct vector minus(struct vector a, struct vector b)
{
    return (struct vector){a.x - b.x, a.y - b.y, a.z - b.z};
}

static double dot(struct vector a, struct vector b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

static double length(struct vector v)
{
    return sqrt(dot(v, v));
}

static struct geo_point along(const struct piece *piece, double share)
{
    struct geo_point a = piece->a, b = piece->b;

    return (struct geo_point){a.lon + share * (b.lon - a.lon),
                              a.lat + share * (b.lat - a.lat)};
}

/* Metres from end to end, at most. */
static double length_max(const struct piece *piece)
{
    double south = fmin(piece->a.lat, piece->b.lat);
    double north = fmax(piece->a.lat, piece->b.lat);
    double nearest = south > 0.0 ? south : north < 0.0 ? north : 0.0;
    double up = (north - south) * DEGREE_MAX_M;
    double aside =
        fabs(piece->a.lon - piece->b.lon) * DEGREE_MAX_M * cos(nearest * DEGREE);

    return hypot(up, aside);
}

static void visit(struct search *search, struct geo_point p)
{
    double m = 0;

    if (p.lon > 180.0)
        p.lon -= 360.0;
    if (!geo_distance_between(search->from, p, &m) && m < search->best_m)
        search->best_m = m;
}

static void search_short(struct search *search, const struct piece *piece)
{
    struct vector a = vector_of(piece->a);
    struct vector way = minus(vector_of(piece->b), a);
    struct vector to = minus(search->at, a);
    double whole = dot(way, way);
    double share = whole > 0.0 ? dot(to, way) / whole : 0.0;
    struct vector rest;

    share = fmin(1.0, fmax(0.0, share));
    rest =
        (struct vector){to.x - share * way.x, to.y - share * way.y, to.z - share * way.z};
    if (geo_ecef_lower(fmax(0.0, length(rest) - PIECE_BEND_M)) < search->best_m)
        visit(search, along(piece, share));
}

static void search_piece(struct search *search, const struct piece *piece, int depth)
{
    double reach = length_max(piece);
    struct geo_point middle = along(piece, 0.5);
    struct piece first = {piece->a, middle}, second = {middle, piece->b};
    double chord, sweep;
    bool turn;

    /* The latitude alone may tell. */
    if (fabs(middle.lat - search->from.lat) * DEGREE_MIN_M - reach / 2 >= search->best_m)
        return;
    sweep = reach * fabs(piece->a.lon - piece->b.lon) * DEGREE;
    if ((reach <= PIECE_M && sweep <= PIECE_SWEEP_M) || depth == HALVINGS_MAX) {
        search_short(search, piece);
        return;
    }
    chord = length(minus(vector_of(middle), search->at));
    if (geo_ecef_lower(chord) - reach / 2 >= search->best_m)
        return;
    turn = length(minus(vector_of(piece->b), search->at)) <
           length(minus(vector_of(piece->a), search->at));
    search_piece(search, turn ? &second : &first, depth + 1);
    search_piece(search, turn ? &first : &second, depth + 1);
}

/* What of a seam edge the other side of the antimeridian does not cover is boundary: ring
 * and index say where to look on for edges that cover it. */
static void search_seam(struct search *search, const struct geo_shape *shape,
                        struct piece piece, size_t skip)
{
    size_t seen = 0;

    for (size_t r = 0; r < shape->ring_count; r++) {
        const struct geo_point *points = shape->rings[r].points;

        for (size_t i = 0; i + 1 < shape->rings[r].count; i++) {
            double south = fmin(points[i].lat, points[i + 1].lat);
            double north = fmax(points[i].lat, points[i + 1].lat);
            bool facing = points[i].lon == -piece.a.lon &&
                          points[i + 1].lon == -piece.a.lon && seen++ >= skip;

            if (!facing || north <= piece.a.lat || south >= piece.b.lat)
                continue;
            if (north < piece.b.lat)
                search_seam(search, shape, (struct piece){{piece.a.lon, north}, piece.b},
                            seen);
            if (south <= piece.a.lat)
                return;
            piece.b.lat = south;
        }
    }
    search_piece(search, &piece, 0);
}

static void search_edge(struct search *search, const struct geo_shape *shape,
                        struct geo_point a, struct geo_point b)
{
    struct piece piece = {a, b};

    if (a.lat == b.lat && fabs(a.lat) == 90.0)
        return;
    if (a.lon == b.lon && fabs(a.lon) == 180.0) {
        piece = a.lat < b.lat ? piece : (struct piece){b, a};
        search_seam(search, shape, piece, 0);
        return;
    }
    if (geo_predicate_wraps(a, b)) {
        piece.a.lon += a.lon < 0.0 ? 360.0 : 0.0;
        piece.b.lon += b.lon < 0.0 ? 360.0 : 0.0;
    }
    search_piece(search, &piece, 0);
}

static void search_circle(struct search *search, const struct geo_shape *shape)
{
    double m = 0;

    if (geo_distance_between(shape->centre, search->from, &m))
        return;
    m = fabs(m - shape->radius_m);
    if (m < search->best_m)
        search->best_m = m;
}

/* Edges that a box around the point does not meet are too far. The box is drawn once, for
 * the distance known at the start. */
static void search_rings(struct search *search, const struct geo_shape *shape)
{
    struct geo_box point = {search->from.lon, search->from.lat, search->from.lon,
                            search->from.lat};
    struct geo_box near[2] = {0};
    size_t count = geo_box_widen(&point, search->best_m, near);

    for (size_t r = 0; r < shape->ring_count; r++) {
        const struct geo_point *points = shape->rings[r].points;

        for (size_t i = 0; i + 1 < shape->rings[r].count; i++) {
            struct geo_point a = points[i], b = points[i + 1];
            struct geo_box edge = {fmin(a.lon, b.lon), fmin(a.lat, b.lat),
                                   fmax(a.lon, b.lon), fmax(a.lat, b.lat)};

            if (geo_box_meets(&edge, &near[0]) ||
                (count > 1 && geo_box_meets(&edge, &near[1])) ||
                geo_predicate_wraps(a, b))
                search_edge(search, shape, a, b);
        }
    }
}

/* A vertex that looks near on a flat map gives a distance to start from. */
static double start_distance(const struct geo_shape *shape, struct geo_point p)
{
    double shrink = cos(p.lat * DEGREE);
    double least = INFINITY, m = INFINITY;
    struct geo_point nearest = p;

    for (size_t r = 0; r < shape->ring_count; r++) {
        for (size_t i = 0; i < shape->rings[r].count; i++) {
            struct geo_point v = shape->rings[r].points[i];
            double aside = fabs(v.lon - p.lon);
            double x = (aside > 180.0 ? 360.0 - aside : aside) * shrink;
            double y = v.lat - p.lat;

            if (fabs(v.lon) == 180.0 || fabs(v.lat) == 90.0 || x * x + y * y >= least)
                continue;
            least = x * x + y * y;
            nearest = v;
        }
    }
    if (least == INFINITY || geo_distance_between(p, nearest, &m))
        return INFINITY;
    return m;
}

enum rc geo_boundary_distance(const struct geo_shape *shape, struct geo_point p,
                              double *ret_m)
{
    struct search search = {.from = p, .best_m = INFINITY};

    if (!geo_point_valid(p))
        return RC_INVALID;
    search.at = vector_of(p);
    if (shape->radius_m > 0) {
        search_circle(&search, shape);
    } else {
        search.best_m = start_distance(shape, p);
        search_rings(&search, shape);
    }
    if (search.best_m == INFINITY)
        return RC_INVALID;
    *ret_m = search.best_m;
    return RC_OK;
}

bool geo_boundary_within(const struct geo_shape *shape, struct geo_point p,
                         double limit_m)
{
    struct search search = {.from = p, .best_m = nextafter(limit_m, INFINITY)};

    search.at = vector_of(p);
    if (shape->radius_m > 0)
        search_circle(&search, shape);
    else
        search_rings(&search, shape);
    return search.best_m <= limit_m;
}
