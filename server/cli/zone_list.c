#include <stdio.h>

#include "db/zone.h"
#include "server/cli/listed.h"
#include "server/cli/zone.h"
#include "server/core/date.h"
#include "server/core/json.h"
#include "server/core/stamp.h"

static enum rc load(struct db *db, struct cli_listing *l)
{
    struct zone *zones;
    size_t count;
    enum rc rc = l->removed
                     ? db_zone_list_removed(db, l->arena, l->crisis_id, &zones, &count)
                     : db_zone_list(db, l->arena, l->crisis_id, &zones, &count);

    if (rc)
        return rc;
    l->items = arena_array(l->arena, count, sizeof(*l->items));
    for (size_t i = 0; i < count; i++)
        l->items[i] = (struct cli_listed){zones[i].id, zones[i].name ? zones[i].name : "",
                                          &zones[i]};
    l->count = count;
    return RC_OK;
}

static void print(const struct cli_listed *item)
{
    const struct zone *zone = item->record;
    char id[STAMP_TEXT_SIZE], from[DATE_TIME_TEXT_SIZE], until[DATE_TIME_TEXT_SIZE];

    printf("%s  level %d  %-13s  %s", stamp_format(zone->id, id), zone->level,
           zone_kind_name(zone->kind), item->name);
    if (zone->from_ms)
        printf("  from %s", date_time_format(zone->from_ms, from));
    if (zone->until_ms != INT64_MAX)
        printf("  until %s", date_time_format(zone->until_ms, until));
    putchar('\n');
}

static void as_json(const struct cli_listed *item, struct json *json)
{
    const struct zone *zone = item->record;
    char text[DATE_TIME_TEXT_SIZE];

    json_text(json, "name", item->name);
    json_text(json, "kind", zone_kind_name(zone->kind));
    json_int(json, "level", zone->level);
    if (zone->from_ms)
        json_text(json, "valid_from", date_time_format(zone->from_ms, text));
    if (zone->until_ms != INT64_MAX)
        json_text(json, "valid_until", date_time_format(zone->until_ms, text));
}

int cli_zone_list(int argc, char **argv)
{
    static const struct cli_listed_kind kind = {"zone",         false, load,
                                                db_zone_remove, print, as_json};

    return cli_listed(argc, argv, &kind);
}
