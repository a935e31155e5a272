/* Any bytes: the reader ends, rows hold strict UTF-8 without zero bytes, and a row found
 * again by its offset is the same row. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "importers/csv.h"
#include "server/core/arena.h"
#include "server/core/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth)
{
    if (!truth)
        abort();
}

static void check_row(const struct imp_csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        require(row->lens[i] == strlen(row->fields[i]));
        require(text_valid(row->fields[i], row->lens[i]));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct imp_csv_options options = {.field_max = 1000, .columns_max = 20};
    struct imp_source *source = imp_source_memory(data, size);
    struct arena *arena = arena_new();
    struct imp_csv_row row = {0};
    struct problems problems;
    struct imp_csv *csv;
    int64_t last = 0, line = 0;
    uint64_t offset = 0;
    size_t count = 0;

    problems_init(&problems, arena);
    if (!imp_csv_new(source, &options, NULL, &problems, &csv)) {
        while (!imp_csv_next(csv, &problems, &row)) {
            check_row(&row);
            require(row.line > last && imp_csv_offset(csv) <= size);
            last = line = row.line;
            offset = row.offset;
            count = row.count;
        }
        if (line) {
            imp_csv_seek(csv, offset, line);
            require(!imp_csv_next(csv, &problems, &row));
            require(row.line == line && row.count == count);
        }
        imp_csv_free(csv);
    }
    imp_source_close(source);
    arena_free(arena);
    return 0;
}
