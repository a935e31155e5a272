#include "importers/people_csv.h"

#include <stdlib.h>
#include <string.h>

#include "importers/columns.h"
#include "importers/people_group.h"
#include "importers/people_row.h"

/* Rows between two reports of progress. */
#define REPORT_ROWS 4096

struct imp_people {
    struct imp_source *source;
    struct imp_people_options options;
    struct imp_csv *csv;
    struct imp_columns columns;
    uint64_t first; /* offset and line of the first row behind the header */
    int64_t first_line;
    struct imp_places places; /* where rows of a party stand apart; else empty */
    size_t next_place;
    int64_t rows;
    bool started;
    bool has_pending; /* the row that began another party was read already */
    struct imp_csv_row pending;
};

/* A party while its rows are read. */
struct gathering {
    struct imp_people *people;
    struct imp_cell_reader reader;
    struct imp_party_cells cells;
    const char *key;
    struct person *persons;
    int64_t *lines;
    size_t count;
    size_t size;
};

void imp_people_close(struct imp_people *people)
{
    if (!people)
        return;
    imp_places_fini(&people->places);
    imp_csv_free(people->csv);
    free(people);
}

const uint8_t *imp_people_hash(const struct imp_people *people)
{
    return imp_csv_encoded(people->csv)->hash;
}

static const char *key_of(const struct imp_people *people, const struct imp_csv_row *row)
{
    return imp_columns_value(&people->columns, row, PEOPLE_PARTY);
}

/* Counts the rows and finds out which belong together. */
static enum rc index_rows(struct imp_people *people, const struct progress *progress,
                          struct problems *problems)
{
    bool keyed = imp_columns_has(&people->columns, PEOPLE_PARTY);
    int64_t size = (int64_t)imp_source_size(people->source);
    struct problems ignored;
    struct imp_csv_row row;
    enum rc rc;

    problems_init(&ignored, problems->arena);
    while (!(rc = imp_columns_next(&people->columns, people->csv, &ignored, &row))) {
        const char *key = key_of(people, &row);

        if (people->rows++ == 0) {
            people->first = row.offset;
            people->first_line = row.line;
        }
        if (keyed)
            imp_places_add(&people->places, imp_key_hash(key, strlen(key)), row.offset,
                           row.line);
        if (people->rows % REPORT_ROWS == 0 &&
            !progress_report(progress, (int64_t)imp_csv_offset(people->csv), size))
            return RC_CONFLICT;
    }
    if (rc == RC_INVALID) /* what stops the reading is told now, the rest by the check */
        for (size_t i = 0; i < ignored.count; i++)
            problems_error(problems, ignored.items[i].line, ignored.items[i].field,
                           ignored.items[i].key, NULL);
    if (rc != RC_NOT_FOUND)
        return rc;
    if (!people->rows) {
        problems_error(problems, people->columns.line, "file", "problem.people.none",
                       NULL);
        return RC_INVALID;
    }
    if (keyed && !imp_places_sort(&people->places))
        imp_places_fini(&people->places);
    imp_people_rewind(people);
    return RC_OK;
}

enum rc imp_people_open(struct imp_source *source,
                        const struct imp_people_options *options,
                        const struct progress *progress, struct problems *problems,
                        struct imp_people **ret_people)
{
    struct imp_people *people = mem_calloc(1, sizeof(*people));
    struct imp_column_set set = {imp_people_columns, PEOPLE_COLUMNS, options->map};
    enum rc rc;

    people->source = source;
    people->options = *options;
    rc = imp_csv_new(source, &options->csv, progress, problems, &people->csv);
    if (!rc)
        rc = imp_columns_read(people->csv, &set, problems, &people->columns);
    if (rc == RC_NOT_FOUND) { /* nothing but empty lines */
        problems_error(problems, 0, "file", "problem.file.empty", NULL);
        rc = RC_INVALID;
    }
    if (!rc)
        rc = index_rows(people, progress, problems);
    if (rc)
        imp_people_close(people);
    else
        *ret_people = people;
    return rc;
}

void imp_people_rewind(struct imp_people *people)
{
    people->next_place = 0;
    people->started = false;
    people->has_pending = false;
    imp_csv_seek(people->csv, people->first, people->first_line);
}

static void add_row(struct gathering *g, const struct imp_csv_row *row)
{
    struct arena *arena = g->reader.arena;

    if (g->count == PARTY_MEMBERS_MAX) {
        problems_error(g->reader.problems, row->line, "party", "problem.party.too_large",
                       g->key);
        return;
    }
    if (g->count == g->size) {
        size_t size = g->size ? 2 * g->size : 4;
        struct person *persons = arena_array(arena, size, sizeof(*persons));
        int64_t *lines = arena_array(arena, size, sizeof(*lines));

        if (g->count) {
            memcpy(persons, g->persons, g->count * sizeof(*persons));
            memcpy(lines, g->lines, g->count * sizeof(*lines));
        }
        g->persons = persons;
        g->lines = lines;
        g->size = size;
    }
    imp_person_read(&g->reader, &g->people->columns, row, g->people->options.calling_code,
                    &g->persons[g->count]);
    g->persons[g->count].member = (int)g->count + 1;
    g->lines[g->count++] = row->line;
    imp_party_cells_add(&g->cells, &g->reader, &g->people->columns, row);
}

