#include "db/ledger.h"

#include <string.h>

#include "db/crisis.h"
#include "db/fields.h"
#include "db/party.h"
#include "server/core/stamp.h"
#include "tests/support/event.h"
#include "tests/support/suite.h"

#define AT(n) (((int64_t)(n) << 10) + 5)

static struct test_store t;

static void setup(void)
{
    test_store_open(&t, 0);
}

static void teardown(void)
{
    test_store_close(&t);
}

/* A crisis per call; its id goes to *state. */
static enum rc append(struct db_tx *tx, void *state)
{
    struct crisis crisis = {.name = "x"};

    return db_crisis_append(tx, &crisis, state);
}

static int64_t appended(void)
{
    int64_t id;

    ck_assert_int_eq(test_store_write(&t, append, &id), RC_OK);
    return id;
}

static struct db_verdict verdict(void)
{
    struct db_verdict v;

    ck_assert_int_eq(db_ledger_verify(t.db, NULL, &v), RC_OK);
    return v;
}

START_TEST(stamps_go_on_when_the_clock_is_set_back_or_stands_still)
{
    int64_t first = appended(), still = appended(), back, later;

    t.now_ms -= 3600 * 1000;
    back = appended();
    test_store_reopen(&t);
    later = appended();
    ck_assert_int_lt(first, still);
    ck_assert_int_lt(still, back);
    ck_assert_int_lt(back, later);
    ck_assert_int_eq(stamp_ms(later), stamp_ms(first));
    ck_assert_int_eq(verdict().bad, 0);
}
END_TEST

static enum rc append_and_fail(struct db_tx *tx, void *state)
{
    enum rc rc = append(tx, state);

    return rc ? rc : RC_FORBIDDEN;
}

struct seen {
    int64_t count;
    int64_t seq;
    int64_t at;
    int requests;
};

static enum rc see(void *state, const struct db_event *event)
{
    struct seen *seen = state;

    seen->count++;
    ck_assert_int_eq(event->seq, seen->seq + 1);
    seen->seq = event->seq;
    seen->at = event->at;
    seen->requests += event->request != NULL;
    return RC_OK;
}

START_TEST(a_change_that_fails_leaves_stamp_seq_and_chain_as_they_were)
{
    struct seen seen = {0};
    int64_t before = appended(), lost, after;

    ck_assert_int_eq(test_store_write(&t, append_and_fail, &lost), RC_FORBIDDEN);
    after = appended();
    ck_assert_int_gt(lost, before);
    ck_assert_int_eq(after, lost); /* as if it had never been */
    ck_assert_int_eq(db_ledger_walk(t.db, 0, INT64_MAX, see, &seen), RC_OK);
    ck_assert_int_eq(seen.count, 2);
    ck_assert_int_eq(seen.at, t.now_ms);
    ck_assert_int_eq(verdict().bad, 0);
}
END_TEST

static enum rc append_two(struct db_tx *tx, void *state)
{
    enum rc rc = append(tx, state);

    return rc ? rc : append(tx, (int64_t *)state + 1);
}

START_TEST(the_request_stands_in_the_first_event_of_its_change)
{
    const uint8_t request[DB_REQUEST_SIZE] = {1, 2, 3}, other[DB_REQUEST_SIZE] = {1, 2};
    int64_t ids[2], found;
    struct seen seen = {0};
    const struct db_change change = {
        .run = append_two, .state = ids, .actor = "test", .request = request};

    ck_assert_int_eq(db_write(t.store, &change), RC_OK);
    ck_assert_int_eq(db_ledger_find_request(t.db, request, &found), RC_OK);
    ck_assert_int_eq(found, ids[0]);
    ck_assert_int_eq(db_ledger_find_request(t.db, other, &found), RC_NOT_FOUND);
    ck_assert_int_eq(db_ledger_walk(t.db, 0, INT64_MAX, see, &seen), RC_OK);
    ck_assert_int_eq(seen.requests, 1);
}
END_TEST

START_TEST(a_repeated_request_is_answered_and_written_once)
{
    const uint8_t request[DB_REQUEST_SIZE] = {9};
    struct seen seen = {0};
    int64_t id, first, second;
    const struct db_change change = {
        .run = append, .state = &id, .actor = "test", .request = request};
    struct db_change fails = change;

    fails.run = append_and_fail;
    ck_assert_int_eq(db_write_once(t.store, &fails, &first), RC_FORBIDDEN);
    ck_assert_int_eq(db_write_once(t.store, &change, &first), RC_OK);
    ck_assert_int_eq(first, id);
    test_store_reopen(&t);
    ck_assert_int_eq(db_write_once(t.store, &change, &second), RC_OK);
    ck_assert_int_eq(first, second);
    ck_assert_int_eq(db_ledger_walk(t.db, 0, INT64_MAX, see, &seen), RC_OK);
    ck_assert_int_eq(seen.count, 1);
}
END_TEST

static enum rc append_stay(struct db_tx *tx, void *state)
{
    struct stay stay = stay_blank();

    stay.party_id = *(int64_t *)state;
    return db_stay_append(tx, &stay, NULL);
}

