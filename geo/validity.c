#include "geo/validity.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "geo/crossing.h"
#include "geo/predicate.h"
#include "geo/validity_rings.h"
#include "server/core/arena.h"

void geo_faults_add(struct geo_faults *faults, struct geo_fault fault)
{
    if (faults->count == GEO_VALIDITY_FAULTS)
        return;
    faults->items[faults->count++] = fault;
    faults->errors += !fault.warning;
}

static void point_faults(const struct geo_ring *ring, size_t r, struct geo_faults *faults)
{
    for (size_t i = 0; i < ring->count; i++) {
        struct geo_point p = ring->points[i];
        struct geo_fault fault = {.ring = r, .vertex = i, .at = p};
        bool swapped = fabs(p.lat) > 90.0 && fabs(p.lon) <= 90.0 && fabs(p.lat) <= 180.0;

        if (geo_point_valid(p))
            continue;
        fault.key = "problem.geometry.out_of_range";
        if (!isfinite(p.lon) || !isfinite(p.lat))
            fault.key = "problem.geometry.not_a_number";
        else if (swapped)
            fault.key = "problem.geometry.swapped_axes";
        geo_faults_add(faults, fault);
        return; /* one a ring is enough */
    }
}

static bool same(struct geo_point a, struct geo_point b)
{
    return a.lon == b.lon && a.lat == b.lat;
}

static void closing_faults(const struct geo_ring *ring, size_t r,
                           struct geo_faults *faults)
{
    struct geo_fault fault = {.ring = r};

    if (ring->count > 0) {
        fault.vertex = ring->count - 1;
        fault.at = ring->points[fault.vertex];
    }
    fault.key = "problem.geometry.too_few_points";
    if (ring->count < 4) {
        geo_faults_add(faults, fault);
        return;
    }
    fault.key = "problem.geometry.unclosed";
    if (!same(ring->points[0], fault.at))
        geo_faults_add(faults, fault);
    for (size_t i = 0; i + 1 < ring->count; i++) {
        if (!same(ring->points[i], ring->points[i + 1]))
            continue;
        geo_faults_add(faults,
                       (struct geo_fault){.key = "problem.geometry.repeated_point",
                                          .ring = r,
                                          .vertex = i + 1,
                                          .at = ring->points[i + 1],
                                          .warning = true});
        return;
    }
}

/* How often the longitude has been wound on behind the edge from a to b. */
static int turned(struct geo_point a, struct geo_point b, int turn)
{
    if (!geo_predicate_wraps(a, b))
        return turn;
    return a.lon > b.lon ? turn + 1 : turn - 1;
}

static void winding_faults(const struct geo_ring *ring, size_t r,
                           struct geo_faults *faults)
{
    const struct geo_point *points = ring->points;
    double low = points[0].lon, high = points[0].lon;
    size_t crossing = 0;
    int turn = 0;

    for (size_t i = 0; i + 1 < ring->count; i++) {
        int next = turned(points[i], points[i + 1], turn);

        crossing = next != turn ? i : crossing;
        turn = next;
        low = fmin(low, points[i + 1].lon + 360.0 * turn);
        high = fmax(high, points[i + 1].lon + 360.0 * turn);
    }
    if (turn != 0)
        geo_faults_add(faults, (struct geo_fault){.key = "problem.geometry.pole",
                                                  .ring = r,
                                                  .vertex = crossing,
                                                  .at = points[crossing]});
    else if (high - low > 360.0)
        geo_faults_add(faults, (struct geo_fault){.key = "problem.geometry.too_wide",
                                                  .ring = r,
                                                  .at = points[0]});
}

/* All points on one line. Exact, but for rings over the antimeridian, which are laid out
 * with an error of 2^-44 degrees (6 nm). */
static void area_faults(const struct geo_ring *ring, size_t r, struct geo_faults *faults)
{
    struct geo_point a = ring->points[0], b = a, previous = a;
    int turn = 0;

    for (size_t i = 0; i < ring->count; i++) {
        struct geo_point p = ring->points[i];

        turn = turned(previous, p, turn);
        previous = p;
        p.lon += 360.0 * turn;
        if (same(a, b))
            b = p;
        else if (geo_predicate_orient(a, b, p))
            return;
    }
    geo_faults_add(faults, (struct geo_fault){
                               .key = "problem.geometry.zero_area", .ring = r, .at = a});
}

static void circle_faults(const struct geo_shape *shape, struct geo_faults *faults)
{
    struct geo_ring centre = {.points = (struct geo_point[]){shape->centre}, .count = 1};

    point_faults(&centre, 0, faults);
    if (!(shape->radius_m > 0.0 && shape->radius_m <= GEO_VALIDITY_RADIUS_MAX_M))
        geo_faults_add(faults, (struct geo_fault){.key = "problem.geometry.radius",
                                                  .at = shape->centre});
}

static void size_faults(const struct geo_shape *shape, struct geo_faults *faults)
{
    struct geo_fault fault = {.key = "problem.geometry.nothing"};

    if (shape->ring_count == 0 || shape->rings[0].hole)
        geo_faults_add(faults, fault);
    fault.key = "problem.geometry.too_many";
    if (shape->ring_count > GEO_VALIDITY_RINGS_MAX ||
        geo_shape_points(shape) > GEO_VALIDITY_POINTS_MAX)
        geo_faults_add(faults, fault);
}

bool geo_validity_check(const struct geo_shape *shape, struct geo_faults *ret_faults)
{
    struct geo_faults faults = {.count = 0};

    if (shape->radius_m != 0.0)
        circle_faults(shape, &faults);
    else
        size_faults(shape, &faults);
    for (size_t r = 0; faults.errors == 0 && r < shape->ring_count; r++) {
        const struct geo_ring *ring = &shape->rings[r];

        point_faults(ring, r, &faults);
        closing_faults(ring, r, &faults);
        if (faults.errors)
            break;
        winding_faults(ring, r, &faults);
        area_faults(ring, r, &faults);
    }
    if (!faults.errors && shape->radius_m == 0.0)
        geo_validity_rings(shape, &faults);
    *ret_faults = faults;
    return faults.errors == 0;
}
