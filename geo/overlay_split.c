#include "geo/overlay_split.h"

#include "server/core/arena.h"

/* Cells are taken this much larger, so that a point belongs to the cell it is led to
 * though lon + 180 is rounded by 2^-45 = 3e-14 degrees at most. */
#define PAD     1e-6  /* of their size */
#define PAD_DEG 1e-13 /* and besides */
/* Where reference points are tried, as shares of a cell. The first is good unless an
 * edge's line runs through it exactly. */
#define TRIES 64

/* An edge in a cell, chained by cell. */
struct touch {
    uint32_t ref;
    uint32_t next;
};

/* Cells from (west, south) to (east, north), all inclusive. */
struct range {
    int32_t west, south, east, north;
};

/* One zone being spread. */
struct spread {
    struct geo_overlay_builder *builder;
    const struct geo_overlay_grid *grid;
    const struct geo_overlay_piece *whole;
    const struct geo_overlay_heads *heads;
    const struct geo_overlay_edge *edges;
    double band_deg;
    struct range used; /* cells that edges touch */
};

/* Where one stands, on the way from cell to cell. */
struct stand {
    struct geo_point at;
    uint32_t cell; /* NONE: any edge may be near */
    bool inside;
    bool placed; /* at is set; in a cell without edges it does not matter until one
                    comes to a cell with some */
};

static int32_t clamp(double value, int32_t count)
{
    if (!(value > 0.0))
        return 0;
    return value >= count ? count - 1 : (int32_t)value;
}

static struct geo_box cell_box(const struct geo_overlay_grid *grid, int32_t column,
                               int32_t row, double margin)
{
    double aside = PAD * grid->width + PAD_DEG + margin;
    double up = PAD * grid->height + PAD_DEG + margin;

    return (struct geo_box){grid->west + column * grid->width - aside,
                            grid->south + row * grid->height - up,
                            grid->west + (column + 1) * grid->width + aside,
                            grid->south + (row + 1) * grid->height + up};
}

static bool in_box(const struct geo_box *box, struct geo_point p)
{
    return p.lon >= box->west && p.lon <= box->east && p.lat >= box->south &&
           p.lat <= box->north;
}

enum touching {
    APART,
    NEAR,    /* touches, or may */
    THROUGH, /* runs from border to border */
};

/* A segment and a rectangle are apart when a side of the rectangle or the segment's line
 * separates them. */
static enum touching touching(const struct geo_overlay_edge *e, const struct geo_box *box)
{
    const struct geo_point corners[] = {{box->west, box->south},
                                        {box->east, box->south},
                                        {box->east, box->north},
                                        {box->west, box->north}};
    bool left = false, right = false, unsure = false;

    if (geo_overlay_max(e->a.lon, e->b.lon) < box->west ||
        geo_overlay_min(e->a.lon, e->b.lon) > box->east ||
        geo_overlay_max(e->a.lat, e->b.lat) < box->south ||
        geo_overlay_min(e->a.lat, e->b.lat) > box->north)
        return APART;
    for (int i = 0; i < 4; i++) {
        double error, det = geo_overlay_det(e, corners[i], &error);

        left |= det > error;
        right |= det < -error;
        unsure |= det <= error && det >= -error;
    }
    if (!unsure && left != right)
        return APART;
    if (left && right && !in_box(box, e->a) && !in_box(box, e->b))
        return THROUGH;
    return NEAR;
}

static void add_touch(struct spread *spread, uint32_t cell, uint32_t ref)
{
    struct geo_overlay_list *touches = &spread->builder->touches;
    uint32_t *head = &spread->heads->touches[cell];
    struct touch *touch = geo_overlay_grow(touches, 1, sizeof(*touch));

    *touch = (struct touch){ref, *head};
    *head = (uint32_t)touches->count - 1;
}

static void touch_cell(struct spread *spread, uint32_t edge, int32_t column, int32_t row)
{
    struct geo_box box = cell_box(spread->grid, column, row, spread->band_deg);
    enum touching how = touching(&spread->edges[edge], &box);
    struct range *used = &spread->used;

    if (how == APART)
        return;
    used->west = column < used->west ? column : used->west;
    used->east = column > used->east ? column : used->east;
    used->south = row < used->south ? row : used->south;
    used->north = row > used->north ? row : used->north;
    add_touch(spread, (uint32_t)(row * spread->grid->columns + column),
              edge | (how == THROUGH ? GEO_OVERLAY_THROUGH : 0));
}

