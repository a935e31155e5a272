#include "importers/mo.h"

#include <string.h>

#include "server/core/buffer.h"
#include "tests/support/mo_bytes.h"
#include "tests/support/suite.h"

static const char *const pairs[][2] = {{"", "Content-Type: text/plain; charset=UTF-8\n"},
                                       {"276781", "Beiroet"},
                                       {"2803138", "Antwerpen"}};

static struct buffer bytes;

static void set_up(void)
{
    buffer_init(&bytes, 1 << 16);
    mo_bytes_put(&bytes, pairs, 3, false);
}

static void tear_down(void)
{
    buffer_fini(&bytes);
}

START_TEST(a_translation_is_found_by_its_message)
{
    struct imp_mo mo;
    const char *text = NULL;

    ck_assert_int_eq(imp_mo_open(bytes.data, bytes.len, &mo), RC_OK);
    ck_assert_uint_eq(mo.count, 3);
    ck_assert_int_eq(imp_mo_find(&mo, "276781", &text), RC_OK);
    ck_assert_str_eq(text, "Beiroet");
    ck_assert_int_eq(imp_mo_find(&mo, "2803138", &text), RC_OK);
    ck_assert_str_eq(text, "Antwerpen");
    ck_assert_int_eq(imp_mo_find(&mo, "27678", &text), RC_NOT_FOUND);
    ck_assert_int_eq(imp_mo_find(&mo, "9", &text), RC_NOT_FOUND);
    ck_assert_str_eq(text, "Antwerpen");
}
END_TEST

START_TEST(the_other_byte_order_reads_the_same)
{
    struct imp_mo mo;
    const char *text;

    buffer_clear(&bytes);
    mo_bytes_put(&bytes, pairs, 3, true);
    ck_assert_int_eq(imp_mo_open(bytes.data, bytes.len, &mo), RC_OK);
    ck_assert_int_eq(imp_mo_find(&mo, "276781", &text), RC_OK);
    ck_assert_str_eq(text, "Beiroet");
}
END_TEST

START_TEST(what_is_no_catalogue_is_refused)
{
    struct imp_mo mo;

    ck_assert_int_eq(imp_mo_open("", 0, &mo), RC_INVALID);
    ck_assert_int_eq(imp_mo_open(bytes.data, 27, &mo), RC_INVALID);
    bytes.data[11] = 0x7f; /* 2 billion pairs */
    ck_assert_int_eq(imp_mo_open(bytes.data, bytes.len, &mo), RC_INVALID);
    bytes.data[0] = 0;
    ck_assert_int_eq(imp_mo_open(bytes.data, bytes.len, &mo), RC_INVALID);
}
END_TEST

START_TEST(a_text_outside_the_bytes_is_refused)
{
    const char *message, *translation;
    struct imp_mo mo;

    ck_assert_int_eq(imp_mo_open(bytes.data, bytes.len, &mo), RC_OK);
    bytes.data[28 + 8 + 4 + 3] = 0x7f; /* where the second message is */
    ck_assert_int_eq(imp_mo_pair(&mo, 0, &message, &translation), RC_OK);
    ck_assert_int_eq(imp_mo_pair(&mo, 1, &message, &translation), RC_INVALID);
    ck_assert_int_eq(imp_mo_pair(&mo, 2, &message, &translation), RC_OK);
    mo.size--; /* the last text has no NUL behind it */
    ck_assert_int_eq(imp_mo_pair(&mo, 2, &message, &translation), RC_INVALID);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("importers.mo");
    TCase *tcase = tcase_create("mo");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_translation_is_found_by_its_message);
    tcase_add_test(tcase, the_other_byte_order_reads_the_same);
    tcase_add_test(tcase, what_is_no_catalogue_is_refused);
    tcase_add_test(tcase, a_text_outside_the_bytes_is_refused);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
