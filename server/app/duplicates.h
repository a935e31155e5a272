/**
 * @file duplicates.h
 * One person registered twice: found by the look-up tokens of documents, national numbers
 * and phones, told apart by the rules of server/model/person.h.
 */
#ifndef REDKITE_APP_DUPLICATES_H
#define REDKITE_APP_DUPLICATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

struct db;

/** Two people who are, or may be, one. */
struct app_duplicate {
    int64_t person; /* the earlier registration */
    int64_t other;
    int64_t person_party;
    int64_t other_party;
    bool certain; /* else possible: for a person to look at */
};

/** All of the register, by person and other, each pair once, in @p arena. */
MUST_CHECK enum rc app_duplicates_find(struct db *db, struct arena *arena,
                                       struct app_duplicate **ret_pairs,
                                       size_t *ret_count);

#endif
