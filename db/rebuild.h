/**
 * @file rebuild.h
 * The proof that state is nothing but folded events: every event received anew by an
 * empty database must give the same bytes.
 */
#ifndef REDKITE_DB_REBUILD_H
#define REDKITE_DB_REBUILD_H

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

#endif
