#include "geo/validity_rings.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "geo/box.h"
#include "geo/crossing.h"
#include "geo/predicate.h"
#include "server/core/arena.h"

/* So many times is a point held against an edge at most: about a second. */
#define BUDGET 200000000

enum meeting {
    MEET_TOUCH = 1,
    MEET_OVERLAP = 2,
};

struct check {
    const struct geo_shape *shape;
    struct geo_faults *faults;
    struct geo_edge *edges;
    size_t edge_count;
    size_t *polygon_of; /* for each ring, the number of its outer ring */
    uint8_t *meeting;   /* for each ring, how it meets others */
    struct geo_box (*boxes)[2];
    size_t *box_counts;
    int64_t budget;
};

static struct geo_edge edge_of(const struct geo_ring *ring, size_t r, size_t i, int turn)
{
    struct geo_point a = ring->points[i], b = ring->points[i + 1];
    int next = turn;

    if (geo_predicate_wraps(a, b))
        next += a.lon > b.lon ? 1 : -1;
    a.lon += 360.0 * turn;
    b.lon += 360.0 * next;
    return (struct geo_edge){.a = a, .b = b, .ring = (uint32_t)r, .vertex = (uint32_t)i};
}

static int turn_behind(const struct geo_ring *ring, size_t i, int turn)
{
    if (!geo_predicate_wraps(ring->points[i], ring->points[i + 1]))
        return turn;
    return ring->points[i].lon > ring->points[i + 1].lon ? turn + 1 : turn - 1;
}

static int lowest_turn(const struct geo_ring *ring, int *ret_highest)
{
    int turn = 0, lowest = 0, highest = 0;

    for (size_t i = 0; i + 1 < ring->count; i++) {
        turn = turn_behind(ring, i, turn);
        lowest = turn < lowest ? turn : lowest;
        highest = turn > highest ? turn : highest;
    }
    *ret_highest = highest;
    return lowest;
}

/* Points repeated make no edge. */
static void lay_out_ring(struct check *check, size_t r, int turn)
{
    const struct geo_ring *ring = &check->shape->rings[r];
    struct geo_edge *first = check->edges + check->edge_count;
    uint32_t count = 0;

    for (size_t i = 0; i + 1 < ring->count; i++) {
        struct geo_edge edge = edge_of(ring, r, i, turn);

        turn = turn_behind(ring, i, turn);
        edge.order = count;
        if (edge.a.lon != edge.b.lon || edge.a.lat != edge.b.lat)
            first[count++] = edge;
    }
    for (uint32_t i = 0; i < count; i++)
        first[i].last = count - 1;
    check->edge_count += count;
}

/* Each ring laid out flat in [-180, 540); one over the antimeridian once more 360 degrees
 * further west, so that it meets what lies there. */
static void lay_out(struct check *check)
{
    size_t room = 2 * geo_shape_points(check->shape);

    check->edges = mem_calloc(room + 1, sizeof(*check->edges));
    for (size_t r = 0; r < check->shape->ring_count; r++) {
        int highest, lowest = lowest_turn(&check->shape->rings[r], &highest);

        lay_out_ring(check, r, -lowest);
        if (highest > lowest)
            lay_out_ring(check, r, -lowest - 1);
    }
}

static struct geo_point on_globe(struct geo_point p)
{
    if (p.lon > 180.0)
        p.lon -= 360.0;
    else if (p.lon < -180.0)
        p.lon += 360.0;
    return p;
}

static bool known(const struct geo_faults *faults, const struct geo_fault *fault)
{
    for (size_t i = 0; i < faults->count; i++) {
        const struct geo_fault *f = &faults->items[i];

        if (f->paired && f->ring == fault->ring && f->vertex == fault->vertex &&
            f->other_ring == fault->other_ring && f->other_vertex == fault->other_vertex)
            return true;
    }
    return false;
}

