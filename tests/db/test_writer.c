#include "db/writer.h"

#include <pthread.h>
#include <semaphore.h>
#include <string.h>

#include "db/crisis.h"
#include "db/fields.h"
#include "tests/support/store.h"
#include "tests/support/suite.h"

#define CALLERS 8

static struct test_store t;

static void setup(void)
{
    test_store_open(&t, 0);
}

static void teardown(void)
{
    test_store_close(&t);
}

/* A caller of its own thread. */
struct caller {
    pthread_t thread;
    struct db_change change;
    enum rc rc;
    enum rc returns; /* what the change itself comes to */
    int64_t id;
    int turn;
};

/* Holds the writer until every caller waits, so that they run as one batch. */
static sem_t held, go;
static int turns;

static enum rc hold(struct db_tx *tx, void *state)
{
    (void)tx;
    (void)state;
    sem_post(&held);
    sem_wait(&go);
    return RC_OK;
}

static enum rc append(struct db_tx *tx, void *state)
{
    struct caller *c = state;
    struct crisis crisis = {.name = "x"};
    enum rc rc = db_crisis_append(tx, &crisis, &c->id);

    c->turn = turns++;
    return rc ? rc : c->returns;
}

static void *call(void *state)
{
    struct caller *c = state;

    c->rc = db_write(t.store, &c->change);
    return NULL;
}

static void start(struct caller *c)
{
    if (!c->change.run)
        c->change.run = append;
    c->change.state = c;
    c->change.actor = "test";
    ck_assert_int_eq(pthread_create(&c->thread, NULL, call, c), 0);
}

/* Runs @p callers in one batch, in any order; what the batch came to. */
static enum rc run_together(struct caller *callers, size_t count)
{
    struct caller holder = {.change = {.run = hold}};

    sem_init(&held, 0, 0);
    sem_init(&go, 0, 0);
    turns = 0;
    start(&holder);
    sem_wait(&held);
    for (size_t i = 0; i < count; i++)
        start(&callers[i]);
    while (db_store_waiting(t.store) < count)
        sched_yield();
    sem_post(&go);
    for (size_t i = 0; i < count; i++)
        pthread_join(callers[i].thread, NULL);
    pthread_join(holder.thread, NULL);
    return holder.rc;
}

static int64_t verified(void)
{
    struct db_verdict verdict;

    ck_assert_int_eq(db_ledger_verify(t.db, NULL, &verdict), RC_OK);
    ck_assert_int_eq(verdict.bad, 0);
    return verdict.events;
}

START_TEST(a_change_that_fails_is_undone_alone)
{
    struct caller callers[CALLERS] = {0};

    for (int i = 0; i < CALLERS; i += 3)
        callers[i].returns = RC_CONFLICT;
    ck_assert_int_eq(run_together(callers, CALLERS), RC_OK);
    for (int i = 0; i < CALLERS; i++) {
        struct arena *arena = arena_new();
        struct crisis crisis;
        enum rc got = db_crisis_get(t.db, arena, callers[i].id, &crisis);

        ck_assert_int_eq(callers[i].rc, callers[i].returns);
        if (i % 3)
            ck_assert_int_eq(got, RC_OK);
        arena_free(arena);
    }
    ck_assert_int_eq(verified(), 5);
    test_store_reopen(&t);
    ck_assert_int_eq(verified(), 5);
}
END_TEST

START_TEST(peoples_writes_go_before_those_of_jobs)
{
    struct caller callers[CALLERS] = {0};

    for (int i = 0; i < CALLERS / 2; i++)
        callers[i].change.priority = DB_JOB;
    ck_assert_int_eq(run_together(callers, CALLERS), RC_OK);
    for (int i = 0; i < CALLERS; i++) {
        ck_assert_int_eq(callers[i].rc, RC_OK);
        ck_assert_int_eq(callers[i].turn >= CALLERS / 2,
                         callers[i].change.priority == DB_JOB);
    }
}
END_TEST

static enum rc fail_and_end(struct db_tx *tx, void *state)
{
    (void)state;
    db_rollback(tx->db); /* as an error of the engine may */
    return RC_BUSY;
}

/* A batch ends after 20 ms: on a slow machine the callers may not all be in one. What is
 * answered must be so, whatever the batches were. */
START_TEST(a_transaction_that_ended_by_itself_answers_the_whole_batch_busy)
{
    struct caller callers[3] = {0};
    int64_t kept = 0;

    callers[2].change.run = fail_and_end;
    callers[2].change.priority = DB_JOB; /* the last of its batch */
    (void)run_together(callers, 3);
    for (int i = 0; i < 2; i++) {
        ck_assert(callers[i].rc == RC_BUSY || callers[i].rc == RC_OK);
        kept += callers[i].rc == RC_OK;
    }
    ck_assert_int_eq(callers[2].rc, RC_BUSY);
    ck_assert_int_eq(verified(), kept);
    ck_assert_int_eq(run_together(callers, 1), RC_OK);
    ck_assert_int_eq(callers[0].rc, RC_OK);
    ck_assert_int_eq(verified(), kept + 1);
}
END_TEST

START_TEST(more_changes_than_a_batch_holds_are_all_answered)
{
    static struct caller callers[200];

    memset(callers, 0, sizeof(callers));
    ck_assert_int_eq(run_together(callers, 200), RC_OK);
    for (int i = 0; i < 200; i++)
        ck_assert_int_eq(callers[i].rc, RC_OK);
    ck_assert_int_eq(verified(), 200);
}
END_TEST

START_TEST(closing_answers_what_waits)
{
    struct caller callers[CALLERS] = {0};

    for (int i = 0; i < CALLERS; i++)
        start(&callers[i]);
    for (int i = 0; i < CALLERS; i++)
        pthread_join(callers[i].thread, NULL);
    test_store_reopen(&t);
    ck_assert_int_eq(verified(), CALLERS);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db.writer");
    TCase *tests = tcase_create("writer");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_change_that_fails_is_undone_alone);
    tcase_add_test(tests, peoples_writes_go_before_those_of_jobs);
    tcase_add_test(tests,
                   a_transaction_that_ended_by_itself_answers_the_whole_batch_busy);
    tcase_add_test(tests, more_changes_than_a_batch_holds_are_all_answered);
    tcase_add_test(tests, closing_answers_what_waits);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
