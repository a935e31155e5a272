#include "server/model/zone.h"

#include <string.h>

#include "server/model/names.h"

#define NAME_MAX_BYTES 200

static const char *const kinds[] = {"danger", "safe_corridor"};

struct zone zone_blank(void)
{
    return (struct zone){.until_ms = INT64_MAX};
}

enum rc zone_check(const struct zone *zone, int64_t line, struct problems *problems)
{
    bool danger = zone->kind == ZONE_DANGER;
    size_t before = problems->errors;

    if (!zone->name || !*zone->name)
        problems_error(problems, line, "name", "problem.name.missing", NULL);
    else if (strlen(zone->name) > NAME_MAX_BYTES)
        problems_error(problems, line, "name", "problem.name.too_long", NULL);
    if (danger && (zone->level < 1 || zone->level > ZONE_LEVEL_MAX))
        problems_error(problems, line, "level", "problem.level.range", NULL);
    if (!danger && zone->level)
        problems_error(problems, line, "level", "problem.level.corridor", NULL);
    if (!zone->geometry || !*zone->geometry)
        problems_error(problems, line, "geometry", "problem.geometry.missing", NULL);
    if (zone->until_ms <= zone->from_ms)
        problems_error(problems, line, "until", "problem.until.before_from", NULL);
    return problems->errors > before ? RC_INVALID : RC_OK;
}

const char *zone_kind_name(enum zone_kind kind)
{
    return kinds[kind];
}

enum rc zone_kind_parse(const char *text, enum zone_kind *ret_kind)
{
    int index;

    if (names_find(kinds, sizeof(kinds) / sizeof(kinds[0]), text, &index))
        return RC_INVALID;
    *ret_kind = (enum zone_kind)index;
    return RC_OK;
}

struct geo_zone zone_geo(const struct zone *zone, struct geo_shape shape)
{
    enum geo_zone_kind kind = GEO_ZONE_DANGER;

    if (zone->kind == ZONE_SAFE_CORRIDOR)
        kind = GEO_ZONE_CORRIDOR;
    else if (zone->level == ZONE_LEVEL_NO_GO)
        kind = GEO_ZONE_NO_GO;
    return (struct geo_zone){
        .id = zone->id,
        .kind = kind,
        .level = zone->level,
        .from_ms = zone->from_ms ? zone->from_ms : GEO_ZONE_ALWAYS,
        .until_ms = zone->until_ms,
        .shape = shape,
    };
}
