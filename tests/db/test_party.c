#include "db/party.h"

#include <stdio.h>

#include "db/fields.h"
#include "db/forgotten.h"
#include "db/state.h"
#include "db/token.h"
#include "server/core/date.h"
#include "tests/support/store.h"
#include "tests/support/suite.h"

static struct test_store t;
static struct arena *arena;

static void setup(void)
{
    test_store_open(&t, 0);
    arena = arena_new();
}

static void teardown(void)
{
    arena_free(arena);
    test_store_close(&t);
}

/* A couple in Beirut with a trip to Tripoli. */
struct couple {
    struct person persons[2];
    struct stay stays[2];
    struct party_draft draft;
    int64_t id;
    char ref[REF_SIZE];
};

static void make_couple(struct couple *c)
{
    *c = (struct couple){0};
    c->persons[0] = c->persons[1] = person_blank();
    c->persons[0].surname = "Merelbeke";
    c->persons[0].given_names = "Linde";
    c->persons[0].document =
        (struct document){DOCUMENT_PASSPORT, "XY123456", "BE", DATE_NONE};
    c->persons[0].phones[0] = (struct phone){"+9613000001", "03 000 001"};
    c->persons[0].phones[1] = (struct phone){NULL, "ask the neighbour"};
    c->persons[0].phone_count = 2;
    c->persons[0].need = NEED_PREGNANT;
    c->persons[0].marks = MARK_MEDICINE;
    c->persons[1].surname = "Zilverberk";
    c->persons[1].member = 2;
    c->persons[1].birth_day = 3000;
    c->stays[0] = c->stays[1] = stay_blank();
    c->stays[0].place = "Hamra";
    snprintf(c->stays[0].country, sizeof(c->stays[0].country), "LB");
    c->stays[0].located = true;
    c->stays[0].point = (struct geo_point){35.4797, 33.8959};
    c->stays[0].accuracy_m = 500;
    c->stays[1].kind = STAY_TRIP;
    c->stays[1].place = "Tripoli";
    c->stays[1].from_day = 20454;
    c->stays[1].to_day = 20460;
    c->draft = (struct party_draft){.party = party_blank(),
                                    .persons = c->persons,
                                    .person_count = 2,
                                    .stays = c->stays,
                                    .stay_count = 2};
}

static enum rc append(struct db_tx *tx, void *state)
{
    struct couple *c = state;

    return db_party_append(tx, &c->draft, &c->id, c->ref);
}

static void append_couple(struct couple *c)
{
    make_couple(c);
    ck_assert_int_eq(test_store_write(&t, append, c), RC_OK);
}

static enum rc remove_party(struct db_tx *tx, void *state)
{
    return db_party_remove(tx, *(int64_t *)state);
}

static enum rc restore_party(struct db_tx *tx, void *state)
{
    return db_party_restore(tx, *(int64_t *)state);
}

static enum rc forget_party(struct db_tx *tx, void *state)
{
    return db_forget_append(tx, *(int64_t *)state);
}

