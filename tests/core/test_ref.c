#include "server/core/ref.h"

#include <stdio.h>
#include <string.h>

#include "server/core/random.h"
#include "tests/support/suite.h"

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

#define REFS 400

/* Some refs: the smallest, the largest, and seeded ones between. */
static uint64_t number_of(int i)
{
    struct random random = random_seeded((uint64_t)i);

    if (i == 0)
        return 0;
    return i == 1 ? (UINT64_C(1) << 40) - 1 : random_next(&random) >> 24;
}

static enum rc parse_ref(const char *text)
{
    char out[REF_SIZE];

    return ref_parse(text, out);
}

static enum rc parse_tag(const char *text)
{
    char ref[REF_SIZE];
    int member;

    return tag_parse(text, ref, &member);
}

static void refuse_every_wrong_character(const char *good, enum rc (*parse)(const char *))
{
    char text[TAG_SIZE];

    snprintf(text, sizeof(text), "%s", good);
    for (size_t at = 0; good[at]; at++) {
        for (const char *c = alphabet; *c; c++) {
            text[at] = *c;
            if (*c != good[at] && parse(text) != RC_INVALID)
                ck_abort_msg("%s for %s", text, good);
        }
        text[at] = good[at];
    }
}

static void refuse_every_swap(const char *good, enum rc (*parse)(const char *))
{
    char text[TAG_SIZE];

    for (size_t at = 0; good[at + 1]; at++) {
        snprintf(text, sizeof(text), "%s", good);
        text[at] = good[at + 1];
        text[at + 1] = good[at];
        if (good[at] != good[at + 1] && parse(text) != RC_INVALID)
            ck_abort_msg("%s for %s", text, good);
    }
}

START_TEST(a_ref_reads_back)
{
    for (int i = 0; i < REFS; i++) {
        char ref[REF_SIZE], back[REF_SIZE];

        ref_format(number_of(i), ref);
        ck_assert_uint_eq(strlen(ref), REF_SIZE - 1);
        ck_assert_uint_eq(strspn(ref, alphabet), REF_SIZE - 1);
        ck_assert_int_eq(ref_parse(ref, back), RC_OK);
        ck_assert_str_eq(back, ref);
    }
}
END_TEST

START_TEST(every_wrong_character_and_every_swap_in_a_ref_is_caught)
{
    for (int i = 0; i < REFS; i++) {
        char ref[REF_SIZE];

        ref_format(number_of(i), ref);
        refuse_every_wrong_character(ref, parse_ref);
        refuse_every_swap(ref, parse_ref);
    }
}
END_TEST

START_TEST(every_wrong_character_and_every_swap_in_a_tag_is_caught)
{
    for (int i = 0; i < REFS; i++) {
        char ref[REF_SIZE], tag[TAG_SIZE];

        tag_format(ref_format(number_of(i), ref), i * 37 % (TAG_MEMBER_MAX + 1), tag);
        refuse_every_wrong_character(tag, parse_tag);
        refuse_every_swap(tag, parse_tag);
    }
}
END_TEST

/* The whole claim, for any ref: a single error or a swap changes the weighted sum. */
START_TEST(each_pair_of_neighbours_is_caught_for_all_values)
{
    for (int at = 0; at < 7; at++) {
        for (uint64_t a = 0; a < 32; a++) {
            for (uint64_t b = 0; b < 32; b++) {
                uint64_t number = a << (5 * (at + 1)) | b << (5 * at);
                char ref[REF_SIZE];

                ref_format(number, ref);
                refuse_every_swap(ref, parse_ref);
            }
        }
    }
}
END_TEST

START_TEST(a_tag_tells_party_and_member)
{
    for (int member = 0; member <= TAG_MEMBER_MAX; member++) {
        char ref[REF_SIZE], tag[TAG_SIZE], back[REF_SIZE];
        int got;

        tag_format(ref_format(number_of(member % REFS), ref), member, tag);
        ck_assert_uint_eq(strlen(tag), TAG_SIZE - 1);
        ck_assert_int_eq(strncmp(tag, ref, REF_SIZE - 1), 0);
        ck_assert_int_eq(tag_parse(tag, back, &got), RC_OK);
        ck_assert_str_eq(back, ref);
        ck_assert_int_eq(got, member);
    }
}
END_TEST

START_TEST(a_ref_is_read_as_people_type_it)
{
    char ref[REF_SIZE], typed[32], back[REF_SIZE];

    ref_format(UINT64_C(0x0842108421) /* all ones: 1111 1111 */, ref);
    snprintf(typed, sizeof(typed), " iIlL-1111 %c", ref[8] + 0);
    ck_assert_int_eq(strncmp(ref, "11111111", 8), 0);
    ck_assert_int_eq(ref_parse(typed, back), RC_OK);
    ck_assert_str_eq(back, ref);
    ref_format(0, ref);
    snprintf(typed, sizeof(typed), "oO00-0000%c", ref[8]);
    ck_assert_int_eq(ref_parse(typed, back), RC_OK);
    ck_assert_str_eq(back, ref);
    ref_format(UINT64_C(0xabcdef1234), ref);
    for (int i = 0; i < REF_SIZE; i++)
        typed[i] = (char)(ref[i] >= 'A' ? ref[i] - 'A' + 'a' : ref[i]);
    ck_assert_int_eq(ref_parse(typed, back), RC_OK);
    ck_assert_str_eq(back, ref);
}
END_TEST

START_TEST(what_is_no_ref_is_refused)
{
    char ref[REF_SIZE], text[32], out[REF_SIZE] = "kept";

    ref_format(UINT64_C(0x123456789a), ref);
    ck_assert_int_eq(ref_parse("", out), RC_INVALID);
    ck_assert_int_eq(ref_parse("12345678", out), RC_INVALID);
    snprintf(text, sizeof(text), "%s0", ref);
    ck_assert_int_eq(ref_parse(text, out), RC_INVALID);
    snprintf(text, sizeof(text), "U%s", ref + 1);
    ck_assert_int_eq(ref_parse(text, out), RC_INVALID);
    snprintf(text, sizeof(text), "\xc3\xa9%s", ref + 2);
    ck_assert_int_eq(ref_parse(text, out), RC_INVALID);
    ck_assert_int_eq(parse_tag(ref), RC_INVALID);
    ck_assert_str_eq(out, "kept");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core.ref");
    TCase *tcase = tcase_create("ref");

    tcase_add_test(tcase, a_ref_reads_back);
    tcase_add_test(tcase, every_wrong_character_and_every_swap_in_a_ref_is_caught);
    tcase_add_test(tcase, every_wrong_character_and_every_swap_in_a_tag_is_caught);
    tcase_add_test(tcase, each_pair_of_neighbours_is_caught_for_all_values);
    tcase_add_test(tcase, a_tag_tells_party_and_member);
    tcase_add_test(tcase, a_ref_is_read_as_people_type_it);
    tcase_add_test(tcase, what_is_no_ref_is_refused);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
