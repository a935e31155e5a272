#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "geo/country.h"
#include "geo/place.h"
#include "server/app/gazetteer.h"
#include "server/cli/cli.h"
#include "server/cli/commands.h"
#include "server/cli/place.h"
#include "server/core/buffer.h"
#include "server/core/json.h"
#include "server/core/number.h"
#include "server/core/text.h"

#define LIMIT_DEFAULT 10
#define JSON_MOST     ((size_t)1 << 20)

const char cli_gazetteer_help[] =
    "Usage: redkite gazetteer search TEXT [--country CC] [--lang nl|fr|de|en]\n"
    "                                [--limit N] [--typing] [--json]\n"
    "       redkite gazetteer info [--json]\n"
    "       redkite gazetteer build --out FILE --cities FILE --aliases FILE\n"
    "                               --regions FILE [--tables DIR] [--locale DIR]\n"
    "                               [--iso FILE] [--cldr DIR]\n\n"
    "search lists the towns that TEXT may mean, the best first: accents ignored, names "
    "in\n"
    "any language, up to two typing errors. --country takes a code or a name; --typing\n"
    "takes TEXT as the beginning of a name. Nothing found is exit code 4.\n"
    "info says which file is in use and what is in it.\n"
    "build makes the gazetteer's file; the program's own build does this.\n\n"
    "The file is the one that REDKITE_GAZETTEER names, else gazetteer.bin beside the\n"
    "program, else the installed one.\n";

struct search_options {
    struct geo_place_query query;
    bool json;
};

