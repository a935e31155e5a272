/**
 * @file scratch.h
 * A directory for what exists only while a command runs: copies of the database, which
 * must not stay behind. It lies in the data directory, is locked by who made it, and what
 * a killed process left in it is removed by the next one.
 */
#ifndef REDKITE_DB_SCRATCH_H
#define REDKITE_DB_SCRATCH_H

#include "server/core/attrs.h"
#include "server/core/rc.h"

#define DB_PATH_SIZE 4096

struct db_scratch {
    char dir[DB_PATH_SIZE];
    int lock; /* file descriptor of the directory */
};

/** Makes the empty directory @p parent/@p name.tmp, mode 0700. RC_BUSY another process
 * has it; RC_TOO_LARGE path too long; RC_INVALID it cannot be made (logged). Release with
 * db_scratch_close. */
MUST_CHECK enum rc db_scratch_open(const char *parent, const char *name,
                                   struct db_scratch *ret_scratch);

/** The path of @p file in it, into @p out of DB_PATH_SIZE bytes. Returns @p out. */
const char *db_scratch_path(const struct db_scratch *scratch, const char *file,
                            char *out);

/** Removes it with all that is in it. */
void db_scratch_close(struct db_scratch *scratch);

/** Removes what killed processes left in @p parent; what is in use stays. */
void db_scratch_clean(const char *parent);

#endif
