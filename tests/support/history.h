/**
 * @file history.h
 * What three nodes wrote in a while, as events and keys to be received in any order: a
 * seeded script of creations, changes, removals, their undoing, unknown things, and
 * forgetting, with exchanges in between. The clock of the third node is two days ahead,
 * that of the second is set back now and then.
 */
#ifndef REDKITE_TESTS_HISTORY_H
#define REDKITE_TESTS_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "db/ledger.h"
#include "server/core/arena.h"
#include "server/core/crypto.h"

/** A data key that was given out before anybody threw it away. */
struct history_key {
    int64_t id;
    int64_t party;
    struct crypto_key key;
};

struct history {
    struct arena *arena;
    struct db_event *events; /* in the order in which the first node has them */
    size_t count;
    struct history_key *keys;
    size_t key_count;
    size_t forgotten;                /* parties that were forgotten */
    uint8_t state[CRYPTO_HASH_SIZE]; /* of all three nodes after they exchanged all */
};

/** Makes at least @p events events. Ends the test when a node refuses, or when the nodes
 * do not arrive at the same state. Free with history_free. */
void history_make(struct history *history, uint64_t seed, size_t events);

/** NULL members are fine. */
void history_free(struct history *history);

#endif
