/**
 * @file cell.h
 * The values in the cells of a row, each read as what it should be. What cannot be read
 * is a problem with the row's line and the column's name, and counts as nothing.
 */
#ifndef REDKITE_IMPORTERS_CELL_H
#define REDKITE_IMPORTERS_CELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/point.h"
#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"

/** Which part of 03/04/2026 is the day. */
enum imp_date_order {
    IMP_DAY_FIRST,
    IMP_MONTH_FIRST,
};

/** A cell and where it stands. */
struct imp_cell {
    const char *text; /* UTF-8 as in the file; "" for nothing */
    const char *field;
    int64_t line;
};

struct geo_box;
struct geo_projection;

/** Knows where countries are: writes one or two boxes around @p country (alpha-2) into
 * @p ret_boxes and returns how many; 0: not known. */
struct imp_country_boxes {
    size_t (*find)(void *state, const char *country, struct geo_box *ret_boxes);
    void *state;
};

/** Where texts go and faults are told, and what coordinates are read with. */
struct imp_cell_reader {
    struct arena *arena;
    struct problems *problems;
    enum imp_date_order dates;
    struct geo_projection *projection;        /* NULL: coordinates stay text */
    const struct imp_country_boxes *boxes_of; /* NULL: nobody knows */
};

/** A word and the enum value it stands for. Folded (see text_fold). */
struct imp_word {
    const char *word;
    int value;
};

/** A table of words. */
struct imp_words {
    const struct imp_word *words;
    size_t count;
};

/** The clean text, NULL for nothing; the apostrophe that guards a formula (see
 * imp_csv_write_text) is taken off. Problem: problem.text.wrong. */
char *imp_cell_text(const struct imp_cell_reader *reader, const struct imp_cell *cell);

/**
 * A day, DATE_NONE for nothing: YYYY-MM-DD, or three numbers with / . - or space between,
 * the year last with four digits. Day first unless the reader says otherwise: nothing is
 * guessed from single values. Problems: problem.date.unreadable, .two_digit_year,
 * .month_first (exists only the other way round).
 */
int32_t imp_cell_day(const struct imp_cell_reader *reader, const struct imp_cell *cell);

/** An instant in ms UTC, RFC 3339 (see date_time_parse) or a day, which means its begin;
 * @p none for nothing. Problem: problem.time.unreadable. */
int64_t imp_cell_time(const struct imp_cell_reader *reader, const struct imp_cell *cell,
                      int64_t none);

/** A number, decimal point or comma; @p none for nothing. Problem: problem.number.wrong.
 */
double imp_cell_double(const struct imp_cell_reader *reader, const struct imp_cell *cell,
                       double none);

/** A whole number; @p none for nothing. Problem: problem.number.wrong. */
int64_t imp_cell_int(const struct imp_cell_reader *reader, const struct imp_cell *cell,
                     int64_t none);

/** Writes the country's code, "" for nothing, into @p ret_code of COUNTRY_SIZE bytes.
 * Problem: problem.country.unknown. */
void imp_cell_country(const struct imp_cell_reader *reader, const struct imp_cell *cell,
                      char *ret_code);

/** The value of the word among @p words, @p none for nothing. Problem:
 * problem.<field>.unknown. */
int imp_cell_word(const struct imp_cell_reader *reader, const struct imp_cell *cell,
                  const struct imp_words *words, int none);

/** Yes and no in four languages, 1 and 0, x; false for nothing. Problem:
 * problem.yes_no.unknown. */
bool imp_cell_yes(const struct imp_cell_reader *reader, const struct imp_cell *cell);

/**
 * A point from @p lat and @p lon, decimal degrees. False for nothing or a fault:
 * problem.latitude.range, problem.longitude.range, problem.coordinates.swapped (valid
 * only the other way round), problem.coordinates.half (one of the two is missing).
 */
bool imp_cell_point(const struct imp_cell_reader *reader, const struct imp_cell *lat,
                    const struct imp_cell *lon, struct geo_point *ret_point);

/**
 * Compares a point from @p lat and @p lon with @p country, "" for none, where the reader
 * knows about it: problem.coordinates.swapped, false, when it is in the country only the
 * other way round; warning problem.coordinate.outside when it is not there at all.
 */
bool imp_cell_point_fits(const struct imp_cell_reader *reader, const struct imp_cell *lat,
                         struct geo_point point, const char *country);

/**
 * A point from one text, read as in geo/coordinate.h with its problems; @p country, ""
 * for none, helps. False for nothing, a fault, or a reader without projection.
 */
bool imp_cell_coordinates(const struct imp_cell_reader *reader,
                          const struct imp_cell *cell, const char *country,
                          struct geo_point *ret_point, double *ret_accuracy_m);

#endif
