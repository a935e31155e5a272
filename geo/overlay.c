#include "geo/overlay.h"

#include <stdlib.h>

#include "geo/box.h"
#include "geo/overlay_tree.h"
#include "server/core/arena.h"

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
    geo_overlay_lay_out(overlay);
    geo_overlay_build(overlay);
    return overlay;
}

void geo_overlay_free(struct geo_overlay *overlay)
{
    if (!overlay)
        return;
    free(overlay->boxes);
    free(overlay->box_counts);
    free(overlay->lines);
    free(overlay->edges.items);
    free(overlay->cells.items);
    free(overlay->leaves.items);
    free(overlay->sets.items);
    free(overlay->members.items);
    free(overlay->slots.items);
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
