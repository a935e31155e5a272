#include "geo/zone.h"

bool geo_zone_holds(const struct geo_zone *zone, int64_t from_ms, int64_t until_ms)
{
    return zone->from_ms < until_ms && from_ms < zone->until_ms;
}

bool geo_zone_counts(const struct geo_zone *zone, enum geo_relation relation)
{
    if (zone->kind == GEO_ZONE_CORRIDOR)
        return relation == GEO_INSIDE;
    return relation != GEO_OUTSIDE;
}

bool geo_zone_contains(const struct geo_zone *zone, struct geo_point p)
{
    return geo_zone_counts(zone, geo_shape_relation(&zone->shape, p));
}

void geo_zone_stand(struct geo_standing *standing, const struct geo_zone *zone)
{
    standing->no_go |= zone->kind == GEO_ZONE_NO_GO;
    standing->corridor |= zone->kind == GEO_ZONE_CORRIDOR;
    if (zone->level > standing->level)
        standing->level = zone->level;
}

struct geo_standing geo_zone_stood(struct geo_standing standing)
{
    if (standing.corridor && !standing.no_go)
        standing.level = 0;
    return standing;
}

int geo_zone_rank(struct geo_standing standing)
{
    return standing.level + (standing.no_go ? GEO_ZONE_LEVEL_MAX + 1 : 0);
}
