#include <stdlib.h>
#include <string.h>

#include "importers/cldr.h"
#include "importers/gazetteer_parts.h"
#include "importers/lines.h"
#include "server/core/text.h"

#define REGION_FIELDS 4
/* The column of English. */
#define ENGLISH 3

/* What CLDR calls a subdivision, by its code there and by its English name. */
struct imp_subdivision {
    const char *code; /* "bevlg" */
    char *folded;     /* the English name */
    const char *names[GEO_LANGUAGES];
};

static int by_code(const void *a, const void *b)
{
    const struct imp_subdivision *x = a, *y = b;

    return strcmp(x->code, y->code);
}

/* By country, then English name. */
static int by_english(const void *a, const void *b)
{
    const struct imp_subdivision *x = a, *y = b;
    int order = strncmp(x->code, y->code, 2);

    return order ? order : strcmp(x->folded, y->folded);
}

static void add_subdivision(struct imp_parts *parts, const struct imp_cldr_name *name)
{
    struct imp_subdivision *row;

    if (parts->subdivision_count == parts->subdivision_size) {
        parts->subdivision_size =
            parts->subdivision_size ? 2 * parts->subdivision_size : 8192;
        parts->subdivisions = mem_realloc(parts->subdivisions, parts->subdivision_size,
                                          sizeof(*parts->subdivisions));
    }
    row = &parts->subdivisions[parts->subdivision_count];
    *row = (struct imp_subdivision){.code = name->code};
    row->names[ENGLISH] = name->name;
    if (!text_fold(parts->arena, name->name, &row->folded))
        parts->subdivision_count++;
}

/* The names of CLDR's subdivisions: GeoNames has other codes, so that they meet by their
 * English name. English comes first, which makes the rows. */
static enum rc load_subdivisions(struct imp_parts *parts)
{
    for (int i = GEO_LANGUAGES; i-- > 0;) {
        const char *path = arena_printf(parts->arena, "%s/subdivisions/%s.xml",
                                        parts->sources->cldr, imp_languages[i]);
        struct imp_cldr_name name;
        char *xml;
        size_t size;

        if (imp_parts_read(parts, path, &xml, &size))
            return RC_INVALID;
        while (imp_cldr_next(&xml, "subdivision", &name)) {
            struct imp_subdivision wanted = {.code = name.code}, *row;

            if (strlen(name.code) < 3 || !name.main)
                continue;
            if (i == ENGLISH) {
                add_subdivision(parts, &name);
                continue;
            }
            row = bsearch(&wanted, parts->subdivisions, parts->subdivision_count,
                          sizeof(wanted), by_code);
            if (row)
                row->names[i] = name.name;
        }
        if (i == ENGLISH && parts->subdivision_count)
            qsort(parts->subdivisions, parts->subdivision_count,
                  sizeof(*parts->subdivisions), by_code);
    }
    if (parts->subdivision_count)
        qsort(parts->subdivisions, parts->subdivision_count, sizeof(*parts->subdivisions),
              by_english);
    return RC_OK;
}

/* Fills in the languages that are missing, for region @p key ("BE.VLG"). */
static void add_cldr_names(struct imp_parts *parts, const char *key,
                           const char *names[GEO_LANGUAGES])
{
    char country[3] = {(char)(key[0] | 0x20), (char)(key[1] | 0x20), '\0'};
    struct imp_subdivision wanted = {.code = country}, *row;

    if (!parts->subdivision_count ||
        text_fold(parts->arena, names[ENGLISH], &wanted.folded))
        return;
    row = bsearch(&wanted, parts->subdivisions, parts->subdivision_count, sizeof(wanted),
                  by_english);
    for (int i = 0; row && i < GEO_LANGUAGES; i++)
        if (!names[i])
            names[i] = row->names[i];
}

static void add_region(struct imp_parts *parts, int country, const char *key,
                       const char *names[GEO_LANGUAGES])
{
    add_cldr_names(parts, key, names);
    if (parts->region_count == parts->region_size) {
        parts->region_size = parts->region_size ? 2 * parts->region_size : 4096;
        parts->regions =
            mem_realloc(parts->regions, parts->region_size, sizeof(*parts->regions));
    }
    parts->regions[parts->region_count++] = (struct imp_region_key){
        arena_strdup(parts->arena, key),
        geo_gazetteer_draft_region(parts->draft, (size_t)country, key + 3, names)};
}

static int by_key(const void *a, const void *b)
{
    const struct imp_region_key *x = a, *y = b;

    return strcmp(x->key, y->key);
}

int imp_parts_region(const struct imp_parts *parts, const char *key)
{
    struct imp_region_key wanted = {key, 0}, *found;

    found = bsearch(&wanted, parts->regions, parts->region_count, sizeof(wanted), by_key);
    return found ? found->region : -1;
}

static void sort_regions(struct imp_parts *parts)
{
    qsort(parts->regions, parts->region_count, sizeof(*parts->regions), by_key);
}

/* Our own table: divisions that changed since the other one. country,code,name. */
static enum rc load_new_regions(struct imp_parts *parts)
{
    char *text, *line, *fields[3];
    int64_t number = 0;
    size_t size;

    if (imp_parts_read(parts, parts->sources->regions, &text, &size))
        return RC_INVALID;
    while ((line = imp_lines_next(&text))) {
        const char *names[GEO_LANGUAGES] = {0};
        int country;

        if (number++ == 0 || !*line || *line == '#')
            continue;
        if (imp_lines_split(line, ',', fields, 3) != 3)
            return imp_parts_fault(parts, parts->sources->regions, number,
                                   "problem.file.columns");
        country = imp_parts_country(parts, fields[0], strlen(fields[0]));
        if (country < 0)
            return imp_parts_fault(parts, parts->sources->regions, number,
                                   "problem.country.unknown");
        names[3] = fields[2];
        add_region(parts, country,
                   arena_printf(parts->arena, "%s.%s", fields[0], fields[1]), names);
    }
    sort_regions(parts);
    return RC_OK;
}

/* admin1Codes.txt: CC.code, name, name in ASCII, GeoNames id. */
enum rc imp_parts_regions(struct imp_parts *parts)
{
    const char *path =
        arena_printf(parts->arena, "%s/admin1Codes.txt", parts->sources->tables);
    char *text, *line, *fields[REGION_FIELDS];
    struct imp_parts ours;
    int64_t number = 0;
    size_t size;

    if (load_subdivisions(parts) || load_new_regions(parts) ||
        imp_parts_read(parts, path, &text, &size))
        return RC_INVALID;
    ours = *parts;
    while ((line = imp_lines_next(&text))) {
        const char *names[GEO_LANGUAGES];
        int country;

        number++;
        if (imp_lines_split(line, '\t', fields, REGION_FIELDS) != REGION_FIELDS ||
            strlen(fields[0]) < 4)
            return imp_parts_fault(parts, path, number, "problem.file.columns");
        country = imp_parts_country(parts, fields[0], 2);
        if (country < 0 || imp_parts_region(&ours, fields[0]) >= 0)
            continue;
        imp_parts_names_of(parts, fields[3], names);
        if (!names[3])
            names[3] = fields[1];
        add_region(parts, country, fields[0], names);
    }
    sort_regions(parts);
    return RC_OK;
}
