/**
 * @file backup_file.h
 * The file of a backup: a database, sealed piece by piece under the backup key.
 *
 * In front, clear: "RKBACKUP", the version of the format (4 bytes, little end first), 16
 * bytes that tell the key, 24 bytes of the stream. Then pieces, each 4 bytes of length
 * and a sealed piece: first the manifest (canonical JSON), bound to all that is clear,
 * then the bytes of the database. The last piece ends the stream; nothing follows.
 */
#ifndef REDKITE_DB_BACKUP_FILE_H
#define REDKITE_DB_BACKUP_FILE_H

#include <stdint.h>

#include "server/core/attrs.h"
#include "server/core/crypto.h"
#include "server/core/problems.h"
#include "server/core/progress.h"
#include "server/core/rc.h"

struct db_backup_file;
struct db_keys;

/** What a backup says of itself. */
struct db_manifest {
    int64_t made_at;    /* ms UTC */
    int64_t expires_at; /* ms UTC: 35 days later */
    int64_t events;
    int64_t bad; /* events that did not fit their chain when it was made */
    int64_t seq; /* of the last event */
    int64_t last;
    int64_t incarnation;
    int64_t forgotten; /* tombstones in it */
    int64_t bytes;     /* of the database */
    int64_t node;
    int64_t schema;
    char heads[2 * CRYPTO_HASH_SIZE + 1]; /* hash over the heads of all chains */
};

/** Seals the file @p source into @p path: first @p path.part, synced, then renamed.
 * RC_BUSY the disk is full or the like (logged); RC_CONFLICT stopped, or there is a file
 * of that name; nothing is left behind. */
MUST_CHECK enum rc db_backup_file_store(const char *path, const char *source,
                                        const struct db_keys *keys,
                                        const struct db_manifest *manifest,
                                        const struct progress *progress);

/** Opens @p path and its manifest. With a problem each: RC_NOT_FOUND no such file;
 * RC_INVALID no backup, altered or cut short; RC_CONFLICT of a newer program;
 * RC_FORBIDDEN another key. Release with db_backup_file_close. */
MUST_CHECK enum rc db_backup_file_open(const char *path, const struct db_keys *keys,
                                       struct problems *problems,
                                       struct db_backup_file **ret_file,
                                       struct db_manifest *ret_manifest);

/** Writes the database into the new file @p target, mode 0600, synced. RC_INVALID altered
 * or cut short (problem), RC_BUSY disk full (logged), RC_CONFLICT stopped. */
MUST_CHECK enum rc db_backup_file_extract(struct db_backup_file *file, const char *target,
                                          const struct progress *progress,
                                          struct problems *problems);

/** NULL is fine. */
void db_backup_file_close(struct db_backup_file *file);

#endif
