/**
 * @file crisis.h
 * Crises, each with a data key for what only it may show.
 */
#ifndef REDKITE_DB_CRISIS_H
#define REDKITE_DB_CRISIS_H

#include <stddef.h>
#include <stdint.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"
#include "server/model/crisis.h"

struct db;
struct db_tx;

/** Appends @p crisis, already checked, and makes its data key, named after it. */
MUST_CHECK enum rc db_crisis_append(struct db_tx *tx, const struct crisis *crisis,
                                    int64_t *ret_id);

/** Appends what differs between @p before and @p after, both with the same id. */
MUST_CHECK enum rc db_crisis_change(struct db_tx *tx, const struct crisis *before,
                                    const struct crisis *after);

/** The crisis @p id. RC_NOT_FOUND. */
MUST_CHECK enum rc db_crisis_get(struct db *db, struct arena *arena, int64_t id,
                                 struct crisis *ret_crisis);

/** All crises, newest first, closed ones too. */
MUST_CHECK enum rc db_crisis_list(struct db *db, struct arena *arena,
                                  struct crisis **ret_crises, size_t *ret_count);

#endif
