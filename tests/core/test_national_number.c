#include "server/core/national_number.h"

#include <stdio.h>
#include <string.h>

#include "server/core/date.h"
#include "server/core/random.h"
#include "tests/support/suite.h"

/* Builds a number for the first nine digits, counting as the Royal Decree of 3 April 1984
 * does. */
static const char *number_for(int first_nine, int from_2000, char *out)
{
    long long base = first_nine + (from_2000 ? 2000000000LL : 0);
    long long number = first_nine * 100LL + 97 - base % 97;

    for (int i = NATIONAL_NUMBER_SIZE - 2; i >= 0; i--, number /= 10)
        out[i] = (char)('0' + number % 10);
    out[NATIONAL_NUMBER_SIZE - 1] = '\0';
    return out;
}

START_TEST(the_two_known_numbers_pass_in_their_century)
{
    struct national_number n;

    ck_assert_int_eq(national_number_parse("85.07.30-033.28", &n), RC_OK);
    ck_assert_str_eq(n.digits, "85073003328");
    ck_assert_int_eq(n.year, 1985);
    ck_assert_int_eq(n.month, 7);
    ck_assert_int_eq(n.day, 30);
    ck_assert(!n.bis);
    ck_assert_int_eq(national_number_parse("17.07.30-033.84", &n), RC_OK);
    ck_assert_int_eq(n.year, 2017);
}
END_TEST

START_TEST(each_known_number_fails_under_the_other_century)
{
    char text[NATIONAL_NUMBER_SIZE];
    struct national_number n;

    ck_assert_str_eq(number_for(850730033, 0, text), "85073003328");
    ck_assert_str_ne(number_for(850730033, 1, text), "85073003328");
    ck_assert_int_eq(national_number_parse(text, &n), RC_OK);
    ck_assert_int_eq(n.year, 2085);
    ck_assert_str_eq(number_for(170730033, 1, text), "17073003384");
    ck_assert_str_ne(number_for(170730033, 0, text), "17073003384");
    ck_assert_int_eq(national_number_parse(text, &n), RC_OK);
    ck_assert_int_eq(n.year, 1917);
}
END_TEST

/* Of the hundred pairs of check digits exactly two pass: one for each century. */
START_TEST(for_any_first_nine_exactly_one_check_passes_per_century)
{
    struct random random = random_seeded(3);

    for (int i = 0; i < 3000; i++) {
        int first = (int)random_below(&random, 100) * 10000000 +
                    (int)(1 + random_below(&random, 12)) * 100000 +
                    (int)(1 + random_below(&random, 28)) * 1000 +
                    (int)random_below(&random, 1000);
        int years[2] = {0, 0}, passed = 0;

        for (int check = 0; check < 100; check++) {
            struct national_number n;
            char text[32];

            snprintf(text, sizeof(text), "%09d%02d", first, check);
            if (national_number_parse(text, &n))
                continue;
            ck_assert_int_lt(passed, 2);
            years[passed++] = n.year;
        }
        ck_assert_int_eq(passed, 2);
        ck_assert_int_eq(years[0] + years[1], 3900 + 2 * (first / 10000000));
    }
}
END_TEST

/* A single wrong digit or a swap of neighbours never passes within the century. */
static void refuse_errors(const char *good, int century)
{
    char text[NATIONAL_NUMBER_SIZE];
    struct national_number n;

    for (int at = 0; at < 11; at++) {
        for (int c = '0'; c <= '9'; c++) {
            memcpy(text, good, sizeof(text));
            text[at] = (char)c;
            if (c != good[at] && !national_number_parse(text, &n))
                ck_assert_int_ne(n.year / 100, century);
        }
        memcpy(text, good, sizeof(text));
        if (at == 10 || text[at] == text[at + 1])
            continue;
        text[at] = good[at + 1];
        text[at + 1] = good[at];
        if (!national_number_parse(text, &n))
            ck_assert_int_ne(n.year / 100, century);
    }
}

START_TEST(a_wrong_digit_or_a_swap_never_passes_in_the_same_century)
{
    for (int serial = 1; serial < 1000; serial += 7) {
        char text[NATIONAL_NUMBER_SIZE];

        refuse_errors(number_for(850730000 + serial, 0, text), 19);
        refuse_errors(number_for(70229000 + serial - 1000, 1, text), 20);
    }
}
END_TEST

