#include "geo/overlay_tree.h"
#include "geo/simd.h"
#include "server/core/arena.h"

/* Points are located this many at a time: their cells stay in the nearest cache. */
#define BATCH 2048
/* Pairs written beyond what counts, see append_set. */
#define SPARE      2
#define CACHE_LINE 64

/* One question while it is answered. */
struct query {
    const struct geo_overlay *overlay;
    const uint32_t *cells;
    const union geo_overlay_unit *leaves;
    const struct geo_overlay_set *sets;
    const uint32_t *members;
    size_t room; /* pairs that one point may need */
    struct geo_pairs *pairs;
};

/* The topmost cell of each point; those on the map's seam go to a cell of their own. */
INLINE_BODY void locate_body(const double *restrict lon, const double *restrict lat,
                             size_t count, int32_t *restrict ret_cells)
{
    for (size_t i = 0; i < count; i++) {
        int32_t column = (int32_t)(lon[i] + 180.0);
        int32_t row = (int32_t)(lat[i] + 90.0);
        int32_t cell = row * GEO_OVERLAY_COLUMNS + column;
        int32_t inner = (fabs(lon[i]) < 180.0) & (fabs(lat[i]) < 90.0);

        /* lon + 180 may round up to 360, lat + 90 to 180. */
        inner &= (column < GEO_OVERLAY_COLUMNS) & (row < GEO_OVERLAY_ROWS);
        ret_cells[i] = inner ? cell : GEO_OVERLAY_SEAM;
    }
}

FOR_AVX2 static void locate_avx2(const double *lon, const double *lat, size_t count,
                                 int32_t *ret_cells)
{
    locate_body(lon, lat, count, ret_cells);
}

static void locate_plain(const double *lon, const double *lat, size_t count,
                         int32_t *ret_cells)
{
    locate_body(lon, lat, count, ret_cells);
}

static void reserve(struct geo_pairs *pairs, size_t more)
{
    if (pairs->count + more <= pairs->size)
        return;
    pairs->size = 2 * (pairs->count + more) + 1024;
    pairs->items = mem_realloc(pairs->items, pairs->size, sizeof(*pairs->items));
}

static inline void append(struct geo_pairs *pairs, uint32_t point, uint32_t zone)
{
    pairs->items[pairs->count++] = (struct geo_pair){point, zone};
}

/* By asking the shape itself. */
static bool asked(const struct query *query, uint32_t zone, struct geo_point p)
{
    return geo_zone_contains(&query->overlay->zones[zone], p);
}

static bool within(const struct geo_overlay_edge *e, struct geo_point p)
{
    return p.lon >= fmin(e->a.lon, e->b.lon) && p.lon <= fmax(e->a.lon, e->b.lon) &&
           p.lat >= fmin(e->a.lat, e->b.lat) && p.lat <= fmax(e->a.lat, e->b.lat);
}

/* Whether the way from p to the part's reference point crosses the edge, given that both
 * lie on different sides of its line. */
static bool between_ends(const struct geo_overlay_edge *e, struct geo_point p,
                         struct geo_point at)
{
    const struct geo_overlay_edge way = {p, at};

    return (geo_overlay_side(&way, e->a) > 0) != (geo_overlay_side(&way, e->b) > 0);
}

static bool in_part(const struct geo_overlay_part *part,
                    const union geo_overlay_unit *edges, struct geo_point p)
{
    bool inside = part->inside;

    for (uint32_t i = 0; i < part->through + part->near; i++) {
        const struct geo_overlay_edge *e = &edges[i].edge;
        int side = geo_overlay_side(e, p);

        if (side > 0)
            continue;
        if (side == 0 && within(e, p))
            return !part->open;
        inside ^= side < 0 && (i < part->through || between_ends(e, p, part->at));
    }
    return inside;
}

