/**
 * @file restore.h
 * From a backup to a data directory: as another node and another incarnation, with
 * everybody forgotten again who was forgotten since.
 */
#ifndef REDKITE_DB_RESTORE_H
#define REDKITE_DB_RESTORE_H

#include <stdbool.h>
#include <stdint.h>

#include "db/backup_file.h"
#include "db/ledger.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/progress.h"
#include "server/core/rc.h"

struct db_config;

/** config->node when the next free number is wanted. */
#define DB_NODE_NEXT (-1)

struct db_restore {
    const char *file;
    const char *forgotten; /* list of forgotten keys; NULL: the one beside file */
    const struct db_config *config; /* directory, master key, clock; node: a number no
                                       event has, or DB_NODE_NEXT */
    bool any_age;                   /* also when expired */
};

/** What came of it. */
struct db_restored {
    struct db_manifest manifest;
    struct db_verdict verdict; /* of the restored ledger, forget events included */
    int node;
    int64_t incarnation;
    int64_t forgotten; /* keys thrown away again */
    int64_t newest_ms; /* when the newest key on the lists was forgotten, 0: none */
};

/**
 * Restores into config->dir, which must not exist or hold nothing but a list of forgotten
 * keys (honoured together with the other). Nothing is there until all is well. With a
 * problem each: what db_backup_file_open and db_keys_load say; RC_FORBIDDEN the list of
 * forgotten keys is missing or older than the backup, or the backup has expired;
 * RC_INVALID the list is damaged, the backup altered or cut short; RC_CONFLICT the
 * directory is not empty, the node number is taken, or the backup is of a newer program;
 * RC_BUSY disk full, or another restore is under way there. RC_CONFLICT without one:
 * stopped.
 */
MUST_CHECK enum rc db_restore_run(const struct db_restore *restore,
                                  const struct progress *progress,
                                  struct problems *problems,
                                  struct db_restored *ret_restored);

#endif
