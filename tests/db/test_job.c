#include "db/job.h"

#include <string.h>

#include "db/ledger.h"
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

static enum rc append(struct db_tx *tx, void *state)
{
    return db_job_append(tx, state);
}

static enum rc update(struct db_tx *tx, void *state)
{
    return db_job_update(tx, state);
}

static struct db_job started(uint8_t source)
{
    struct db_job job = {.kind = "import", .state = "running", .total = 10};

    memset(job.source, source, sizeof(job.source));
    ck_assert_int_eq(test_store_write(&t, append, &job), RC_OK);
    return job;
}

START_TEST(a_job_outlives_a_restart_with_its_progress)
{
    struct db_job job = started(1), back;

    job.done = 7;
    job.last = 99;
    job.message = "7 of 10";
    ck_assert_int_eq(test_store_write(&t, update, &job), RC_OK);
    test_store_reopen(&t);
    ck_assert_int_eq(db_job_get(t.db, arena, job.id, &back), RC_OK);
    ck_assert_str_eq(back.state, "running");
    ck_assert_str_eq(back.message, "7 of 10");
    ck_assert_int_eq(back.done, 7);
    ck_assert_int_eq(back.last, 99);
    ck_assert_int_eq(db_job_get(t.db, arena, job.id + 1, &back), RC_NOT_FOUND);
    ck_assert_int_gt(started(2).id, job.id); /* its stamp is not given again */
}
END_TEST

START_TEST(an_undone_job_no_longer_answers_for_its_file)
{
    struct db_job first = started(1), second = started(1), found;
    struct db_job *jobs;
    size_t count;

    ck_assert_int_eq(db_job_find(t.db, arena, first.source, &found), RC_OK);
    ck_assert_int_eq(found.id, second.id);
    second.state = "undone";
    ck_assert_int_eq(test_store_write(&t, update, &second), RC_OK);
    ck_assert_int_eq(db_job_find(t.db, arena, first.source, &found), RC_OK);
    ck_assert_int_eq(found.id, first.id);
    first.state = "undone";
    ck_assert_int_eq(test_store_write(&t, update, &first), RC_OK);
    ck_assert_int_eq(db_job_find(t.db, arena, first.source, &found), RC_NOT_FOUND);
    ck_assert_int_eq(db_job_list(t.db, arena, &jobs, &count), RC_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_int_eq(jobs[0].id, second.id);
}
END_TEST

START_TEST(a_state_that_is_none_is_refused)
{
    struct db_job job = started(1);

    job.state = "lost";
    ck_assert_int_ne(test_store_write(&t, update, &job), RC_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db.job");
    TCase *tests = tcase_create("job");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_job_outlives_a_restart_with_its_progress);
    tcase_add_test(tests, an_undone_job_no_longer_answers_for_its_file);
    tcase_add_test(tests, a_state_that_is_none_is_refused);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
