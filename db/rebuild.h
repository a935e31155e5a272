/**
 * @file rebuild.h
 * The proof that state is nothing but folded events: every event received anew by an
 * empty database must give the same bytes.
 */
#ifndef REDKITE_DB_REBUILD_H
#define REDKITE_DB_REBUILD_H

#include <stdbool.h>

#include "db/state.h"
#include "server/core/attrs.h"
#include "server/core/progress.h"
#include "server/core/rc.h"

struct db;

/** Folds all events of @p db, which nobody writes meanwhile, into the new file @p path
 * with the keys of @p db, and compares: state tables and look-up tokens. RC_OK whatever
 * it finds; RC_CONFLICT stopped, or two events have one stamp; RC_BUSY disk full. */
MUST_CHECK enum rc db_rebuild_compare(struct db *db, const char *path,
                                      const struct progress *progress,
                                      struct db_state_difference *ret_difference);

/** Folds the whole ledger of @p db anew, in one transaction, unless that was done under
 * this schema: after a migration. RC_BUSY disk full. */
MUST_CHECK enum rc db_rebuild_refresh(struct db *db);

/** Whether db_rebuild_refresh would do anything. */
MUST_CHECK enum rc db_rebuild_due(struct db *db, bool *ret_due);

/** Notes, within a write transaction, that the state was folded under this schema. */
MUST_CHECK enum rc db_rebuild_note(struct db *db);

#endif
