#include "server/app/import.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/job.h"
#include "server/core/buffer.h"
#include "tests/support/household.h"
#include "tests/support/scene.h"
#include "tests/support/suite.h"

#define MANY 5000 /* parties: several slices */

static struct scene s;
static struct app_import_people result;
static struct buffer many;

static const char list[] = "party;surname;given_names;place;country\n"
                           "a;Merelbeke;Linde;Beirut;LB\na;Merelbeke;Ties;;\n"
                           "b;Zilverberk;An;Sidon;LB\n;Populier;Bo;Nergenshuizen;LB\n";

static void setup(void)
{
    scene_open(&s);
    buffer_init(&many, (size_t)1 << 20);
    buffer_puts(&many, "party;surname;latitude;longitude\n");
    for (int i = 0; i < MANY; i++)
        buffer_printf(&many, "p%d;Berk%d;33.9;35.5\n", i, i);
}

static void teardown(void)
{
    buffer_fini(&many);
    scene_close(&s);
}

static void holds(int64_t parties, int64_t people)
{
    ck_assert_int_eq(scene_parties(&s), parties);
    ck_assert_int_eq(household_people(s.t.db), people);
}

/* Each name of the long list once. */
static void holds_many(void)
{
    holds(MANY, MANY);
}

START_TEST(a_list_is_taken_in_and_counted)
{
    ck_assert_int_eq(scene_people(&s, list, &result), RC_OK);
    ck_assert_int_eq(result.counts.parties, 3);
    ck_assert_int_eq(result.counts.people, 4);
    ck_assert_int_eq(result.located.towns, 2);
    ck_assert_int_eq(result.located.unknown, 1);
    ck_assert(!result.already);
    holds(3, 4);
}
END_TEST

START_TEST(the_same_list_twice_is_a_no_op)
{
    int64_t job, events;

    scene_has_people(&s, list);
    events = scene_events(&s);
    ck_assert_int_eq(scene_people(&s, list, &result), RC_OK);
    ck_assert(result.already);
    job = result.job_id;
    ck_assert_int_eq(scene_events(&s), events);
    scene_reopen(&s);
    ck_assert_int_eq(scene_people(&s, list, &result), RC_OK);
    ck_assert(result.already);
    ck_assert_int_eq(result.job_id, job);
    holds(3, 4);
}
END_TEST

START_TEST(a_dry_run_writes_nothing)
{
    int64_t events = scene_events(&s);

    s.import.dry_run = true;
    ck_assert_int_eq(scene_people(&s, list, &result), RC_OK);
    ck_assert_int_eq(result.counts.people, 4);
    ck_assert_int_eq(result.job_id, 0);
    ck_assert_int_eq(scene_events(&s), events);
    s.import.dry_run = false;
    ck_assert_int_eq(scene_people(&s, list, &result), RC_OK);
    ck_assert(!result.already);
    holds(3, 4);
}
END_TEST

START_TEST(one_bad_line_and_nothing_is_written)
{
    int64_t events = scene_events(&s);

    ck_assert_int_eq(scene_people(&s,
                                  "surname;birth_date\nMerelbeke;1985-02-03\n"
                                  "Zilverberk;1985-02-30\nPopulier;\n",
                                  &result),
                     RC_INVALID);
    scene_told(&s, "problem.date.unreadable", 3);
    ck_assert_int_eq(result.counts.people, 3);
    ck_assert_int_eq(scene_events(&s), events);
    holds(0, 0);
}
END_TEST

START_TEST(a_file_that_is_not_there_is_told)
{
    ck_assert_int_eq(app_import_people(&s.import, "/nowhere.csv", &s.options, &result),
                     RC_NOT_FOUND);
}
END_TEST

/* Says stop once something was written. */
static bool stop_half_way(void *state, int64_t done, int64_t total)
{
    return !(total == MANY && done > 0 && scene_parties(state) > 0);
}

