#include <stdio.h>
#include <string.h>

#include "db/site.h"
#include "server/cli/cli.h"
#include "server/cli/commands.h"
#include "server/cli/data.h"
#include "server/cli/listed.h"
#include "server/core/json.h"

const char cli_site_help[] =
    "Usage: redkite site list [--crisis CRISIS] [--json]\n"
    "       redkite site remove SITE [--crisis CRISIS]\n"
    "       redkite site restore SITE [--crisis CRISIS]\n\n"
    "The places that people of a crisis are sent to or through. SITE is a code or an id. "
    "Sites\n"
    "come in with `redkite import sites`; one that is removed is planned with no more, "
    "and\n"
    "restore takes that back. Plans and rosters made before stay as they are.\n\n"
    "Options:\n"
    "  --crisis CRISIS    name or number; default: the newest open one\n"
    "  --json             the list as JSON\n" CLI_DATA_HELP "\n"
    "Exit codes: 4 there is no such site; 5 several have this code, or it is taken.\n";

static enum rc load(struct db *db, struct cli_listing *l)
{
    struct site *sites;
    size_t count;
    enum rc rc = l->removed
                     ? db_site_list_removed(db, l->arena, l->crisis_id, &sites, &count)
                     : db_site_list(db, l->arena, l->crisis_id, &sites, &count);

    if (rc)
        return rc;
    l->items = arena_array(l->arena, count, sizeof(*l->items));
    for (size_t i = 0; i < count; i++)
        l->items[i] = (struct cli_listed){sites[i].id, sites[i].code, &sites[i]};
    l->count = count;
    return RC_OK;
}

static void print(const struct cli_listed *item)
{
    const struct site *site = item->record;

    printf("%-20s  %-14s  %6lld  %9.5f %10.5f  %s\n", site->code,
           site_kind_name(site->kind), (long long)site->capacity, site->point.lat,
           site->point.lon, site->name);
}

static void as_json(const struct cli_listed *item, struct json *json)
{
    const struct site *site = item->record;

    json_text(json, "code", site->code);
    json_text(json, "name", site->name);
    json_text(json, "kind", site_kind_name(site->kind));
    json_double(json, "latitude", site->point.lat);
    json_double(json, "longitude", site->point.lon);
    json_int(json, "capacity", site->capacity);
    json_int(json, "emergency", site->emergency);
}

int cli_site(int argc, char **argv)
{
    static const struct cli_listed_kind kind = {"site",         true,  load,
                                                db_site_remove, print, as_json};
    const char *verb = argc > 1 ? argv[1] : "";

    if (strcmp(verb, "list") && strcmp(verb, "remove") && strcmp(verb, "restore"))
        return cli_usage("site", "say list, remove SITE or restore SITE");
    return cli_listed(argc - 1, argv + 1, &kind);
}