/* The same for a zone whose edges are not quite its boundary. */
static bool in_banded_part(const struct query *query, const struct geo_overlay_part *part,
                           const union geo_overlay_unit *edges, struct geo_point p)
{
    const struct geo_overlay_lines *lines = &query->overlay->lines[part->zone];
    bool inside = part->inside;

    if (lines->slow)
        return asked(query, part->zone, p);
    for (uint32_t i = 0; i < part->through + part->near; i++) {
        const struct geo_overlay_edge *e = &edges[i].edge;
        double length = fabs(e->b.lon - e->a.lon) + fabs(e->b.lat - e->a.lat);
        double error, det = geo_overlay_det(e, p, &error);

        if (fabs(det) <= error + lines->band_deg * length)
            return asked(query, part->zone, p);
        inside ^= det < 0.0 && (i < part->through || between_ends(e, p, part->at));
    }
    return inside;
}

static void append_leaf(const struct query *query, uint32_t index, uint32_t point,
                        struct geo_point p)
{
    const union geo_overlay_unit *unit = query->leaves + index;
    const struct geo_overlay_leaf *leaf = &unit->leaf;
    const struct geo_overlay_set *set = &query->sets[leaf->set];
    const uint32_t *zones = query->members + set->first;
    uint32_t next = 0;

    unit++;
    for (uint32_t i = 0; i < leaf->parts; i++) {
        const struct geo_overlay_part *part = &unit->part;

        unit++;
        while (next < set->count && zones[next] < part->zone)
            append(query->pairs, point, zones[next++]);
        if (part->exact ? in_part(part, unit, p) : in_banded_part(query, part, unit, p))
            append(query->pairs, point, part->zone);
        unit += part->through + part->near;
    }
    while (next < set->count)
        append(query->pairs, point, zones[next++]);
}

static void append_slow(const struct query *query, uint32_t point, struct geo_point p)
{
    struct geo_box box = {p.lon, p.lat, p.lon, p.lat};

    for (uint32_t z = 0; z < query->overlay->count; z++)
        if (geo_overlay_zone_meets(query->overlay, z, &box) && asked(query, z, p))
            append(query->pairs, point, z);
}

/* The points of a batch that may be in a zone. */
struct batch {
    const double *lon;
    const double *lat;
    size_t count;
    size_t first;            /* number of the batch's first point */
    uint16_t points[BATCH];  /* in the batch */
    uint32_t words[BATCH];   /* of their cells */
    uint16_t divided[BATCH]; /* which of them are in a divided cell */
    double x[BATCH];         /* for these, where in the cell, 0 to 1 */
    double y[BATCH];
    size_t listed;
    size_t divided_count;
};

static void list_cells(const struct query *query, struct batch *batch)
{
    int32_t cells[BATCH];
    size_t listed = 0;

    if (simd_has_avx2())
        locate_avx2(batch->lon, batch->lat, batch->count, cells);
    else
        locate_plain(batch->lon, batch->lat, batch->count, cells);
    for (size_t i = 0; i < batch->count; i++) {
        uint32_t word = query->cells[cells[i]];

        batch->words[listed] = word;
        batch->points[listed] = (uint16_t)i;
        listed += word != 0;
    }
    batch->listed = listed;
}

static void list_divided(struct batch *batch)
{
    size_t divided = 0;

    for (size_t i = 0; i < batch->listed; i++) {
        batch->divided[divided] = (uint16_t)i;
        divided += batch->words[i] >> GEO_OVERLAY_SHIFT == GEO_OVERLAY_NODE;
    }
    for (size_t i = 0; i < divided; i++) {
        size_t point = batch->points[batch->divided[i]];
        double x = batch->lon[point] + 180.0, y = batch->lat[point] + 90.0;

        batch->x[i] = x - (double)(int32_t)x;
        batch->y[i] = y - (double)(int32_t)y;
    }
    batch->divided_count = divided;
}

/* One level down for all points in divided cells: no branches, so that the processor
 * fetches many cells at a time. Powers of 2 keep x and y exact. */
