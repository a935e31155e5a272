/**
 * @file token.h
 * Exact look-up of sealed values: document, national number, mail, phone, ref.
 */
#ifndef REDKITE_DB_TOKEN_H
#define REDKITE_DB_TOKEN_H

#include <stddef.h>
#include <stdint.h>

#include "db/noun.h"
#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

struct db;
struct db_lookup;

/** A subject that has @p value, in its normal form. RC_NOT_FOUND when there is none. */
MUST_CHECK enum rc db_token_find_one(struct db *db, enum db_token kind, const char *value,
                                     int64_t *ret_subject);

/** Some subjects, ascending. */
struct db_subjects {
    int64_t *ids;
    size_t count;
};

/** The subjects that have the value, in its normal form: at most @p max, in @p arena. */
MUST_CHECK enum rc db_token_find(struct db *db, struct arena *arena,
                                 const struct db_lookup *lookup, size_t max,
                                 struct db_subjects *ret_subjects);

/** A group of subjects that share a value: told by a number that is the same for all of
 * them. */
typedef enum rc db_token_pair_fn(void *state, enum db_token kind, int64_t group,
                                 int64_t subject);

/** Calls @p fn for each subject whose value of @p kind another subject has too, group by
 * group. */
MUST_CHECK enum rc db_token_shared(struct db *db, enum db_token kind,
                                   db_token_pair_fn *fn, void *state);

#endif
