#include "server/cli/place.h"

#include <limits.h>
#include <stdio.h>

#include "server/app/gazetteer.h"
#include "server/cli/cli.h"

void cli_place_json(struct json *json, const struct geo_place *place)
{
    const struct geo_town *town = &place->town;

    json_open(json, NULL);
    json_int(json, "geonames_id", town->id);
    json_text(json, "name", town->name);
    json_text(json, "own_name", town->own_name);
    json_text(json, "region", town->region[0] ? town->region : NULL);
    json_text(json, "country", town->country);
    json_text(json, "country_name", town->country_name);
    json_double(json, "lon", town->point.lon);
    json_double(json, "lat", town->point.lat);
    json_double(json, "accuracy_m", town->accuracy_m);
    json_int(json, "population", town->population);
    json_text(json, "match", geo_match_name(place->match));
    json_text(json, "matched", place->matched);
    json_close(json);
}

void cli_place_print(const struct geo_place *place)
{
    const struct geo_town *town = &place->town;

    printf("%-9lld %s%s%s, %s (%s)  %.5f %.5f  within %.1f km", (long long)town->id,
           town->name, town->region[0] ? ", " : "", town->region, town->country_name,
           town->country, town->point.lat, town->point.lon, town->accuracy_m / 1000.0);
    if (town->population)
        printf("  %lld inhabitants", (long long)town->population);
    if (place->match != GEO_MATCH_WHOLE)
        printf("  [%s: %s]", geo_match_name(place->match), place->matched);
    putchar('\n');
}

int cli_gazetteer_open(struct geo_gazetteer **ret_gz)
{
    char path[PATH_MAX];
    enum rc rc = app_gazetteer_open(ret_gz);

    if (!rc)
        return CLI_OK;
    app_gazetteer_path(path, sizeof(path));
    if (rc == RC_NOT_FOUND)
        return cli_fail(rc, "there is no gazetteer at %s; REDKITE_GAZETTEER may name one",
                        path);
    return cli_fail(rc, "%s is damaged, or made for another version of this program",
                    path);
}
