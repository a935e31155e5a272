#include "server/cli/zone.h"

#include <stddef.h>
#include <string.h>

#include "server/cli/cli.h"
#include "server/cli/commands.h"
#include "server/cli/data.h"

const char cli_zone_help[] =
    "Usage: redkite zone test ZONES.geojson POINTS.csv [--at TIME]\n"
    "                         [--name PROPERTY] [--level N] [--json]\n"
    "       redkite zone list [--crisis CRISIS] [--json]\n"
    "       redkite zone remove ZONE [--crisis CRISIS]\n"
    "       redkite zone restore ZONE [--crisis CRISIS]\n\n"
    "list shows the zones of a crisis. ZONE is a name or an id: one that is removed "
    "counts "
    "no\n"
    "more, and restore takes that back. Plans made before stay as they are.\n\n"
    "test says for each point which zones it is in, what they amount to (the worst "
    "level\n"
    "wins; a safe corridor beats danger, not no-go), and how far it is to the nearest\n"
    "boundary. It needs files only, no database.\n\n"
    "ZONES.geojson is GeoJSON (RFC 7946): Polygon, MultiPolygon, or Point with radius_m, "
    "a\n"
    "circle. Properties: name, level (1 to 4), kind (danger, safe_corridor, no_go),\n"
    "valid_from, valid_until, advice. geo/schema/zones.schema.json has it all.\n"
    "POINTS.csv has the columns id, latitude and longitude.\n\n"
    "  --at TIME        zones that hold at this time only, such as 2026-11-23T18:00:00Z\n"
    "  --name PROPERTY  take the zones' names from this property\n"
    "  --level N        the level of zones that name none\n"
    "  --json           one JSON object (geo/schema/zone_test.schema.json)\n\n"
    "  --crisis CRISIS  name or number; default: the newest open one\n" CLI_DATA_HELP "\n"
    "Exit codes: 3 a file is wrong, each fault with its place; 4 there is no such "
    "file\n"
    "or zone; 5 several zones have this name.\n";

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
} verbs[] = {
    {"list", cli_zone_list},
    {"remove", cli_zone_list},
    {"restore", cli_zone_list},
    {"test", cli_zone_test},
};

int cli_zone(int argc, char **argv)
{
    if (argc < 2)
        return cli_usage("zone", "a verb is missing");
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
        if (!strcmp(verbs[i].name, argv[1]))
            return verbs[i].run(argc - 1, argv + 1);
    return cli_usage("zone", "there is no verb '%s'", argv[1]);
}
