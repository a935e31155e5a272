/**
 * @file csv_write.h
 * Writes CSV that spreadsheets open as meant: UTF-8, CRLF, quotes where needed, and no
 * cell that a spreadsheet could run as a formula.
 */
#ifndef REDKITE_IMPORTERS_CSV_WRITE_H
#define REDKITE_IMPORTERS_CSV_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "server/core/buffer.h"

struct imp_csv_writer {
    struct buffer *buf;
    char delimiter;
    bool in_row;
};

/** Writes into @p buf from where it stands, with @p delimiter (';' or ','); starts with a
 * byte order mark when @p mark. The caller may write out and clear the buffer between
 * rows. */
void imp_csv_write_init(struct imp_csv_writer *writer, struct buffer *buf, char delimiter,
                        bool mark);

/**
 * One field; NULL writes an empty one. A text that begins with = + - @ tab or CR, in
 * either width, gets an apostrophe in front, unless it is a number or phone: a + or -
 * followed by digits, spaces and at most one point. So "+32 470 12 34 56" stays usable
 * and "+32-1" cannot be computed.
 */
void imp_csv_write_text(struct imp_csv_writer *writer, const char *text);

/** A whole number. */
void imp_csv_write_int(struct imp_csv_writer *writer, int64_t value);

/** A number with @p decimals (0 to 9) digits behind the point, halves away from zero;
 * empty unless it is between -9e9 and 9e9. The same in every locale. */
void imp_csv_write_double(struct imp_csv_writer *writer, double value, int decimals);

/** A day (of the years 1000 to 9999) as YYYY-MM-DD, empty for DATE_NONE. */
void imp_csv_write_day(struct imp_csv_writer *writer, int32_t day);

/** Ends the row. */
void imp_csv_write_end(struct imp_csv_writer *writer);

#endif
