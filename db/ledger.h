/**
 * @file ledger.h
 * The ledger: events are appended, chained by hash per node, and folded into state rows
 * in the same transaction. Nothing else writes state (architecture.md 2).
 */
#ifndef REDKITE_DB_LEDGER_H
#define REDKITE_DB_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/noun.h"
#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/clock.h"
#include "server/core/crypto.h"
#include "server/core/progress.h"
#include "server/core/rc.h"

struct db;
struct db_fields;
struct db_seal;

#define DB_REQUEST_SIZE 16

/** Where the ledger of this node stands; put back as a whole when a change is rolled
 * back. */
struct db_ledger_state {
    int64_t last; /* highest stamp seen, of any node */
    int64_t seq;
    int node;
    int64_t incarnation;
    uint8_t head[CRYPTO_HASH_SIZE]; /* of this node's chain */
};

/** A change under way: what functions that append are handed by the writer. */
struct db_tx {
    struct db *db;
    struct db_ledger_state state;
    const struct clock *clock;
    const char *actor;
    const uint8_t
        *request; /* DB_REQUEST_SIZE bytes for the next event, or NULL; taken once */
    struct arena *arena; /* for the length of the change */
    bool forgot;         /* keys were thrown away: checkpoint afterwards */
};

/** One event as it lies in the ledger. */
struct db_event {
    int64_t stamp;
    int64_t seq;
    int64_t at;
    const char *actor;
    const char *noun;
    int64_t subject;
    int64_t key;            /* 0: clear */
    const uint8_t *request; /* or NULL */
    const void *fields;     /* as stored: sealed where there is a key */
    size_t fields_len;
    uint8_t hash[CRYPTO_HASH_SIZE];
};

/** Reads where the ledger stands. */
MUST_CHECK enum rc db_ledger_state_load(struct db *db, int node,
                                        struct db_ledger_state *ret_state);

/** A fresh stamp for something that is no event, such as a job. */
int64_t db_tx_stamp(struct db_tx *tx);

/** The subject and key of a new event. */
struct db_target {
    const struct db_noun *noun;
    int64_t subject; /* 0: a new one */
    int64_t key;     /* existing data key; 0 with a sealed noun: a new key named after the
                        subject. Clear nouns: 0 */
    int64_t party;   /* whom a new key is forgotten with; 0 for a crisis */
};

/** Appends one event and folds it. @p ret_subject may be NULL. RC_NOT_FOUND when the key
 * is forgotten or not here. */
MUST_CHECK enum rc db_ledger_append(struct db_tx *tx, const struct db_target *target,
                                    const struct db_fields *fields, int64_t *ret_subject);

/** Appends the creation of @p record, a struct of @p target's noun. */
MUST_CHECK enum rc db_ledger_create(struct db_tx *tx, const struct db_target *target,
                                    const void *record, int64_t *ret_subject);

/** Takes in an event of another node, or of an older copy of this one, as it is: new seq,
 * same everything else. Twice is a no-op. RC_CONFLICT when another event has its stamp;
 * RC_INVALID when its stamp or subject is none. */
MUST_CHECK enum rc db_ledger_receive(struct db_tx *tx, const struct db_event *event);

/** The subject of the event with this idempotency key. RC_NOT_FOUND when there is none.
 */
MUST_CHECK enum rc db_ledger_find_request(struct db *db, const uint8_t *request,
                                          int64_t *ret_subject);

/** Called for each event; borrowed. Anything but RC_OK ends the walk and is passed on. */
typedef enum rc db_event_fn(void *state, const struct db_event *event);

/** Walks all events with seq in (after, until] in order of arrival. */
MUST_CHECK enum rc db_ledger_walk(struct db *db, int64_t after, int64_t until,
                                  db_event_fn *fn, void *state);

/** Walks the events of @p subject by stamp. RC_NOT_FOUND when there is none. */
MUST_CHECK enum rc db_ledger_walk_subject(struct db *db, int64_t subject, db_event_fn *fn,
                                          void *state);

/** Opens the fields of @p event: RC_NOT_FOUND when its key is forgotten or not here,
 * RC_INVALID when it was changed. Free with db_fields_free. */
MUST_CHECK enum rc db_event_open(struct db *db, const struct db_event *event,
                                 struct db_fields **ret_fields);

/** What verification found. */
struct db_verdict {
    int64_t events;
    int64_t nodes;
    int64_t first_bad; /* stamp of the first event that does not fit the chain, 0: none */
    int64_t bad;
    uint8_t heads[CRYPTO_HASH_SIZE]; /* hash over the heads of all chains: to be kept
                                        elsewhere */
};

/** Recomputes every chain. RC_OK whatever it finds; RC_CONFLICT when stopped. */
MUST_CHECK enum rc db_ledger_verify(struct db *db, const struct progress *progress,
                                    struct db_verdict *ret_verdict);

/** The chain hash of @p event after @p previous. */
void db_event_hash(const uint8_t *previous, const struct db_event *event,
                   uint8_t *ret_hash);

#endif
