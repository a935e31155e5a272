/**
 * @file columns.h
 * Which column of a CSV file holds what: the header read in four languages, or as a
 * mapping says.
 */
#ifndef REDKITE_IMPORTERS_COLUMNS_H
#define REDKITE_IMPORTERS_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "importers/csv.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/rc.h"

#define IMP_COLUMNS_MAX 64

/** A column that an importer knows. */
struct imp_column {
    const char *name;    /* the field in problems, and a header that is always known */
    const char *headers; /* other headers, folded (see text_fold), '|' between them */
    bool required;
};

/** All columns that an importer knows, and what a user says about them. */
struct imp_column_set {
    const struct imp_column *table;
    size_t count;    /* at most IMP_COLUMNS_MAX */
    const char *map; /* or NULL, see imp_columns_read */
};

/** Where the known columns stand in a file. */
struct imp_columns {
    const struct imp_column *table;
    size_t count;
    int at[IMP_COLUMNS_MAX]; /* column of the file, -1: not there */
    size_t width;            /* columns of the file */
    int64_t line;            /* of the header */
};

/**
 * Reads the header, the first row of @p csv, and finds the columns of
 * @p set in it. The map, text such as "surname=Naam,birth_date=Geboren op" (commas or
 * line ends between), goes before the known headers; a header mapped to nothing ("=Naam")
 * is left out.
 * Problems, with the line of the header: problem.column.missing and .twice (field: the
 * column), .map (field "map": the mapping names an unknown column or header); warning
 * .ignored (the header is nobody's). RC_INVALID when there is an error; codes of
 * imp_csv_next.
 */
MUST_CHECK enum rc imp_columns_read(struct imp_csv *csv, const struct imp_column_set *set,
                                    struct problems *problems,
                                    struct imp_columns *ret_columns);

/**
 * The next row of @p csv, see imp_csv_next. Rows of HXL tags (#...) directly below the
 * header are passed over. A row longer or shorter than the header is an error,
 * problem.row.too_long or .too_short, and given nevertheless; empty fields too many at
 * its end are not.
 */
MUST_CHECK enum rc imp_columns_next(const struct imp_columns *columns,
                                    struct imp_csv *csv, struct problems *problems,
                                    struct imp_csv_row *ret_row);

/** True when the file has the column. */
bool imp_columns_has(const struct imp_columns *columns, int column);

/** What stands in @p column of @p row; "" where there is nothing. */
NEVER_NULL const char *imp_columns_value(const struct imp_columns *columns,
                                         const struct imp_csv_row *row, int column);

#endif
