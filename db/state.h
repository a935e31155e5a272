/**
 * @file state.h
 * All state tables at once: to compare what two folds gave.
 */
#ifndef REDKITE_DB_STATE_H
#define REDKITE_DB_STATE_H

#include <stdint.h>

#include "server/core/attrs.h"
#include "server/core/rc.h"

struct db;

/** A hash over all state tables, and how many rows they have: equal for equal bytes. */
MUST_CHECK enum rc db_state_hash(struct db *db, uint8_t *ret_hash, int64_t *ret_rows);

/** How two folds differ. */
struct db_state_difference {
    int64_t count;     /* rows that differ, or that only one has */
    const char *table; /* of the first; static */
    int64_t id;
};

/** Compares all state tables and the look-up tokens of @p a and @p b, row by row. */
MUST_CHECK enum rc db_state_compare(struct db *a, struct db *b,
                                    struct db_state_difference *ret_difference);

#endif
