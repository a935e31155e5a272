/**
 * @file people_csv.h
 * Lists of people as CSV: one row per person, rows with the same party key one party,
 * wherever they stand in the file. importers/README.md names the columns.
 *
 *     imp_people_open    reads the whole file once: how it is written, header, party keys
 *     imp_people_check   reads it again and checks every party; nothing is written so far
 *     imp_people_next    gives one party at a time, for the writing
 *
 * Memory: one party, and 24 bytes a row where parties have keys.
 */
#ifndef REDKITE_IMPORTERS_PEOPLE_CSV_H
#define REDKITE_IMPORTERS_PEOPLE_CSV_H

#include <stdint.h>

#include "importers/cell.h"
#include "importers/csv.h"
#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/progress.h"
#include "server/core/rc.h"
#include "server/model/party.h"

struct imp_people;

/** How to read. All zero but today: a file from nowhere in particular. */
struct imp_people_options {
    struct imp_csv_options csv;
    const char *map;          /* see imp_columns_read, or NULL */
    const char *calling_code; /* for phones typed without one, such as "961", or NULL */
    enum imp_date_order dates;
    /* With a projection (borrowed) coordinates in one text become points too, and with
     * boxes they are compared with the country; see imp_cell_reader. */
    struct geo_projection *projection;
    const struct imp_country_boxes *boxes_of;
    int32_t today;      /* day from which "future" is measured */
    enum source source; /* where rows do not say */
    enum trust trust;   /* where rows do not say */
};

/** What is in the file. */
struct imp_people_counts {
    int64_t parties;
    int64_t people;
    int64_t located; /* parties with coordinates */
};

/**
 * Opens a list. @p source must outlive it. Close with imp_people_close. Problems and
 * codes of imp_csv_new, imp_columns_read and imp_csv_next; problem.people.none when no
 * row follows the header.
 */
MUST_CHECK enum rc imp_people_open(struct imp_source *source,
                                   const struct imp_people_options *options,
                                   const struct progress *progress,
                                   struct problems *problems,
                                   struct imp_people **ret_people);

/** NULL is fine. */
void imp_people_close(struct imp_people *people);

/** BLAKE2b-256 of the file: the same file twice is known by it. Borrowed,
 * CRYPTO_HASH_SIZE bytes. */
NEVER_NULL const uint8_t *imp_people_hash(const struct imp_people *people);

/**
 * Goes through all parties and lists every problem, with line and field. Ends before the
 * first party. RC_INVALID when there is an error, RC_CONFLICT when @p progress (in rows
 * of the file) said stop or the file was changed since it was opened. @p ret_counts is
 * filled with RC_OK and RC_INVALID.
 */
MUST_CHECK enum rc imp_people_check(struct imp_people *people,
                                    const struct progress *progress,
                                    struct problems *problems,
                                    struct imp_people_counts *ret_counts);

/** Goes before the first party. */
void imp_people_rewind(struct imp_people *people);

/**
 * The next party, in the order in which parties begin in the file; its line is
 * ret_draft->lines[0]. Texts live in @p arena. What cells cannot be read as is listed in
 * @p problems and counts as nothing; the rules of party_check are not applied.
 * RC_NOT_FOUND behind the last; RC_CONFLICT when the file was changed; codes of
 * imp_csv_next.
 */
MUST_CHECK enum rc imp_people_next(struct imp_people *people, struct arena *arena,
                                   struct problems *problems,
                                   struct party_draft *ret_draft);

#endif
