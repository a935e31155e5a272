/**
 * @file forgotten.h
 * The list of forgotten keys, <data>/forgotten: one line "KEY STAMP" each. It is copied
 * beside every backup, and a restore refuses to run without it, so that an older backup
 * does not bring anybody back.
 */
#ifndef REDKITE_DB_FORGOTTEN_H
#define REDKITE_DB_FORGOTTEN_H

#include <stddef.h>
#include <stdint.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

struct db;
struct db_tx;

/** One line of the list. */
struct db_forgotten {
    int64_t key;
    int64_t stamp;
};

/** Writes the list anew from the tombstones of @p db to @p path: whole, synced, then
 * renamed into place. */
MUST_CHECK enum rc db_forgotten_write(struct db *db, const char *path);

/** Reads a list, in @p arena. RC_NOT_FOUND, RC_INVALID. */
MUST_CHECK enum rc db_forgotten_read(const char *path, struct arena *arena,
                                     struct db_forgotten **ret_items, size_t *ret_count);

/** Appends a forget event for the keys that @p subject stands for: of a party all of its
 * keys, of anything else the key named after it. RC_NOT_FOUND when there is nothing left
 * to forget. */
MUST_CHECK enum rc db_forget_append(struct db_tx *tx, int64_t subject);

/** Appends a forget event for just these keys, here or not. */
MUST_CHECK enum rc db_forget_keys(struct db_tx *tx, const int64_t *keys, size_t count);

#endif
