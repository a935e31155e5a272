/**
 * @file id_map.h
 * A hash table from ids to small numbers. Ids are never 0. Not for several threads at
 * once.
 */
#ifndef REDKITE_GEO_ID_MAP_H
#define REDKITE_GEO_ID_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct geo_id_slot {
    int64_t id; /* 0: free */
    uint32_t value;
};

/** Zero-initialise; release with geo_id_map_fini. */
struct geo_id_map {
    struct geo_id_slot *slots;
    size_t size; /* a power of 2, or 0 */
    size_t count;
};

/** Frees the table and empties @p map. */
void geo_id_map_fini(struct geo_id_map *map);

/** Sets the value of @p id. */
void geo_id_map_put(struct geo_id_map *map, int64_t id, uint32_t value);

/** The value of @p id; false, and nothing written, when there is none. */
bool geo_id_map_get(const struct geo_id_map *map, int64_t id, uint32_t *ret_value);

#endif
