/**
 * @file presence_rows.h
 * The rows of the presence index as columns, 40 bytes each. Only geo/presence*.c use it.
 */
#ifndef REDKITE_GEO_PRESENCE_ROWS_H
#define REDKITE_GEO_PRESENCE_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/box.h"
#include "geo/presence.h"

/** Rows in one block: boxes and days are kept per block, so that whole blocks are passed
 * over. */
#define GEO_PRESENCE_BLOCK 1024

/** Days are kept as days since 2000-01-01; the ends of the range stand for "ever". */
#define GEO_PRESENCE_DAY_EPOCH 10957
#define GEO_PRESENCE_DAY_LAST  UINT16_MAX

/** Columns; each of room entries, count of them in use. */
struct geo_presence_rows {
    double *lon;
    double *lat;
    int64_t *id;
    int64_t *party;
    uint16_t *accuracy; /* see geo_presence_accuracy_code */
    uint16_t *from;     /* first day */
    uint16_t *to;       /* last day */
    uint16_t *heads;
    size_t count;
    size_t room;
};

/** What a block of rows spans. */
struct geo_presence_block {
    struct geo_box box;
    double accuracy_m; /* greatest */
    uint16_t from;
    uint16_t to;
};

/** Makes room for at least @p room rows, keeping those there are. */
void geo_presence_rows_reserve(struct geo_presence_rows *rows, size_t room);

/** Frees the columns. */
void geo_presence_rows_fini(struct geo_presence_rows *rows);

/** Writes @p stay into row @p index < room. */
void geo_presence_rows_set(struct geo_presence_rows *rows, size_t index,
                           const struct geo_stay *stay);

/** Copies row @p index of @p from to row @p to_index < room. */
void geo_presence_rows_copy(struct geo_presence_rows *rows, size_t to_index,
                            const struct geo_presence_rows *from, size_t index);

/** Sorts the rows along the Hilbert curve; rows of one cell keep their order. */
void geo_presence_rows_sort(struct geo_presence_rows *rows);

/** What rows [@p first, @p first + @p count) span. count > 0. */
struct geo_presence_block geo_presence_rows_span(const struct geo_presence_rows *rows,
                                                 size_t first, size_t count);

/** Metres in 16 bits: 12 of mantissa in steps of 1/4 m, 4 of exponent; rounded up. Up to
 * half the earth's girth. */
uint16_t geo_presence_accuracy_code(double m);

/** Metres of a code. */
double geo_presence_accuracy_m(uint16_t code);

/** The day for @p day, days since 1970, as it is kept. */
uint16_t geo_presence_day(int64_t day);

#endif
