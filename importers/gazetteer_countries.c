#include <jansson.h>
#include <string.h>

#include "importers/cldr.h"
#include "importers/gazetteer_parts.h"
#include "importers/lines.h"

/* countryInfo.txt */
#define COUNTRY_FIELDS 19
enum country_field { FIELD_CODE = 0, FIELD_ISO3 = 1, FIELD_NAME = 4, FIELD_ID = 16 };

/* Countries are looked up by their names in these languages too. */
static const char *const more_languages[] = {"ar", "el", "es", "fa", "he", "it",
                                             "ja", "pt", "ru", "tr", "uk", "zh"};

/* A country while its names are gathered. */
struct country_row {
    const char *iso3;
    const char *id; /* GeoNames, as text */
    const char *name;
    const char *names[GEO_LANGUAGES];
};

static const char *cldr_path(struct imp_parts *parts, const char *language)
{
    return arena_printf(parts->arena, "%s/main/%s.xml", parts->sources->cldr, language);
}

/* The codes in force: ISO 3166-1, and Kosovo. */
static enum rc load_codes(struct imp_parts *parts, bool in_force[CODE_COUNT])
{
    json_t *root = json_load_file(parts->sources->iso, JSON_REJECT_DUPLICATES, NULL);
    json_t *rows = json_object_get(root, "3166-1"), *row;
    size_t i;

    json_array_foreach(rows, i, row)
    {
        const char *code = json_string_value(json_object_get(row, "alpha_2"));
        int number = code ? imp_code(code, strlen(code)) : -1;

        if (number >= 0)
            in_force[number] = true;
    }
    i = json_array_size(rows);
    json_decref(root);
    in_force[imp_code("XK", 2)] = true;
    if (!i)
        return imp_parts_fault(parts, parts->sources->iso, 0, "problem.gazetteer.iso");
    return RC_OK;
}

static enum rc load_table(struct imp_parts *parts, struct country_row *rows)
{
    const char *path =
        arena_printf(parts->arena, "%s/countryInfo.txt", parts->sources->tables);
    char *text, *line, *fields[COUNTRY_FIELDS];
    bool in_force[CODE_COUNT] = {false};
    int64_t number = 0;
    size_t size;

    if (load_codes(parts, in_force) || imp_parts_read(parts, path, &text, &size))
        return RC_INVALID;
    while ((line = imp_lines_next(&text))) {
        int code;

        number++;
        if (*line == '#' || !*line)
            continue;
        if (imp_lines_split(line, '\t', fields, COUNTRY_FIELDS) <= FIELD_ID ||
            strlen(fields[FIELD_ISO3]) != 3)
            return imp_parts_fault(parts, path, number, "problem.file.columns");
        code = imp_code(fields[FIELD_CODE], strlen(fields[FIELD_CODE]));
        if (code < 0)
            return imp_parts_fault(parts, path, number, "problem.country.unknown");
        if (!in_force[code])
            continue;
        rows[code].iso3 = fields[FIELD_ISO3];
        rows[code].name = fields[FIELD_NAME];
        rows[code].id = fields[FIELD_ID];
    }
    return RC_OK;
}

/* The usual names in our languages, which are shown. */
static enum rc load_shown(struct imp_parts *parts, struct country_row *rows)
{
    for (int i = 0; i < GEO_LANGUAGES; i++) {
        struct imp_cldr_name territory;
        char *xml;
        size_t size;

        if (imp_parts_read(parts, cldr_path(parts, imp_languages[i]), &xml, &size))
            return RC_INVALID;
        while (imp_cldr_next(&xml, "territory", &territory)) {
            int code = imp_code(territory.code, strlen(territory.code));

            if (code >= 0 && territory.main)
                rows[code].names[i] = territory.name;
        }
    }
    return RC_OK;
}

static void add_countries(struct imp_parts *parts, const struct country_row *rows)
{
    for (int code = 0; code < CODE_COUNT; code++) {
        const struct country_row *row = &rows[code];
        char letters[3] = {(char)('A' + code / 26), (char)('A' + code % 26), '\0'};
        struct geo_draft_country country = {.code = letters, .iso3 = row->iso3};
        const char *name;
        size_t number;

        if (!row->iso3)
            continue;
        memcpy(country.names, row->names, sizeof(country.names));
        if (!country.names[3])
            country.names[3] = row->name;
        number = geo_gazetteer_draft_country(parts->draft, &country);
        parts->countries[code] = (int)number;
        geo_gazetteer_draft_country_name(parts->draft, number, row->name);
        for (int i = 0; i < GEO_LANGUAGES; i++)
            if (!imp_mo_find(&parts->names[i], row->id, &name))
                geo_gazetteer_draft_country_name(parts->draft, number, name);
    }
}

/* Short and variant names, and those in more languages. */
static enum rc add_cldr_names(struct imp_parts *parts, const char *language)
{
    struct imp_cldr_name territory;
    char *xml;
    size_t size;

    if (imp_parts_read(parts, cldr_path(parts, language), &xml, &size))
        return RC_INVALID;
    while (imp_cldr_next(&xml, "territory", &territory)) {
        int country = imp_parts_country(parts, territory.code, strlen(territory.code));

        if (country >= 0)
            geo_gazetteer_draft_country_name(parts->draft, (size_t)country,
                                             territory.name);
    }
    return RC_OK;
}

/* "Islamic Republic of Afghanistan", "Bolivia". */
static void add_iso_names(struct imp_parts *parts)
{
    static const char *const keys[] = {"name", "common_name", "official_name"};
    json_t *root = json_load_file(parts->sources->iso, 0, NULL);
    json_t *row;
    size_t i;

    json_array_foreach(json_object_get(root, "3166-1"), i, row)
    {
        const char *code = json_string_value(json_object_get(row, "alpha_2"));
        int country = code ? imp_parts_country(parts, code, strlen(code)) : -1;

        for (size_t k = 0; country >= 0 && k < sizeof(keys) / sizeof(*keys); k++)
            geo_gazetteer_draft_country_name(
                parts->draft, (size_t)country,
                json_string_value(json_object_get(row, keys[k])));
    }
    json_decref(root);
}

enum rc imp_parts_countries(struct imp_parts *parts)
{
    struct country_row *rows = arena_array(parts->arena, CODE_COUNT, sizeof(*rows));

    if (load_table(parts, rows) || load_shown(parts, rows))
        return RC_INVALID;
    add_countries(parts, rows);
    for (int i = 0; i < GEO_LANGUAGES; i++)
        if (add_cldr_names(parts, imp_languages[i]))
            return RC_INVALID;
    for (size_t i = 0; i < sizeof(more_languages) / sizeof(*more_languages); i++)
        if (add_cldr_names(parts, more_languages[i]))
            return RC_INVALID;
    add_iso_names(parts);
    return RC_OK;
}