/* Longitudes of the edge between two latitudes, a little too wide. */
static void clip(const struct geo_overlay_edge *e, double south, double north,
                 double *ret_west, double *ret_east)
{
    double slope = (e->b.lon - e->a.lon) / (e->b.lat - e->a.lat);
    double one = e->a.lon + (south - e->a.lat) * slope;
    double other = e->a.lon + (north - e->a.lat) * slope;
    double west = geo_overlay_min(e->a.lon, e->b.lon),
           east = geo_overlay_max(e->a.lon, e->b.lon);

    /* Not so for a level edge, whose slope is no number or without bounds. */
    if (fabs(slope) < 1e6) {
        west = geo_overlay_max(west, geo_overlay_min(one, other));
        east = geo_overlay_min(east, geo_overlay_max(one, other));
    }
    *ret_west = west;
    *ret_east = east;
}

static void touch_cells(struct spread *spread, uint32_t edge)
{
    const struct geo_overlay_grid *grid = spread->grid;
    const struct geo_overlay_edge *e = &spread->edges[edge];
    double up = 2 * (PAD * grid->height + PAD_DEG) + spread->band_deg;
    double aside = 2 * (PAD * grid->width + PAD_DEG) + spread->band_deg + 1e-9;
    double south = geo_overlay_min(e->a.lat, e->b.lat) - up,
           north = geo_overlay_max(e->a.lat, e->b.lat) + up;
    int32_t top = clamp((north - grid->south) / grid->height, grid->rows);

    for (int32_t row = clamp((south - grid->south) / grid->height, grid->rows);
         row <= top; row++) {
        double low = grid->south + row * grid->height - up, west, east;
        int32_t last;

        clip(e, low, low + grid->height + 2 * up, &west, &east);
        if (east + aside < grid->west ||
            west - aside > grid->west + grid->columns * grid->width)
            continue;
        last = clamp((east + aside - grid->west) / grid->width, grid->columns);
        for (int32_t column =
                 clamp((west - aside - grid->west) / grid->width, grid->columns);
             column <= last; column++)
            touch_cell(spread, edge, column, row);
    }
}

static const struct touch *touch_at(const struct spread *spread, uint32_t index)
{
    return (const struct touch *)spread->builder->touches.items + index;
}

/* Whether p lies on none of the lines of the cell's edges. */
static bool clear_of(const struct spread *spread, uint32_t cell, struct geo_point p)
{
    uint32_t i = spread->heads->touches[cell];

    for (; i != GEO_OVERLAY_NONE; i = touch_at(spread, i)->next) {
        uint32_t edge = touch_at(spread, i)->ref & GEO_OVERLAY_EDGE;

        if (geo_overlay_side(&spread->edges[edge], p) == 0)
            return false;
    }
    return true;
}

static struct geo_point reference(const struct spread *spread, uint32_t cell)
{
    const struct geo_overlay_grid *grid = spread->grid;
    int32_t column = (int32_t)cell % grid->columns, row = (int32_t)cell / grid->columns;
    struct geo_point p = {0, 0};

    for (int i = 0; i < TRIES; i++) {
        /* Multiples of the golden ratio and of the square root of 2 fill the cell. */
        double x = 0.5077 + 0.61803398875 * i, y = 0.4913 + 0.41421356237 * i;

        p.lon = grid->west + (column + 0.05 + 0.9 * (x - floor(x))) * grid->width;
        p.lat = grid->south + (row + 0.05 + 0.9 * (y - floor(y))) * grid->height;
        if (clear_of(spread, cell, p))
            break;
    }
    return p;
}

/* The parity of crossings on the way from p to q over the edges of one cell; each edge
 * counts once a question. */
static bool parity_in(const struct spread *spread, uint32_t cell, struct geo_point p,
                      struct geo_point q)
{
    struct geo_overlay_builder *builder = spread->builder;
    uint32_t i = spread->heads->touches[cell];
    bool odd = false;

    for (; i != GEO_OVERLAY_NONE; i = touch_at(spread, i)->next) {
        uint32_t edge = touch_at(spread, i)->ref & GEO_OVERLAY_EDGE;

        if (builder->seen[edge] == builder->question)
            continue;
        builder->seen[edge] = builder->question;
        odd ^= geo_overlay_crosses(&spread->edges[edge], p, q);
    }
    return odd;
}

static bool parity_of_all(const struct spread *spread, struct geo_point p,
                          struct geo_point q)
{
    const uint32_t *refs = spread->builder->refs.items;
    bool odd = false;

    for (uint32_t i = 0; i < spread->whole->count; i++) {
        uint32_t edge = refs[spread->whole->first + i] & GEO_OVERLAY_EDGE;

        odd ^= geo_overlay_crosses(&spread->edges[edge], p, q);
    }
    return odd;
}

/* From the cell one stands in to a neighbour, or from far away. */
static struct stand move(const struct spread *spread, struct stand from, uint32_t cell)
{
    const uint32_t *touches = spread->heads->touches;
    struct stand to = {.cell = cell, .inside = from.inside};

