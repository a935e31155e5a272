#include "db/fold.h"

#include "db/crisis.h"
#include "db/fields.h"
#include "db/party.h"
#include "db/state.h"
#include "db/token.h"
#include "tests/support/event.h"
#include "tests/support/suite.h"

#define NODE 5
/* Stamps of another node, in order. */
#define AT(n) (((int64_t)(n) << 10) + NODE)

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

static int64_t rows(void)
{
    uint8_t hash[CRYPTO_HASH_SIZE];
    int64_t count;

    ck_assert_int_eq(db_state_hash(t.db, hash, &count), RC_OK);
    return count;
}

static void take(int64_t stamp, const char *noun, int64_t subject, const char *fields)
{
    test_event_take(&t, (struct test_event){stamp, noun, subject, 0, fields});
}

static void take_sealed(int64_t stamp, const char *noun, int64_t subject,
                        const char *fields)
{
    test_event_take(&t, (struct test_event){stamp, noun, subject, subject, fields});
}

static struct person person_at(int64_t id)
{
    struct person person;

    ck_assert_int_eq(db_person_get(t.db, arena, id, &person), RC_OK);
    return person;
}

START_TEST(a_change_waits_for_its_creation)
{
    struct crisis crisis;

    take(AT(20), "crisis", AT(10), "{\"name\":\"later\"}");
    ck_assert_int_eq(rows(), 0);
    take(AT(10), "crisis", AT(10), "{\"name\":\"first\",\"countries\":\"LB\"}");
    ck_assert_int_eq(db_crisis_get(t.db, arena, AT(10), &crisis), RC_OK);
    ck_assert_str_eq(crisis.name, "later");
    ck_assert_str_eq(crisis.countries, "LB");
}
END_TEST

START_TEST(an_event_waits_for_its_key)
{
    take_sealed(AT(10), "person", AT(10), "{\"surname\":\"A\"}");
    take_sealed(AT(20), "person", AT(10), "{\"given_names\":\"B\"}");
    ck_assert_int_eq(rows(), 0);
    test_event_key(&t, AT(10), 0);
    ck_assert_int_eq(rows(), 1);
    ck_assert_str_eq(person_at(AT(10)).given_names, "B");
}
END_TEST

START_TEST(a_late_event_gives_way_field_by_field)
{
    struct person person;

    test_event_key(&t, AT(10), 0);
    take_sealed(AT(10), "person", AT(10), "{\"surname\":\"A\"}");
    take_sealed(AT(30), "person", AT(10), "{\"surname\":\"C\",\"mail\":null}");
    take_sealed(AT(20), "person", AT(10),
                "{\"surname\":\"B\",\"mail\":\"b@b\",\"remark\":\"kept\"}");
    person = person_at(AT(10));
    ck_assert_str_eq(person.surname, "C");
    ck_assert_ptr_null(person.mail);
    ck_assert_str_eq(person.remark, "kept");
}
END_TEST

START_TEST(a_removal_and_its_undoing_win_by_stamp_alone)
{
    struct crisis crisis;

    take(AT(10), "crisis", AT(10), "{\"name\":\"x\"}");
    take(AT(30), "crisis", AT(10), "{\"gone\":null}");
    take(AT(20), "crisis", AT(10), "{\"gone\":true}");
    ck_assert_int_eq(db_crisis_get(t.db, arena, AT(10), &crisis), RC_OK);
    take(AT(40), "crisis", AT(10), "{\"gone\":true}");
    ck_assert_int_eq(db_crisis_get(t.db, arena, AT(10), &crisis), RC_NOT_FOUND);
    take(AT(35), "crisis", AT(10), "{\"gone\":null,\"name\":\"y\"}");
    ck_assert_int_eq(db_crisis_get(t.db, arena, AT(10), &crisis), RC_NOT_FOUND);
    take(AT(50), "crisis", AT(10), "{\"gone\":null}");
    ck_assert_int_eq(db_crisis_get(t.db, arena, AT(10), &crisis), RC_OK);
    ck_assert_str_eq(crisis.name, "y");
}
END_TEST

START_TEST(odd_events_are_kept_and_fold_to_nothing)
{
    struct db_verdict verdict;

    test_event_key(&t, AT(10), 0);
    take(AT(1), "drone", AT(1), "{\"name\":\"x\"}");      /* a noun not known */
    take(AT(2), "crisis", AT(2), "not JSON");             /* unreadable */
    take(AT(3), "crisis", AT(3), "[]");                   /* no object */
    take(AT(4), "crisis", AT(5), "{\"name\":\"x\"}");     /* before its subject */
    take(AT(5), "stay", AT(5), "{\"position\":[1,2,3]}"); /* should be sealed */
    test_event_take(
        &t, (struct test_event){AT(6), "crisis", AT(6), AT(10), "{}"}); /* clear */
    test_event_take(&t, (struct test_event){AT(7), "forget", AT(7), AT(10),
                                            "{\"keys\":[\"10245\"]}"});
    ck_assert_int_eq(rows(), 0);
    ck_assert_int_eq(db_ledger_verify(t.db, NULL, &verdict), RC_OK);
    ck_assert_int_eq(verdict.events, 7);
    take_sealed(AT(10), "person", AT(10), "{\"surname\":\"A\"}");
    ck_assert_int_eq(rows(), 1);
    take(AT(11), "person", AT(10), "{\"surname\":\"clear\"}");
    take_sealed(AT(12), "party", AT(10), "{\"language\":\"nl\"}"); /* another noun */
    test_event_key(&t, AT(13), 0);
    test_event_take(&t, (struct test_event){AT(14), "person", AT(10), AT(13),
                                            "{\"surname\":\"other key\"}"});
    ck_assert_int_eq(rows(), 1);
    ck_assert_str_eq(person_at(AT(10)).surname, "A");
}
END_TEST

