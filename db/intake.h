/**
 * @file intake.h
 * Files of zones, sites and posts that were taken in whole: the same file twice is a
 * no-op.
 */
#ifndef REDKITE_DB_INTAKE_H
#define REDKITE_DB_INTAKE_H

#include <stdint.h>

#include "server/core/attrs.h"
#include "server/core/rc.h"

struct db;
struct db_tx;

struct db_intake {
    int64_t id;
    int64_t crisis_id; /* 0: of no crisis */
    const char *kind;  /* "zone", "site", "post" */
    const char *hash;  /* SHA-256 of the file, hexadecimal */
    int64_t count;     /* things it held */
};

/** Appends the record of a file. */
MUST_CHECK enum rc db_intake_append(struct db_tx *tx, const struct db_intake *intake);

/** RC_OK when a file with this hash was taken in for this crisis. RC_NOT_FOUND otherwise.
 */
MUST_CHECK enum rc db_intake_find(struct db *db, int64_t crisis_id, const char *hash);

#endif
