/**
 * @file keys.h
 * The master key and what is derived from it or wrapped by it: data keys (one per thing
 * that is forgotten together, named after the subject it was made for) and the keys of
 * look-up tokens.
 */
#ifndef REDKITE_DB_KEYS_H
#define REDKITE_DB_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "db/noun.h"
#include "server/core/attrs.h"
#include "server/core/crypto.h"
#include "server/core/problems.h"
#include "server/core/rc.h"

struct db;
struct db_stmt;

/** What a connection needs to open and seal. */
struct db_keys {
    struct crypto_key master;
    struct crypto_key wrap;
    struct crypto_key tokens[DB_TOKEN_KINDS];
    struct crypto_key backup;
};

/** Makes the master key file @p path: 64 hexadecimal digits, mode 0600. RC_CONFLICT
 * (problem) when there is one already. */
MUST_CHECK enum rc db_keys_create(const char *path, struct problems *problems);

/** Reads the master key file and derives the rest. RC_NOT_FOUND, or RC_INVALID when it is
 * not a key or others can read it; with a problem each. Wipe with crypto_wipe. */
MUST_CHECK enum rc db_keys_load(const char *path, struct problems *problems,
                                struct db_keys *ret_keys);

/** Makes a data key named @p id within a write transaction. @p party is 0 for a crisis.
 * RC_CONFLICT when the name is taken, also by a forgotten one. */
MUST_CHECK enum rc db_key_create(struct db *db, int64_t id, int64_t party,
                                 struct crypto_key *ret_key);

/** The data key @p id. RC_NOT_FOUND when it is not here, or forgotten (*ret_forgotten
 * tells; may be NULL). */
MUST_CHECK enum rc db_key_get(struct db *db, int64_t id, bool *ret_forgotten,
                              struct crypto_key *ret_key);

/** Unwraps the data key @p id out of column @p column of the current row of @p st.
 * RC_INTERNAL when it is damaged. */
MUST_CHECK enum rc db_key_unwrap(struct db *db, struct db_stmt *st, int column,
                                 int64_t id, struct crypto_key *ret_key);

/** Stores a key that came from another node. Nothing happens when it is here or
 * forgotten. */
MUST_CHECK enum rc db_key_put(struct db *db, int64_t id, int64_t party,
                              const struct crypto_key *key);

/** Throws the key @p id away: a tombstone stays, whether or not the key was here. */
MUST_CHECK enum rc db_key_forget(struct db *db, int64_t id, int64_t stamp);

/** The token of @p value: CRYPTO_TOKEN_SIZE bytes. */
void db_token_make(const struct db_keys *keys, enum db_token kind, const char *value,
                   uint8_t *ret_token);

/** Associated data of what is sealed: noun, subject, column and key. Seals @p len bytes
 * into @p ret (len + CRYPTO_SEAL_EXTRA); @p fixed for rows, whose bytes must come out the
 * same in a rebuild. */
struct db_seal {
    const char *noun;
    int64_t subject;
    const char *column;
    int64_t key_id;
    struct crypto_key key;
};

/** Seals, see struct db_seal. */
void db_seal(const struct db_seal *seal, bool fixed, const void *clear, size_t len,
             uint8_t *ret);

/** Opens @p len sealed bytes into @p ret (len - CRYPTO_SEAL_EXTRA). RC_INVALID when
 * changed. */
MUST_CHECK enum rc db_unseal(const struct db_seal *seal, const uint8_t *sealed,
                             size_t len, void *ret);

#endif
