#include "importers/csv.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "importers/csv_delimiter.h"
#include "server/core/arena.h"
#include "server/core/text.h"

#define CHUNK ((size_t)256 << 10)
/* A row is never more than this, however many fields it has. */
#define ROW_MAX ((size_t)1 << 20)

/* What ended a field. */
enum end { END_FIELD, END_ROW, END_FILE };

struct imp_csv {
    struct imp_source *source;
    struct imp_csv_options options;
    struct imp_encoded encoded;
    char delimiter;
    uint64_t first; /* offset and line of the first row */
    int64_t first_line;
    bool stops[256]; /* bytes that end a run of plain text */

    char *chunk; /* what was read, and where we are in it */
    size_t chunk_len;
    size_t at;
    uint64_t chunk_offset;
    int64_t line;
    int64_t rows;
    bool done;
    enum rc failed;

    char *text; /* the row's fields, each with its NUL */
    size_t text_len;
    size_t text_size;
    size_t *starts;
    size_t *lens;
    const char **fields;
    size_t columns;
    struct arena *arena; /* fields that had to be recoded */
};

void imp_csv_free(struct imp_csv *csv)
{
    if (!csv)
        return;
    free(csv->chunk);
    free(csv->text);
    free(csv->starts);
    free(csv->lens);
    free(csv->fields);
    arena_free(csv->arena);
    free(csv);
}

void imp_csv_seek(struct imp_csv *csv, uint64_t offset, int64_t line)
{
    if (offset >= csv->chunk_offset && offset <= csv->chunk_offset + csv->chunk_len) {
        csv->at = (size_t)(offset - csv->chunk_offset);
    } else {
        csv->chunk_offset = offset;
        csv->chunk_len = 0;
        csv->at = 0;
    }
    csv->line = line;
    csv->rows = 0;
    csv->done = false;
    csv->failed = RC_OK;
}

void imp_csv_rewind(struct imp_csv *csv)
{
    imp_csv_seek(csv, csv->first, csv->first_line);
}

uint64_t imp_csv_offset(const struct imp_csv *csv)
{
    return csv->chunk_offset + csv->at;
}

char imp_csv_delimiter(const struct imp_csv *csv)
{
    return csv->delimiter;
}

const struct imp_encoded *imp_csv_encoded(const struct imp_csv *csv)
{
    return &csv->encoded;
}

/* The delimiter from the beginning of the file, and where the rows begin. */
static enum rc find_start(struct imp_csv *csv)
{
    struct imp_csv_start start;
    enum rc rc;

    csv->chunk_offset = csv->encoded.start;
    rc = imp_source_read(csv->source, csv->chunk_offset, csv->chunk, CHUNK,
                         &csv->chunk_len);
    if (rc)
        return rc;
    start = imp_csv_delimiter_find(csv->chunk, csv->chunk_len);
    csv->delimiter = csv->options.delimiter ? csv->options.delimiter : start.delimiter;
    csv->first = csv->encoded.start + start.skip;
    csv->first_line = start.skip ? 2 : 1;
    csv->stops[(unsigned char)csv->delimiter] = true;
    csv->stops['\r'] = csv->stops['\n'] = true;
    imp_csv_rewind(csv);
    return RC_OK;
}

static struct imp_csv_options with_defaults(const struct imp_csv_options *options)
{
    struct imp_csv_options o = *options;

    if (!o.field_max)
        o.field_max = IMP_CSV_FIELD_MAX;
    if (!o.columns_max)
        o.columns_max = IMP_CSV_COLUMNS_MAX;
    if (!o.rows_max)
        o.rows_max = IMP_CSV_ROWS_MAX;
    return o;
}

enum rc imp_csv_new(struct imp_source *source, const struct imp_csv_options *options,
                    const struct progress *progress, struct problems *problems,
                    struct imp_csv **ret_csv)
{
    struct imp_csv *csv;
    enum rc rc;

