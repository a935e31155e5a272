/**
 * @file overlay_split.h
 * One zone's edges over the cells of a grid: which cells they touch, and on which side
 * of them everything else lies. Only geo/overlay*.c use it.
 */
#ifndef REDKITE_GEO_OVERLAY_SPLIT_H
#define REDKITE_GEO_OVERLAY_SPLIT_H

#include "geo/overlay_tree.h"

/** Flag of a reference to an edge: it runs from border to border of the cell. */
#define GEO_OVERLAY_THROUGH (1U << 31)
#define GEO_OVERLAY_EDGE    (GEO_OVERLAY_THROUGH - 1)

/** No next item, no cell. */
#define GEO_OVERLAY_NONE UINT32_MAX

/** Cells of one size, rows from south to north. */
struct geo_overlay_grid {
    double west;
    double south;
    double width; /* of a cell */
    double height;
    int32_t columns;
    int32_t rows;
};

/** One zone in one cell while the tree is built. */
struct geo_overlay_piece {
    struct geo_point at; /* reference point */
    uint32_t zone;
    uint32_t first; /* in refs of the builder */
    uint32_t count;
    uint32_t next; /* piece of the same cell */
    bool inside;   /* the reference point is */
};

/** A zone that holds a whole cell. */
struct geo_overlay_cover {
    uint32_t zone;
    uint32_t next; /* cover of the same cell */
};

/** A set and what it became with a zone more; sum 0: not yet used. */
struct geo_overlay_step {
    uint32_t set;
    uint32_t zone;
    uint32_t sum;
};

/** What the build works with; lists are cut back when a cell is done. */
struct geo_overlay_builder {
    struct geo_overlay *overlay;
    struct geo_overlay_list pieces;  /* struct geo_overlay_piece */
    struct geo_overlay_list covers;  /* struct geo_overlay_cover */
    struct geo_overlay_list refs;    /* uint32_t: edges and THROUGH */
    struct geo_overlay_list touches; /* edges by cell, see overlay_split.c */
    uint32_t *seen;                  /* by edge: number of the last question */
    uint32_t question;
    struct geo_overlay_step last;
    size_t budget; /* references to edges that may still be made */
};

/** For each cell of a grid the first of its pieces and covers. */
struct geo_overlay_heads {
    uint32_t *pieces;
    uint32_t *covers;
    uint32_t *touches; /* all NONE between calls */
};

/** Spreads @p whole, one zone over all of @p grid, over the cells: a piece where its
 * edges run, a cover where all of the cell lies inside. On the topmost grid, cells beyond
 * those that edges touch are outside. */
void geo_overlay_split(struct geo_overlay_builder *builder,
                       const struct geo_overlay_grid *grid,
                       const struct geo_overlay_piece *whole,
                       const struct geo_overlay_heads *heads);

#endif
