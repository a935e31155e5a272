#include "server/core/date.h"

#include <stdlib.h>

#include "server/core/arena.h"
#include "tests/support/suite.h"

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

static void check_day(int year, int month, int n, int32_t expected)
{
    int32_t day, parsed;
    int y, m, d;
    char text[DATE_TEXT_SIZE];

    if (date_from_civil(year, month, n, &day) || day != expected)
        ck_abort_msg("%d-%d-%d", year, month, n);
    date_to_civil(day, &y, &m, &d);
    if (y != year || m != month || d != n)
        ck_abort_msg("%d-%d-%d", year, month, n);
    if (date_parse(date_format(day, text), &parsed) || parsed != day)
        ck_abort_msg("%s", text);
}

/* Counts every day of 1000 to 9999 with a calendar of its own. */
START_TEST(every_day_of_nine_thousand_years_round_trips)
{
    int32_t expected, beyond;

    ck_assert_int_eq(date_from_civil(1000, 1, 1, &expected), RC_OK);
    for (int month = 12 * 1000; month < 12 * 10000; month++) {
        int year = month / 12, number = month % 12 + 1, days = month_days(year, number);

        for (int n = 1; n <= days; n++)
            check_day(year, number, n, expected++);
        ck_assert_int_eq(date_from_civil(year, number, days + 1, &beyond), RC_INVALID);
    }
}
END_TEST

START_TEST(known_days_have_their_numbers)
{
    static const struct {
        const char *text;
        int32_t day;
    } known[] = {
        {"1970-01-01", 0},       {"1969-12-31", -1},      {"2000-03-01", 11017},
        {"2000-02-29", 11016},   {"2020-01-01", 18262},   {"1900-03-01", -25508},
        {"1000-01-01", -354285}, {"9999-12-31", 2932896},
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        char text[DATE_TEXT_SIZE];
        int32_t day;

        ck_assert_int_eq(date_parse(known[i].text, &day), RC_OK);
        ck_assert_int_eq(day, known[i].day);
        ck_assert_str_eq(date_format(day, text), known[i].text);
    }
}
END_TEST

START_TEST(a_date_that_is_none_is_refused)
{
    static const char *const wrong[] = {
        "",           "2023-02-29", "1900-02-29",  "2023-13-01",
        "2023-00-10", "2023-01-00", "2023-04-31",  "23-01-01",
        "2023-1-1",   "2023/01/01", "2023-01-01 ", " 2023-01-01",
        "0999-12-31", "2023-01-0x", "+023-01-01",  "2023-01-011",
        "2023-01--1", "20230101",
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        int32_t day = 77;

        ck_assert_msg(date_parse(wrong[i], &day) == RC_INVALID, "%s", wrong[i]);
        ck_assert_int_eq(day, 77);
    }
}
END_TEST

START_TEST(no_day_is_an_empty_text)
{
    char text[DATE_TEXT_SIZE];

    ck_assert_str_eq(date_format(DATE_NONE, text), "");
}
END_TEST

START_TEST(instants_are_read_with_their_offset)
{
    static const struct {
        const char *text;
        int64_t ms;
    } known[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1970-01-01T00:00Z", 0},
        {"1970-01-01 01:00:00+01:00", 0},
        {"1969-12-31T23:59:59.999Z", -1},
        {"2026-11-23T10:20:30.5z", INT64_C(1795429230500)},
        {"2026-11-23T10:20:30.123456-05:30", INT64_C(1795449030123)},
        {"2024-08-05T23:59:59+03:00", INT64_C(1722891599000)},
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        int64_t ms;

        ck_assert_msg(date_time_parse(known[i].text, &ms) == RC_OK, "%s", known[i].text);
        ck_assert_int_eq(ms, known[i].ms);
    }
}
END_TEST

START_TEST(an_instant_that_is_none_is_refused)
{
    static const char *const wrong[] = {
        "",
        "2026-11-23",
        "2026-11-23T10:20",
        "2026-11-23T10:20:30",
        "2026-11-23T24:00:00Z",
        "2026-11-23T10:60:00Z",
        "2026-11-23T10:20:60Z",
        "2026-11-23T10:20:30.Z",
        "2026-11-23T10:20:30Zx",
        "2026-11-23T10:20:30+1:00",
        "2026-11-23T10:20:30+24:00",
        "2026-11-23T10:20:30+01:60",
        "2026-11-23T10:20:30+01:00x",
        "2026-11-23x10:20:30Z",
        "2026-02-30T10:20:30Z",
        "2026-11-23T10-20:30Z",
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        int64_t ms = 77;

        ck_assert_msg(date_time_parse(wrong[i], &ms) == RC_INVALID, "%s", wrong[i]);
        ck_assert_int_eq(ms, 77);
    }
}
END_TEST

/* Every front of a good text is read within its bounds (the sanitizers watch) and
 * refused. */
START_TEST(a_cut_off_instant_is_refused)
{
    static const char whole[] = "2026-11-23T10:20:30.123+01:00";
    struct arena *arena = arena_new();

    for (size_t len = 0; len < sizeof(whole) - 1; len++) {
        char *front = mem_strdup(whole);
        int64_t ms;

        front = mem_realloc(front, len + 1, 1);
        front[len] = '\0';
        ck_assert_msg(date_time_parse(front, &ms) == RC_INVALID, "%s", front);
        free(front);
    }
    arena_free(arena);
}
END_TEST

START_TEST(an_instant_is_written_and_falls_on_its_day)
{
    char text[DATE_TIME_TEXT_SIZE];

    ck_assert_str_eq(date_time_format(0, text), "1970-01-01T00:00:00Z");
    ck_assert_str_eq(date_time_format(-1, text), "1969-12-31T23:59:59Z");
    ck_assert_str_eq(date_time_format(INT64_C(1795429230999), text),
                     "2026-11-23T10:20:30Z");
    ck_assert_int_eq(date_of_ms(0), 0);
    ck_assert_int_eq(date_of_ms(DATE_DAY_MS - 1), 0);
    ck_assert_int_eq(date_of_ms(DATE_DAY_MS), 1);
    ck_assert_int_eq(date_of_ms(-1), -1);
    ck_assert_int_eq(date_of_ms(-DATE_DAY_MS), -1);
    ck_assert_int_eq(date_of_ms(-DATE_DAY_MS - 1), -2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core.date");
    TCase *tcase = tcase_create("date");

    tcase_add_test(tcase, every_day_of_nine_thousand_years_round_trips);
    tcase_add_test(tcase, known_days_have_their_numbers);
    tcase_add_test(tcase, a_date_that_is_none_is_refused);
    tcase_add_test(tcase, no_day_is_an_empty_text);
    tcase_add_test(tcase, instants_are_read_with_their_offset);
    tcase_add_test(tcase, an_instant_that_is_none_is_refused);
    tcase_add_test(tcase, a_cut_off_instant_is_refused);
    tcase_add_test(tcase, an_instant_is_written_and_falls_on_its_day);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