START_TEST(an_appended_party_reads_back_whole)
{
    struct couple c;
    struct party party;
    struct person *persons;
    struct stay *stays;
    size_t count;

    append_couple(&c);
    ck_assert_int_eq(db_party_find(t.db, arena, c.ref, &party), RC_OK);
    ck_assert_int_eq(party.id, c.id);
    ck_assert_str_eq(party.language, "nl");
    ck_assert_int_eq(db_person_list(t.db, arena, c.id, &persons, &count), RC_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(persons[0].surname, "Merelbeke");
    ck_assert_str_eq(persons[0].document.number, "XY123456");
    ck_assert_uint_eq(persons[0].phone_count, 2);
    ck_assert_int_eq(persons[0].need, NEED_PREGNANT);
    ck_assert_uint_eq(persons[0].marks, MARK_MEDICINE);
    ck_assert_int_eq(persons[1].birth_day, 3000);
    ck_assert_int_eq(persons[1].member, 2);
    ck_assert_int_eq(db_stay_list(t.db, arena, c.id, &stays, &count), RC_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert(stays[0].located);
    ck_assert(stays[0].point.lon == 35.4797 && stays[0].point.lat == 33.8959);
    ck_assert_int_eq(stays[1].to_day, 20460);
}
END_TEST

START_TEST(a_phone_is_found_by_its_token_until_the_person_is_removed)
{
    const struct db_lookup phone = {DB_TOKEN_PHONE, "+9613000001"};
    struct db_subjects found;
    struct couple c;

    append_couple(&c);
    ck_assert_int_eq(db_token_find(t.db, arena, &phone, 10, &found), RC_OK);
    ck_assert_uint_eq(found.count, 1);
    ck_assert_int_eq(test_store_write(&t, append, &c), RC_OK);
    ck_assert_int_eq(db_token_find(t.db, arena, &phone, 10, &found), RC_OK);
    ck_assert_uint_eq(found.count, 2);
    ck_assert_int_eq(test_store_write(&t, remove_party, &c.id), RC_OK);
    ck_assert_int_eq(db_token_find(t.db, arena, &phone, 10, &found), RC_OK);
    ck_assert_uint_eq(found.count, 1);
}
END_TEST

START_TEST(a_removal_can_be_taken_back)
{
    struct couple c;
    struct party party;
    uint8_t before[CRYPTO_HASH_SIZE], after[CRYPTO_HASH_SIZE];
    int64_t people, rows;

    append_couple(&c);
    ck_assert_int_eq(test_store_write(&t, remove_party, &c.id), RC_OK);
    ck_assert_int_eq(db_party_find(t.db, arena, c.ref, &party), RC_NOT_FOUND);
    ck_assert_int_eq(db_person_count(t.db, &people), RC_OK);
    ck_assert_int_eq(people, 0);
    ck_assert_int_eq(test_store_write(&t, restore_party, &c.id), RC_OK);
    ck_assert_int_eq(db_party_find(t.db, arena, c.ref, &party), RC_OK);
    ck_assert_int_eq(db_person_count(t.db, &people), RC_OK);
    ck_assert_int_eq(people, 2);
    ck_assert_int_eq(db_state_hash(t.db, before, &rows), RC_OK);
    test_store_reopen(&t);
    ck_assert_int_eq(db_state_hash(t.db, after, &rows), RC_OK);
    ck_assert_mem_eq(before, after, CRYPTO_HASH_SIZE);
}
END_TEST

START_TEST(a_forgotten_party_is_nowhere_and_the_chain_still_verifies)
{
    const struct db_lookup phone = {DB_TOKEN_PHONE, "+9613000001"};
    struct db_subjects found;
    struct db_verdict verdict;
    struct couple c;
    struct party party;
    int64_t rows, people;
    uint8_t hash[CRYPTO_HASH_SIZE];

    append_couple(&c);
    ck_assert_int_eq(test_store_write(&t, forget_party, &c.id), RC_OK);
    ck_assert_int_eq(db_party_find(t.db, arena, c.ref, &party), RC_NOT_FOUND);
    ck_assert_int_eq(db_token_find(t.db, arena, &phone, 10, &found), RC_OK);
    ck_assert_uint_eq(found.count, 0);
    ck_assert_int_eq(db_person_count(t.db, &people), RC_OK);
    ck_assert_int_eq(people, 0);
    ck_assert_int_eq(db_state_hash(t.db, hash, &rows), RC_OK);
    ck_assert_int_eq(rows, 1); /* the forget event's own */
    ck_assert_int_eq(db_ledger_verify(t.db, NULL, &verdict), RC_OK);
    ck_assert_int_eq(verdict.bad, 0);
    ck_assert_int_eq(verdict.events, 7);
    ck_assert_int_eq(test_store_write(&t, forget_party, &c.id), RC_NOT_FOUND);
}
END_TEST

START_TEST(two_nodes_merged_give_the_same_bytes)
{
    static struct test_store other;
    uint8_t here[CRYPTO_HASH_SIZE], there[CRYPTO_HASH_SIZE];
    struct couple c;
    int64_t rows;

    append_couple(&c);
    test_store_open(&other, 7);
    test_store_merge(&t, &other);
    ck_assert_int_eq(db_state_hash(t.db, here, &rows), RC_OK);
    ck_assert_int_eq(rows, 7);
    ck_assert_int_eq(db_state_hash(other.db, there, &rows), RC_OK);
    ck_assert_mem_eq(here, there, CRYPTO_HASH_SIZE);
    test_store_merge(&t, &other);
    ck_assert_int_eq(db_state_hash(other.db, there, &rows), RC_OK);
    ck_assert_mem_eq(here, there, CRYPTO_HASH_SIZE);
    test_store_close(&other);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db.party");
    TCase *tests = tcase_create("party");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, an_appended_party_reads_back_whole);
    tcase_add_test(tests, a_phone_is_found_by_its_token_until_the_person_is_removed);
    tcase_add_test(tests, a_removal_can_be_taken_back);
    tcase_add_test(tests, a_forgotten_party_is_nowhere_and_the_chain_still_verifies);
    tcase_add_test(tests, two_nodes_merged_give_the_same_bytes);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
