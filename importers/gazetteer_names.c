#include <stdlib.h>
#include <string.h>

#include "importers/gazetteer_parts.h"
#include "importers/lines.h"
#include "server/core/number.h"
#include "server/core/text.h"

/* cities15000.txt: GeoNames id, name, name in ASCII, other names with commas, ... */
#define CITY_FIELDS 5

/* How people shorten the first word of a name. */
static const char *const short_words[][2] = {
    {"saint ", "st "},  {"sainte ", "ste "}, {"sankt ", "st "}, {"sint ", "st "},
    {"santo ", "sto "}, {"santa ", "sta "},  {"fort ", "ft "},  {"mount ", "mt "},
};

static const struct imp_town_key *find_id(const struct imp_parts *parts, const char *text)
{
    int64_t id;

    if (number_parse_int(text, 1, UINT32_MAX, &id))
        return NULL;
    return imp_parts_town(parts, id);
}

/* Codes of airports, links, and spellings that machines made of other scripts (they have
 * no capital letter) stand among the other names. */
static bool is_no_name(const char *text)
{
    size_t len = strlen(text), small = 0, capitals = 0;

    for (size_t i = 0; i < len; i++) {
        small += text[i] >= 'a' && text[i] <= 'z';
        capitals += text[i] >= 'A' && text[i] <= 'Z';
    }
    return len < 2 || (capitals == len && len <= 4) || strstr(text, "://") ||
           (!capitals && small && text[0] >= 'a' && text[0] <= 'z');
}

/* Takes the next of the names with commas between them; NULL at the end. */
static char *next_name(char **names)
{
    char *name = *names, *comma = strchr(name, ',');

    if (!*name)
        return NULL;
    *names = comma ? comma + 1 : name + strlen(name);
    if (comma)
        *comma = '\0';
    return name;
}

static enum rc add_other_names(struct imp_parts *parts)
{
    const char *path =
        arena_printf(parts->arena, "%s/cities15000.txt", parts->sources->tables);
    char *text, *line, *fields[CITY_FIELDS];
    int64_t number = 0;
    size_t size;

    if (imp_parts_read(parts, path, &text, &size))
        return RC_INVALID;
    while ((line = imp_lines_next(&text))) {
        const struct imp_town_key *town;
        char *name;

        number++;
        if (imp_lines_split(line, '\t', fields, CITY_FIELDS) != CITY_FIELDS)
            return imp_parts_fault(parts, path, number, "problem.file.columns");
        town = find_id(parts, fields[0]);
        if (!town)
            continue;
        geo_gazetteer_draft_name(parts->draft, town->town, GEO_NAME_OTHER, fields[2]);
        while ((name = next_name(&fields[3])))
            if (!is_no_name(name))
                geo_gazetteer_draft_name(parts->draft, town->town, GEO_NAME_OTHER, name);
    }
    return RC_OK;
}

static void add_short_names(struct imp_parts *parts)
{
    for (size_t t = 0; t < parts->town_count; t++) {
        const struct imp_town_name *name = &parts->town_names[t];

        for (size_t i = 0; i < sizeof(short_words) / sizeof(*short_words); i++) {
            size_t len = strlen(short_words[i][0]);

            if (strncmp(name->folded, short_words[i][0], len))
                continue;
            geo_gazetteer_draft_name(parts->draft, name->town, GEO_NAME_OTHER,
                                     arena_printf(parts->arena, "%s%s", short_words[i][1],
                                                  name->folded + len));
        }
    }
}

static int by_name(const void *a, const void *b)
{
    const struct imp_town_name *x = a, *y = b;
    int order = strcmp(x->folded, y->folded);

    if (order)
        return order;
    if (x->country != y->country)
        return x->country < y->country ? -1 : 1;
    return x->population > y->population ? -1 : x->population < y->population;
}

/* The most populous town of that name in that country; town_names are sorted. */
static const struct imp_town_name *find_name(const struct imp_parts *parts,
                                             const char *folded, size_t country)
{
    size_t low = 0, high = parts->town_count;
    struct imp_town_name wanted = {folded, 0, country, INT64_MAX};

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (by_name(&parts->town_names[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == parts->town_count || parts->town_names[low].country != country ||
        strcmp(parts->town_names[low].folded, folded))
        return NULL;
    return &parts->town_names[low];
}

/* alias,country,town: town is a GeoNames id or the town's own name. */
static const char *add_alias(struct imp_parts *parts, char *line)
{
    const struct imp_town_name *named;
    const struct imp_town_key *known;
    char *fields[3], *folded;
    int country;

    if (imp_lines_split(line, ',', fields, 3) != 3)
        return "problem.file.columns";
    country = imp_parts_country(parts, fields[1], strlen(fields[1]));
    if (country < 0)
        return "problem.country.unknown";
    known = find_id(parts, fields[2]);
    if (known) {
        geo_gazetteer_draft_name(parts->draft, known->town, GEO_NAME_LOCAL, fields[0]);
        return NULL;
    }
    if (text_fold(parts->arena, fields[2], &folded))
        return "problem.gazetteer.alias";
    named = find_name(parts, folded, (size_t)country);
    if (!named)
        return "problem.gazetteer.alias";
    geo_gazetteer_draft_name(parts->draft, named->town, GEO_NAME_LOCAL, fields[0]);
    return NULL;
}

static enum rc add_aliases(struct imp_parts *parts)
{
    const char *path = parts->sources->aliases;
    int64_t number = 0;
    char *text, *line;
    size_t size;

    if (imp_parts_read(parts, path, &text, &size))
        return RC_INVALID;
    if (parts->town_count)
        qsort(parts->town_names, parts->town_count, sizeof(*parts->town_names), by_name);
    while ((line = imp_lines_next(&text))) {
        const char *fault;

        if (number++ == 0 || !*line || *line == '#')
            continue;
        fault = add_alias(parts, line);
        if (fault)
            problems_error(parts->problems, number, "alias", fault, line);
    }
    return problems_any(parts->problems) ? RC_INVALID : RC_OK;
}

enum rc imp_parts_names(struct imp_parts *parts)
{
    enum rc rc = add_other_names(parts);

    if (rc)
        return rc;
    add_short_names(parts);
    return add_aliases(parts);
}
