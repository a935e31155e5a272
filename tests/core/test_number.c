#include "server/core/number.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/core/random.h"
#include "tests/support/suite.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

START_TEST(whole_numbers_are_read_whole)
{
    static const struct {
        const char *text;
        int64_t value;
    } right[] = {
        {"0", 0},
        {"-0", 0},
        {"+7", 7},
        {"007", 7},
        {"-42", -42},
        {"9223372036854775807", INT64_MAX},
        {"-9223372036854775808", INT64_MIN},
    };

    for (size_t i = 0; i < COUNT(right); i++) {
        int64_t value;

        ck_assert_int_eq(number_parse_int(right[i].text, INT64_MIN, INT64_MAX, &value),
                         RC_OK);
        ck_assert_int_eq(value, right[i].value);
    }
}
END_TEST

START_TEST(what_is_no_whole_number_is_refused)
{
    static const char *const wrong[] = {
        "",
        " ",
        "-",
        "+",
        "--1",
        "+-1",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "0x1",
        "1,0",
        "1_0",
        "\xd9\xa1",
        "9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999999999",
    };
    int64_t value = 77;

    for (size_t i = 0; i < COUNT(wrong); i++)
        ck_assert_msg(number_parse_int(wrong[i], INT64_MIN, INT64_MAX, &value) ==
                          RC_INVALID,
                      "%s", wrong[i]);
    ck_assert_int_eq(value, 77);
}
END_TEST

START_TEST(the_bounds_belong_to_the_range)
{
    for (int n = -20; n <= 20; n++) {
        char text[8];
        int64_t value;

        snprintf(text, sizeof(text), "%d", n);
        ck_assert_int_eq(number_parse_int(text, -10, 10, &value),
                         n >= -10 && n <= 10 ? RC_OK : RC_INVALID);
    }
}
END_TEST

START_TEST(decimal_numbers_are_read_whole)
{
    static const struct {
        const char *text;
        double value;
    } right[] = {
        {"0", 0},
        {"-4.35", -4.35},
        {"+4.35", 4.35},
        {"1e3", 1000},
        {".5", 0.5},
        {"5.", 5},
        {"1E-2", 0.01},
        {"1e+2", 100},
        {"33.8938", 33.8938},
        {"1e308", 1e308},
        {"4.9e-324", 4.9e-324},
    };

    for (size_t i = 0; i < COUNT(right); i++) {
        double value;

        ck_assert_msg(number_parse_double(right[i].text, &value) == RC_OK, "%s",
                      right[i].text);
        ck_assert(value == right[i].value);
    }
}
END_TEST

START_TEST(what_is_no_decimal_number_is_refused)
{
    static const char *const wrong[] = {
        "",      " ",     "-",      ".",  "e",  "e5",  "1e",       "1e+",
        "4,35",  "1.2.3", "--1",    "1 ", " 1", "nan", "inf",      "-inf",
        "0x1p3", "1e309", "-1e309", "1f", "1d", "1-2", "infinity", "\u22125",
    };
    double value = 77;

    for (size_t i = 0; i < COUNT(wrong); i++)
        ck_assert_msg(number_parse_double(wrong[i], &value) == RC_INVALID, "%s",
                      wrong[i]);
    ck_assert(value == 77);
}
END_TEST

START_TEST(numbers_print_as_typed)
{
    static const char *const typed[] = {"0",       "0.1", "-4.35",    "33.8938",
                                        "35.5018", "180", "1e+22",    "1000000",
                                        "1e-07",   "0.3", "5.5e+300", "123456789012345"};
    char text[32];

    for (size_t i = 0; i < COUNT(typed); i++) {
        double value;

        ck_assert_int_eq(number_parse_double(typed[i], &value), RC_OK);
        ck_assert_str_eq(number_format_double(value, text), typed[i]);
    }
    ck_assert_str_eq(number_format_double(-0.0, text), "0");
    ck_assert_str_eq(number_format_double(0.1 + 0.2, text), "0.30000000000000004");
}
END_TEST

START_TEST(any_number_reads_back_the_same)
{
    struct random random = random_seeded(11);

    for (int i = 0; i < 200000; i++) {
        uint64_t bits = random_next(&random);
        double value, back;
        char text[32];

        memcpy(&value, &bits, sizeof(value));
        if (!isfinite(value))
            continue;
        if (number_parse_double(number_format_double(value, text), &back) ||
            back != value)
            ck_abort_msg("%s", text);
    }
}
END_TEST

START_TEST(a_locale_with_a_comma_changes_nothing)
{
    locale_t locale = newlocale(LC_NUMERIC_MASK, "comma.UTF-8", (locale_t)0);
    char text[32];
    double value;

    if (!locale) {
        printf("not looked at: no locale with a decimal comma on this machine\n");
        return;
    }
    uselocale(locale);
    ck_assert_str_eq(number_format_double(4.35, text), "4.35");
    ck_assert_int_eq(number_parse_double("4.35", &value), RC_OK);
    ck_assert(value == 4.35);
    snprintf(text, sizeof(text), "%.2f", 4.35);
    ck_assert_str_eq(text, "4,35"); /* the caller's locale stands again */
    uselocale(LC_GLOBAL_LOCALE);
    freelocale(locale);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core.number");
    TCase *tcase = tcase_create("number");

    tcase_add_test(tcase, whole_numbers_are_read_whole);
    tcase_add_test(tcase, what_is_no_whole_number_is_refused);
    tcase_add_test(tcase, the_bounds_belong_to_the_range);
    tcase_add_test(tcase, decimal_numbers_are_read_whole);
    tcase_add_test(tcase, what_is_no_decimal_number_is_refused);
    tcase_add_test(tcase, numbers_print_as_typed);
    tcase_add_test(tcase, any_number_reads_back_the_same);
    tcase_add_test(tcase, a_locale_with_a_comma_changes_nothing);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
