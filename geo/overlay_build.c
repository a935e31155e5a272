#include <stdlib.h>
#include <string.h>

#include "geo/overlay_split.h"
#include "geo/overlay_tree.h"
#include "server/core/arena.h"

/* A cell with at most so many edges, or so deep, is not divided further. */
#define EDGES_FEW 12
#define DEPTH_MAX 5
/* Cells along a side of a divided cell: 2 to the power of this, so that there are about
 * SPACE cells for each edge. */
#define SIDE_MIN 2
#define SIDE_MAX 5
#define SPACE    1
/* So many references to edges may be made, for each edge and besides: beyond that cells
 * stay as they are. */
#define BUDGET_EACH 64
#define BUDGET_MORE 1000000

/* A cell on the way down. */
struct cell {
    struct geo_box box;
    uint32_t pieces; /* the first */
    uint32_t set;    /* zones that hold all of it */
    int depth;
};

void *geo_overlay_grow(struct geo_overlay_list *list, size_t count, size_t size)
{
    size_t first = list->count;

    list->count += count;
    if (list->count > list->size) {
        list->size = 2 * list->count + 64;
        list->items = mem_realloc(list->items, list->size, size);
    }
    return (char *)list->items + first * size;
}

bool geo_overlay_crosses(const struct geo_overlay_edge *e, struct geo_point p,
                         struct geo_point q)
{
    struct geo_overlay_edge way = {p, q};

    if (geo_overlay_max(e->a.lat, e->b.lat) < geo_overlay_min(p.lat, q.lat) ||
        geo_overlay_min(e->a.lat, e->b.lat) > geo_overlay_max(p.lat, q.lat) ||
        geo_overlay_max(e->a.lon, e->b.lon) < geo_overlay_min(p.lon, q.lon) ||
        geo_overlay_min(e->a.lon, e->b.lon) > geo_overlay_max(p.lon, q.lon))
        return false;
    if (geo_overlay_side(e, p) * geo_overlay_side(e, q) >= 0)
        return false;
    /* An end on the way's line counts as right of it, so that of two edges one counts. */
    return (geo_overlay_side(&way, e->a) > 0) != (geo_overlay_side(&way, e->b) > 0);
}

static struct geo_overlay_piece *piece_at(const struct geo_overlay_builder *builder,
                                          uint32_t index)
{
    return (struct geo_overlay_piece *)builder->pieces.items + index;
}

/* Those edges of the piece that run through, or the others, turned so that the reference
 * point is on their left. */
static uint32_t add_edges(struct geo_overlay_builder *builder,
                          const struct geo_overlay_piece *piece, bool through)
{
    struct geo_overlay *overlay = builder->overlay;
    const struct geo_overlay_edge *edges = overlay->edges.items;
    const uint32_t *refs = (const uint32_t *)builder->refs.items + piece->first;
    uint32_t count = 0;

    for (uint32_t i = 0; i < piece->count; i++) {
        struct geo_overlay_edge edge = edges[refs[i] & GEO_OVERLAY_EDGE];
        union geo_overlay_unit *unit;

        if (!!(refs[i] & GEO_OVERLAY_THROUGH) != through)
            continue;
        unit = geo_overlay_grow(&overlay->leaves, 1, sizeof(*unit));
        unit->edge = edge;
        if (geo_overlay_side(&edge, piece->at) < 0)
            unit->edge = (struct geo_overlay_edge){edge.b, edge.a};
        count++;
    }
    return count;
}

static void add_part(struct geo_overlay_builder *builder,
                     const struct geo_overlay_piece *piece)
{
    struct geo_overlay *overlay = builder->overlay;
    const struct geo_overlay_lines *lines = &overlay->lines[piece->zone];
    struct geo_overlay_part part = {
        .at = piece->at,
        .zone = piece->zone,
        .inside = piece->inside,
        .exact = lines->band_deg == 0.0 && !lines->slow,
        .open = overlay->zones[piece->zone].kind == GEO_ZONE_CORRIDOR,
    };
    size_t at = overlay->leaves.count;

    (void)geo_overlay_grow(&overlay->leaves, 1, sizeof(union geo_overlay_unit));
    part.through = add_edges(builder, piece, true);
    part.near = add_edges(builder, piece, false);
    ((union geo_overlay_unit *)overlay->leaves.items)[at].part = part;
}

