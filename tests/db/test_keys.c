#include "db/keys.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/store.h"
#include "tests/support/suite.h"

static struct test_store t;
static struct arena *arena;
static struct problems problems;

static void setup(void)
{
    test_store_open(&t, 0);
    arena = arena_new();
    problems_init(&problems, arena);
}

static void teardown(void)
{
    arena_free(arena);
    test_store_close(&t);
}

static void write_file(const char *text, mode_t mode)
{
    FILE *file = fopen(t.key, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(chmod(t.key, mode), 0);
}

static void expect_refused(const char *key)
{
    struct db_keys keys;

    ck_assert_int_eq(db_keys_load(t.key, &problems, &keys), RC_INVALID);
    ck_assert_str_eq(problems.items[problems.count - 1].key, key);
    ck_assert_str_eq(problems.items[problems.count - 1].field, "master_key");
}

START_TEST(a_new_key_file_is_the_owners_alone_and_never_overwritten)
{
    struct stat st;

    ck_assert_int_eq(stat(t.key, &st), 0);
    ck_assert_uint_eq(st.st_mode & 0777, 0600);
    ck_assert_int_eq(st.st_size, 65);
    ck_assert_int_eq(db_keys_create(t.key, &problems), RC_CONFLICT);
    ck_assert_str_eq(problems.items[0].key, "problem.master_key.exists");
    ck_assert_int_eq(db_keys_create("/nowhere/key", &problems), RC_INVALID);
    ck_assert_str_eq(problems.items[1].key, "problem.master_key.unwritable");
}
END_TEST

START_TEST(a_key_file_that_is_none_is_refused)
{
    static const char hex[] =
        "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    struct db_keys keys;
    char text[128];

    write_file("", 0600);
    expect_refused("problem.master_key.not_a_key");
    write_file(hex, 0600); /* no line end: cut short? */
    expect_refused("problem.master_key.not_a_key");
    snprintf(text, sizeof(text), "%s0\n", hex);
    write_file(text, 0600);
    expect_refused("problem.master_key.not_a_key");
    snprintf(text, sizeof(text), "%s\n", hex);
    text[10] = 'G';
    write_file(text, 0600);
    expect_refused("problem.master_key.not_a_key");
    snprintf(text, sizeof(text), "%s\n", hex);
    write_file(text, 0640);
    expect_refused("problem.master_key.open_to_others");
    write_file(text, 0400);
    ck_assert_int_eq(db_keys_load(t.key, &problems, &keys), RC_OK);
    ck_assert_int_eq(unlink(t.key), 0);
    ck_assert_int_eq(db_keys_load(t.key, &problems, &keys), RC_NOT_FOUND);
}
END_TEST

START_TEST(every_kind_of_token_has_a_key_of_its_own)
{
    const struct db_keys *keys = db_store_keys(t.store);
    uint8_t mail[CRYPTO_TOKEN_SIZE], phone[CRYPTO_TOKEN_SIZE], again[CRYPTO_TOKEN_SIZE];

    db_token_make(keys, DB_TOKEN_MAIL, "x", mail);
    db_token_make(keys, DB_TOKEN_PHONE, "x", phone);
    db_token_make(keys, DB_TOKEN_MAIL, "x", again);
    ck_assert_mem_ne(mail, phone, sizeof(mail));
    ck_assert_mem_eq(mail, again, sizeof(mail));
}
END_TEST

/* --- data keys --- */

static enum rc create_twice(struct db_tx *tx, void *state)
{
    struct crypto_key *keys = state;
    enum rc rc = db_key_create(tx->db, 77, 5, &keys[0]);

    ck_assert_int_eq(rc, RC_OK);
    rc = db_key_create(tx->db, 77, 5, &keys[1]);
    ck_assert_int_eq(rc, RC_CONFLICT);
    return db_key_get(tx->db, 77, NULL, &keys[1]);
}

START_TEST(the_name_of_a_key_is_given_once)
{
    struct crypto_key keys[2];

    ck_assert_int_eq(test_store_write(&t, create_twice, keys), RC_OK);
    ck_assert_mem_eq(&keys[0], &keys[1], sizeof(keys[0]));
}
END_TEST

static enum rc forget_unknown(struct db_tx *tx, void *state)
{
    struct crypto_key key = {{1}};
    enum rc rc = db_key_forget(tx->db, 88, 1000);

    (void)state;
    if (!rc)
        rc = db_key_put(tx->db, 88, 5, &key); /* comes too late */
    ck_assert_int_eq(rc, RC_OK);
    ck_assert_int_eq(db_key_create(tx->db, 88, 5, &key), RC_CONFLICT);
    return RC_OK;
}

START_TEST(a_key_forgotten_before_it_came_never_comes)
{
    struct crypto_key key;
    bool forgotten = false;

    ck_assert_int_eq(test_store_write(&t, forget_unknown, NULL), RC_OK);
    ck_assert_int_eq(db_key_get(t.db, 88, &forgotten, &key), RC_NOT_FOUND);
    ck_assert(forgotten);
    ck_assert_int_eq(db_key_get(t.db, 89, &forgotten, &key), RC_NOT_FOUND);
    ck_assert(!forgotten);
}
END_TEST

START_TEST(a_sealed_box_opens_only_where_it_belongs)
{
    struct db_seal seal = {"person", 5, "box", 7, {{9}}}, other;
    uint8_t sealed[3 + CRYPTO_SEAL_EXTRA], again[sizeof(sealed)];
    char clear[3];

    db_seal(&seal, true, "abc", 3, sealed);
    db_seal(&seal, true, "abc", 3, again);
    ck_assert_mem_eq(sealed, again, sizeof(sealed));
    db_seal(&seal, false, "abc", 3, again);
    ck_assert_mem_ne(sealed, again, sizeof(sealed));
    ck_assert_int_eq(db_unseal(&seal, again, sizeof(again), clear), RC_OK);
    ck_assert_mem_eq(clear, "abc", 3);
    ck_assert_int_eq(db_unseal(&seal, sealed, CRYPTO_SEAL_EXTRA - 1, clear), RC_INVALID);
    other = seal;
    other.noun = "party";
    ck_assert_int_eq(db_unseal(&other, sealed, sizeof(sealed), clear), RC_INVALID);
    other = seal;
    other.subject = 6;
    ck_assert_int_eq(db_unseal(&other, sealed, sizeof(sealed), clear), RC_INVALID);
    other = seal;
    other.column = "fields";
    ck_assert_int_eq(db_unseal(&other, sealed, sizeof(sealed), clear), RC_INVALID);
    other = seal;
    other.key_id = 8;
    ck_assert_int_eq(db_unseal(&other, sealed, sizeof(sealed), clear), RC_INVALID);
    sealed[30] ^= 1;
    ck_assert_int_eq(db_unseal(&seal, sealed, sizeof(sealed), clear), RC_INVALID);
}
END_TEST

START_TEST(a_noun_longer_than_any_of_ours_is_no_harm)
{
    char noun[301];
    struct db_seal seal = {noun, INT64_MIN, "fields", INT64_MIN, {{9}}};
    uint8_t sealed[3 + CRYPTO_SEAL_EXTRA];
    char clear[3];

    memset(noun, 'x', sizeof(noun) - 1);
    noun[sizeof(noun) - 1] = '\0';
    db_seal(&seal, false, "abc", 3, sealed);
    ck_assert_int_eq(db_unseal(&seal, sealed, sizeof(sealed), clear), RC_OK);
    ck_assert_mem_eq(clear, "abc", 3);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db.keys");
    TCase *tests = tcase_create("keys");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_new_key_file_is_the_owners_alone_and_never_overwritten);
    tcase_add_test(tests, a_key_file_that_is_none_is_refused);
    tcase_add_test(tests, every_kind_of_token_has_a_key_of_its_own);
    tcase_add_test(tests, the_name_of_a_key_is_given_once);
    tcase_add_test(tests, a_key_forgotten_before_it_came_never_comes);
    tcase_add_test(tests, a_sealed_box_opens_only_where_it_belongs);
    tcase_add_test(tests, a_noun_longer_than_any_of_ours_is_no_harm);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