static int parse_search(int argc, char **argv, struct search_options *o)
{
    static const struct option options[] = {
        {"country", required_argument, NULL, 'c'},
        {"json", no_argument, NULL, 'j'},
        {"lang", required_argument, NULL, 'l'},
        {"limit", required_argument, NULL, 'n'},
        {"typing", no_argument, NULL, 't'},
        {NULL, 0, NULL, 0},
    };
    int64_t limit;
    int key;

    optind = 1;
    while ((key = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (key == 'c')
            o->query.country = optarg;
        else if (key == 'j')
            o->json = true;
        else if (key == 'l')
            o->query.language = optarg;
        else if (key == 't')
            o->query.typing = true;
        else if (key != 'n')
            return cli_usage("gazetteer", "wrong option");
        else if (number_parse_int(optarg, 1, GEO_PLACE_MOST, &limit))
            return cli_usage("gazetteer", "--limit is from 1 to %d", GEO_PLACE_MOST);
        else
            o->query.limit = (size_t)limit;
    }
    if (optind + 1 != argc)
        return cli_usage("gazetteer", "search takes one TEXT");
    o->query.text = argv[optind];
    if (!text_valid(o->query.text, strlen(o->query.text)))
        return cli_usage("gazetteer", "TEXT is not UTF-8");
    return CLI_OK;
}

static void print_json(const struct geo_place *places, size_t count)
{
    struct buffer buf;
    struct json json;

    buffer_init(&buf, JSON_MOST);
    json_init(&json, &buf);
    json_open(&json, NULL);
    json_open_array(&json, "places");
    for (size_t i = 0; i < count; i++)
        cli_place_json(&json, &places[i]);
    json_close_array(&json);
    json_close(&json);
    puts(buffer_text(&buf));
    buffer_fini(&buf);
}

static int run_search(const struct geo_gazetteer *gz, struct search_options *o)
{
    struct arena *arena = arena_new();
    struct geo_country country;
    struct geo_place *places;
    int status = CLI_OK;
    size_t count;

    if (o->query.country && geo_country_find(gz, o->query.country, NULL, &country)) {
        status = cli_fail(RC_NOT_FOUND, "'%s' is no country", o->query.country);
        goto out;
    }
    if (o->query.country)
        o->query.country = country.code;
    if (geo_place_search(gz, arena, &o->query, &places, &count)) {
        status = cli_fail(RC_INVALID, "the text is too long");
        goto out;
    }
    if (o->json)
        print_json(places, count);
    else
        for (size_t i = 0; i < count; i++)
            cli_place_print(&places[i]);
    if (!count)
        status = CLI_NOT_FOUND;
out:
    arena_free(arena);
    return status;
}

static int search(int argc, char **argv)
{
    struct search_options o = {.query = {.limit = LIMIT_DEFAULT}};
    struct geo_gazetteer *gz;
    int status = parse_search(argc, argv, &o);

    if (!status)
        status = cli_gazetteer_open(&gz);
    if (status)
        return status;
    status = run_search(gz, &o);
    geo_gazetteer_close(gz);
    return status;
}

static int info(int argc, char **argv)
{
    bool as_json = argc == 2 && !strcmp(argv[1], "--json");
    struct geo_gazetteer *gz;
    char path[PATH_MAX];
    int status;

    if (argc > 1 && !as_json)
        return cli_usage("gazetteer", "info takes --json only");
    status = cli_gazetteer_open(&gz);
    if (status)
        return status;
    app_gazetteer_path(path, sizeof(path));
    if (as_json)
        printf("{\"towns\":%zu,\"countries\":%zu,\"names\":%zu}\n",
               geo_gazetteer_town_count(gz), geo_gazetteer_country_count(gz),
               geo_gazetteer_name_count(gz));
    else
        printf("%s: %zu towns in %zu countries under %zu names\n", path,
               geo_gazetteer_town_count(gz), geo_gazetteer_country_count(gz),
               geo_gazetteer_name_count(gz));
    geo_gazetteer_close(gz);
    return CLI_OK;
}

static int run_build(const struct imp_gazetteer_sources *sources, const char *out)
{
    struct progress progress = cli_progress("gazetteer");
    struct arena *arena = arena_new();
    struct problems problems;
    int status = CLI_OK;
    enum rc rc;

    problems_init(&problems, arena);
    rc = app_gazetteer_build(sources, out, &progress, &problems);
    cli_progress_end();
    cli_print_problems(out, &problems, false);
    if (rc)
        status = cli_fail(rc, "%s was not made", out);
    arena_free(arena);
    return status;
}

static int build(int argc, char **argv)
{
    /* Where Debian's packages put their files. */
    struct imp_gazetteer_sources sources = {
        .tables = "/usr/share/libtimezonemap/ui",
        .locale = "/usr/share/locale",
        .iso = "/usr/share/iso-codes/json/iso_3166-1.json",
        .cldr = "/usr/share/unicode/cldr/common",
    };
    static const struct option options[] = {
        {"out", required_argument, NULL, 0},
        {"cities", required_argument, NULL, 1},
        {"aliases", required_argument, NULL, 2},
        {"regions", required_argument, NULL, 3},
        {"tables", required_argument, NULL, 4},
        {"locale", required_argument, NULL, 5},
        {"iso", required_argument, NULL, 6},
        {"cldr", required_argument, NULL, 7},
        {NULL, 0, NULL, 0},
    };
    const char *out = NULL;
    const char **const values[] = {&out,
                                   &sources.cities,
                                   &sources.aliases,
                                   &sources.regions,
                                   &sources.tables,
                                   &sources.locale,
                                   &sources.iso,
                                   &sources.cldr};
    int key;

    optind = 1;
    while ((key = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (key == '?')
            return cli_usage("gazetteer", "wrong option");
        *values[key] = optarg;
    }
    if (optind != argc || !out || !sources.cities || !sources.aliases || !sources.regions)
        return cli_usage("gazetteer",
                         "build needs --out, --cities, --aliases and --regions");
    return run_build(&sources, out);
}

int cli_gazetteer(int argc, char **argv)
{
    if (argc > 1 && !strcmp(argv[1], "search"))
        return search(argc - 1, argv + 1);
    if (argc > 1 && !strcmp(argv[1], "info"))
        return info(argc - 1, argv + 1);
    if (argc > 1 && !strcmp(argv[1], "build"))
        return build(argc - 1, argv + 1);
    return cli_usage("gazetteer", "say search, info or build");
}
