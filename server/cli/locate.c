#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "geo/box.h"
#include "geo/coordinate.h"
#include "geo/country.h"
#include "geo/location.h"
#include "geo/projection.h"
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
    "Exit codes: 0 found; 3 coordinates that cannot be read; 4 unknown, at most the "
    "country's circle; 8 a question.\n\n"
    "Examples:\n"
    "  redkite locate Tripoli                 several countries: exit code 8\n"
    "  redkite locate Tripoli --country LB\n"
    "  redkite locate \"Hamra, Beyrouth\" --country Liban --json\n"
    "  redkite locate \"35.5 33.9\" --country LB  swapped? Exit code 8\n";

struct locate_options {
    const char *text;
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
    o->text = argv[optind];
    if (!text_valid(o->text, strlen(o->text)))
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

static enum rc read_coordinates(const struct locate_options *o,
                                const struct geo_box *boxes, size_t box_count,
                                struct problems *problems, struct geo_coordinate *ret)
{
    struct geo_projection *projection = geo_projection_new();
    struct geo_coordinate_ask ask = {
        .text = o->text, .boxes = boxes, .box_count = box_count, .field = "coordinates"};
    enum rc rc = RC_INTERNAL;

    if (projection)
        rc = geo_coordinate_parse(projection, &ask, problems, ret);
    geo_projection_free(projection);
    return rc;
}

/* Coordinates, if TEXT is some; else it is a place. What the country decides between
 * readings is asked first; a point outside it is a question, not a fault. */
static bool take_coordinates(const struct geo_gazetteer *gz, struct locate_options *o,
                             struct problems *problems)
{
    struct geo_coordinate read;
    struct geo_country country;
    struct geo_box boxes[2];
    struct problems ignored;
    size_t box_count = 0;

    problems_init(&ignored, problems->arena);
    if (!o->text || !strpbrk(o->text, "0123456789"))
        return false;
    if (o->input.country && !geo_country_find(gz, o->input.country, NULL, &country))
        box_count = geo_country_boxes(gz, &country, boxes);
    if (read_coordinates(o, boxes, box_count, &ignored, &read) &&
        read_coordinates(o, NULL, 0, problems, &read))
        return false;
    o->input.has_point = true;
    o->input.point = read.point;
    o->input.accuracy_m = read.accuracy_m;
    return true;
}

/* Something was wrong with the coordinates, other than that they are none at all. */
static bool meant_coordinates(const struct problems *problems)
{
    return problems_any(problems) &&
           strcmp(problems->items[0].key, "problem.coordinate.unreadable") != 0;
}

static int locate(const struct geo_gazetteer *gz, struct locate_options *o)
{
    struct arena *arena = arena_new();
    struct geo_location location;
    struct problems problems;
    int status;

    problems_init(&problems, arena);
    if (!take_coordinates(gz, o, &problems))
        o->input.place = o->text;
    location = geo_location_choose(gz, arena, &o->input);
    status = status_of(location.state);
    if (location.reason == GEO_REASON_UNKNOWN_PLACE && meant_coordinates(&problems)) {
        cli_print_problems(o->text, &problems, o->json);
        status = CLI_INVALID;
    } else if (o->json) {
        print_json(&location);
    } else {
        print_text(&location, o->input.language);
    }
    arena_free(arena);
    return status;
}

int cli_locate(int argc, char **argv)
{
    struct locate_options o = {0};
    struct geo_gazetteer *gz;
    int status = parse(argc, argv, &o);

    if (!status)
        status = cli_gazetteer_open(&gz);
    if (status)
        return status;
    status = locate(gz, &o);
    geo_gazetteer_close(gz);
    return status;
}
