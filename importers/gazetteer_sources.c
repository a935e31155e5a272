#include "importers/gazetteer_sources.h"

#include <stdlib.h>
#include <string.h>

#include "importers/cities_pbf.h"
#include "importers/gazetteer_parts.h"
#include "importers/lines.h"
#include "server/core/buffer.h"
#include "server/core/text.h"

/* No source is nearly as large. */
#define SOURCE_MOST ((size_t)256 << 20)

const char *const imp_languages[GEO_LANGUAGES] = {"nl", "fr", "de", "en"};

int imp_code(const char *text, size_t len)
{
    if (len != 2 || text[0] < 'A' || text[0] > 'Z' || text[1] < 'A' || text[1] > 'Z')
        return -1;
    return (text[0] - 'A') * 26 + text[1] - 'A';
}

int imp_parts_country(const struct imp_parts *parts, const char *code, size_t len)
{
    int number = imp_code(code, len);

    return number < 0 ? -1 : parts->countries[number];
}

enum rc imp_parts_fault(struct imp_parts *parts, const char *path, int64_t line,
                        const char *key)
{
    problems_error(parts->problems, line, "file", key, path);
    return RC_INVALID;
}

void imp_parts_names_of(const struct imp_parts *parts, const char *id,
                        const char *ret_names[GEO_LANGUAGES])
{
    for (int i = 0; i < GEO_LANGUAGES; i++)
        if (imp_mo_find(&parts->names[i], id, &ret_names[i]))
            ret_names[i] = NULL;
}

enum rc imp_parts_read(struct imp_parts *parts, const char *path, char **ret_text,
                       size_t *ret_size)
{
    struct buffer buf;
    enum rc rc;

    buffer_init(&buf, SOURCE_MOST);
    rc = buffer_read_file(&buf, path);
    if (rc) {
        rc = imp_parts_fault(parts, path, 0, "problem.file.unreadable");
    } else {
        *ret_text = arena_strndup(parts->arena, buffer_text(&buf), buf.len);
        *ret_size = buf.len;
    }
    buffer_fini(&buf);
    return rc;
}

static enum rc open_names(struct imp_parts *parts)
{
    for (int i = 0; i < GEO_LANGUAGES; i++) {
        const char *path = arena_printf(parts->arena, "%s/%s/LC_MESSAGES/geonames.mo",
                                        parts->sources->locale, imp_languages[i]);
        char *bytes;
        size_t size;

        if (imp_parts_read(parts, path, &bytes, &size))
            return RC_INVALID;
        if (imp_mo_open(bytes, size, &parts->names[i]))
            return imp_parts_fault(parts, path, 0, "problem.gazetteer.catalogue");
    }
    return RC_OK;
}

static enum geo_town_rank rank_of(const char *feature)
{
    if (!strcmp(feature, "PPLC"))
        return GEO_TOWN_CAPITAL;
    if (!strcmp(feature, "PPLA"))
        return GEO_TOWN_REGION;
    if (!strncmp(feature, "PPLA", 4))
        return GEO_TOWN_SEAT;
    if (!strcmp(feature, "PPLX"))
        return GEO_TOWN_SECTION;
    return GEO_TOWN_PLACE;
}

/* Abandoned, destroyed and historical places: nobody is there. */
static bool is_gone(const char *feature)
{
    return !strcmp(feature, "PPLQ") || !strcmp(feature, "PPLW") ||
           !strcmp(feature, "PPLH") || !strcmp(feature, "PPLCH");
}

static char *span_text(struct imp_parts *parts, struct imp_span span)
{
    return arena_strndup(parts->arena, span.text ? span.text : "", span.len);
}

static void remember_town(struct imp_parts *parts, const struct geo_draft_town *town,
                          size_t number)
{
    char *folded;

    if (parts->town_count == parts->town_size) {
        parts->town_size = parts->town_size ? 2 * parts->town_size : 65536;
        parts->towns = mem_realloc(parts->towns, parts->town_size, sizeof(*parts->towns));
        parts->town_names =
            mem_realloc(parts->town_names, parts->town_size, sizeof(*parts->town_names));
    }
    if (text_fold(parts->arena, town->name, &folded))
        folded = arena_strdup(parts->arena, ""); /* the draft reports it */
    parts->towns[parts->town_count] = (struct imp_town_key){town->id, number};
    parts->town_names[parts->town_count++] =
        (struct imp_town_name){folded, number, town->country, town->population};
}

static void add_town(struct imp_parts *parts, const struct imp_city *city)
{
    int country = imp_parts_country(parts, city->country.text, city->country.len);
    const char *feature = span_text(parts, city->feature);
    struct geo_draft_town town = {
        .id = city->id,
        .point = city->point,
        .population = city->population,
        .rank = rank_of(feature),
        .name = span_text(parts, city->name),
    };
    size_t number;

    if (country < 0 || is_gone(feature))
        return;
    town.country = (size_t)country;
    town.region = imp_parts_region(parts, arena_printf(parts->arena, "%s.%s",
                                                       span_text(parts, city->country),
                                                       span_text(parts, city->region)));
    imp_parts_names_of(parts, arena_printf(parts->arena, "%lld", (long long)city->id),
                       town.names);
    number = geo_gazetteer_draft_town(parts->draft, &town);
    geo_gazetteer_draft_name(parts->draft, number, GEO_NAME_OTHER,
                             span_text(parts, city->other_name));
    remember_town(parts, &town, number);
}

static int by_id(const void *a, const void *b)
{
    const struct imp_town_key *x = a, *y = b;

    return x->id < y->id ? -1 : x->id > y->id;
}

const struct imp_town_key *imp_parts_town(const struct imp_parts *parts, int64_t id)
{
    struct imp_town_key wanted = {id, 0};

    if (!parts->town_count)
        return NULL;
    return bsearch(&wanted, parts->towns, parts->town_count, sizeof(wanted), by_id);
}

enum rc imp_parts_towns(struct imp_parts *parts)
{
    struct imp_cities cities = {0};
    struct imp_city city;
    char *bytes;
    enum rc rc;

    if (imp_parts_read(parts, parts->sources->cities, &bytes, &cities.size))
        return RC_INVALID;
    cities.bytes = (const uint8_t *)bytes;
    while (!(rc = imp_cities_next(&cities, &city))) {
        add_town(parts, &city);
        if (!progress_report(parts->progress, (int64_t)cities.at, (int64_t)cities.size))
            return RC_CONFLICT;
    }
    if (rc != RC_NOT_FOUND)
        return imp_parts_fault(parts, parts->sources->cities, 0,
                               "problem.gazetteer.cities");
    if (parts->town_count)
        qsort(parts->towns, parts->town_count, sizeof(*parts->towns), by_id);
    return RC_OK;
}

enum rc imp_gazetteer_load(const struct imp_gazetteer_sources *sources,
                           const struct progress *progress, struct problems *problems,
                           struct geo_gazetteer_draft *draft)
{
    struct imp_parts parts = {.sources = sources,
                              .progress = progress,
                              .problems = problems,
                              .draft = draft,
                              .arena = arena_new()};
    enum rc rc;

    for (int i = 0; i < CODE_COUNT; i++)
        parts.countries[i] = -1;
    rc = open_names(&parts);
    if (!rc)
        rc = imp_parts_countries(&parts);
    if (!rc)
        rc = imp_parts_regions(&parts);
    if (!rc)
        rc = imp_parts_towns(&parts);
    if (!rc)
        rc = imp_parts_names(&parts);
    free(parts.subdivisions);
    free(parts.regions);
    free(parts.towns);
    free(parts.town_names);
    arena_free(parts.arena);
    return rc;
}