static const char *key_of(const struct check *check, const struct geo_edge *e,
                          const struct geo_edge *f, enum geo_contact contact)
{
    bool own = e->ring == f->ring;
    bool apart = check->polygon_of[e->ring] != check->polygon_of[f->ring];

    switch (contact) {
    case GEO_CONTACT_NONE:
        return NULL;
    case GEO_CONTACT_TOUCH:
        return own ? "problem.geometry.self_touching" : NULL;
    case GEO_CONTACT_CROSS:
        return own ? "problem.geometry.self_crossing" : "problem.geometry.rings_cross";
    case GEO_CONTACT_OVERLAP:
        if (apart)
            return NULL;
        return own ? "problem.geometry.self_touching" : "problem.geometry.rings_overlap";
    }
    return NULL;
}

static bool on_contact(void *state, const struct geo_edge *e, const struct geo_edge *f,
                       enum geo_contact contact, struct geo_point at)
{
    struct check *check = state;
    const char *key = key_of(check, e, f, contact);
    bool later = e->ring > f->ring || (e->ring == f->ring && e->vertex > f->vertex);
    const struct geo_edge *first = later ? f : e, *second = later ? e : f;
    struct geo_fault fault = {key,          first->ring,    first->vertex, true,
                              second->ring, second->vertex, on_globe(at),  false};

    if (e->ring != f->ring) {
        uint8_t how = contact == GEO_CONTACT_OVERLAP ? MEET_OVERLAP : MEET_TOUCH;

        check->meeting[e->ring] |= how;
        check->meeting[f->ring] |= how;
    }
    if (key && !known(check->faults, &fault))
        geo_faults_add(check->faults, fault);
    return check->faults->count < GEO_VALIDITY_FAULTS;
}

static int compare_faults(const void *a, const void *b)
{
    const struct geo_fault *one = a, *other = b;

    if (one->ring != other->ring)
        return one->ring < other->ring ? -1 : 1;
    if (one->vertex != other->vertex)
        return one->vertex < other->vertex ? -1 : 1;
    return one->other_vertex < other->other_vertex ? -1 : 1;
}

static bool boxes_meet(const struct check *check, size_t one, size_t other)
{
    for (size_t i = 0; i < check->box_counts[one]; i++)
        for (size_t j = 0; j < check->box_counts[other]; j++)
            if (geo_box_meets(&check->boxes[one][i], &check->boxes[other][j]))
                return true;
    return false;
}

static bool in_boxes(const struct check *check, size_t r, struct geo_point p)
{
    struct geo_box point = {p.lon, p.lat, p.lon, p.lat};

    for (size_t i = 0; i < check->box_counts[r]; i++)
        if (geo_box_meets(&check->boxes[r][i], &point))
            return true;
    return false;
}

/* Rings [first, first + count): the first is an outer ring, or one hole alone. */
struct part {
    size_t first;
    size_t count;
};

/* Whether ring r has a point at @p wanted relation to the part. A ring that meets no
 * other lies on one side of each as a whole: its first point tells. */
static bool has_point(struct check *check, size_t r, struct part part,
                      enum geo_relation wanted, size_t *ret_vertex)
{
    const struct geo_ring *ring = &check->shape->rings[r];
    const struct geo_shape shape = {.rings = check->shape->rings + part.first,
                                    .ring_count = part.count};
    size_t points = check->meeting[r] ? ring->count - 1 : 1;
    int64_t edges = (int64_t)geo_shape_points(&shape);

    for (size_t i = 0; i < points && check->budget >= 0; i++) {
        enum geo_relation relation = GEO_OUTSIDE;

        if (in_boxes(check, part.first, ring->points[i])) {
            check->budget -= edges;
            relation = geo_shape_relation(&shape, ring->points[i]);
        }
        if (relation != wanted)
            continue;
        *ret_vertex = i;
        return true;
    }
    return false;
}

static void add_ring_fault(struct check *check, const char *key, size_t r, size_t vertex)
{
    geo_faults_add(check->faults,
                   (struct geo_fault){.key = key,
                                      .ring = r,
                                      .vertex = vertex,
                                      .at = check->shape->rings[r].points[vertex]});
}