static void descend(const struct query *query, struct batch *batch)
{
    size_t left = 0;

    for (size_t i = 0; i < batch->divided_count; i++) {
        uint16_t at = batch->divided[i];
        uint32_t word = batch->words[at];
        uint32_t side = word >> GEO_OVERLAY_SIDE_SHIFT & GEO_OVERLAY_SIDE_MASK;
        uint32_t first = (word & GEO_OVERLAY_FIRST_MASK) * GEO_OVERLAY_ALIGN;
        double x = batch->x[i] * (double)(1 << side);
        double y = batch->y[i] * (double)(1 << side);
        uint32_t column = (uint32_t)(int32_t)x, row = (uint32_t)(int32_t)y;

        word = query->cells[first + (row << side) + column];
        batch->words[at] = word;
        batch->divided[left] = at;
        batch->x[left] = x - (double)(int32_t)x;
        batch->y[left] = y - (double)(int32_t)y;
        left += word >> GEO_OVERLAY_SHIFT == GEO_OVERLAY_NODE;
    }
    batch->divided_count = left;
}

/* Two zones are written in any case, wanted or not: that is quicker than to ask. */
static inline void append_set(const struct query *query, uint32_t set, uint32_t point)
{
    const struct geo_overlay_set *s = &query->sets[set];
    const uint32_t *zones = query->members + s->first;
    struct geo_pair *to = query->pairs->items + query->pairs->count;

    to[0] = (struct geo_pair){point, zones[0]};
    to[1] = (struct geo_pair){point, zones[1]};
    for (uint32_t i = 2; i < s->count; i++)
        to[i] = (struct geo_pair){point, zones[i]};
    query->pairs->count += s->count;
}

static void append_listed(const struct query *query, const struct batch *batch)
{
    for (size_t i = 0; i < batch->listed; i++) {
        const char *leaf =
            (const char *)(query->leaves + (batch->words[i] & GEO_OVERLAY_MASK));

        if (batch->words[i] >> GEO_OVERLAY_SHIFT != GEO_OVERLAY_LEAF)
            continue;
        __builtin_prefetch(leaf);
        __builtin_prefetch(leaf + CACHE_LINE);
    }
    for (size_t i = 0; i < batch->listed; i++) {
        uint32_t word = batch->words[i];
        size_t at = batch->points[i];
        uint32_t point = (uint32_t)(batch->first + at);
        struct geo_point p = {batch->lon[at], batch->lat[at]};

        if (query->pairs->size - query->pairs->count < query->room)
            reserve(query->pairs, query->room);
        switch ((enum geo_overlay_code)(word >> GEO_OVERLAY_SHIFT)) {
        case GEO_OVERLAY_SET:
            append_set(query, word, point);
            break;
        case GEO_OVERLAY_LEAF:
            append_leaf(query, word & GEO_OVERLAY_MASK, point, p);
            break;
        case GEO_OVERLAY_SLOW:
        case GEO_OVERLAY_NODE: /* not met: all were descended */
            append_slow(query, point, p);
            break;
        }
    }
}

void geo_overlay_append(const struct geo_overlay *overlay,
                        const struct geo_points *points, struct geo_pairs *pairs)
{
    const struct query query = {overlay,
                                overlay->cells.items,
                                overlay->leaves.items,
                                overlay->sets.items,
                                overlay->members.items,
                                overlay->count + SPARE,
                                pairs};
    struct batch batch;

    for (batch.first = 0; batch.first < points->count; batch.first += BATCH) {
        size_t left = points->count - batch.first;

        batch.lon = points->lon + batch.first;
        batch.lat = points->lat + batch.first;
        batch.count = left < BATCH ? left : BATCH;
        list_cells(&query, &batch);
        list_divided(&batch);
        while (batch.divided_count)
            descend(&query, &batch);
        append_listed(&query, &batch);
    }
}
