/**
 * @file csv.h
 * Comma separated values read as a stream: one row in memory at a time, whatever the size
 * of the file. RFC 4180 with what people's programs really write: ; , tab or | between
 * fields, a byte order mark, Windows-1252, line ends of any kind, a first line "sep=;".
 */
#ifndef REDKITE_IMPORTERS_CSV_H
#define REDKITE_IMPORTERS_CSV_H

#include <stddef.h>
#include <stdint.h>

#include "importers/encoding.h"
#include "importers/source.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/progress.h"
#include "server/core/rc.h"

struct imp_csv;

/** How to read. All zero: find out, with the caps below. */
struct imp_csv_options {
    char delimiter; /* 0: found from the first lines */
    enum imp_encoding encoding;
    size_t field_max; /* bytes; 0: IMP_CSV_FIELD_MAX */
    size_t columns_max;
    int64_t rows_max;
};

#define IMP_CSV_FIELD_MAX   ((size_t)32 << 10)
#define IMP_CSV_COLUMNS_MAX 256
#define IMP_CSV_ROWS_MAX    5000000

/** One row. Borrowed until the next call on the reader. */
struct imp_csv_row {
    int64_t line;    /* on which it begins, from 1 */
    uint64_t offset; /* in bytes; for imp_csv_seek */
    size_t count;
    const char *const *fields; /* UTF-8, NUL-terminated, as they stand in the file */
    const size_t *lens;
};

/**
 * A reader of @p source, which must outlive it. Reads all of it once to know how it is
 * written (see imp_encoding_find for the problems, @p progress and codes) and stands
 * before the first row. Free with imp_csv_free. A delimiter that is a quote or line end
 * is problem.csv.delimiter, RC_INVALID.
 */
MUST_CHECK enum rc imp_csv_new(struct imp_source *source,
                               const struct imp_csv_options *options,
                               const struct progress *progress, struct problems *problems,
                               struct imp_csv **ret_csv);

/** NULL is fine. */
void imp_csv_free(struct imp_csv *csv);

/**
 * The next row; lines with nothing in them are passed over. RC_NOT_FOUND behind the last.
 * RC_INVALID, with the problem (field "file"), where reading cannot go on:
 * problem.csv.unclosed_quote with the line of the quote, .field_too_long,
 * .too_many_columns, .too_many_rows. Text behind a closing quote is kept and told as
 * problem.csv.text_after_quote, RC_OK. RC_INTERNAL when the file cannot be read.
 */
MUST_CHECK enum rc imp_csv_next(struct imp_csv *csv, struct problems *problems,
                                struct imp_csv_row *ret_row);

/** Goes to where a row began: its offset and line. Rows count towards rows_max anew. */
void imp_csv_seek(struct imp_csv *csv, uint64_t offset, int64_t line);

/** Goes before the first row. */
void imp_csv_rewind(struct imp_csv *csv);

/** Offset behind the last row read: for progress. */
uint64_t imp_csv_offset(const struct imp_csv *csv);

/** The character between fields. */
char imp_csv_delimiter(const struct imp_csv *csv);

/** How the file is written, and its hash. Borrowed. */
NEVER_NULL const struct imp_encoded *imp_csv_encoded(const struct imp_csv *csv);

#endif
