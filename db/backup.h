/**
 * @file backup.h
 * Making a backup: a snapshot of the database, sealed into one file, with the list of
 * forgotten keys beside it (FILE.forgotten). Backups that were made here are remembered
 * in <data>/backups, so that whoever is forgotten later is added to the list beside them
 * as well, as long as they can be reached. Works while another process serves.
 */
#ifndef REDKITE_DB_BACKUP_H
#define REDKITE_DB_BACKUP_H

#include <stdint.h>

#include "db/backup_file.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/progress.h"
#include "server/core/rc.h"

struct db;
struct db_store;

/** A backup is refused when it is so old. */
#define DB_BACKUP_DAYS 35

/** Makes the new file @p path and @p path.forgotten. With a problem each: RC_CONFLICT
 * there is one already; RC_BUSY another backup is being made, or the disk is full;
 * RC_INVALID it cannot be written there. RC_CONFLICT without one: stopped. A ledger that
 * does not verify is kept all the same, and ret_manifest->bad tells. */
MUST_CHECK enum rc db_backup_make(struct db_store *store, const char *path,
                                  const struct progress *progress,
                                  struct problems *problems,
                                  struct db_manifest *ret_manifest);

/** Remembers in data directory @p dir that there is a backup at @p path until @p
 * expires_ms, and writes the list of forgotten keys of @p db beside it. RC_BUSY. */
MUST_CHECK enum rc db_backup_note(struct db *db, const char *dir, const char *path,
                                  int64_t expires_ms);

/** Writes the list of forgotten keys anew beside every backup that data directory @p dir
 * remembers and that has not expired at @p now_ms. What cannot be reached is logged. */
void db_backup_spread(struct db *db, const char *dir, int64_t now_ms);

#endif
