#include <string.h>

#include "server/core/arena.h"
#include "server/model/contact.h"
#include "tests/support/suite.h"

START_TEST(phones_become_e164)
{
    static const char *const cases[][3] = {
        {"+32 470/12.34.56", NULL, "+32470123456"},
        {"0032 (0)470 12 34 56", NULL, "+32470123456"},
        {"+32(0)2 501 81 11", NULL, "+3225018111"},
        {"0470-12-34-56", "32", "+32470123456"},
        {"3 123 456", "961", "+9613123456"},
        {"+9613123456", "32", "+9613123456"},
        {" 00 961 3 123 456", "32", "+9613123456"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char out[PHONE_SIZE];

        ck_assert_int_eq(phone_normalise(cases[i][0], cases[i][1], out), RC_OK);
        ck_assert_str_eq(out, cases[i][2]);
    }
}
END_TEST

START_TEST(what_is_no_phone_is_refused)
{
    static const char *const cases[] = {
        "",
        "112",
        "+32",
        "0470 12 34 56",
        "ask Jan",
        "+32470x12",
        "++32470123456",
        "+0470123456",
        "+1234567890123456",
        "00000000000000000",
        "+32 470 123 456 789 012",
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char out[PHONE_SIZE];

        ck_assert_msg(phone_normalise(cases[i], NULL, out) == RC_INVALID, "%s", cases[i]);
    }
}
END_TEST

START_TEST(a_phone_keeps_what_was_typed)
{
    struct arena *arena = arena_new();
    struct phone phone = phone_make(arena, "at the hotel", "32");

    ck_assert_str_eq(phone.typed, "at the hotel");
    ck_assert_ptr_null(phone.e164);
    arena_free(arena);
}
END_TEST

START_TEST(mails_are_compared_in_lower_case)
{
    struct arena *arena = arena_new();
    char *mail;

    ck_assert_int_eq(mail_normalise(arena, " Els.Raven@Example.ORG ", &mail), RC_OK);
    ck_assert_str_eq(mail, "els.raven@example.org");
    arena_free(arena);
}
END_TEST

START_TEST(what_could_add_a_header_or_address_is_no_mail)
{
    static const char *const cases[] = {
        "",
        "els",
        "els@",
        "@example.org",
        "a@b@c.org",
        "els@example",
        "a b@c.org",
        "a@c.org,b@c.org",
        "a@c.org\r\nBcc: x@y.org",
        "<a@c.org>",
        "a@.org",
        "a@c..org",
        "a@c.org.",
    };
    struct arena *arena = arena_new();

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *mail;

        ck_assert_msg(mail_normalise(arena, cases[i], &mail) == RC_INVALID, "%s",
                      cases[i]);
    }
    arena_free(arena);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("model.contact");
    TCase *t = tcase_create("contact");

    tcase_add_test(t, phones_become_e164);
    tcase_add_test(t, what_is_no_phone_is_refused);
    tcase_add_test(t, a_phone_keeps_what_was_typed);
    tcase_add_test(t, mails_are_compared_in_lower_case);
    tcase_add_test(t, what_could_add_a_header_or_address_is_no_mail);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    return suite_run(suite());
}
