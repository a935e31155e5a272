/**
 * @file roster.h
 * Rosters of assembly points: who is expected where, numbered, made again from the ledger
 * at any time, verified row by row and compared (domain.md "Rosters", architecture.md 8).
 *
 * Canonical row: the columns of the profile "point" in their order, each as text, a tab
 * between. The roster's hash is the SHA-256 of all canonical rows with a line feed behind
 * each: one hash for CSV, JSON and print.
 */
#ifndef REDKITE_APP_ROSTER_H
#define REDKITE_APP_ROSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/roster.h"
#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/buffer.h"
#include "server/core/rc.h"
#include "server/model/crisis.h"
#include "server/model/site.h"

struct db;
struct db_store;

/** Columns of profile "point", in order; text keys "roster.column.<name>" name them. */
enum app_roster_column {
    ROSTER_SEQUENCE,
    ROSTER_TAG,
    ROSTER_SURNAME,
    ROSTER_GIVEN_NAMES,
    ROSTER_BIRTH_DATE,
    ROSTER_SEX,
    ROSTER_NATIONALITY, /* verified, then claimed in brackets */
    ROSTER_DOCUMENT,    /* number and expiry */
    ROSTER_PARTY,
    ROSTER_CLASS,
    ROSTER_NEED,
    ROSTER_MARKS,
    ROSTER_PHONE,
    ROSTER_REMARK,
    ROSTER_COLUMNS,
};

/** The machine name of a column, such as "surname". Static. */
const char *app_roster_column_name(enum app_roster_column column);

/** One row. Cells are "" where nothing is known. */
struct app_roster_row {
    int64_t person_id;
    bool forgotten; /* since: no cell is known but the sequence */
    bool verified;  /* hashes as it did when the roster was made */
    uint8_t hash[DB_ROW_HASH_SIZE];
    const char *cells[ROSTER_COLUMNS];
};

/** A roster made again from what the ledger held at its cut-off. */
struct app_roster {
    struct roster roster;
    struct crisis crisis;
    struct site site;
    struct app_roster_row *rows;
    size_t count;
    size_t verified;  /* rows that hash as they did */
    size_t forgotten; /* rows of people forgotten since */
};

/** What to make rosters of. */
struct app_roster_order {
    struct db_store *store;
    struct db *db; /* a reader */
    int64_t plan_id;
    int64_t at_ms;     /* now, UTC */
    const char *actor; /* account: the maker */
};

/** Rosters as appended. */
struct app_roster_list {
    struct db_roster *items;
    size_t count;
};

/** Makes and appends a roster for each site that the plan sends somebody to, new versions
 * of those the crisis has for these sites, from what the ledger holds now; in @p arena.
 * RC_NOT_FOUND: no such plan. */
MUST_CHECK enum rc app_roster_make(const struct app_roster_order *order,
                                   struct arena *arena, struct app_roster_list *ret_made);

/** Makes roster @p id again, and verifies it. RC_NOT_FOUND. */
MUST_CHECK enum rc app_roster_load(struct db *db, struct arena *arena, int64_t id,
                                   struct app_roster *ret_roster);

/** How a person stands between two rosters. */
enum app_roster_change {
    ROSTER_JOINED,
    ROSTER_LEFT,
    ROSTER_CHANGED,
};

/** One difference. */
struct app_roster_difference {
    enum app_roster_change change;
    int64_t person_id;
    const char *tag; /* NULL: forgotten since */
    const char *surname;
    const char *given_names;
};

/** All of them. */
struct app_roster_differences {
    struct app_roster_difference *items;
    size_t count;
};

/** What changed from roster @p from to @p to: joined, changed in the order of @p to, then
 * left in the order of @p from. A row counts as changed when anything but its sequence
 * did. RC_CONFLICT when they are of two crises. */
MUST_CHECK enum rc app_roster_compare(const struct app_roster *from,
                                      const struct app_roster *to, struct arena *arena,
                                      struct app_roster_differences *ret_differences);

/** CSV: profile "point", UTF-8 with byte order mark, semicolons, CRLF, formula guard. */
void app_roster_csv(const struct app_roster *roster, struct buffer *buf);
/** JSON: header and rows. */
void app_roster_json(const struct app_roster *roster, struct buffer *buf);
/** Plain text for a printer of 108 columns, pages of 60 lines, headed, marked EXERCISE
 * where it is one. */
void app_roster_text(const struct app_roster *roster, struct buffer *buf);

#endif
