/**
 * @file row.h
 * A row of a table under its columns: cells by column, read as in cell.h.
 */
#ifndef REDKITE_IMPORTERS_ROW_H
#define REDKITE_IMPORTERS_ROW_H

#include <stdint.h>

#include "importers/cell.h"
#include "importers/columns.h"

/** A row being read. */
struct imp_row {
    const struct imp_cell_reader *reader;
    const struct imp_columns *columns;
    const struct imp_csv_row *csv;
};

/** The cell in @p column; its field is the column's name. */
struct imp_cell imp_row_cell(const struct imp_row *row, int column);

/** See imp_cell_text. */
char *imp_row_text(const struct imp_row *row, int column);

/** See imp_cell_day. */
int32_t imp_row_day(const struct imp_row *row, int column);

/** See imp_cell_word. */
int imp_row_word(const struct imp_row *row, int column, const struct imp_words *words,
                 int none);

/** Tells a fault of @p column: an error with the row's line. @p detail may be NULL. */
void imp_row_fault(const struct imp_row *row, int column, const char *key,
                   const char *detail);

/** The same as a warning. */
void imp_row_warn(const struct imp_row *row, int column, const char *key,
                  const char *detail);

#endif
