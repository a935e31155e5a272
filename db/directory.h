/**
 * @file directory.h
 * Names that last: a file that was made or renamed is safe from a power cut once its
 * directory is synced.
 */
#ifndef REDKITE_DB_DIRECTORY_H
#define REDKITE_DB_DIRECTORY_H

#include "server/core/attrs.h"
#include "server/core/rc.h"

/** Syncs the directory @p path. RC_BUSY (logged) when that fails. */
MUST_CHECK enum rc db_directory_sync(const char *path);

/** Syncs the directory that the file @p path lies in. The same codes. */
MUST_CHECK enum rc db_directory_sync_of(const char *path);

#endif
