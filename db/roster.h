/**
 * @file roster.h
 * Rosters: who is on a list, in which order, with a keyed hash of each row. The file
 * bytes are never kept: a roster is made again from the ledger and verified row by row
 * (architecture.md 8).
 */
#ifndef REDKITE_DB_ROSTER_H
#define REDKITE_DB_ROSTER_H

#include <stddef.h>
#include <stdint.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/crypto.h"
#include "server/core/rc.h"
#include "server/model/roster.h"

struct db;
struct db_tx;

#define DB_ROW_HASH_SIZE 16

/** A roster as it lies in its row: for each line the person and the hash, "ID HASH"
 * divided by spaces. */
struct db_roster_record {
    struct roster roster; /* rows and count not set */
    const char *lines;
};

/** One stored line: the person and the keyed hash of the canonical row. */
struct db_roster_line {
    int64_t person_id;
    uint8_t hash[DB_ROW_HASH_SIZE];
};

/** A roster with its stored lines. */
struct db_roster {
    struct roster roster; /* rows not set, count set */
    const struct db_roster_line *lines;
};

/** The keyed hash of a canonical row of @p len bytes. Only this database can make it: it
 * tells nothing of a small set of possible rows. */
void db_roster_row_hash(struct db *db, const char *row, size_t len, uint8_t *ret_hash);

/** Appends a roster. roster.number 0: the next number of the operation, version 1; else
 * the next version of that number. Sets number, version and id. */
MUST_CHECK enum rc db_roster_append(struct db_tx *tx, struct db_roster *roster);

/** The roster @p id with its lines. RC_NOT_FOUND. */
MUST_CHECK enum rc db_roster_get(struct db *db, struct arena *arena, int64_t id,
                                 struct db_roster *ret_roster);

/** All rosters of the crisis without lines, by number and version. */
MUST_CHECK enum rc db_roster_list(struct db *db, struct arena *arena, int64_t crisis_id,
                                  struct roster **ret_rosters, size_t *ret_count);

#endif
