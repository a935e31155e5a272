/**
 * @file site.h
 * Sites of a crisis.
 */
#ifndef REDKITE_DB_SITE_H
#define REDKITE_DB_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"
#include "server/model/site.h"

struct db;
struct db_tx;

/** Appends @p site, already checked. @p ret_id may be NULL. */
MUST_CHECK enum rc db_site_append(struct db_tx *tx, const struct site *site,
                                  int64_t *ret_id);

/** Appends what differs between @p before and @p after, both with the same id. */
MUST_CHECK enum rc db_site_change(struct db_tx *tx, const struct site *before,
                                  const struct site *after);

/** Removes it, or with @p gone false takes the removal back. */
MUST_CHECK enum rc db_site_remove(struct db_tx *tx, int64_t id, bool gone);

/** All that are not removed of a crisis, by id, in @p arena. */
MUST_CHECK enum rc db_site_list(struct db *db, struct arena *arena, int64_t crisis_id,
                                struct site **ret_sites, size_t *ret_count);

/** The same, those that are removed: what db_site_remove can take back. */
MUST_CHECK enum rc db_site_list_removed(struct db *db, struct arena *arena,
                                        int64_t crisis_id, struct site **ret_sites,
                                        size_t *ret_count);

#endif
