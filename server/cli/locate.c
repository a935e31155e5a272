#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "geo/location.h"
#include "server/cli/cli.h"
#include "server/cli/commands.h"
#include "server/cli/place.h"
#include "server/core/buffer.h"
#include "server/core/json.h"
#include "server/core/text.h"
#include "web/texts.h"

#define JSON_MOST ((size_t)1 << 16)

const char cli_locate_help[] =
    "Usage: redkite locate TEXT [--country CC] [--lang nl|fr|de|en] [--json]\n\n"
    "Says where TEXT is: a town, or \"suburb, town, country\". --country takes a code "
    "or\n"
    "a name. Prints the point and the radius in metres that holds it in 95 of 100 cases, "
    "or\n"
    "what must be asked. A name that several countries share is a question, never the\n"
    "larger town.\n\n"
    "Options:\n"
    "  --country CC  the country it is in, where that is known\n"
    "  --lang L      the language of the names (default: as in the place itself)\n"
    "  --json        JSON as in geo/schema/locate.schema.json\n\n"
    "Exit codes: 0 found; 4 unknown, at most the country's circle; 8 a question.\n\n"
    "Examples:\n"
    "  redkite locate Tripoli                 several countries: exit code 8\n"
    "  redkite locate Tripoli --country LB\n"
    "  redkite locate \"Hamra, Beyrouth\" --country Liban --json\n";

struct locate_options {
    struct geo_location_input input;
    bool json;
};

static int parse(int argc, char **argv, struct locate_options *o)
{
    static const struct option options[] = {
        {"country", required_argument, NULL, 'c'},
        {"json", no_argument, NULL, 'j'},
        {"lang", required_argument, NULL, 'l'},
        {NULL, 0, NULL, 0},
    };
    int key;

    optind = 1;
    while ((key = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (key == 'c')
            o->input.country = optarg;
        else if (key == 'j')
            o->json = true;
        else if (key == 'l')
            o->input.language = optarg;
        else
            return cli_usage("locate", "wrong option");
    }
    if (optind + 1 != argc)
        return cli_usage("locate", "it takes one TEXT");
    o->input.place = argv[optind];
    if (!text_valid(o->input.place, strlen(o->input.place)))
        return cli_usage("locate", "TEXT is not UTF-8");
    return CLI_OK;
}

static void candidate_json(struct json *json, const struct geo_location_candidate *c)
{
    if (c->town) {
        cli_place_json(json, c->town);
        return;
    }
    json_open(json, NULL);
    json_double(json, "lon", c->point.lon);
    json_double(json, "lat", c->point.lat);
    json_double(json, "accuracy_m", c->accuracy_m);
    json_bool(json, "swapped", c->swapped);
    json_close(json);
}

static void print_json(const struct geo_location *location)
{
    const struct geo_place *town = location->town;
    struct buffer buf;
    struct json json;

    buffer_init(&buf, JSON_MOST);
    json_init(&json, &buf);
    json_open(&json, NULL);
    json_text(&json, "state", geo_location_state_name(location->state));
    json_text(&json, "source", geo_location_source_name(location->source));
    json_text(&json, "reason", geo_location_reason_name(location->reason));
    json_text(&json, "country", location->country[0] ? location->country : NULL);
    if (location->has_point) {
        json_double(&json, "lon", location->point.lon);
        json_double(&json, "lat", location->point.lat);
        json_double(&json, "accuracy_m", location->accuracy_m);
    }
    if (town)
        json_int(&json, "geonames_id", town->town.id);
    json_open_array(&json, "candidates");
    for (size_t i = 0; i < location->candidate_count; i++)
        candidate_json(&json, &location->candidates[i]);
    json_close_array(&json);
    json_close(&json);
    puts(buffer_text(&buf));
    buffer_fini(&buf);
}

/* The reason as a sentence. */
static void print_reason(const struct geo_location *location, const char *language)
{
    char key[64];

    snprintf(key, sizeof(key), "location.%s", geo_location_reason_name(location->reason));
    puts(web_text(language, key));
}

static void print_text(const struct geo_location *location, const char *language)
{
    if (location->state != GEO_LOCATION_FOUND)
        print_reason(location, language ? language : "en");
    for (size_t i = 0; i < location->candidate_count; i++) {
        const struct geo_location_candidate *c = &location->candidates[i];

        if (c->town)
            cli_place_print(c->town);
        else
            printf("%.6f %.6f  within %.0f m%s\n", c->point.lat, c->point.lon,
                   c->accuracy_m, c->swapped ? "  [swapped]" : "");
    }
    if (location->source == GEO_LOCATION_COUNTRY)
        printf("%s: within %.0f km of %.2f %.2f\n", location->country,
               location->accuracy_m / 1000.0, location->point.lat, location->point.lon);
}

static int status_of(enum geo_location_state state)
{
    switch (state) {
    case GEO_LOCATION_FOUND:
        return CLI_OK;
    case GEO_LOCATION_QUESTION:
        return CLI_QUESTION;
    case GEO_LOCATION_UNKNOWN:
        return CLI_NOT_FOUND;
    }
    return CLI_INTERNAL;
}

int cli_locate(int argc, char **argv)
{
    struct locate_options o = {0};
    struct geo_gazetteer *gz;
    struct geo_location location;
    struct arena *arena;
    int status = parse(argc, argv, &o);

    if (!status)
        status = cli_gazetteer_open(&gz);
    if (status)
        return status;
    arena = arena_new();
    location = geo_location_choose(gz, arena, &o.input);
    if (o.json)
        print_json(&location);
    else
        print_text(&location, o.input.language);
    arena_free(arena);
    geo_gazetteer_close(gz);
    return status_of(location.state);
}