    if (options->delimiter && strchr("\"\r\n", options->delimiter)) {
        problems_error(problems, 0, "file", "problem.csv.delimiter", NULL);
        return RC_INVALID;
    }
    csv = mem_calloc(1, sizeof(*csv));
    csv->source = source;
    csv->options = with_defaults(options);
    csv->chunk = mem_alloc(CHUNK);
    csv->text_size = 4096;
    csv->text = mem_alloc(csv->text_size);
    csv->starts = mem_calloc(csv->options.columns_max, sizeof(*csv->starts));
    csv->lens = mem_calloc(csv->options.columns_max, sizeof(*csv->lens));
    csv->fields = mem_calloc(csv->options.columns_max, sizeof(*csv->fields));
    csv->arena = arena_new();
    rc = imp_encoding_find(source, csv->options.encoding, progress, problems,
                           &csv->encoded);
    if (!rc)
        rc = find_start(csv);
    if (rc)
        imp_csv_free(csv);
    else
        *ret_csv = csv;
    return rc;
}

/* Makes sure that there is a byte at csv->at; false at the end of the file. */
static bool more(struct imp_csv *csv)
{
    if (csv->at < csv->chunk_len)
        return true;
    if (csv->failed)
        return false;
    csv->chunk_offset += csv->chunk_len;
    csv->at = csv->chunk_len = 0;
    csv->failed = imp_source_read(csv->source, csv->chunk_offset, csv->chunk, CHUNK,
                                  &csv->chunk_len);
    return !csv->failed && csv->chunk_len > 0;
}

static enum rc refuse(struct imp_csv *csv, struct problems *problems, int64_t line,
                      const char *key)
{
    problems_error(problems, line, "file", key, NULL);
    csv->done = true;
    return RC_INVALID;
}

/* Adds to the field that began at @p start. False when it grows too long. */
static bool add(struct imp_csv *csv, size_t start, const char *bytes, size_t len)
{
    if (csv->text_len - start + len > csv->options.field_max ||
        csv->text_len + len >= ROW_MAX)
        return false;
    if (csv->text_len + len + 1 > csv->text_size) {
        csv->text_size = 2 * (csv->text_len + len + 1);
        csv->text = mem_realloc(csv->text, csv->text_size, 1);
    }
    memcpy(csv->text + csv->text_len, bytes, len);
    csv->text_len += len;
    return true;
}

/* Takes one line end of any kind, at csv->at. */
static void take_line_end(struct imp_csv *csv)
{
    char c = csv->chunk[csv->at++];

    if (c == '\r' && more(csv) && csv->chunk[csv->at] == '\n')
        csv->at++;
    csv->line++;
}

/* Up to the delimiter or the end of the row. */
static bool read_plain(struct imp_csv *csv, size_t start, enum end *end)
{
    while (more(csv)) {
        size_t from = csv->at;

        while (csv->at < csv->chunk_len &&
               !csv->stops[(unsigned char)csv->chunk[csv->at]])
            csv->at++;
        if (!add(csv, start, csv->chunk + from, csv->at - from))
            return false;
        if (csv->at == csv->chunk_len)
            continue;
        if (csv->chunk[csv->at] == csv->delimiter) {
            csv->at++;
            *end = END_FIELD;
        } else {
            take_line_end(csv);
            *end = END_ROW;
        }
        return true;
    }
    *end = END_FILE;
    return true;
}

/* Copies up to the next quote and takes it; lines are counted. */
static bool read_to_quote(struct imp_csv *csv, size_t start, bool *found)
{
    bool after_cr = false;

    *found = false;
    while (!*found && more(csv)) {
        size_t from = csv->at;

        for (; csv->at < csv->chunk_len && csv->chunk[csv->at] != '"'; csv->at++) {
            char c = csv->chunk[csv->at];

            if (c == '\r' || (c == '\n' && !after_cr))
                csv->line++;
            after_cr = c == '\r';
        }
        if (!add(csv, start, csv->chunk + from, csv->at - from))
            return false;
        if (csv->at < csv->chunk_len) {
            csv->at++;
            *found = true;
        }
    }
    return true;
}

/* Behind the closing quote only the end of the field may follow. */
static enum rc read_after_quote(struct imp_csv *csv, size_t start,
                                struct problems *problems, enum end *end)
{
    size_t before = csv->text_len;
    int64_t line = csv->line;

    if (!read_plain(csv, start, end))
        return refuse(csv, problems, line, "problem.csv.field_too_long");
    for (size_t i = before; i < csv->text_len; i++) {
        if (csv->text[i] != ' ') {
            problems_error(problems, line, "file", "problem.csv.text_after_quote", NULL);
            return RC_OK;
        }
    }
    csv->text_len = before;
    return RC_OK;
}