    if (from.cell != GEO_OVERLAY_NONE && touches[from.cell] == GEO_OVERLAY_NONE &&
        touches[cell] == GEO_OVERLAY_NONE)
        return to;
    if (!from.placed)
        from.at = reference(spread, from.cell);
    to.at = reference(spread, cell);
    to.placed = true;
    if (from.cell == GEO_OVERLAY_NONE) {
        to.inside ^= parity_of_all(spread, from.at, to.at);
        return to;
    }
    spread->builder->question++;
    to.inside ^= parity_in(spread, from.cell, from.at, to.at);
    to.inside ^= parity_in(spread, cell, from.at, to.at);
    return to;
}

static void add_cover(struct spread *spread, uint32_t cell)
{
    struct geo_overlay_list *covers = &spread->builder->covers;
    struct geo_overlay_cover *cover = geo_overlay_grow(covers, 1, sizeof(*cover));

    *cover = (struct geo_overlay_cover){spread->whole->zone, spread->heads->covers[cell]};
    spread->heads->covers[cell] = (uint32_t)covers->count - 1;
}

/* Makes the cell's touches a piece and forgets them. */
static void add_piece(struct spread *spread, const struct stand *stand)
{
    struct geo_overlay_builder *builder = spread->builder;
    uint32_t *head = &spread->heads->pieces[stand->cell];
    struct geo_overlay_piece *piece =
        geo_overlay_grow(&builder->pieces, 1, sizeof(*piece));
    uint32_t i = spread->heads->touches[stand->cell];

    *piece = (struct geo_overlay_piece){.at = stand->at,
                                        .zone = spread->whole->zone,
                                        .first = (uint32_t)builder->refs.count,
                                        .next = *head,
                                        .inside = stand->inside};
    *head = (uint32_t)builder->pieces.count - 1;
    for (; i != GEO_OVERLAY_NONE; i = touch_at(spread, i)->next) {
        *(uint32_t *)geo_overlay_grow(&builder->refs, 1, sizeof(uint32_t)) =
            touch_at(spread, i)->ref;
        piece->count++;
    }
    builder->budget -= piece->count < builder->budget ? piece->count : builder->budget;
}

static void walk(struct spread *spread, struct range range, struct stand start)
{
    const struct geo_overlay_heads *heads = spread->heads;
    struct stand first = start;

    for (int32_t row = range.south; row <= range.north; row++) {
        struct stand stand = first;

        for (int32_t column = range.west; column <= range.east; column++) {
            stand = move(spread, stand, (uint32_t)(row * spread->grid->columns + column));
            if (column == range.west)
                first = stand;
            if (heads->touches[stand.cell] != GEO_OVERLAY_NONE)
                add_piece(spread, &stand);
            else if (stand.inside)
                add_cover(spread, stand.cell);
        }
    }
    for (int32_t row = range.south; row <= range.north; row++)
        for (int32_t column = range.west; column <= range.east; column++)
            heads->touches[row * spread->grid->columns + column] = GEO_OVERLAY_NONE;
}

/* A zone without edges is a piece of every cell that its boxes meet. */
static void split_slow(struct spread *spread)
{
    const struct geo_overlay_grid *grid = spread->grid;

    for (int32_t i = 0; i < grid->rows * grid->columns; i++) {
        int32_t column = i % grid->columns, row = i / grid->columns;
        struct geo_box box = cell_box(grid, column, row, 0.0);

        if (geo_overlay_zone_meets(spread->builder->overlay, spread->whole->zone, &box))
            add_piece(spread, &(struct stand){.cell = (uint32_t)i});
    }
}

void geo_overlay_split(struct geo_overlay_builder *builder,
                       const struct geo_overlay_grid *grid,
                       const struct geo_overlay_piece *whole,
                       const struct geo_overlay_heads *heads)
{
    struct geo_overlay *overlay = builder->overlay;
    struct spread spread = {.builder = builder,
                            .grid = grid,
                            .whole = whole,
                            .heads = heads,
                            .edges = overlay->edges.items,
                            .band_deg = overlay->lines[whole->zone].band_deg,
                            .used = {grid->columns, grid->rows, -1, -1}};
    struct stand start = {whole->at, GEO_OVERLAY_NONE, whole->inside, true};

    builder->touches.count = 0;
    if (overlay->lines[whole->zone].slow) {
        split_slow(&spread);
        return;
    }
    for (uint32_t i = 0; i < whole->count; i++) {
        const uint32_t *refs = builder->refs.items;

        touch_cells(&spread, refs[whole->first + i] & GEO_OVERLAY_EDGE);
    }
    if (grid->columns != GEO_OVERLAY_COLUMNS)
        spread.used = (struct range){0, 0, grid->columns - 1, grid->rows - 1};
    walk(&spread, spread.used, start);
}
