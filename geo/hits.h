/**
 * @file hits.h
 * Who was found in which zone, and what that amounts to. Owns nothing but its lists; safe
 * from any thread.
 */
#ifndef REDKITE_GEO_HITS_H
#define REDKITE_GEO_HITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/zone.h"

/** A stay in a zone. */
struct geo_hit {
    int64_t stay_id;
    int64_t party_id;
    uint32_t zone; /* index into the overlay's zones */
    uint16_t heads;
    bool possible; /* not inside as it stands, but the accuracy reaches the zone */
};

/** Hits, by no promised order of stays; the zones of one stay follow each other,
 * ascending. Zero-initialise; release with geo_hits_fini. */
struct geo_hits {
    struct geo_hit *items;
    size_t count;
    size_t size;
};

/** How many are where, each party once, by its worst stay; heads by its greatest. */
struct geo_tally {
    int64_t parties[GEO_ZONE_LEVEL_MAX + 1]; /* by level; [0]: in a corridor only */
    int64_t heads[GEO_ZONE_LEVEL_MAX + 1];
    int64_t no_go_parties; /* of them, inside a no-go zone */
    int64_t no_go_heads;
};

/** Frees the hits and empties @p hits. */
void geo_hits_fini(struct geo_hits *hits);

/** The worst standing of each stay of @p hits: calls @p each once a stay with its certain
 * zones only; stays that are merely possible give a standing of nothing. */
void geo_hits_standings(const struct geo_hits *hits, const struct geo_zone *zones,
                        void (*each)(void *state, const struct geo_hit *hit,
                                     struct geo_standing standing),
                        void *state);

/** Counts @p hits by level, certain ones only. */
void geo_hits_tally(const struct geo_hits *hits, const struct geo_zone *zones,
                    struct geo_tally *ret_tally);

#endif