static enum rc read_quoted(struct imp_csv *csv, size_t start, struct problems *problems,
                           enum end *end)
{
    int64_t opened = csv->line;
    bool found;

    csv->at++;
    for (;;) {
        if (!read_to_quote(csv, start, &found))
            return refuse(csv, problems, opened, "problem.csv.field_too_long");
        if (!found)
            return refuse(csv, problems, opened, "problem.csv.unclosed_quote");
        if (!more(csv) || csv->chunk[csv->at] != '"')
            break;
        csv->at++;
        if (!add(csv, start, "\"", 1))
            return refuse(csv, problems, opened, "problem.csv.field_too_long");
    }
    return read_after_quote(csv, start, problems, end);
}

static enum rc read_field(struct imp_csv *csv, struct problems *problems, enum end *end)
{
    size_t start = csv->text_len;
    int64_t line = csv->line;
    enum rc rc = RC_OK;

    if (csv->columns == csv->options.columns_max)
        return refuse(csv, problems, line, "problem.csv.too_many_columns");
    if (more(csv) && csv->chunk[csv->at] == '"')
        rc = read_quoted(csv, start, problems, end);
    else if (!read_plain(csv, start, end))
        rc = refuse(csv, problems, line, "problem.csv.field_too_long");
    if (rc)
        return rc;
    if (csv->failed)
        return csv->failed;
    csv->starts[csv->columns] = start;
    csv->lens[csv->columns++] = csv->text_len - start;
    csv->text[csv->text_len++] = '\0'; /* add() left room */
    return RC_OK;
}

/* Room for the NUL of an empty field. */
static void reserve(struct imp_csv *csv)
{
    if (csv->text_len + 2 > csv->text_size) {
        csv->text_size *= 2;
        csv->text = mem_realloc(csv->text, csv->text_size, 1);
    }
}

static enum rc read_row(struct imp_csv *csv, struct problems *problems)
{
    enum end end = END_FIELD;

    csv->columns = 0;
    csv->text_len = 0;
    while (end == END_FIELD) {
        enum rc rc;

        reserve(csv);
        rc = read_field(csv, problems, &end);
        if (rc)
            return rc;
    }
    return RC_OK;
}

static bool has_high_byte(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] >= 0x80)
            return true;
    return false;
}

/* Every byte was seen to have a meaning when the reader was made; one that has not means
 * that the file was changed since. */
static enum rc recode(struct imp_csv *csv, size_t field)
{
    char *text;

    if (!has_high_byte(csv->fields[field], csv->lens[field]))
        return RC_OK;
    if (text_from_windows1252(csv->arena, csv->fields[field], csv->lens[field], &text))
        return RC_CONFLICT;
    csv->fields[field] = text;
    csv->lens[field] = strlen(text);
    return RC_OK;
}

static enum rc finish_row(struct imp_csv *csv)
{
    enum rc rc = RC_OK;

    if (csv->encoded.encoding == IMP_ENCODING_WINDOWS1252)
        arena_reset(csv->arena);
    for (size_t i = 0; i < csv->columns; i++)
        csv->fields[i] = csv->text + csv->starts[i];
    if (csv->encoded.encoding == IMP_ENCODING_WINDOWS1252)
        for (size_t i = 0; i < csv->columns && !rc; i++)
            rc = recode(csv, i);
    return rc;
}

enum rc imp_csv_next(struct imp_csv *csv, struct problems *problems,
                     struct imp_csv_row *ret_row)
{
    uint64_t offset;
    int64_t line;
    enum rc rc;

    do {
        if (csv->done || !more(csv))
            return csv->failed ? csv->failed : RC_NOT_FOUND;
        offset = imp_csv_offset(csv);
        line = csv->line;
        rc = read_row(csv, problems);
        if (rc)
            return rc;
    } while (csv->columns == 1 && csv->lens[0] == 0);
    if (csv->rows == csv->options.rows_max)
        return refuse(csv, problems, line, "problem.csv.too_many_rows");
    csv->rows++;
    rc = finish_row(csv);
    if (rc)
        return rc;
    *ret_row = (struct imp_csv_row){.line = line,
                                    .offset = offset,
                                    .count = csv->columns,
                                    .fields = csv->fields,
                                    .lens = csv->lens};
    return RC_OK;
}
