#include "importers/row.h"

struct imp_cell imp_row_cell(const struct imp_row *row, int column)
{
    return (struct imp_cell){
        .text = imp_columns_value(row->columns, row->csv, column),
        .field = row->columns->table[column].name,
        .line = row->csv->line,
    };
}

char *imp_row_text(const struct imp_row *row, int column)
{
    struct imp_cell cell = imp_row_cell(row, column);

    return imp_cell_text(row->reader, &cell);
}

int32_t imp_row_day(const struct imp_row *row, int column)
{
    struct imp_cell cell = imp_row_cell(row, column);

    return imp_cell_day(row->reader, &cell);
}

int imp_row_word(const struct imp_row *row, int column, const struct imp_words *words,
                 int none)
{
    struct imp_cell cell = imp_row_cell(row, column);

    return imp_cell_word(row->reader, &cell, words, none);
}

void imp_row_fault(const struct imp_row *row, int column, const char *key,
                   const char *detail)
{
    problems_error(row->reader->problems, row->csv->line,
                   row->columns->table[column].name, key, detail);
}

void imp_row_warn(const struct imp_row *row, int column, const char *key,
                  const char *detail)
{
    problems_warn(row->reader->problems, row->csv->line, row->columns->table[column].name,
                  key, detail);
}