START_TEST(stopped_half_way_it_goes_on_from_there)
{
    const struct progress stop = {stop_half_way, &s};
    int64_t first;

    s.import.progress = &stop;
    ck_assert_int_eq(scene_people(&s, buffer_text(&many), &result), RC_CONFLICT);
    first = scene_parties(&s);
    ck_assert_int_gt(first, 0);
    ck_assert_int_lt(first, MANY);
    s.import.progress = NULL;
    ck_assert_int_eq(scene_people(&s, buffer_text(&many), &result), RC_OK);
    ck_assert_int_eq(result.resumed, first);
    ck_assert_int_eq(result.counts.parties, MANY);
    holds_many();
    ck_assert_int_eq(scene_people(&s, buffer_text(&many), &result), RC_OK);
    ck_assert(result.already);
}
END_TEST

/* --- killed --- */

struct watch {
    int fd;
    int slices; /* to be told before the kill */
};

static bool tell(void *state, int64_t done, int64_t total)
{
    struct watch *w = state;

    if (total == MANY && done > 0 && done < MANY && scene_parties(&s) > 0 &&
        --w->slices == 0) {
        ck_assert_int_eq(write(w->fd, "x", 1), 1);
        pause(); /* for the kill */
    }
    return true;
}

/* Imports in a process of its own, which is killed after some slices. The store of this
 * process is closed: only one may have it. */
static void import_and_kill(int slices)
{
    int fds[2], status;
    char c;
    pid_t pid;

    db_close(s.t.db);
    db_store_close(s.t.store);
    ck_assert_int_eq(pipe(fds), 0);
    pid = fork();
    ck_assert_int_ge(pid, 0);
    if (!pid) {
        struct watch watch = {fds[1], slices};
        const struct progress progress = {tell, &watch};

        if (db_store_open(&s.t.config, &s.problems, &s.t.store) ||
            db_store_read(s.t.store, &s.t.db))
            _exit(1);
        s.import.store = s.t.store;
        s.import.db = s.t.db;
        s.import.progress = &progress;
        _exit(app_import_people(&s.import, s.path, &s.options, &result) ? 2 : 3);
    }
    close(fds[1]);
    ck_assert_int_eq(read(fds[0], &c, 1), 1);
    close(fds[0]);
    kill(pid, SIGKILL);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFSIGNALED(status));
    ck_assert_int_eq(db_store_open(&s.t.config, &s.problems, &s.t.store), RC_OK);
    ck_assert_int_eq(db_store_read(s.t.store, &s.t.db), RC_OK);
    s.import.store = s.t.store;
    s.import.db = s.t.db;
}

START_TEST(killed_half_way_and_given_again_everybody_is_there_once)
{
    int64_t first;

    scene_file(&s, "people.csv", buffer_text(&many));
    import_and_kill(1);
    first = scene_parties(&s);
    ck_assert_int_gt(first, 0);
    ck_assert_int_lt(first, MANY);
    import_and_kill(2);
    ck_assert_int_ge(scene_parties(&s), first);
    first = scene_parties(&s);
    ck_assert_int_eq(scene_people(&s, buffer_text(&many), &result), RC_OK);
    ck_assert_int_eq(result.resumed, first);
    ck_assert_int_eq(result.counts.people, MANY);
    holds_many();
}
END_TEST

