#include "geo/edit.h"

#include <stdint.h>
#include <string.h>

#include "server/core/random.h"
#include "tests/support/suite.h"

#define NAMES 400

static int errors(const char *text, const char *other)
{
    struct edit edit;

    ck_assert(edit_init(&edit, text));
    return edit_distance(&edit, other);
}

START_TEST(each_kind_of_typing_error_counts_one)
{
    ck_assert_int_eq(errors("antwerpen", "antwerpen"), 0);
    ck_assert_int_eq(errors("antwrpen", "antwerpen"), 1);
    ck_assert_int_eq(errors("anntwerpen", "antwerpen"), 1);
    ck_assert_int_eq(errors("amtwerpen", "antwerpen"), 1);
    ck_assert_int_eq(errors("antwrepen", "antwerpen"), 1);
    ck_assert_int_eq(errors("ab", "ba"), 1);
    ck_assert_int_eq(errors("amtwrepen", "antwerpen"), 2);
}
END_TEST

START_TEST(more_than_two_errors_are_far)
{
    ck_assert_int_eq(errors("gent", "antwerpen"), EDIT_FAR);
    ck_assert_int_eq(errors("abc", "xyz"), EDIT_FAR);
    ck_assert_int_eq(errors("abc", "abcxyz"), EDIT_FAR);
    ck_assert_int_eq(errors("abcxyz", "abc"), EDIT_FAR);
}
END_TEST

START_TEST(a_character_of_several_bytes_is_one_error)
{
    ck_assert_int_eq(errors("بيروت", "بيرت"), 1);
    ck_assert_int_eq(errors("东京", "北京"), 1);
}
END_TEST

START_TEST(empty_and_overlong_texts_are_not_compared)
{
    struct edit edit;
    char text[EDIT_TEXT_MAX + 2];

    memset(text, 'a', sizeof(text));
    text[EDIT_TEXT_MAX + 1] = '\0';
    ck_assert(!edit_init(&edit, ""));
    ck_assert(!edit_init(&edit, text));
    text[EDIT_TEXT_MAX] = '\0';
    ck_assert(edit_init(&edit, text));
    ck_assert_int_eq(edit_distance(&edit, text), 0);
}
END_TEST

/* The textbook table of optimal string alignment, for ASCII. */
static int by_the_book(const char *a, const char *b)
{
    int n = (int)strlen(a), m = (int)strlen(b);
    int d[16][16];

    for (int i = 0; i <= n; i++)
        for (int j = 0; j <= m; j++) {
            int best = i + j;

            if (i && d[i - 1][j] + 1 < best)
                best = d[i - 1][j] + 1;
            if (j && d[i][j - 1] + 1 < best)
                best = d[i][j - 1] + 1;
            if (i && j && d[i - 1][j - 1] + (a[i - 1] != b[j - 1]) < best)
                best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                d[i - 2][j - 2] + 1 < best)
                best = d[i - 2][j - 2] + 1;
            d[i][j] = best;
        }
    return d[n][m];
}

START_TEST(distances_agree_with_the_textbook)
{
    struct random random = random_seeded((uint64_t)_i);
    char names[NAMES][12] = {0};

    for (int i = 0; i < NAMES; i++) {
        int len = 1 + (int)random_below(&random, 9);

        for (int k = 0; k < len; k++)
            names[i][k] = (char)('a' + random_below(&random, 3));
    }
    for (int q = 0; q < 20; q++) {
        struct edit edit;

        ck_assert(edit_init(&edit, names[q]));
        for (int i = 0; i < NAMES; i++) {
            int expected = by_the_book(names[q], names[i]);
            int found = edit_distance(&edit, names[i]);

            ck_assert_int_eq(found, expected > 2 ? EDIT_FAR : expected);
            if (expected <= 2)
                ck_assert(
                    edit_possible(&edit, edit_letters(names[i]), edit_length(names[i])));
        }
    }
}
END_TEST

static int weight(const char *text, const char *other)
{
    struct edit edit;

    ck_assert(edit_init(&edit, text));
    return edit_weight(&edit, other);
}

START_TEST(likely_errors_weigh_less_than_unlikely_ones)
{
    ck_assert_int_eq(weight("gent", "gent"), 0);
    ck_assert_int_lt(weight("gnet", "gent"), weight("gelt", "gent"));
    ck_assert_int_lt(weight("get", "gent"), weight("gelt", "gent"));
    ck_assert_int_lt(weight("gennt", "gent"), weight("gelnt", "gent"));
    ck_assert_int_lt(weight("gemt", "gent"), weight("gelt", "gent"));
    ck_assert_int_lt(weight("gend", "gent"), weight("genl", "gent"));
    ck_assert_int_lt(weight("genl", "gent"), weight("lent", "gent"));
    ck_assert_int_lt(weight("get", "gent"), weight("gt", "gent"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.edit");
    TCase *tcase = tcase_create("edit");

    tcase_add_test(tcase, each_kind_of_typing_error_counts_one);
    tcase_add_test(tcase, more_than_two_errors_are_far);
    tcase_add_test(tcase, a_character_of_several_bytes_is_one_error);
    tcase_add_test(tcase, empty_and_overlong_texts_are_not_compared);
    tcase_add_loop_test(tcase, distances_agree_with_the_textbook, 1, 9);
    tcase_add_test(tcase, likely_errors_weigh_less_than_unlikely_ones);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
