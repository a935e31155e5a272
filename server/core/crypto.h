/**
 * @file crypto.h
 * Hashes, sealing and random bytes, over libsodium, which only crypto.c includes. All
 * functions are safe from any thread after crypto_init.
 */
#ifndef REDKITE_CORE_CRYPTO_H
#define REDKITE_CORE_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/core/attrs.h"
#include "server/core/rc.h"

#define CRYPTO_KEY_SIZE   32
#define CRYPTO_HASH_SIZE  32
#define CRYPTO_TOKEN_SIZE 16
#define CRYPTO_NONCE_SIZE 24
/** Nonce in front and authentication tag behind: so much longer is sealed than clear. */
#define CRYPTO_SEAL_EXTRA 40

/** A secret key. Wipe with crypto_wipe. */
struct crypto_key {
    uint8_t bytes[CRYPTO_KEY_SIZE];
};

/** Bytes that belong to the caller. */
struct crypto_bytes {
    const void *at;
    size_t len;
};

/** A running hash. */
struct crypto_hash {
    _Alignas(64) uint8_t state[384];
};

/** Once, before anything else. RC_INTERNAL when the system has no random source. */
MUST_CHECK enum rc crypto_init(void);

/** Fills @p out with random bytes fit for keys. */
void crypto_random(void *out, size_t len);

/** Overwrites @p len bytes, also where a compiler would leave that out. */
void crypto_wipe(void *secret, size_t len);

/** Starts BLAKE2b-256; @p key may be NULL. */
void crypto_hash_init(struct crypto_hash *hash, const struct crypto_key *key);
/** Adds bytes. */
void crypto_hash_add(struct crypto_hash *hash, const void *bytes, size_t len);
/** Adds the length as 8 bytes, little end first, then the bytes: parts cannot run into
 * one another. */
void crypto_hash_part(struct crypto_hash *hash, const void *bytes, size_t len);
/** The CRYPTO_HASH_SIZE bytes. @p hash is spent. */
void crypto_hash_end(struct crypto_hash *hash, uint8_t *ret_hash);

/** SHA-256 in one go. */
void crypto_sha256(const void *bytes, size_t len, uint8_t *ret_hash);
/** SHA-256, running: starts. */
void crypto_sha256_init(struct crypto_hash *hash);
/** SHA-256, running: adds bytes. */
void crypto_sha256_add(struct crypto_hash *hash, const void *bytes, size_t len);
/** SHA-256, running: ends. */
void crypto_sha256_end(struct crypto_hash *hash, uint8_t *ret_hash);

/** The key for @p purpose (8 characters) and @p number under @p master. */
void crypto_derive(const struct crypto_key *master, const char *purpose, uint64_t number,
                   struct crypto_key *ret_key);

/** XChaCha20-Poly1305 with a random nonce over @p clear, bound to the associated data @p
 * aad. @p ret gets clear.len + CRYPTO_SEAL_EXTRA bytes. */
void crypto_seal(const struct crypto_key *key, struct crypto_bytes aad,
                 struct crypto_bytes clear, uint8_t *ret);

/** The same with a nonce from a keyed BLAKE2b over key, associated data and text: equal
 * input, equal bytes. */
void crypto_seal_fixed(const struct crypto_key *key, struct crypto_bytes aad,
                       struct crypto_bytes clear, uint8_t *ret);

/** Opens what either seals; @p ret gets sealed.len - CRYPTO_SEAL_EXTRA bytes. RC_INVALID
 * when anything was changed, or the key or associated data is another. */
MUST_CHECK enum rc crypto_open(const struct crypto_key *key, struct crypto_bytes aad,
                               struct crypto_bytes sealed, void *ret);

/** A long text sealed piece by piece (libsodium's secretstream, XChaCha20-Poly1305): no
 * piece can be changed, left out, repeated or moved, and the end cannot be cut off. Wipe
 * with crypto_wipe. */
struct crypto_stream {
    _Alignas(16) uint8_t state[64];
};

/** Bytes that stand in front of a stream. */
#define CRYPTO_STREAM_HEADER 24
/** So much longer is a sealed piece than a clear one. */
#define CRYPTO_STREAM_EXTRA 17

/** Starts sealing under @p key; @p ret_header gets CRYPTO_STREAM_HEADER bytes that
 * opening needs. */
void crypto_stream_seal_init(struct crypto_stream *stream, const struct crypto_key *key,
                             uint8_t *ret_header);

/** Seals the next piece, bound to @p aad; @p last ends the stream. @p ret gets clear.len
 * + CRYPTO_STREAM_EXTRA bytes. */
void crypto_stream_seal(struct crypto_stream *stream, struct crypto_bytes aad,
                        struct crypto_bytes clear, bool last, uint8_t *ret);

/** Starts opening. RC_INVALID when @p header is none. */
MUST_CHECK enum rc crypto_stream_open_init(struct crypto_stream *stream,
                                           const struct crypto_key *key,
                                           const uint8_t *header);

/** Opens the next piece into @p ret (sealed.len - CRYPTO_STREAM_EXTRA bytes). RC_INVALID
 * when it was changed or is not the next one; the stream is spent then. */
MUST_CHECK enum rc crypto_stream_open(struct crypto_stream *stream,
                                      struct crypto_bytes aad, struct crypto_bytes sealed,
                                      bool *ret_last, void *ret);

/** Lower-case hexadecimal of @p len bytes into @p out of 2 len + 1. Returns @p out. */
char *crypto_hex(const uint8_t *bytes, size_t len, char *out);

#endif