START_TEST(nothing_is_sealed_under_a_key_that_is_not_here)
{
    int64_t party = AT(1);

    ck_assert_int_eq(test_store_write(&t, append_stay, &party), RC_NOT_FOUND);
    ck_assert_int_eq(verdict().events, 0);
}
END_TEST

START_TEST(an_event_is_received_once_and_another_with_its_stamp_never)
{
    struct test_event event = {AT(10), "crisis", AT(10), 0, "{\"name\":\"x\"}"};

    ck_assert_int_eq(test_event_receive(&t, &event), RC_OK);
    ck_assert_int_eq(test_event_receive(&t, &event), RC_OK);
    event.fields = "{\"name\":\"y\"}";
    ck_assert_int_eq(test_event_receive(&t, &event), RC_CONFLICT);
    ck_assert_int_eq(verdict().events, 1);
}
END_TEST

START_TEST(stamps_that_leave_no_room_are_refused)
{
    static const int64_t bad[] = {0, -1, INT64_MIN, INT64_MAX, INT64_MAX - 1024};

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        const struct test_event event = {bad[i], "crisis", bad[i], 0, "{}"};
        const struct test_event about = {AT(1), "crisis", i ? bad[i] : -5, 0, "{}"};

        ck_assert_int_eq(test_event_receive(&t, &event), RC_INVALID);
        if (about.subject < 0)
            ck_assert_int_eq(test_event_receive(&t, &about), RC_INVALID);
    }
    ck_assert_int_gt(appended(), 0);
    ck_assert_int_eq(verdict().events, 1);
}
END_TEST

START_TEST(what_this_node_wrote_before_it_was_restored_goes_before_what_it_writes)
{
    static struct test_store old;
    int64_t id;

    test_store_open(&old, 0); /* the same node, somewhat later than this copy */
    old.now_ms += 60000;
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(test_store_write(&old, append, &id), RC_OK);
    test_store_merge(&old, &t);
    ck_assert_int_gt(appended(), id);
    ck_assert_int_eq(verdict().bad, 0);
    test_store_reopen(&t);
    ck_assert_int_gt(appended(), id);
    ck_assert_int_eq(verdict().bad, 0);
    test_store_close(&old);
}
END_TEST

static enum rc run_sql(struct db_tx *tx, void *state)
{
    return db_run_script(tx->db, state);
}

START_TEST(verification_finds_what_was_changed_and_what_was_taken_out)
{
    static char edit[] = "UPDATE event SET actor = 'other' WHERE seq = 3";
    static char cut[] = "DELETE FROM event WHERE seq = 5";
    int64_t ids[8];
    uint8_t heads[CRYPTO_HASH_SIZE];

    for (int i = 0; i < 8; i++)
        ids[i] = appended();
    memcpy(heads, verdict().heads, sizeof(heads));
    ck_assert_int_eq(verdict().first_bad, 0);
    ck_assert_int_eq(test_store_write(&t, run_sql, edit), RC_OK);
    ck_assert_int_eq(verdict().bad, 1);
    ck_assert_int_eq(verdict().first_bad, ids[2]);
    ck_assert_int_eq(test_store_write(&t, run_sql, cut), RC_OK);
    ck_assert_int_eq(verdict().bad, 2);
    ck_assert_int_eq(verdict().events, 7);
    ck_assert_mem_eq(heads, verdict().heads, sizeof(heads)); /* the last event is there */
}
END_TEST

static bool stop(void *state, int64_t done, int64_t total)
{
    (void)state;
    (void)done;
    (void)total;
    return false;
}

static enum rc append_many(struct db_tx *tx, void *state)
{
    enum rc rc = RC_OK;

    for (int i = 0; i < 4096 && !rc; i++)
        rc = append(tx, state);
    return rc;
}

START_TEST(verification_can_be_stopped)
{
    const struct progress progress = {stop, NULL};
    struct db_verdict v;
    int64_t id;

    ck_assert_int_eq(test_store_write(&t, append_many, &id), RC_OK);
    ck_assert_int_eq(db_ledger_verify(t.db, &progress, &v), RC_CONFLICT);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db.ledger");
    TCase *tests = tcase_create("ledger");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, stamps_go_on_when_the_clock_is_set_back_or_stands_still);
    tcase_add_test(tests, a_change_that_fails_leaves_stamp_seq_and_chain_as_they_were);
    tcase_add_test(tests, the_request_stands_in_the_first_event_of_its_change);
    tcase_add_test(tests, a_repeated_request_is_answered_and_written_once);
    tcase_add_test(tests, nothing_is_sealed_under_a_key_that_is_not_here);
    tcase_add_test(tests, an_event_is_received_once_and_another_with_its_stamp_never);
    tcase_add_test(tests, stamps_that_leave_no_room_are_refused);
    tcase_add_test(
        tests, what_this_node_wrote_before_it_was_restored_goes_before_what_it_writes);
    tcase_add_test(tests, verification_finds_what_was_changed_and_what_was_taken_out);
    tcase_add_test(tests, verification_can_be_stopped);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
