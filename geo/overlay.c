#include "geo/overlay.h"

#include <stdlib.h>

#include "geo/box.h"
#include "server/core/arena.h"

struct geo_overlay {
    const struct geo_zone *zones;
    size_t count;
    struct geo_box (*boxes)[2];
    size_t *box_counts;
};

void geo_pairs_fini(struct geo_pairs *pairs)
{
    free(pairs->items);
    *pairs = (struct geo_pairs){0};
}

struct geo_overlay *geo_overlay_new(const struct geo_zone *zones, size_t count)
{
    struct geo_overlay *overlay = mem_calloc(1, sizeof(*overlay));

    overlay->zones = zones;
    overlay->count = count;
    overlay->boxes = mem_calloc(count + 1, sizeof(*overlay->boxes));
    overlay->box_counts = mem_calloc(count + 1, sizeof(*overlay->box_counts));
    for (size_t z = 0; z < count; z++)
        overlay->box_counts[z] =
            geo_box_of_shape(&zones[z].shape, 0.0, overlay->boxes[z]);
    return overlay;
}

void geo_overlay_free(struct geo_overlay *overlay)
{
    if (!overlay)
        return;
    free(overlay->boxes);
    free(overlay->box_counts);
    free(overlay);
}

const struct geo_zone *geo_overlay_zones(const struct geo_overlay *overlay,
                                         size_t *ret_count)
{
    *ret_count = overlay->count;
    return overlay->zones;
}

bool geo_overlay_zone_meets(const struct geo_overlay *overlay, size_t zone,
                            const struct geo_box *box)
{
    for (size_t b = 0; b < overlay->box_counts[zone]; b++)
        if (geo_box_meets(&overlay->boxes[zone][b], box))
            return true;
    return false;
}

bool geo_overlay_meets(const struct geo_overlay *overlay, const struct geo_box *box)
{
    for (size_t z = 0; z < overlay->count; z++)
        if (geo_overlay_zone_meets(overlay, z, box))
            return true;
    return false;
}

static void append_pair(struct geo_pairs *pairs, size_t point, size_t zone)
{
    if (pairs->count == pairs->size) {
        pairs->size = pairs->size ? pairs->size * 2 : 256;
        pairs->items = mem_realloc(pairs->items, pairs->size, sizeof(*pairs->items));
    }
    pairs->items[pairs->count++] = (struct geo_pair){(uint32_t)point, (uint32_t)zone};
}

static void append_point(const struct geo_overlay *overlay, struct geo_point p,
                         size_t index, struct geo_pairs *pairs)
{
    struct geo_box box = {p.lon, p.lat, p.lon, p.lat};

    for (size_t z = 0; z < overlay->count; z++) {
        if (geo_overlay_zone_meets(overlay, z, &box) &&
            geo_zone_contains(&overlay->zones[z], p))
            append_pair(pairs, index, z);
    }
}

void geo_overlay_append(const struct geo_overlay *overlay,
                        const struct geo_points *points, struct geo_pairs *pairs)
{
    for (size_t i = 0; i < points->count; i++)
        append_point(overlay, (struct geo_point){points->lon[i], points->lat[i]}, i,
                     pairs);
}
