#include "server/core/stamp.h"

#include <string.h>

#include "server/core/random.h"
#include "tests/support/suite.h"

#define NOW        (STAMP_EPOCH_MS + INT64_C(217000000000)) /* in November 2026 */
#define TWO_DAYS   INT64_C(172800000)
#define COUNTERS   (1 << STAMP_COUNTER_BITS)
#define LARGEST_MS ((INT64_C(1) << 42) - 1)

START_TEST(the_first_stamp_tells_time_and_node)
{
    int64_t stamp = stamp_next(0, NOW, 37);

    ck_assert_int_eq(stamp_ms(stamp), NOW);
    ck_assert_int_eq(stamp_node(stamp), 37);
    ck_assert_int_eq(stamp >> STAMP_NODE_BITS & (COUNTERS - 1), 0);
}
END_TEST

START_TEST(stamps_rise_while_the_clock_stands_still)
{
    int64_t last = stamp_next(0, NOW, 5);

    for (int i = 1; i < COUNTERS; i++) {
        int64_t next = stamp_next(last, NOW, 5);

        ck_assert_int_eq(next - last, 1 << STAMP_NODE_BITS);
        ck_assert_int_eq(stamp_ms(next), NOW);
        last = next;
    }
    /* The counter is full: the logical clock runs on into the next millisecond. */
    last = stamp_next(last, NOW, 5);
    ck_assert_int_eq(stamp_ms(last), NOW + 1);
    ck_assert_int_eq(stamp_node(last), 5);
    for (int i = 0; i < 10 * COUNTERS; i++) {
        int64_t next = stamp_next(last, NOW, 5);

        if (next <= last)
            ck_abort_msg("%d", i);
        last = next;
    }
    ck_assert_int_eq(stamp_ms(last), NOW + 11);
}
END_TEST

START_TEST(stamps_rise_after_the_clock_is_set_back_two_days)
{
    int64_t last = stamp_next(0, NOW, 5);

    for (int64_t ms = NOW - TWO_DAYS; ms < NOW; ms += 60000) {
        int64_t next = stamp_next(last, ms, 5);

        ck_assert_int_gt(next, last);
        last = next;
    }
    last = stamp_next(last, NOW + 60000, 5);
    ck_assert_int_eq(stamp_ms(last), NOW + 60000);
}
END_TEST

START_TEST(a_stamp_follows_what_another_node_sent)
{
    static const int nodes[] = {0, 1, 512, STAMP_NODE_MAX};

    for (int a = 0; a < 4; a++) {
        for (int b = 0; b < 4; b++) {
            int64_t theirs = stamp_next(0, NOW + TWO_DAYS, nodes[a]);
            int64_t ours = stamp_next(theirs, NOW, nodes[b]);

            ck_assert_int_gt(ours, theirs);
            ck_assert_int_eq(stamp_node(ours), nodes[b]);
            ck_assert_int_eq(stamp_node(theirs), nodes[a]);
        }
    }
}
END_TEST

START_TEST(two_nodes_never_make_the_same_stamp)
{
    struct random random = random_seeded(1);
    int64_t last[2] = {0, 0}, ms = NOW;

    for (int i = 0; i < 100000; i++) {
        int node = (int)random_below(&random, 2);

        ms += (int64_t)random_below(&random, 3) - 1;
        last[node] = stamp_next(last[node], ms, node);
        if (stamp_node(last[node]) != node || last[0] == last[1])
            ck_abort_msg("%d", i);
    }
}
END_TEST

START_TEST(a_clock_before_the_epoch_or_far_beyond_gives_a_stamp_all_the_same)
{
    int64_t early = stamp_next(0, -1, 0);
    int64_t late = stamp_next(0, INT64_MAX, 9);

    ck_assert_int_gt(early, -1);
    ck_assert_int_eq(stamp_ms(early), STAMP_EPOCH_MS);
    ck_assert_int_gt(late, 0);
    ck_assert_int_eq(stamp_ms(late), STAMP_EPOCH_MS + LARGEST_MS);
    ck_assert_int_gt(stamp_next(late, INT64_MAX, 9), late);
}
END_TEST

START_TEST(stamps_stand_in_json_as_decimal_text)
{
    static const char *const wrong[] = {"",   "0",   "-1",  " 1",  "1 ",
                                        "1x", "0x1", "1.0", "1e3", "9223372036854775808"};
    static const int64_t right[] = {1, 1023, INT64_C(9007199254740993), INT64_MAX};
    char text[STAMP_TEXT_SIZE];
    int64_t stamp = 77;

    for (int i = 0; i < 4; i++) {
        int64_t back;

        ck_assert_int_eq(stamp_parse(stamp_format(right[i], text), &back), RC_OK);
        ck_assert_int_eq(back, right[i]);
    }
    ck_assert_str_eq(stamp_format(INT64_MIN, text), "-9223372036854775808");
    ck_assert_uint_lt(strlen(text), STAMP_TEXT_SIZE);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        ck_assert_msg(stamp_parse(wrong[i], &stamp) == RC_INVALID, "%s", wrong[i]);
    ck_assert_int_eq(stamp, 77);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core.stamp");
    TCase *tcase = tcase_create("stamp");

    tcase_add_test(tcase, the_first_stamp_tells_time_and_node);
    tcase_add_test(tcase, stamps_rise_while_the_clock_stands_still);
    tcase_add_test(tcase, stamps_rise_after_the_clock_is_set_back_two_days);
    tcase_add_test(tcase, a_stamp_follows_what_another_node_sent);
    tcase_add_test(tcase, two_nodes_never_make_the_same_stamp);
    tcase_add_test(tcase,
                   a_clock_before_the_epoch_or_far_beyond_gives_a_stamp_all_the_same);
    tcase_add_test(tcase, stamps_stand_in_json_as_decimal_text);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
