/**
 * @file zone.h
 * Zones of a crisis.
 */
#ifndef REDKITE_DB_ZONE_H
#define REDKITE_DB_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"
#include "server/model/zone.h"

struct db;
struct db_tx;

/** Appends @p zone, already checked. @p ret_id may be NULL. */
MUST_CHECK enum rc db_zone_append(struct db_tx *tx, const struct zone *zone,
                                  int64_t *ret_id);

/** Appends what differs between @p before and @p after, both with the same id. */
MUST_CHECK enum rc db_zone_change(struct db_tx *tx, const struct zone *before,
                                  const struct zone *after);

/** Removes it, or with @p gone false takes the removal back. */
MUST_CHECK enum rc db_zone_remove(struct db_tx *tx, int64_t id, bool gone);

/** All that are not removed of a crisis, by id, in @p arena. */
MUST_CHECK enum rc db_zone_list(struct db *db, struct arena *arena, int64_t crisis_id,
                                struct zone **ret_zones, size_t *ret_count);

/** The same, those that are removed: what db_zone_remove can take back. */
MUST_CHECK enum rc db_zone_list_removed(struct db *db, struct arena *arena,
                                        int64_t crisis_id, struct zone **ret_zones,
                                        size_t *ret_count);

#endif