static void check_hole(struct check *check, size_t hole)
{
    size_t outer = check->polygon_of[hole];
    size_t vertex = 0;

    if (has_point(check, hole, (struct part){outer, 1}, GEO_OUTSIDE, &vertex)) {
        add_ring_fault(check, "problem.geometry.hole_outside", hole, vertex);
        return;
    }
    for (size_t r = outer + 1;
         r < check->shape->ring_count && check->shape->rings[r].hole; r++)
        if (r != hole && boxes_meet(check, r, hole) &&
            has_point(check, hole, (struct part){r, 1}, GEO_INSIDE, &vertex))
            add_ring_fault(check, "problem.geometry.hole_in_hole", hole, vertex);
}

static size_t rings_of(const struct check *check, size_t outer)
{
    size_t end = outer + 1;

    while (end < check->shape->ring_count && check->shape->rings[end].hole)
        end++;
    return end - outer;
}

static bool all_on(struct check *check, size_t r, size_t other)
{
    size_t vertex;

    return !has_point(check, r, (struct part){other, 1}, GEO_INSIDE, &vertex) &&
           !has_point(check, r, (struct part){other, 1}, GEO_OUTSIDE, &vertex);
}

static void check_polygons(struct check *check, size_t one, size_t other)
{
    size_t vertex = 0;

    if (!boxes_meet(check, one, other))
        return;
    if (has_point(check, other, (struct part){one, rings_of(check, one)}, GEO_INSIDE,
                  &vertex))
        add_ring_fault(check, "problem.geometry.polygons_overlap", other, vertex);
    else if (has_point(check, one, (struct part){other, rings_of(check, other)},
                       GEO_INSIDE, &vertex))
        add_ring_fault(check, "problem.geometry.polygons_overlap", one, vertex);
    else if (check->meeting[other] & MEET_OVERLAP && all_on(check, other, one) &&
             all_on(check, one, other))
        add_ring_fault(check, "problem.geometry.duplicate_ring", other, 0);
}

static void check_nesting(struct check *check)
{
    const struct geo_shape *shape = check->shape;

    for (size_t r = 0; r < shape->ring_count; r++) {
        const struct geo_shape ring = {.rings = shape->rings + r, .ring_count = 1};

        check->box_counts[r] = geo_box_of_shape(&ring, 0.0, check->boxes[r]);
    }
    for (size_t r = 0; r < shape->ring_count && check->faults->errors == 0; r++) {
        if (shape->rings[r].hole) {
            check_hole(check, r);
            continue;
        }
        for (size_t before = 0; before < r; before++)
            if (!shape->rings[before].hole)
                check_polygons(check, before, r);
    }
}

static void init(struct check *check)
{
    size_t count = check->shape->ring_count, outer = 0;

    check->polygon_of = mem_calloc(count + 1, sizeof(*check->polygon_of));
    check->meeting = mem_calloc(count + 1, sizeof(*check->meeting));
    check->boxes = mem_calloc(count + 1, sizeof(*check->boxes));
    check->box_counts = mem_calloc(count + 1, sizeof(*check->box_counts));
    for (size_t r = 0; r < count; r++) {
        outer = check->shape->rings[r].hole ? outer : r;
        check->polygon_of[r] = outer;
    }
}

static void fini(struct check *check)
{
    free(check->edges);
    free(check->polygon_of);
    free(check->meeting);
    free(check->boxes);
    free(check->box_counts);
}

void geo_validity_rings(const struct geo_shape *shape, struct geo_faults *faults)
{
    struct check check = {.shape = shape, .faults = faults, .budget = BUDGET};
    size_t before = faults->count;
    enum rc rc;

    init(&check);
    lay_out(&check);
    rc = geo_crossing_find(check.edges, check.edge_count,
                           (struct geo_crossing_found){on_contact, &check});
    qsort(faults->items + before, faults->count - before, sizeof(*faults->items),
          compare_faults);
    if (!rc && faults->errors == 0)
        check_nesting(&check);
    if (rc || check.budget < 0)
        geo_faults_add(faults, (struct geo_fault){.key = "problem.geometry.too_complex"});
    fini(&check);
}
