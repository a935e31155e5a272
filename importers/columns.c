#include "importers/columns.h"

#include <assert.h>
#include <string.h>

#include "server/core/arena.h"
#include "server/core/text.h"

/* Marks a column of the file that the mapping leaves out. */
#define LEFT_OUT (-2)
#define UNKNOWN  (-1)

/* The header with what its columns mean. */
struct header {
    struct arena *arena;
    const struct imp_csv_row *row;
    char **folded; /* of each column of the file */
    int *means;    /* index in the table */
};

static bool in_list(const char *list, const char *text)
{
    size_t len = strlen(text);

    while (list && *list) {
        size_t part = strcspn(list, "|");

        if (part == len && !memcmp(list, text, len))
            return true;
        list += part + (list[part] ? 1 : 0);
    }
    return false;
}

/* "birth_date" is known as such and as "birth date". */
static bool is_name(const char *name, const char *folded)
{
    for (; *name && *folded; name++, folded++)
        if (*name != *folded && !(*name == '_' && *folded == ' '))
            return false;
    return *name == *folded;
}

static int find_name(const struct imp_column_set *set, const char *folded)
{
    for (size_t i = 0; i < set->count; i++)
        if (is_name(set->table[i].name, folded))
            return (int)i;
    return UNKNOWN;
}

static int find_header(const struct imp_column_set *set, const char *folded)
{
    int found = find_name(set, folded);

    for (size_t i = 0; i < set->count && found == UNKNOWN; i++)
        if (in_list(set->table[i].headers, folded))
            found = (int)i;
    return found;
}

static char *fold(struct arena *arena, const char *text, size_t len)
{
    char *clean, *folded;

    if (text_clean(arena, text, len, &clean) || text_fold(arena, clean, &folded))
        return arena_strdup(arena, "");
    return folded;
}

/* One "column=Header" of the mapping. */
static bool map_one(const struct header *header, const struct imp_column_set *set,
                    const char *part, size_t len)
{
    const char *equals = memchr(part, '=', len);
    bool found = false;
    char *name, *wanted;
    int column;

    if (!equals)
        return false;
    name = fold(header->arena, part, (size_t)(equals - part));
    wanted = fold(header->arena, equals + 1, len - (size_t)(equals + 1 - part));
    column = *name ? find_name(set, name) : LEFT_OUT;
    if (column == UNKNOWN || !*wanted)
        return false;
    for (size_t i = 0; i < header->row->count; i++) {
        if (!strcmp(header->folded[i], wanted)) {
            header->means[i] = column;
            found = true;
        }
    }
    return found;
}

static void map_all(const struct header *header, const struct imp_column_set *set,
                    struct problems *problems)
{
    const char *map = set->map;

    while (map && *map) {
        size_t len = strcspn(map, ",\r\n");

        if (len && !map_one(header, set, map, len))
            problems_error(problems, header->row->line, "map", "problem.column.map",
                           arena_strndup(header->arena, map, len));
        map += len + (map[len] ? 1 : 0);
    }
}

static bool is_mapped(const struct header *header, int column)
{
    for (size_t i = 0; i < header->row->count; i++)
        if (header->means[i] == column)
            return true;
    return false;
}

/* The mapping goes first: what it gives is not looked for again. */
static void find_all(const struct header *header, const struct imp_column_set *set,
                     struct problems *problems)
{
    bool mapped[IMP_COLUMNS_MAX];

    for (size_t i = 0; i < set->count; i++)
        mapped[i] = is_mapped(header, (int)i);
    for (size_t i = 0; i < header->row->count; i++) {
        int column;

        if (header->means[i] != UNKNOWN || !*header->folded[i])
            continue;
        column = find_header(set, header->folded[i]);
        if (column != UNKNOWN && !mapped[column])
            header->means[i] = column;
        else
            problems_warn(problems, header->row->line, "file", "problem.column.ignored",
                          header->row->fields[i]);
    }
}

static void place_all(const struct header *header, const struct imp_column_set *set,
                      struct problems *problems, struct imp_columns *columns)
{
    for (size_t i = 0; i < set->count; i++)
        columns->at[i] = -1;
    for (size_t i = 0; i < header->row->count; i++) {
        int column = header->means[i];

        if (column < 0)
            continue;
        if (columns->at[column] >= 0)
            problems_error(problems, header->row->line, set->table[column].name,
                           "problem.column.twice", header->row->fields[i]);
        columns->at[column] = (int)i;
    }
    for (size_t i = 0; i < set->count; i++)
        if (set->table[i].required && columns->at[i] < 0)
            problems_error(problems, header->row->line, set->table[i].name,
                           "problem.column.missing", set->table[i].name);
}

enum rc imp_columns_read(struct imp_csv *csv, const struct imp_column_set *set,
                         struct problems *problems, struct imp_columns *ret_columns)
{
    struct imp_columns columns = {.table = set->table, .count = set->count};
    struct arena *arena = arena_new();
    size_t before = problems->errors;
    struct imp_csv_row row;
    struct header header = {.arena = arena, .row = &row};
    enum rc rc = imp_csv_next(csv, problems, &row);

    assert(set->count <= IMP_COLUMNS_MAX);
    if (rc)
        goto out;
    header.folded = arena_array(arena, row.count, sizeof(*header.folded));
    header.means = arena_array(arena, row.count, sizeof(*header.means));
    for (size_t i = 0; i < row.count; i++) {
        header.folded[i] = fold(arena, row.fields[i], row.lens[i]);
        header.means[i] = UNKNOWN;
    }
    map_all(&header, set, problems);
    find_all(&header, set, problems);
    columns.width = row.count;
    columns.line = row.line;
    place_all(&header, set, problems, &columns);
    if (problems->errors > before)
        rc = RC_INVALID;
    else
        *ret_columns = columns;
out:
    arena_free(arena);
    return rc;
}

static bool is_tag_row(const struct imp_csv_row *row)
{
    bool tags = false;

    for (size_t i = 0; i < row->count; i++) {
        if (row->lens[i] && row->fields[i][0] != '#')
            return false;
        tags = tags || row->lens[i];
    }
    return tags;
}

static void check_width(const struct imp_columns *columns, const struct imp_csv_row *row,
                        struct problems *problems)
{
    size_t used = row->count;

    while (used > columns->width && !row->lens[used - 1])
        used--;
    if (used > columns->width)
        problems_error(problems, row->line, "file", "problem.row.too_long", NULL);
    else if (row->count < columns->width)
        problems_error(problems, row->line, "file", "problem.row.too_short", NULL);
}

enum rc imp_columns_next(const struct imp_columns *columns, struct imp_csv *csv,
                         struct problems *problems, struct imp_csv_row *ret_row)
{
    struct imp_csv_row row;
    enum rc rc = imp_csv_next(csv, problems, &row);

    if (!rc && row.line == columns->line + 1 && is_tag_row(&row))
        rc = imp_csv_next(csv, problems, &row);
    if (rc)
        return rc;
    check_width(columns, &row, problems);
    *ret_row = row;
    return RC_OK;
}

bool imp_columns_has(const struct imp_columns *columns, int column)
{
    return columns->at[column] >= 0;
}

const char *imp_columns_value(const struct imp_columns *columns,
                              const struct imp_csv_row *row, int column)
{
    int at = columns->at[column];

    return at < 0 || (size_t)at >= row->count ? "" : row->fields[at];
}