START_TEST(killed_half_way_it_can_be_taken_back)
{
    struct db_job *jobs;
    size_t count;
    int64_t parties, written;

    scene_file(&s, "people.csv", buffer_text(&many));
    import_and_kill(1);
    written = scene_parties(&s);
    ck_assert_int_eq(db_job_list(s.t.db, s.arena, &jobs, &count), RC_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(app_import_undo(&s.import, jobs[0].id, &parties), RC_OK);
    ck_assert_int_eq(parties, written);
    holds(0, 0);
}
END_TEST

/* --- taken back --- */

START_TEST(undo_removes_all_and_again_nothing)
{
    int64_t parties = -1, events;

    household_append(&s.t, "Blijver", &(struct stay){.from_day = INT32_MIN}, NULL);
    scene_has_people(&s, list);
    ck_assert_int_eq(scene_people(&s, list, &result), RC_OK);
    ck_assert_int_eq(app_import_undo(&s.import, result.job_id, &parties), RC_OK);
    ck_assert_int_eq(parties, 3);
    holds(1, 2);
    events = scene_events(&s);
    ck_assert_int_eq(app_import_undo(&s.import, result.job_id, &parties), RC_OK);
    ck_assert_int_eq(parties, 0);
    ck_assert_int_eq(scene_events(&s), events);
    ck_assert_int_eq(app_import_undo(&s.import, 4242, &parties), RC_NOT_FOUND);
}
END_TEST

START_TEST(after_an_undo_the_list_can_be_taken_in_again)
{
    int64_t parties, job;

    ck_assert_int_eq(scene_people(&s, list, &result), RC_OK);
    job = result.job_id;
    ck_assert_int_eq(app_import_undo(&s.import, job, &parties), RC_OK);
    ck_assert_int_eq(scene_people(&s, list, &result), RC_OK);
    ck_assert(!result.already);
    ck_assert_int_ne(result.job_id, job);
    ck_assert_int_eq(result.resumed, 0);
    holds(3, 4);
    ck_assert_int_eq(app_import_undo(&s.import, result.job_id, &parties), RC_OK);
    ck_assert_int_eq(parties, 3);
    holds(0, 0);
}
END_TEST

/* --- coordinates --- */

START_TEST(coordinates_in_one_text_are_read)
{
    ck_assert_int_eq(scene_people(&s,
                                  "surname;given_names;coordinates;country\n"
                                  "Merelbeke;An;33\xc2\xb0"
                                  "53'30\"N 35\xc2\xb0"
                                  "30'12\"E;LB\nZilverberk;Bo;36S 731000 3753000;LB\n",
                                  &result),
                     RC_OK);
    ck_assert_int_eq(result.counts.located, 2);
    ck_assert_int_eq(result.located.coordinates, 2);
    ck_assert_uint_eq(s.problems.warnings, 0);
}
END_TEST

START_TEST(swapped_axes_are_told_and_nothing_is_written)
{
    ck_assert_int_eq(scene_people(&s,
                                  "surname;coordinates;country\nMerelbeke;33.9 35.5;LB\n"
                                  "Zilverberk;35.5 33.9;LB\n",
                                  &result),
                     RC_INVALID);
    scene_told(&s, "problem.coordinate.swapped", 3);
    ck_assert_int_eq(scene_people(&s,
                                  "surname;latitude;longitude;country\n"
                                  "Merelbeke;33.9;35.5;LB\nZilverberk;35.5;33.9;LB\n",
                                  &result),
                     RC_INVALID);
    scene_told(&s, "problem.coordinates.swapped", 3);
    holds(0, 0);
}
END_TEST

START_TEST(a_point_outside_of_its_country_is_kept_and_told)
{
    ck_assert_int_eq(scene_people(&s,
                                  "surname;latitude;longitude;country\n"
                                  "Merelbeke;50.85;4.35;LB\n",
                                  &result),
                     RC_OK);
    scene_told(&s, "problem.coordinate.outside", 2);
    holds(1, 1);
}
END_TEST

START_TEST(without_a_gazetteer_coordinates_are_read_all_the_same)
{
    s.import.gz = NULL;
    ck_assert_int_eq(scene_people(&s,
                                  "surname;coordinates;country\nMerelbeke;33.9 35.5;LB\n",
                                  &result),
                     RC_OK);
    ck_assert_int_eq(result.located.coordinates, 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("server.import_people");
    TCase *t = tcase_create("people");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_list_is_taken_in_and_counted);
    tcase_add_test(t, the_same_list_twice_is_a_no_op);
    tcase_add_test(t, a_dry_run_writes_nothing);
    tcase_add_test(t, one_bad_line_and_nothing_is_written);
    tcase_add_test(t, a_file_that_is_not_there_is_told);
    tcase_add_test(t, stopped_half_way_it_goes_on_from_there);
    tcase_add_test(t, killed_half_way_and_given_again_everybody_is_there_once);
    tcase_add_test(t, killed_half_way_it_can_be_taken_back);
    tcase_add_test(t, undo_removes_all_and_again_nothing);
    tcase_add_test(t, after_an_undo_the_list_can_be_taken_in_again);
    tcase_add_test(t, coordinates_in_one_text_are_read);
    tcase_add_test(t, swapped_axes_are_told_and_nothing_is_written);
    tcase_add_test(t, a_point_outside_of_its_country_is_kept_and_told);
    tcase_add_test(t, without_a_gazetteer_coordinates_are_read_all_the_same);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
