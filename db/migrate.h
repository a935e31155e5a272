/**
 * @file migrate.h
 * The schema, brought up to date: numbered files of migrations/, built in, one
 * transaction each. There is no way back but the backup.
 */
#ifndef REDKITE_DB_MIGRATE_H
#define REDKITE_DB_MIGRATE_H

#include "server/core/attrs.h"
#include "server/core/rc.h"

struct db;

/** Applies what is missing, up to version @p target (0: the newest). RC_CONFLICT when the
 * database is newer than the program. */
MUST_CHECK enum rc db_migrate(struct db *db, int target);

#endif