static enum rc next_row(struct gathering *g, struct imp_csv_row *row)
{
    struct imp_people *people = g->people;

    if (!people->has_pending)
        return imp_columns_next(&people->columns, people->csv, g->reader.problems, row);
    people->has_pending = false;
    *row = people->pending;
    return RC_OK;
}

/* Rows that stand together: up to the first with another key. */
static enum rc gather_together(struct gathering *g)
{
    struct imp_people *people = g->people;
    struct imp_csv_row row;

    for (;;) {
        enum rc rc = next_row(g, &row);

        if (rc)
            return rc == RC_NOT_FOUND && g->count ? RC_OK : rc;
        if (g->count && (!*g->key || strcmp(key_of(people, &row), g->key))) {
            people->pending = row;
            people->has_pending = true;
            return RC_OK;
        }
        if (!g->count)
            g->key = arena_strdup(g->reader.arena, key_of(people, &row));
        add_row(g, &row);
    }
}

/* Rows that stand apart: where the index says. */
static enum rc gather_apart(struct gathering *g)
{
    struct imp_people *people = g->people;
    const struct imp_places *places = &people->places;
    size_t at = people->next_place;
    uint32_t party;

    if (at == places->count)
        return RC_NOT_FOUND;
    party = places->items[at].party;
    for (; at < places->count && places->items[at].party == party; at++) {
        struct imp_csv_row row;
        enum rc rc;

        imp_csv_seek(people->csv, places->items[at].offset, places->items[at].line);
        rc = imp_columns_next(&people->columns, people->csv, g->reader.problems, &row);
        if (rc)
            return rc == RC_NOT_FOUND ? RC_CONFLICT : rc;
        if (!g->count)
            g->key = arena_strdup(g->reader.arena, key_of(people, &row));
        else if (strcmp(key_of(people, &row), g->key))
            return RC_CONFLICT; /* changed, or two keys made to have one hash */
        add_row(g, &row);
    }
    people->next_place = at;
    return RC_OK;
}

static void finish(struct gathering *g, struct party_draft *draft)
{
    const struct imp_people_options *options = &g->people->options;
    struct party party = party_blank();
    struct stay *stay = arena_alloc(g->reader.arena, sizeof(*stay));

    party.source = options->source;
    party.trust = options->trust;
    *draft = (struct party_draft){.persons = g->persons,
                                  .person_count = g->count,
                                  .stays = stay,
                                  .lines = g->lines};
    draft->stay_count = imp_party_cells_read(&g->cells, &g->reader, &party, stay) ? 1 : 0;
    party.reference = *g->key ? g->key : NULL;
    draft->party = party;
}

enum rc imp_people_next(struct imp_people *people, struct arena *arena,
                        struct problems *problems, struct party_draft *ret_draft)
{
    struct gathering g = {
        .people = people,
        .reader = {.arena = arena,
                   .problems = problems,
                   .dates = people->options.dates,
                   .projection = people->options.projection,
                   .boxes_of = people->options.boxes_of},
        .cells = imp_party_cells_blank(),
        .key = "",
    };
    enum rc rc;

    if (!people->started && imp_source_unchanged(people->source))
        return RC_CONFLICT;
    people->started = true;
    rc = people->places.count ? gather_apart(&g) : gather_together(&g);
    if (rc == RC_NOT_FOUND && imp_source_unchanged(people->source))
        rc = RC_CONFLICT;
    if (!rc)
        finish(&g, ret_draft);
    return rc;
}

static void count_party(const struct party_draft *draft, struct imp_people_counts *counts)
{
    counts->parties++;
    counts->people += (int64_t)draft->person_count;
    if (draft->stay_count && (draft->stays[0].located || draft->stays[0].coordinates))
        counts->located++;
}

enum rc imp_people_check(struct imp_people *people, const struct progress *progress,
                         struct problems *problems, struct imp_people_counts *ret_counts)
{
    struct imp_people_counts counts = {0};
    struct arena *arena = arena_new();
    size_t before = problems->errors;
    struct party_draft draft;
    int64_t told = 0;
    enum rc rc;

    imp_people_rewind(people);
    while (!(rc = imp_people_next(people, arena, problems, &draft))) {
        if (draft.person_count &&
            party_check(&draft, people->options.today, draft.lines[0], problems) == RC_OK)
            count_party(&draft, &counts);
        arena_reset(arena);
        if (counts.people - told >= REPORT_ROWS) {
            told = counts.people;
            if (!progress_report(progress, counts.people, people->rows))
                rc = RC_CONFLICT;
        }
        if (rc)
            break;
    }
    arena_free(arena);
    imp_people_rewind(people);
    if (rc != RC_NOT_FOUND && rc != RC_INVALID)
        return rc;
    *ret_counts = counts;
    return problems->errors > before ? RC_INVALID : RC_OK;
}
