#include "geo/id_map.h"

#include <stdlib.h>

#include "server/core/arena.h"

#define SIZE_MIN 64

void geo_id_map_fini(struct geo_id_map *map)
{
    free(map->slots);
    *map = (struct geo_id_map){0};
}

/* The finaliser of splitmix64: stamps differ in few bits, slots must not. */
static size_t slot_of(const struct geo_id_map *map, int64_t id)
{
    uint64_t x = (uint64_t)id;

    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return (size_t)(x ^ (x >> 31)) & (map->size - 1);
}

static struct geo_id_slot *find(const struct geo_id_map *map, int64_t id)
{
    size_t slot = slot_of(map, id);

    while (map->slots[slot].id && map->slots[slot].id != id)
        slot = (slot + 1) & (map->size - 1);
    return &map->slots[slot];
}

static void grow(struct geo_id_map *map)
{
    struct geo_id_map old = *map;

    map->size = old.size ? old.size * 2 : SIZE_MIN;
    map->slots = mem_calloc(map->size, sizeof(*map->slots));
    for (size_t i = 0; i < old.size; i++)
        if (old.slots[i].id)
            *find(map, old.slots[i].id) = old.slots[i];
    free(old.slots);
}

void geo_id_map_put(struct geo_id_map *map, int64_t id, uint32_t value)
{
    struct geo_id_slot *slot;

    if (map->count * 2 >= map->size)
        grow(map);
    slot = find(map, id);
    map->count += !slot->id;
    *slot = (struct geo_id_slot){id, value};
}

bool geo_id_map_get(const struct geo_id_map *map, int64_t id, uint32_t *ret_value)
{
    const struct geo_id_slot *slot;

    if (!map->count)
        return false;
    slot = find(map, id);
    if (!slot->id)
        return false;
    *ret_value = slot->value;
    return true;
}
