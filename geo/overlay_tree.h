/**
 * @file overlay_tree.h
 * Inside the overlay: a grid of one degree over the globe whose cells are divided further
 * where edges run. A cell that no edge touches has a fixed set of zones; in a last cell
 * with edges, a point is held against those few edges. Only geo/overlay*.c use it.
 *
 * Zones are laid out flat as edges. Those of a plain polygon are exact. A ring over the
 * antimeridian is rounded when its longitudes are raised by 360, and a circle is drawn
 * with straight edges: such zones have a band in degrees, and a point within the band of
 * an edge is decided by geo_shape_relation instead.
 */
#ifndef REDKITE_GEO_OVERLAY_TREE_H
#define REDKITE_GEO_OVERLAY_TREE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/box.h"
#include "geo/overlay.h"
#include "geo/predicate.h"

/** The topmost grid: cells of one degree. Points on the seam of the map (longitude 180 or
 * -180, the poles) are read from one cell more, which says so. */
#define GEO_OVERLAY_COLUMNS 360
#define GEO_OVERLAY_ROWS    180
#define GEO_OVERLAY_SEAM    (GEO_OVERLAY_COLUMNS * GEO_OVERLAY_ROWS)

/** What a cell says: a set of zones (0: none), or where to look on. */
enum geo_overlay_code {
    GEO_OVERLAY_SET = 0,
    GEO_OVERLAY_LEAF = 1,
    GEO_OVERLAY_NODE = 2,
    GEO_OVERLAY_SLOW = 3, /* ask each zone */
};
#define GEO_OVERLAY_SHIFT 30
#define GEO_OVERLAY_MASK  ((1U << GEO_OVERLAY_SHIFT) - 1)

/** A divided cell is its word alone: 2^side cells a row, from first x GEO_OVERLAY_ALIGN
 * on, by rows from south to north. */
#define GEO_OVERLAY_SIDE_SHIFT 27
#define GEO_OVERLAY_SIDE_MASK  7U
#define GEO_OVERLAY_FIRST_MASK ((1U << GEO_OVERLAY_SIDE_SHIFT) - 1)
#define GEO_OVERLAY_ALIGN      16U

/** An edge laid out flat. */
struct geo_overlay_edge {
    struct geo_point a;
    struct geo_point b;
};

/** A zone as edges. */
struct geo_overlay_lines {
    uint32_t first;
    uint32_t count;
    double band_deg; /* 0: exact */
    bool slow;       /* a circle next to a pole: no edges, always ask */
};

/** A last cell with edges, in one run of memory: this, then each part, zones ascending.
 */
struct geo_overlay_leaf {
    uint32_t set;   /* zones that hold all of it */
    uint32_t parts; /* how many follow */
    uint32_t spare[6];
};

/** One zone in a last cell; its edges follow. All have the reference point on their left;
 * none of their lines runs through it. */
struct geo_overlay_part {
    struct geo_point at; /* the reference point */
    uint32_t zone;
    uint32_t through; /* edges that run from border to border of the cell */
    uint32_t near;    /* and others behind them */
    uint8_t inside;   /* the reference point is */
    uint8_t exact;    /* the edges are the boundary */
    uint8_t open;     /* the boundary does not belong to the zone */
    uint8_t spare;
};

/** What leaves are made of. */
union geo_overlay_unit {
    struct geo_overlay_leaf leaf;
    struct geo_overlay_part part;
    struct geo_overlay_edge edge;
};

/** A set of zones, ascending. Set 0 is empty. */
struct geo_overlay_set {
    uint32_t first;
    uint32_t count;
};

/** A growing array; zero-initialise. */
struct geo_overlay_list {
    void *items;
    size_t count;
    size_t size;
};

struct geo_overlay {
    const struct geo_zone *zones;
    size_t count;
    struct geo_box (*boxes)[2];
    size_t *box_counts;
    struct geo_overlay_lines *lines; /* one a zone */
    struct geo_overlay_list edges;   /* struct geo_overlay_edge */
    struct geo_overlay_list cells;   /* uint32_t: code and index */
    struct geo_overlay_list leaves;  /* union geo_overlay_unit */
    struct geo_overlay_list sets;
    struct geo_overlay_list members; /* uint32_t: zones of the sets */
    struct geo_overlay_list slots;   /* uint32_t: hash table of the sets */
};

/** Makes room for @p count items of @p size bytes more and returns the first. */
NEVER_NULL void *geo_overlay_grow(struct geo_overlay_list *list, size_t count,
                                  size_t size);

/** The lesser; unlike fmin, no call. */
static inline double geo_overlay_min(double a, double b)
{
    return a < b ? a : b;
}

/** The greater. */
static inline double geo_overlay_max(double a, double b)
{
    return a > b ? a : b;
}

/** The cell's code word. */
static inline uint32_t geo_overlay_word(enum geo_overlay_code code, uint32_t index)
{
    return (uint32_t)code << GEO_OVERLAY_SHIFT | index;
}

/** Twice the area of a, b, p, and how far that may be off by rounding. */
static inline double geo_overlay_det(const struct geo_overlay_edge *e, struct geo_point p,
                                     double *ret_error)
{
    double left = (e->a.lon - p.lon) * (e->b.lat - p.lat);
    double right = (e->a.lat - p.lat) * (e->b.lon - p.lon);

    *ret_error = GEO_PREDICATE_SHARE * (fabs(left) + fabs(right)) + GEO_PREDICATE_FLOOR;
    return left - right;
}

/** geo_predicate_orient with its filter inline. */
static inline int geo_overlay_side(const struct geo_overlay_edge *e, struct geo_point p)
{
    double error, det = geo_overlay_det(e, p, &error);

    if (det > error)
        return 1;
    return det < -error ? -1 : geo_predicate_orient(e->a, e->b, p);
}

/** True when the way from @p p to @p q crosses @p e; neither lies on it. */
bool geo_overlay_crosses(const struct geo_overlay_edge *e, struct geo_point p,
                         struct geo_point q);

/** Lays the zones out as edges. */
void geo_overlay_lay_out(struct geo_overlay *overlay);

/** The set of the zones of @p set and @p zone. */
uint32_t geo_overlay_set_with(struct geo_overlay *overlay, uint32_t set, uint32_t zone);

/** Builds cells, nodes, leaves and sets over the edges. */
void geo_overlay_build(struct geo_overlay *overlay);

#endif