START_TEST(unknown_months_and_days_are_zero)
{
    struct national_number n;
    char text[NATIONAL_NUMBER_SIZE];

    ck_assert_int_eq(national_number_parse(number_for(850000123, 0, text), &n), RC_OK);
    ck_assert_int_eq(n.month, 0);
    ck_assert_int_eq(n.day, 0);
    ck_assert_int_eq(national_number_parse(number_for(850700123, 0, text), &n), RC_OK);
    ck_assert_int_eq(n.month, 7);
    ck_assert_int_eq(n.day, 0);
    ck_assert_int_eq(national_number_parse(number_for(850031123, 0, text), &n), RC_OK);
    ck_assert_int_eq(n.month, 0);
    ck_assert_int_eq(n.day, 31);
}
END_TEST

START_TEST(bis_numbers_carry_twenty_or_forty_on_the_month)
{
    for (int month = 0; month <= 99; month++) {
        int plain = month >= 40 ? month - 40 : month >= 20 ? month - 20 : month;
        struct national_number n;
        char text[NATIONAL_NUMBER_SIZE];
        enum rc rc =
            national_number_parse(number_for(850015123 + month * 100000, 0, text), &n);

        ck_assert_int_eq(rc, plain <= 12 ? RC_OK : RC_INVALID);
        if (rc)
            continue;
        ck_assert_int_eq(n.month, plain);
        ck_assert_int_eq(n.bis, month >= 20);
    }
}
END_TEST

START_TEST(days_that_do_not_exist_are_refused)
{
    struct national_number n;
    char text[NATIONAL_NUMBER_SIZE];

    ck_assert_int_eq(national_number_parse(number_for(850230123, 0, text), &n),
                     RC_INVALID);
    ck_assert_int_eq(national_number_parse(number_for(850229123, 0, text), &n),
                     RC_INVALID);
    ck_assert_int_eq(national_number_parse(number_for(840229123, 0, text), &n), RC_OK);
    ck_assert_int_eq(national_number_parse(number_for(229123, 1, text), &n), RC_OK);
    ck_assert_int_eq(n.year, 2000);
    ck_assert_int_eq(national_number_parse(number_for(229123, 0, text), &n), RC_INVALID);
    ck_assert_int_eq(national_number_parse(number_for(850732123, 0, text), &n),
                     RC_INVALID);
}
END_TEST

START_TEST(what_is_no_number_is_refused)
{
    static const char *const wrong[] = {
        "",
        "8507300332",
        "850730033288",
        "85.07.30-033.2x",
        "85/07/30-033.28",
        "-----------",
    };
    struct national_number n = {.year = 77};

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        ck_assert_msg(national_number_parse(wrong[i], &n) == RC_INVALID, "%s", wrong[i]);
    ck_assert_int_eq(n.year, 77);
    ck_assert_int_eq(national_number_parse("85 07 30 033 28", &n), RC_OK);
}
END_TEST

START_TEST(the_known_parts_must_agree_with_the_birth_date)
{
    struct national_number n;
    int32_t day, next, other_year;
    char text[NATIONAL_NUMBER_SIZE];

    ck_assert_int_eq(date_from_civil(1985, 7, 30, &day), RC_OK);
    ck_assert_int_eq(date_from_civil(1985, 8, 30, &next), RC_OK);
    ck_assert_int_eq(date_from_civil(1986, 7, 30, &other_year), RC_OK);
    ck_assert_int_eq(national_number_parse("85073003328", &n), RC_OK);
    ck_assert(national_number_fits(&n, day));
    ck_assert(!national_number_fits(&n, day + 1));
    ck_assert(!national_number_fits(&n, next));
    ck_assert(!national_number_fits(&n, other_year));
    ck_assert_int_eq(national_number_parse(number_for(850000123, 0, text), &n), RC_OK);
    ck_assert(national_number_fits(&n, day));
    ck_assert(national_number_fits(&n, next));
    ck_assert(!national_number_fits(&n, other_year));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core.national_number");
    TCase *tcase = tcase_create("national_number");

    tcase_add_test(tcase, the_two_known_numbers_pass_in_their_century);
    tcase_add_test(tcase, each_known_number_fails_under_the_other_century);
    tcase_add_test(tcase, for_any_first_nine_exactly_one_check_passes_per_century);
    tcase_add_test(tcase, a_wrong_digit_or_a_swap_never_passes_in_the_same_century);
    tcase_add_test(tcase, unknown_months_and_days_are_zero);
    tcase_add_test(tcase, bis_numbers_carry_twenty_or_forty_on_the_month);
    tcase_add_test(tcase, days_that_do_not_exist_are_refused);
    tcase_add_test(tcase, what_is_no_number_is_refused);
    tcase_add_test(tcase, the_known_parts_must_agree_with_the_birth_date);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
