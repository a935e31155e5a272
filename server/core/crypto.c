#include "server/core/crypto.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "server/core/arena.h"
#include "server/core/log.h"

_Static_assert(sizeof(struct crypto_hash) >= sizeof(crypto_generichash_state),
               "hash state");
_Static_assert(sizeof(struct crypto_hash) >= sizeof(crypto_hash_sha256_state),
               "sha state");
_Static_assert(CRYPTO_SEAL_EXTRA == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES +
                                        crypto_aead_xchacha20poly1305_ietf_ABYTES,
               "seal overhead");
_Static_assert(sizeof(struct crypto_stream) >=
                   sizeof(crypto_secretstream_xchacha20poly1305_state),
               "stream state");
_Static_assert(CRYPTO_STREAM_HEADER == crypto_secretstream_xchacha20poly1305_HEADERBYTES,
               "stream header");
_Static_assert(CRYPTO_STREAM_EXTRA == crypto_secretstream_xchacha20poly1305_ABYTES,
               "stream overhead");

enum rc crypto_init(void)
{
    if (sodium_init() < 0) {
        log_error("crypto.init_failed", "no random source");
        return RC_INTERNAL;
    }
    return RC_OK;
}

void crypto_random(void *out, size_t len)
{
    randombytes_buf(out, len);
}

void crypto_wipe(void *secret, size_t len)
{
    sodium_memzero(secret, len);
}

static crypto_generichash_state *blake_state(struct crypto_hash *hash)
{
    return (crypto_generichash_state *)(void *)hash->state;
}

static crypto_hash_sha256_state *sha_state(struct crypto_hash *hash)
{
    return (crypto_hash_sha256_state *)(void *)hash->state;
}

void crypto_hash_init(struct crypto_hash *hash, const struct crypto_key *key)
{
    crypto_generichash_init(blake_state(hash), key ? key->bytes : NULL,
                            key ? CRYPTO_KEY_SIZE : 0, CRYPTO_HASH_SIZE);
}

void crypto_hash_add(struct crypto_hash *hash, const void *bytes, size_t len)
{
    crypto_generichash_update(blake_state(hash), bytes, len);
}

void crypto_hash_part(struct crypto_hash *hash, const void *bytes, size_t len)
{
    uint8_t size[8];

    for (int i = 0; i < 8; i++)
        size[i] = (uint8_t)((uint64_t)len >> (8 * i));
    crypto_hash_add(hash, size, sizeof(size));
    if (len)
        crypto_hash_add(hash, bytes, len);
}

void crypto_hash_end(struct crypto_hash *hash, uint8_t *ret_hash)
{
    crypto_generichash_final(blake_state(hash), ret_hash, CRYPTO_HASH_SIZE);
    crypto_wipe(hash, sizeof(*hash));
}

void crypto_sha256(const void *bytes, size_t len, uint8_t *ret_hash)
{
    crypto_hash_sha256(ret_hash, bytes, len);
}

void crypto_sha256_init(struct crypto_hash *hash)
{
    crypto_hash_sha256_init(sha_state(hash));
}

void crypto_sha256_add(struct crypto_hash *hash, const void *bytes, size_t len)
{
    crypto_hash_sha256_update(sha_state(hash), bytes, len);
}

void crypto_sha256_end(struct crypto_hash *hash, uint8_t *ret_hash)
{
    crypto_hash_sha256_final(sha_state(hash), ret_hash);
}

void crypto_derive(const struct crypto_key *master, const char *purpose, uint64_t number,
                   struct crypto_key *ret_key)
{
    assert(strlen(purpose) == crypto_kdf_CONTEXTBYTES);
    crypto_kdf_derive_from_key(ret_key->bytes, CRYPTO_KEY_SIZE, number, purpose,
                               master->bytes);
}

/* The nonce stands at ret. */
static void seal_with_nonce(const struct crypto_key *key, struct crypto_bytes aad,
                            struct crypto_bytes clear, uint8_t *ret)
{
    crypto_aead_xchacha20poly1305_ietf_encrypt(ret + CRYPTO_NONCE_SIZE, NULL, clear.at,
                                               clear.len, aad.at, aad.len, NULL, ret,
                                               key->bytes);
}

void crypto_seal(const struct crypto_key *key, struct crypto_bytes aad,
                 struct crypto_bytes clear, uint8_t *ret)
{
    crypto_random(ret, CRYPTO_NONCE_SIZE);
    seal_with_nonce(key, aad, clear, ret);
}

void crypto_seal_fixed(const struct crypto_key *key, struct crypto_bytes aad,
                       struct crypto_bytes clear, uint8_t *ret)
{
    struct crypto_key nonce_key;
    struct crypto_hash hash;
    uint8_t digest[CRYPTO_HASH_SIZE];

    crypto_derive(key, "boxnonce", 1, &nonce_key);
    crypto_hash_init(&hash, &nonce_key);
    crypto_hash_part(&hash, aad.at, aad.len);
    crypto_hash_part(&hash, clear.at, clear.len);
    crypto_hash_end(&hash, digest);
    memcpy(ret, digest, CRYPTO_NONCE_SIZE);
    crypto_wipe(&nonce_key, sizeof(nonce_key));
    seal_with_nonce(key, aad, clear, ret);
}

enum rc crypto_open(const struct crypto_key *key, struct crypto_bytes aad,
                    struct crypto_bytes sealed, void *ret)
{
    const uint8_t *nonce = sealed.at;

    if (sealed.len < CRYPTO_SEAL_EXTRA)
        return RC_INVALID;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            ret, NULL, NULL, nonce + CRYPTO_NONCE_SIZE, sealed.len - CRYPTO_NONCE_SIZE,
            aad.at, aad.len, nonce, key->bytes))
        return RC_INVALID;
    return RC_OK;
}

static crypto_secretstream_xchacha20poly1305_state *
stream_state(struct crypto_stream *stream)
{
    return (crypto_secretstream_xchacha20poly1305_state *)(void *)stream->state;
}

void crypto_stream_seal_init(struct crypto_stream *stream, const struct crypto_key *key,
                             uint8_t *ret_header)
{
    crypto_secretstream_xchacha20poly1305_init_push(stream_state(stream), ret_header,
                                                    key->bytes);
}

void crypto_stream_seal(struct crypto_stream *stream, struct crypto_bytes aad,
                        struct crypto_bytes clear, bool last, uint8_t *ret)
{
    unsigned char tag = last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                             : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;

    crypto_secretstream_xchacha20poly1305_push(stream_state(stream), ret, NULL, clear.at,
                                               clear.len, aad.at, aad.len, tag);
}

enum rc crypto_stream_open_init(struct crypto_stream *stream,
                                const struct crypto_key *key, const uint8_t *header)
{
    return crypto_secretstream_xchacha20poly1305_init_pull(stream_state(stream), header,
                                                           key->bytes)
               ? RC_INVALID
               : RC_OK;
}

enum rc crypto_stream_open(struct crypto_stream *stream, struct crypto_bytes aad,
                           struct crypto_bytes sealed, bool *ret_last, void *ret)
{
    unsigned char tag;

    if (sealed.len < CRYPTO_STREAM_EXTRA)
        return RC_INVALID;
    if (crypto_secretstream_xchacha20poly1305_pull(stream_state(stream), ret, NULL, &tag,
                                                   sealed.at, sealed.len, aad.at,
                                                   aad.len))
        return RC_INVALID;
    *ret_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return RC_OK;
}

char *crypto_hex(const uint8_t *bytes, size_t len, char *out)
{
    return sodium_bin2hex(out, 2 * len + 1, bytes, len);
}
