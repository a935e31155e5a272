/**
 * @file job.h
 * Work that takes longer than a page: kind, progress, result. Local to this node.
 */
#ifndef REDKITE_DB_JOB_H
#define REDKITE_DB_JOB_H

#include <stddef.h>
#include <stdint.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/crypto.h"
#include "server/core/rc.h"

struct db;
struct db_tx;

struct db_job {
    int64_t id;
    const char *kind;                 /* "import" */
    const char *state;                /* "running", "done", "undone" */
    uint8_t source[CRYPTO_HASH_SIZE]; /* hash of the file */
    int64_t done;
    int64_t total;
    int64_t first; /* seq before its first event */
    int64_t last;  /* seq of its last event so far */
    const char *message;
};

/** Starts a job; sets id and first. */
MUST_CHECK enum rc db_job_append(struct db_tx *tx, struct db_job *job);

/** Writes progress, state and message of @p job. */
MUST_CHECK enum rc db_job_update(struct db_tx *tx, const struct db_job *job);

/** The job @p id. RC_NOT_FOUND. */
MUST_CHECK enum rc db_job_get(struct db *db, struct arena *arena, int64_t id,
                              struct db_job *ret_job);

/** The newest job on the file with this hash that was not undone. RC_NOT_FOUND. */
MUST_CHECK enum rc db_job_find(struct db *db, struct arena *arena, const uint8_t *source,
                               struct db_job *ret_job);

/** All jobs, newest first. */
MUST_CHECK enum rc db_job_list(struct db *db, struct arena *arena,
                               struct db_job **ret_jobs, size_t *ret_count);

#endif
