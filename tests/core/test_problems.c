#include "server/core/problems.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/suite.h"

static struct arena *arena;
static struct problems problems;

static void set_up(void)
{
    arena = arena_new();
    problems_init(&problems, arena);
}

static void tear_down(void)
{
    arena_free(arena);
}

START_TEST(nothing_is_wrong_at_first)
{
    ck_assert(!problems_any(&problems));
    ck_assert_uint_eq(problems.count, 0);
}
END_TEST

START_TEST(a_warning_alone_stops_nothing)
{
    problems_warn(&problems, 3, "national_number", "problem.national_number.check", "x");
    ck_assert(!problems_any(&problems));
    ck_assert_uint_eq(problems.warnings, 1);
    ck_assert_int_eq(problems.items[0].level, PROBLEM_WARNING);
}
END_TEST

START_TEST(texts_are_copied)
{
    char detail[] = "91", field[] = "lat";

    problems_error(&problems, 7, field, "problem.lat.range", detail);
    problems_error(&problems, 0, NULL, "problem.file.empty", NULL);
    memset(detail, 'x', 2);
    memset(field, 'x', 3);
    ck_assert(problems_any(&problems));
    ck_assert_int_eq(problems.items[0].line, 7);
    ck_assert_str_eq(problems.items[0].field, "lat");
    ck_assert_str_eq(problems.items[0].detail, "91");
    ck_assert_ptr_null(problems.items[1].field);
    ck_assert_ptr_null(problems.items[1].detail);
}
END_TEST

START_TEST(a_thousand_of_each_level_are_kept_in_order_and_all_are_counted)
{
    for (int i = 1; i <= 2500; i++) {
        char detail[16];

        snprintf(detail, sizeof(detail), "%d", i);
        if (i % 5)
            problems_error(&problems, i, "f", "problem.f.x", detail);
        else
            problems_warn(&problems, i, "f", "problem.f.x", detail);
    }
    ck_assert_uint_eq(problems.count, PROBLEMS_KEPT + 500);
    ck_assert_uint_eq(problems.errors, 2000);
    ck_assert_uint_eq(problems.warnings, 500);
    for (int i = 0; i < PROBLEMS_KEPT; i++) {
        char detail[16];

        snprintf(detail, sizeof(detail), "%d", i + 1);
        ck_assert_int_eq(problems.items[i].line, i + 1);
        ck_assert_str_eq(problems.items[i].detail, detail);
    }
    ck_assert_int_eq(problems.items[problems.count - 1].line, 2500);
    ck_assert_int_eq(problems.items[problems.count - 1].level, PROBLEM_WARNING);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core.problems");
    TCase *tcase = tcase_create("problems");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, nothing_is_wrong_at_first);
    tcase_add_test(tcase, a_warning_alone_stops_nothing);
    tcase_add_test(tcase, texts_are_copied);
    tcase_add_test(tcase, a_thousand_of_each_level_are_kept_in_order_and_all_are_counted);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
