#include "server/core/crypto.h"

#include <stdlib.h>
#include <string.h>

#include "tests/support/suite.h"

static struct crypto_key counting_key(int first)
{
    struct crypto_key key;

    for (int i = 0; i < CRYPTO_KEY_SIZE; i++)
        key.bytes[i] = (uint8_t)(first + i);
    return key;
}

static struct crypto_bytes bytes_of(const char *text)
{
    return (struct crypto_bytes){text, strlen(text)};
}

static size_t from_hex(const char *hex, uint8_t *out)
{
    size_t len = strlen(hex) / 2;

    for (size_t i = 0; i < len; i++) {
        char pair[3] = {hex[2 * i], hex[2 * i + 1], '\0'};

        out[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
    return len;
}

static void set_up(void)
{
    ck_assert_int_eq(crypto_init(), RC_OK);
}

static void assert_blake(const struct crypto_key *key, const char *text,
                         const char *expected)
{
    struct crypto_hash hash;
    uint8_t digest[CRYPTO_HASH_SIZE];
    char hex[2 * CRYPTO_HASH_SIZE + 1];

    crypto_hash_init(&hash, key);
    crypto_hash_add(&hash, text, strlen(text));
    crypto_hash_end(&hash, digest);
    ck_assert_str_eq(crypto_hex(digest, sizeof(digest), hex), expected);
}

/* Expected values: hashlib.blake2b(digest_size=32) of Python 3.11, an implementation of
 * its own. */
START_TEST(hashes_are_blake2b_256)
{
    struct crypto_key key = counting_key(0);

    assert_blake(NULL, "",
                 "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    assert_blake(NULL, "abc",
                 "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    assert_blake(&key, "abc",
                 "d63a32d3e44738d7907f964316c241adaba0abfeabc32349677578a15a203f7f");
}
END_TEST

START_TEST(a_hash_does_not_depend_on_how_the_bytes_come)
{
    uint8_t bytes[1000], whole[CRYPTO_HASH_SIZE], parts[CRYPTO_HASH_SIZE];
    struct crypto_hash hash;

    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)(i * 7);
    crypto_hash_init(&hash, NULL);
    crypto_hash_add(&hash, bytes, sizeof(bytes));
    crypto_hash_end(&hash, whole);
    for (size_t step = 1; step < 300; step += 13) {
        crypto_hash_init(&hash, NULL);
        for (size_t at = 0; at < sizeof(bytes); at += step)
            crypto_hash_add(&hash, bytes + at,
                            at + step < sizeof(bytes) ? step : sizeof(bytes) - at);
        crypto_hash_end(&hash, parts);
        ck_assert_mem_eq(parts, whole, sizeof(whole));
    }
}
END_TEST

START_TEST(parts_do_not_run_into_one_another)
{
    uint8_t one[CRYPTO_HASH_SIZE], other[CRYPTO_HASH_SIZE];
    struct crypto_hash hash;

    crypto_hash_init(&hash, NULL);
    crypto_hash_part(&hash, "ab", 2);
    crypto_hash_part(&hash, "c", 1);
    crypto_hash_end(&hash, one);
    crypto_hash_init(&hash, NULL);
    crypto_hash_part(&hash, "a", 1);
    crypto_hash_part(&hash, "bc", 2);
    crypto_hash_end(&hash, other);
    ck_assert_mem_ne(one, other, sizeof(one));
    crypto_hash_init(&hash, NULL);
    crypto_hash_part(&hash, "abc", 3);
    crypto_hash_part(&hash, NULL, 0);
    crypto_hash_end(&hash, other);
    ck_assert_mem_ne(one, other, sizeof(one));
}
END_TEST

/* FIPS 180-2, appendix B.1. */
START_TEST(sha_256_is_the_standard_one)
{
    static const char expected[] =
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    uint8_t digest[CRYPTO_HASH_SIZE];
    char hex[2 * CRYPTO_HASH_SIZE + 1];
    struct crypto_hash hash;

    crypto_sha256("abc", 3, digest);
    ck_assert_str_eq(crypto_hex(digest, sizeof(digest), hex), expected);
    crypto_sha256_init(&hash);
    crypto_sha256_add(&hash, "a", 1);
    crypto_sha256_add(&hash, "bc", 2);
    crypto_sha256_end(&hash, digest);
    ck_assert_str_eq(crypto_hex(digest, sizeof(digest), hex), expected);
}
END_TEST

/* draft-irtf-cfrg-xchacha-03, appendix A.3.1. */
START_TEST(what_the_standard_seals_opens)
{
    static const char nonce[] = "404142434445464748494a4b4c4d4e4f5051525354555657";
    static const char cipher[] =
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
        "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
        "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
        "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49";
    static const char clear[] =
        "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for "
        "the future, sunscreen would be it.";
    struct crypto_key key = counting_key(0x80);
    uint8_t aad[12], sealed[200], opened[200];
    struct crypto_bytes with = {aad, from_hex("50515253c0c1c2c3c4c5c6c7", aad)};
    size_t len = from_hex(nonce, sealed);

    len += from_hex(cipher, sealed + len);
    ck_assert_uint_eq(len, strlen(clear) + CRYPTO_SEAL_EXTRA);
    ck_assert_int_eq(crypto_open(&key, with, (struct crypto_bytes){sealed, len}, opened),
                     RC_OK);
    ck_assert_mem_eq(opened, clear, strlen(clear));
}
END_TEST

typedef void seal_function(const struct crypto_key *, struct crypto_bytes,
                           struct crypto_bytes, uint8_t *);

/* Every bit of key, associated data and sealed bytes matters, and every byte of length.
 */
static void refuse_every_change(seal_function *seal)
{
    struct crypto_key key = counting_key(1);
    char aad[] = "party 42 box";
    uint8_t sealed[64], opened[64];
    struct crypto_bytes with = {aad, sizeof(aad) - 1},
                        box = {sealed, 5 + CRYPTO_SEAL_EXTRA};

    seal(&key, with, bytes_of("hello"), sealed);
    ck_assert_int_eq(crypto_open(&key, with, box, opened), RC_OK);
    ck_assert_mem_eq(opened, "hello", 5);
    for (size_t bit = 0; bit < 8 * box.len; bit++) {
        sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
        ck_assert_int_eq(crypto_open(&key, with, box, opened), RC_INVALID);
        sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (size_t bit = 0; bit < 8 * with.len; bit++) {
        aad[bit / 8] = (char)(aad[bit / 8] ^ 1 << bit % 8);
        ck_assert_int_eq(crypto_open(&key, with, box, opened), RC_INVALID);
        aad[bit / 8] = (char)(aad[bit / 8] ^ 1 << bit % 8);
    }
    for (size_t bit = 0; bit < 8 * sizeof(key.bytes); bit++) {
        key.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        ck_assert_int_eq(crypto_open(&key, with, box, opened), RC_INVALID);
        key.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (box.len = 0; box.len < 5 + CRYPTO_SEAL_EXTRA; box.len++)
        ck_assert_int_eq(crypto_open(&key, with, box, opened), RC_INVALID);
    ck_assert_int_eq(crypto_open(&key, with, box, opened), RC_OK);
}

START_TEST(a_box_with_any_bit_changed_does_not_open)
{
    refuse_every_change(crypto_seal);
    refuse_every_change(crypto_seal_fixed);
}
END_TEST

START_TEST(every_length_seals_and_opens)
{
    struct crypto_key key = counting_key(9);
    uint8_t clear[300], sealed[300 + CRYPTO_SEAL_EXTRA], opened[300];

    memset(clear, 'x', sizeof(clear));
    for (size_t len = 0; len <= sizeof(clear); len++) {
        struct crypto_bytes text = {clear, len}, box = {sealed, len + CRYPTO_SEAL_EXTRA};

        crypto_seal(&key, bytes_of("aad"), text, sealed);
        ck_assert_int_eq(crypto_open(&key, bytes_of("aad"), box, opened), RC_OK);
        ck_assert_mem_eq(opened, clear, len);
    }
}
END_TEST

START_TEST(random_boxes_differ_and_fixed_boxes_are_equal)
{
    struct crypto_key key = counting_key(0);
    uint8_t a[5 + CRYPTO_SEAL_EXTRA], b[5 + CRYPTO_SEAL_EXTRA];
    char hex[2 * CRYPTO_NONCE_SIZE + 1];

    crypto_seal(&key, bytes_of("party"), bytes_of("hello"), a);
    crypto_seal(&key, bytes_of("party"), bytes_of("hello"), b);
    ck_assert_mem_ne(a, b, sizeof(a));
    crypto_seal_fixed(&key, bytes_of("party"), bytes_of("hello"), a);
    crypto_seal_fixed(&key, bytes_of("party"), bytes_of("hello"), b);
    ck_assert_mem_eq(a, b, sizeof(a));
    /* Python's hashlib.blake2b, with the derivation and the parts spelled out. */
    ck_assert_str_eq(crypto_hex(a, CRYPTO_NONCE_SIZE, hex),
                     "85f14fa8935acf067a5d80bcbec30b148d792cef2f4f596d");
    crypto_seal_fixed(&key, bytes_of("party"), bytes_of("hellp"), b);
    ck_assert_mem_ne(a, b, CRYPTO_NONCE_SIZE);
    crypto_seal_fixed(&key, bytes_of("partz"), bytes_of("hello"), b);
    ck_assert_mem_ne(a, b, CRYPTO_NONCE_SIZE);
    crypto_seal_fixed(&key, bytes_of("partyh"), bytes_of("ello"), b);
    ck_assert_mem_ne(a, b, CRYPTO_NONCE_SIZE);
}
END_TEST

/* BLAKE2b with the number as salt and the purpose as personalisation, by Python's
 * hashlib. */
START_TEST(derived_keys_depend_on_master_purpose_and_number)
{
    struct crypto_key master = counting_key(0), other = counting_key(1), a, b;
    char hex[2 * CRYPTO_KEY_SIZE + 1];

    crypto_derive(&master, "boxtoken", 7, &a);
    ck_assert_str_eq(crypto_hex(a.bytes, CRYPTO_KEY_SIZE, hex),
                     "8ee12a444d50b5187b98ac1d99aa8bb2e5669dd1ecca2c44c85bd72a2fc4074e");
    crypto_derive(&master, "boxtoken", 8, &b);
    ck_assert_mem_ne(a.bytes, b.bytes, CRYPTO_KEY_SIZE);
    crypto_derive(&master, "boxtokem", 7, &b);
    ck_assert_mem_ne(a.bytes, b.bytes, CRYPTO_KEY_SIZE);
    crypto_derive(&other, "boxtoken", 7, &b);
    ck_assert_mem_ne(a.bytes, b.bytes, CRYPTO_KEY_SIZE);
}
END_TEST

#define PIECE  5
#define PIECES 3
#define SEALED (PIECE + CRYPTO_STREAM_EXTRA)

/* Three pieces of five bytes, the first bound to "head". */
struct sealed_stream {
    struct crypto_key key;
    uint8_t header[CRYPTO_STREAM_HEADER];
    uint8_t pieces[PIECES][SEALED];
};

static void seal_stream(struct sealed_stream *s)
{
    struct crypto_stream stream;

    s->key = counting_key(3);
    crypto_stream_seal_init(&stream, &s->key, s->header);
    crypto_stream_seal(&stream, bytes_of("head"), bytes_of("first"), false, s->pieces[0]);
    crypto_stream_seal(&stream, bytes_of(""), bytes_of("again"), false, s->pieces[1]);
    crypto_stream_seal(&stream, bytes_of(""), bytes_of("final"), true, s->pieces[2]);
}

/* How many pieces open, in the order given. */
static int opens(const struct sealed_stream *s, const int *order, int count)
{
    struct crypto_stream stream;
    uint8_t clear[PIECE];

    if (crypto_stream_open_init(&stream, &s->key, s->header))
        return -1;
    for (int i = 0; i < count; i++) {
        bool last;
        struct crypto_bytes sealed = {s->pieces[order[i]], SEALED};

        if (crypto_stream_open(&stream, bytes_of(i ? "" : "head"), sealed, &last, clear))
            return i;
        ck_assert_int_eq(last, order[i] == 2);
    }
    return count;
}

START_TEST(a_stream_opens_in_order_and_tells_its_end)
{
    struct sealed_stream s;
    struct crypto_stream stream;
    uint8_t clear[PIECE];
    bool last = true;

    seal_stream(&s);
    ck_assert_int_eq(opens(&s, (int[]){0, 1, 2}, 3), 3);
    ck_assert_int_eq(opens(&s, (int[]){1, 0, 2}, 3), 0);
    ck_assert_int_eq(opens(&s, (int[]){0, 2, 1}, 3), 1);
    ck_assert_int_eq(opens(&s, (int[]){0, 0, 1}, 3), 1);
    ck_assert_int_eq(crypto_stream_open_init(&stream, &s.key, s.header), RC_OK);
    ck_assert_int_eq(crypto_stream_open(&stream, bytes_of("head"),
                                        (struct crypto_bytes){s.pieces[0], SEALED}, &last,
                                        clear),
                     RC_OK);
    ck_assert(!last);
    ck_assert_mem_eq(clear, "first", PIECE);
}
END_TEST

START_TEST(a_stream_with_any_bit_changed_does_not_open)
{
    const int order[] = {0, 1, 2};
    struct sealed_stream s;
    struct crypto_stream stream;
    uint8_t clear[PIECE], *bytes = (uint8_t *)&s;
    bool last;

    seal_stream(&s);
    for (size_t bit = 0; bit < 8 * sizeof(s); bit++) {
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        ck_assert_int_lt(opens(&s, order, 3), 3);
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    ck_assert_int_eq(opens(&s, order, 3), 3);
    ck_assert_int_eq(crypto_stream_open_init(&stream, &s.key, s.header), RC_OK);
    ck_assert_int_eq(crypto_stream_open(&stream, bytes_of("heaD"),
                                        (struct crypto_bytes){s.pieces[0], SEALED}, &last,
                                        clear),
                     RC_INVALID);
    ck_assert_int_eq(crypto_stream_open(&stream, bytes_of("head"),
                                        (struct crypto_bytes){s.pieces[0], 16}, &last,
                                        clear),
                     RC_INVALID);
}
END_TEST

START_TEST(random_bytes_differ_and_wiping_leaves_zeros)
{
    uint8_t a[32] = {0}, b[32] = {0};
    static const uint8_t zeros[32];

    crypto_random(a, sizeof(a));
    crypto_random(b, sizeof(b));
    ck_assert_mem_ne(a, b, sizeof(a));
    ck_assert_mem_ne(a, zeros, sizeof(a));
    crypto_wipe(a, sizeof(a));
    ck_assert_mem_eq(a, zeros, sizeof(a));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core.crypto");
    TCase *tcase = tcase_create("crypto");

    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_test(tcase, hashes_are_blake2b_256);
    tcase_add_test(tcase, a_hash_does_not_depend_on_how_the_bytes_come);
    tcase_add_test(tcase, parts_do_not_run_into_one_another);
    tcase_add_test(tcase, sha_256_is_the_standard_one);
    tcase_add_test(tcase, what_the_standard_seals_opens);
    tcase_add_test(tcase, a_box_with_any_bit_changed_does_not_open);
    tcase_add_test(tcase, every_length_seals_and_opens);
    tcase_add_test(tcase, random_boxes_differ_and_fixed_boxes_are_equal);
    tcase_add_test(tcase, derived_keys_depend_on_master_purpose_and_number);
    tcase_add_test(tcase, a_stream_opens_in_order_and_tells_its_end);
    tcase_add_test(tcase, a_stream_with_any_bit_changed_does_not_open);
    tcase_add_test(tcase, random_bytes_differ_and_wiping_leaves_zeros);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