START_TEST(an_event_after_the_forgetting_stays_closed)
{
    const struct db_lookup mail = {DB_TOKEN_MAIL, "a@b.be"};
    struct db_subjects found;

    test_event_key(&t, AT(10), 0);
    take_sealed(AT(10), "person", AT(10), "{\"mail\":\"a@b.be\"}");
    ck_assert_int_eq(db_token_find(t.db, arena, &mail, 9, &found), RC_OK);
    ck_assert_uint_eq(found.count, 1);
    take(AT(20), "forget", AT(20), "{\"keys\":[\"10245\",\"x\",17]}");
    ck_assert_int_eq(rows(), 1); /* of the forget event itself */
    take_sealed(AT(30), "person", AT(10), "{\"surname\":\"late\"}");
    take_sealed(AT(15), "person", AT(10), "{\"surname\":\"early\"}");
    test_event_key(&t, AT(10), 0);
    ck_assert_int_eq(rows(), 1);
    ck_assert_int_eq(db_token_find(t.db, arena, &mail, 9, &found), RC_OK);
    ck_assert_uint_eq(found.count, 0);
}
END_TEST

/* A crisis is clear: its key seals what hangs on it, and is thrown away without it. */
START_TEST(forgetting_the_key_of_a_clear_subject_leaves_its_row_in_any_order)
{
    uint8_t here[CRYPTO_HASH_SIZE], there[CRYPTO_HASH_SIZE];
    static struct test_store other;
    const struct test_event crisis = {AT(10), "crisis", AT(10), 0, "{\"name\":\"x\"}"};
    const struct test_event instance = {AT(15), "instance", AT(15), AT(10),
                                        "{\"text\":\"{}\"}"};
    const struct test_event forget = {AT(20), "forget", AT(20), 0,
                                      "{\"keys\":[\"10245\"]}"};
    int64_t count;

    test_event_key(&t, AT(10), 0);
    test_event_take(&t, crisis);
    test_event_take(&t, instance);
    ck_assert_int_eq(rows(), 2);
    test_event_take(&t, forget);
    ck_assert_int_eq(rows(), 2); /* crisis and forget */
    test_store_open(&other, 1);
    test_event_key(&other, AT(10), 0);
    test_event_take(&other, forget);
    test_event_take(&other, instance);
    test_event_take(&other, crisis);
    ck_assert_int_eq(db_state_hash(t.db, here, &count), RC_OK);
    ck_assert_int_eq(db_state_hash(other.db, there, &count), RC_OK);
    ck_assert_mem_eq(here, there, sizeof(here));
    test_store_close(&other);
}
END_TEST

static enum rc damage_rows(struct db_tx *tx, void *state)
{
    static const char sql[] = "UPDATE person SET box = :box";
    struct db_stmt *st;
    enum rc rc = db_prepare(tx->db, sql, &st);

    (void)state;
    if (rc)
        return rc;
    db_bind_blob(st, ":box", "damaged", 7);
    return db_step_done(tx->db, st);
}

START_TEST(a_damaged_row_is_made_again_by_its_next_event)
{
    struct person person;

    test_event_key(&t, AT(10), 0);
    take_sealed(AT(10), "person", AT(10), "{\"surname\":\"A\"}");
    ck_assert_int_eq(test_store_write(&t, damage_rows, NULL), RC_OK);
    ck_assert_int_eq(db_person_get(t.db, arena, AT(10), &person), RC_INTERNAL);
    take_sealed(AT(20), "person", AT(10), "{\"given_names\":\"B\"}");
    ck_assert_str_eq(person_at(AT(10)).surname, "A");
    ck_assert_str_eq(person_at(AT(10)).given_names, "B");
}
END_TEST

START_TEST(a_damaged_row_can_be_forgotten)
{
    const struct db_lookup mail = {DB_TOKEN_MAIL, "a@b.be"};
    struct db_subjects found;

    test_event_key(&t, AT(10), 0);
    take_sealed(AT(10), "person", AT(10), "{\"mail\":\"a@b.be\"}");
    ck_assert_int_eq(test_store_write(&t, damage_rows, NULL), RC_OK);
    take(AT(20), "forget", AT(20), "{\"keys\":[\"10245\"]}");
    ck_assert_int_eq(rows(), 1);
    ck_assert_int_eq(db_token_find(t.db, arena, &mail, 9, &found), RC_OK);
    ck_assert_uint_eq(found.count, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db.fold");
    TCase *tests = tcase_create("fold");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_change_waits_for_its_creation);
    tcase_add_test(tests, an_event_waits_for_its_key);
    tcase_add_test(tests, a_late_event_gives_way_field_by_field);
    tcase_add_test(tests, a_removal_and_its_undoing_win_by_stamp_alone);
    tcase_add_test(tests, odd_events_are_kept_and_fold_to_nothing);
    tcase_add_test(tests, an_event_after_the_forgetting_stays_closed);
    tcase_add_test(tests,
                   forgetting_the_key_of_a_clear_subject_leaves_its_row_in_any_order);
    tcase_add_test(tests, a_damaged_row_is_made_again_by_its_next_event);
    tcase_add_test(tests, a_damaged_row_can_be_forgotten);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
