#include <string.h>

#include "geo/overlay_tree.h"
#include "server/core/arena.h"

#define SLOTS_MIN 256

static uint64_t hash_of(const uint32_t *zones, size_t count)
{
    uint64_t hash = 0xcbf29ce484222325U;

    for (size_t i = 0; i < count; i++)
        hash = (hash ^ zones[i]) * 0x100000001b3U;
    return hash ^ hash >> 29;
}

static const struct geo_overlay_set *set_at(const struct geo_overlay *overlay,
                                            uint32_t set)
{
    return (const struct geo_overlay_set *)overlay->sets.items + set;
}

static const uint32_t *members_of(const struct geo_overlay *overlay, uint32_t set)
{
    return (const uint32_t *)overlay->members.items + set_at(overlay, set)->first;
}

/* The slot of those zones, or the free one where they belong. */
static uint32_t *find(const struct geo_overlay *overlay, const uint32_t *zones,
                      size_t count)
{
    uint32_t *slots = overlay->slots.items;
    size_t mask = overlay->slots.count - 1;
    size_t slot = hash_of(zones, count) & mask;

    while (slots[slot]) {
        const struct geo_overlay_set *set = set_at(overlay, slots[slot]);

        if (set->count == count &&
            !memcmp(members_of(overlay, slots[slot]), zones, count * sizeof(*zones)))
            break;
        slot = (slot + 1) & mask;
    }
    return &slots[slot];
}

static void rehash(struct geo_overlay *overlay)
{
    size_t size = overlay->slots.count ? overlay->slots.count : SLOTS_MIN;

    overlay->slots.count = 0;
    memset(geo_overlay_grow(&overlay->slots, 2 * size, sizeof(uint32_t)), 0,
           2 * size * sizeof(uint32_t));
    for (uint32_t set = 1; set < overlay->sets.count; set++)
        *find(overlay, members_of(overlay, set), set_at(overlay, set)->count) = set;
}

/* Zones are added in ascending order nearly always. */
uint32_t geo_overlay_set_with(struct geo_overlay *overlay, uint32_t set, uint32_t zone)
{
    size_t count = set_at(overlay, set)->count, at = count;
    uint32_t *zones;
    uint32_t *slot;

    if (overlay->sets.count * 2 >= overlay->slots.count)
        rehash(overlay);
    zones = geo_overlay_grow(&overlay->members, count + 1, sizeof(*zones));
    while (at > 0 && members_of(overlay, set)[at - 1] > zone)
        at--;
    memcpy(zones, members_of(overlay, set), at * sizeof(*zones));
    zones[at] = zone;
    memcpy(zones + at + 1, members_of(overlay, set) + at, (count - at) * sizeof(*zones));
    slot = find(overlay, zones, count + 1);
    if (*slot) {
        overlay->members.count -= count + 1; /* there already */
        return *slot;
    }
    *slot = (uint32_t)overlay->sets.count;
    *(struct geo_overlay_set *)geo_overlay_grow(
        &overlay->sets, 1, sizeof(struct geo_overlay_set)) = (struct geo_overlay_set){
        (uint32_t)(overlay->members.count - count - 1), (uint32_t)count + 1};
    return *slot;
}
