/**
 * @file zone.h
 * A zone: where it lies, what it means, when it holds; and what the zones around a place
 * amount to together. Owns nothing; safe from any thread.
 */
#ifndef REDKITE_GEO_ZONE_H
#define REDKITE_GEO_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "geo/shape.h"

/** No beginning, no end. */
#define GEO_ZONE_ALWAYS  INT64_MIN
#define GEO_ZONE_FOREVER INT64_MAX

#define GEO_ZONE_LEVEL_MAX 4

enum geo_zone_kind {
    GEO_ZONE_DANGER,   /* level 1 to 4; its boundary belongs to it */
    GEO_ZONE_CORRIDOR, /* safe: beats danger, not no-go; its boundary is not part of it */
    GEO_ZONE_NO_GO,    /* level 1 to 4, usually 4, and nobody may enter */
};

struct geo_zone {
    int64_t id;
    enum geo_zone_kind kind;
    int level;        /* 1 to 4; 0 for a corridor */
    int64_t from_ms;  /* UTC; it holds from this instant on, */
    int64_t until_ms; /* and no longer at this one */
    struct geo_shape shape;
};

/** What the zones around a place amount to: the worst level wins, a safe corridor takes
 * danger off but not no-go. */
struct geo_standing {
    int level;     /* 0 where there is no danger */
    bool no_go;    /* inside a no-go zone */
    bool corridor; /* inside a safe corridor */
};

/** True when @p zone holds at some instant of [@p from_ms, @p until_ms). */
bool geo_zone_holds(const struct geo_zone *zone, int64_t from_ms, int64_t until_ms);

/** True when a place at @p relation to the zone's shape is in it: danger and no-go zones
 * are closed, corridors open. */
bool geo_zone_counts(const struct geo_zone *zone, enum geo_relation relation);

/** True when @p p is in @p zone, whatever the time. */
bool geo_zone_contains(const struct geo_zone *zone, struct geo_point p);

/** Adds @p zone to what a place in it stands in so far; start from {0}. */
void geo_zone_stand(struct geo_standing *standing, const struct geo_zone *zone);

/** What the zones added amount to. */
struct geo_standing geo_zone_stood(struct geo_standing standing);

/** Orders standings: greater is worse. No-go is worse than any other; nothing and a
 * corridor are equal. */
int geo_zone_rank(struct geo_standing standing);

#endif
