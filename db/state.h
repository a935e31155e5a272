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

#endif
