#include "geo/overlay_tree.h"
#include "geo/simd.h"
#include "server/core/arena.h"

/* Points are located this many at a time: their cells stay in the nearest cache. */
#define BATCH 2048

/* One question while it is answered. */
struct query {
    const struct geo_overlay *overlay;
    const uint32_t *cells;
    const struct geo_overlay_node *nodes;
    const struct geo_overlay_edge *edges;
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

static void append_set(const struct query *query, uint32_t set, uint32_t point)
{
    const struct geo_overlay *overlay = query->overlay;
    const struct geo_overlay_set *s =
        (const struct geo_overlay_set *)overlay->sets.items + set;
    const uint32_t *zones = (const uint32_t *)overlay->members.items + s->first;

    reserve(query->pairs, s->count);
    for (uint32_t i = 0; i < s->count; i++)
        append(query->pairs, point, zones[i]);
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

static bool in_part(const struct query *query, const struct geo_overlay_part *part,
                    struct geo_point p)
{
    const uint32_t *refs = (const uint32_t *)query->overlay->refs.items + part->first;
    bool inside = part->inside;

    for (uint32_t i = 0; i < part->count; i++) {
        const struct geo_overlay_edge *e = &query->edges[refs[i] & GEO_OVERLAY_EDGE];
        int side = geo_overlay_side(e, p);

        if (side == 0 && within(e, p))
            return query->overlay->zones[part->zone].kind != GEO_ZONE_CORRIDOR;
        if (side == 0 || (side > 0) == !!(refs[i] & GEO_OVERLAY_LEFT))
            continue;
        inside ^= refs[i] & GEO_OVERLAY_THROUGH || between_ends(e, p, part->at);
    }
    return inside;
}

/* The same for a zone whose edges are not quite its boundary. */
static bool in_banded_part(const struct query *query, const struct geo_overlay_part *part,
                           struct geo_point p)
{
    const struct geo_overlay_lines *lines = &query->overlay->lines[part->zone];
    const uint32_t *refs = (const uint32_t *)query->overlay->refs.items + part->first;
    bool inside = part->inside;

    if (lines->slow)
        return asked(query, part->zone, p);
    for (uint32_t i = 0; i < part->count; i++) {
        const struct geo_overlay_edge *e = &query->edges[refs[i] & GEO_OVERLAY_EDGE];
        double length = fabs(e->b.lon - e->a.lon) + fabs(e->b.lat - e->a.lat);
        double error, det = geo_overlay_det(e, p, &error);

        if (fabs(det) <= error + lines->band_deg * length)
            return asked(query, part->zone, p);
        if ((det > 0.0) == !!(refs[i] & GEO_OVERLAY_LEFT))
            continue;
        inside ^= refs[i] & GEO_OVERLAY_THROUGH || between_ends(e, p, part->at);
    }
    return inside;
}

static void append_leaf(const struct query *query, uint32_t index, uint32_t point,
                        struct geo_point p)
{
    const struct geo_overlay *overlay = query->overlay;
    const struct geo_overlay_leaf *leaf =
        (const struct geo_overlay_leaf *)overlay->leaves.items + index;
    const struct geo_overlay_part *parts =
        (const struct geo_overlay_part *)overlay->parts.items + leaf->first;
    const struct geo_overlay_set *set =
        (const struct geo_overlay_set *)overlay->sets.items + leaf->set;
    const uint32_t *zones = (const uint32_t *)overlay->members.items + set->first;
    uint32_t next = 0;

    reserve(query->pairs, leaf->count + set->count);
    for (uint32_t i = 0; i < leaf->count; i++) {
        const struct geo_overlay_part *part = &parts[i];
        const struct geo_overlay_lines *lines = &overlay->lines[part->zone];
        bool exact = lines->band_deg == 0.0 && !lines->slow;

        while (next < set->count && zones[next] < part->zone)
            append(query->pairs, point, zones[next++]);
        if (exact ? in_part(query, part, p) : in_banded_part(query, part, p))
            append(query->pairs, point, part->zone);
    }
    while (next < set->count)
        append(query->pairs, point, zones[next++]);
}

static void append_slow(const struct query *query, uint32_t point, struct geo_point p)
{
    struct geo_box box = {p.lon, p.lat, p.lon, p.lat};

    reserve(query->pairs, query->overlay->count);
    for (uint32_t z = 0; z < query->overlay->count; z++)
        if (geo_overlay_zone_meets(query->overlay, z, &box) && asked(query, z, p))
            append(query->pairs, point, z);
}

static inline uint32_t step(const struct query *query, uint32_t word, struct geo_point p)
{
    const struct geo_overlay_node *node = &query->nodes[word & GEO_OVERLAY_MASK];
    int32_t column = (int32_t)((p.lon - node->west) * node->per_lon);
    int32_t row = (int32_t)((p.lat - node->south) * node->per_lat);

    /* Rounding may lead a hair beyond the border; cells are padded for that. */
    column = column < 0 ? 0 : column >= node->side ? node->side - 1 : column;
    row = row < 0 ? 0 : row >= node->side ? node->side - 1 : row;
    return query->cells[node->first + (uint32_t)(row * node->side + column)];
}

static void append_point(const struct query *query, uint32_t word, uint32_t point,
                         struct geo_point p)
{
    while (word >> GEO_OVERLAY_SHIFT == GEO_OVERLAY_NODE)
        word = step(query, word, p);
    switch ((enum geo_overlay_code)(word >> GEO_OVERLAY_SHIFT)) {
    case GEO_OVERLAY_SET:
        if (word)
            append_set(query, word, point);
        break;
    case GEO_OVERLAY_LEAF:
        append_leaf(query, word & GEO_OVERLAY_MASK, point, p);
        break;
    case GEO_OVERLAY_SLOW:
        append_slow(query, point, p);
        break;
    case GEO_OVERLAY_NODE:
        break;
    }
}

/* Most points are in no zone's cell: those that are come first into a list. */
static void append_batch(const struct query *query, const struct geo_points *points,
                         size_t first, size_t count)
{
    const double *lon = points->lon + first, *lat = points->lat + first;
    int32_t cells[BATCH];
    uint32_t words[BATCH];
    uint16_t list[BATCH];
    size_t listed = 0;

    if (simd_has_avx2())
        locate_avx2(lon, lat, count, cells);
    else
        locate_plain(lon, lat, count, cells);
    for (size_t i = 0; i < count; i++) {
        uint32_t word = query->cells[cells[i]];

        words[listed] = word;
        list[listed] = (uint16_t)i;
        listed += word != 0;
    }
    for (size_t i = 0; i < listed; i++)
        append_point(query, words[i], (uint32_t)(first + list[i]),
                     (struct geo_point){lon[list[i]], lat[list[i]]});
}

void geo_overlay_append(const struct geo_overlay *overlay,
                        const struct geo_points *points, struct geo_pairs *pairs)
{
    const struct query query = {overlay, overlay->cells.items, overlay->nodes.items,
                                overlay->edges.items, pairs};

    for (size_t first = 0; first < points->count; first += BATCH) {
        size_t left = points->count - first;

        append_batch(&query, points, first, left < BATCH ? left : BATCH);
    }
}
