/**
 * @file overlay.h
 * Many points over many zones: all (point, zone) pairs, the same that geo_zone_contains
 * finds one by one, bit for bit. Made once for a set of zones, then only read: any number
 * of threads may ask at the same time.
 */
#ifndef REDKITE_GEO_OVERLAY_H
#define REDKITE_GEO_OVERLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/box.h"
#include "geo/point.h"
#include "geo/zone.h"

struct geo_overlay;

/** A point in a zone; both are indexes, of the points and of the zones given. */
struct geo_pair {
    uint32_t point;
    uint32_t zone;
};

/** Pairs, ordered by point, then zone. Zero-initialise; release with geo_pairs_fini. */
struct geo_pairs {
    struct geo_pair *items;
    size_t count;
    size_t size;
};

/** Frees the pairs and empties @p pairs. */
void geo_pairs_fini(struct geo_pairs *pairs);

/** Prepares @p count zones, which geo_validity_check has passed, for many questions.
 * Borrows @p zones and their points until geo_overlay_free. */
NEVER_NULL struct geo_overlay *geo_overlay_new(const struct geo_zone *zones,
                                               size_t count);

/** NULL is fine. */
void geo_overlay_free(struct geo_overlay *overlay);

/** The zones it was made of, in their order. Borrowed. */
const struct geo_zone *geo_overlay_zones(const struct geo_overlay *overlay,
                                         size_t *ret_count);

/** True when some zone may have a point in @p box; false is certain. */
bool geo_overlay_meets(const struct geo_overlay *overlay, const struct geo_box *box);

/** The same for zone number @p zone alone. */
bool geo_overlay_zone_meets(const struct geo_overlay *overlay, size_t zone,
                            const struct geo_box *box);

/** Appends to @p pairs, for each of @p points (valid ones, fewer than 2^32), each zone
 * that it is in. Time plays no part. */
void geo_overlay_append(const struct geo_overlay *overlay,
                        const struct geo_points *points, struct geo_pairs *pairs);

#endif