/* The pieces of a cell, zones descending or ascending, are told from the least zone up.
 */
static uint32_t make_leaf(struct geo_overlay_builder *builder, const struct cell *cell)
{
    struct geo_overlay *overlay = builder->overlay;
    uint32_t first = (uint32_t)overlay->leaves.count, parts = 0;
    int64_t last = -1;
    union geo_overlay_unit *unit;

    (void)geo_overlay_grow(&overlay->leaves, 1, sizeof(*unit));
    for (;;) {
        uint32_t least = GEO_OVERLAY_NONE;

        for (uint32_t i = cell->pieces; i != GEO_OVERLAY_NONE;
             i = piece_at(builder, i)->next)
            if (piece_at(builder, i)->zone > last &&
                (least == GEO_OVERLAY_NONE ||
                 piece_at(builder, i)->zone < piece_at(builder, least)->zone))
                least = i;
        if (least == GEO_OVERLAY_NONE)
            break;
        add_part(builder, piece_at(builder, least));
        last = piece_at(builder, least)->zone;
        parts++;
    }
    unit = (union geo_overlay_unit *)overlay->leaves.items + first;
    unit->leaf = (struct geo_overlay_leaf){.set = cell->set, .parts = parts};
    return geo_overlay_word(GEO_OVERLAY_LEAF, first);
}

static uint32_t set_of(struct geo_overlay_builder *builder, uint32_t set, uint32_t cover)
{
    const struct geo_overlay_cover *covers = builder->covers.items;

    for (; covers && cover != GEO_OVERLAY_NONE; cover = covers[cover].next) {
        struct geo_overlay_step *last = &builder->last;

        /* Neighbours mostly say the same. */
        if (last->set != set || last->zone != covers[cover].zone || !last->sum) {
            last->set = set;
            last->zone = covers[cover].zone;
            last->sum = geo_overlay_set_with(builder->overlay, set, last->zone);
        }
        set = last->sum;
    }
    return set;
}

static void heads_init(struct geo_overlay_heads *heads, size_t cells)
{
    heads->pieces = mem_calloc(3 * cells, sizeof(uint32_t));
    heads->covers = heads->pieces + cells;
    heads->touches = heads->covers + cells;
    memset(heads->pieces, 0xff, 3 * cells * sizeof(uint32_t));
}

static uint32_t build_cell(struct geo_overlay_builder *builder, const struct cell *cell);

/* The cells of the grid from @p first on, once all zones are spread over it. */
static void build_cells(struct geo_overlay_builder *builder,
                        const struct geo_overlay_grid *grid,
                        const struct geo_overlay_heads *heads, const struct cell *parent,
                        uint32_t first)
{
    for (int32_t i = 0; i < grid->rows * grid->columns; i++) {
        int32_t column = i % grid->columns, row = i / grid->columns;
        struct cell cell = {.pieces = heads->pieces[i], .depth = parent->depth + 1};
        uint32_t word;

        cell.set = set_of(builder, parent->set, heads->covers[i]);
        cell.box.west = grid->west + column * grid->width;
        cell.box.south = grid->south + row * grid->height;
        cell.box.east = cell.box.west + grid->width;
        cell.box.north = cell.box.south + grid->height;
        word = cell.pieces == GEO_OVERLAY_NONE
                   ? geo_overlay_word(GEO_OVERLAY_SET, cell.set)
                   : build_cell(builder, &cell);
        ((uint32_t *)builder->overlay->cells.items)[first + (uint32_t)i] = word;
    }
}

