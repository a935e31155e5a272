/**
 * @file meta.h
 * What this database is: a few named texts, local to the node.
 */
#ifndef REDKITE_DB_META_H
#define REDKITE_DB_META_H

#include <stdint.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

struct db;

/** The text called @p name, in @p arena. RC_NOT_FOUND. */
MUST_CHECK enum rc db_meta_get(struct db *db, struct arena *arena, const char *name,
                               char **ret_value);

/** The whole number called @p name. RC_NOT_FOUND, RC_INVALID. */
MUST_CHECK enum rc db_meta_get_int(struct db *db, const char *name, int64_t *ret_value);

/** Sets it, within a write transaction. */
MUST_CHECK enum rc db_meta_set(struct db *db, const char *name, const char *value);

/** Sets a whole number. */
MUST_CHECK enum rc db_meta_set_int(struct db *db, const char *name, int64_t value);

#endif