static uint32_t make_node(struct geo_overlay_builder *builder, const struct cell *cell,
                          int32_t side)
{
    struct geo_overlay *overlay = builder->overlay;
    int32_t count = 1 << side;
    double width = (cell->box.east - cell->box.west) / count;
    double height = (cell->box.north - cell->box.south) / count;
    struct geo_overlay_grid grid = {cell->box.west, cell->box.south, width,
                                    height,         count,           count};
    size_t pieces = builder->pieces.count, covers = builder->covers.count;
    size_t refs = builder->refs.count;
    uint32_t first = (uint32_t)overlay->cells.count;
    struct geo_overlay_heads heads;

    geo_overlay_grow(&overlay->cells, (size_t)1 << 2 * side, sizeof(uint32_t));
    heads_init(&heads, (size_t)1 << 2 * side);
    for (uint32_t i = cell->pieces; i != GEO_OVERLAY_NONE;
         i = piece_at(builder, i)->next) {
        struct geo_overlay_piece whole = *piece_at(builder, i);

        geo_overlay_split(builder, &grid, &whole, &heads);
    }
    build_cells(builder, &grid, &heads, cell, first);
    free(heads.pieces);
    builder->pieces.count = pieces;
    builder->covers.count = covers;
    builder->refs.count = refs;
    return geo_overlay_word(GEO_OVERLAY_NODE, (uint32_t)side << GEO_OVERLAY_SIDE_SHIFT |
                                                  first / GEO_OVERLAY_ALIGN);
}

static uint32_t build_cell(struct geo_overlay_builder *builder, const struct cell *cell)
{
    int32_t side = SIDE_MIN;
    size_t edges = 0;

    for (uint32_t i = cell->pieces; i != GEO_OVERLAY_NONE; i = piece_at(builder, i)->next)
        edges += piece_at(builder, i)->count;
    if (edges == 0 || (cell->depth > 1 && edges <= EDGES_FEW) ||
        cell->depth > DEPTH_MAX || builder->budget == 0)
        return make_leaf(builder, cell);
    while (side < SIDE_MAX && (size_t)1 << 2 * side < SPACE * edges)
        side++;
    return make_node(builder, cell, side);
}

/* The whole zone over the whole map, seen from far in the west, where nothing is. */
static struct geo_overlay_piece whole_zone(struct geo_overlay_builder *builder,
                                           uint32_t zone)
{
    const struct geo_overlay_lines *lines = &builder->overlay->lines[zone];
    struct geo_overlay_piece whole = {.at = {-1000.0, 0.0},
                                      .zone = zone,
                                      .first = (uint32_t)builder->refs.count,
                                      .count = lines->count};
    uint32_t *refs = geo_overlay_grow(&builder->refs, lines->count, sizeof(*refs));

    for (uint32_t i = 0; i < lines->count; i++)
        refs[i] = lines->first + i;
    return whole;
}

static void build_root(struct geo_overlay_builder *builder)
{
    struct geo_overlay *overlay = builder->overlay;
    const struct geo_overlay_grid grid = {
        -180.0, -90.0, 1.0, 1.0, GEO_OVERLAY_COLUMNS, GEO_OVERLAY_ROWS};
    const struct cell world = {.pieces = GEO_OVERLAY_NONE};
    struct geo_overlay_heads heads;
    uint32_t *cells = geo_overlay_grow(
        &overlay->cells, GEO_OVERLAY_SEAM + GEO_OVERLAY_ALIGN, sizeof(*cells));

    cells[GEO_OVERLAY_SEAM] = geo_overlay_word(GEO_OVERLAY_SLOW, 0);
    heads_init(&heads, GEO_OVERLAY_SEAM);
    for (uint32_t z = 0; z < overlay->count; z++) {
        struct geo_overlay_piece whole = whole_zone(builder, z);

        geo_overlay_split(builder, &grid, &whole, &heads);
    }
    build_cells(builder, &grid, &heads, &world, 0);
    free(heads.pieces);
}

void geo_overlay_build(struct geo_overlay *overlay)
{
    struct geo_overlay_builder builder = {.overlay = overlay};

    builder.budget = BUDGET_EACH * overlay->edges.count + BUDGET_MORE;
    builder.seen = mem_calloc(overlay->edges.count + 1, sizeof(*builder.seen));
    *(struct geo_overlay_set *)geo_overlay_grow(&overlay->sets, 1,
                                                sizeof(struct geo_overlay_set)) =
        (struct geo_overlay_set){0, 0};
    build_root(&builder);
    /* Questions read two members of any set, see append_set. */
    memset(geo_overlay_grow(&overlay->members, 2, sizeof(uint32_t)), 0,
           2 * sizeof(uint32_t));
    free(builder.pieces.items);
    free(builder.covers.items);
    free(builder.refs.items);
    free(builder.touches.items);
    free(builder.seen);
}
