#include "server/core/json.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/suite.h"

static struct buffer buf;
static struct json json;

static void set_up(void)
{
    buffer_init(&buf, 100000);
    json_init(&json, &buf);
}

static void tear_down(void)
{
    buffer_fini(&buf);
}

START_TEST(values_stand_in_the_order_given)
{
    json_open(&json, NULL);
    json_text(&json, "name", "Zo\xc3\xab");
    json_int(&json, "heads", -3);
    json_stamp(&json, "stamp", INT64_C(9007199254740993));
    json_double(&json, "lon", 35.5018);
    json_bool(&json, "yes", true);
    json_bool(&json, "no", false);
    json_no_value(&json, "none");
    json_text(&json, "gone", NULL);
    json_close(&json);
    ck_assert_str_eq(
        buffer_text(&buf),
        "{\"name\":\"Zo\xc3\xab\",\"heads\":-3,\"stamp\":\"9007199254740993\","
        "\"lon\":35.5018,\"yes\":true,\"no\":false,\"none\":null,\"gone\":null}");
}
END_TEST

START_TEST(commas_stand_between_values_at_every_depth)
{
    json_open_array(&json, NULL);
    json_open(&json, NULL);
    json_close(&json);
    json_open(&json, NULL);
    json_open_array(&json, "a");
    json_int(&json, NULL, 1);
    json_int(&json, NULL, 2);
    json_open_array(&json, NULL);
    json_close_array(&json);
    json_close_array(&json);
    json_open(&json, "b");
    json_int(&json, "c", 3);
    json_close(&json);
    json_close(&json);
    json_int(&json, NULL, 4);
    json_close_array(&json);
    ck_assert_str_eq(buffer_text(&buf), "[{},{\"a\":[1,2,[]],\"b\":{\"c\":3}},4]");
}
END_TEST

START_TEST(a_value_that_is_json_stands_as_it_is)
{
    json_open(&json, NULL);
    json_int(&json, "a", 1);
    json_raw(&json, "fields", "{\"b\":[2,\"x\"]}");
    json_raw(&json, "none", "null");
    json_int(&json, "c", 3);
    json_close(&json);
    ck_assert_str_eq(buffer_text(&buf),
                     "{\"a\":1,\"fields\":{\"b\":[2,\"x\"]},\"none\":null,\"c\":3}");
}
END_TEST

START_TEST(every_control_character_is_escaped_and_nothing_else)
{
    for (int c = 1; c < 0x80; c++) {
        char text[2] = {(char)c, '\0'}, expected[16];

        buffer_clear(&buf);
        json_init(&json, &buf);
        json_text(&json, NULL, text);
        if (c == '\n' || c == '\t')
            snprintf(expected, sizeof(expected), "\"\\%c\"", c == '\n' ? 'n' : 't');
        else if (c < 0x20)
            snprintf(expected, sizeof(expected), "\"\\u%04x\"", (unsigned)c);
        else if (c == '"' || c == '\\')
            snprintf(expected, sizeof(expected), "\"\\%c\"", c);
        else
            snprintf(expected, sizeof(expected), "\"%c\"", c);
        ck_assert_str_eq(buffer_text(&buf), expected);
    }
}
END_TEST

START_TEST(escapes_stand_where_they_were)
{
    json_open(&json, NULL);
    json_text(&json, "a\"b", "x\\y\nz\x01");
    json_text(&json, "", "");
    json_close(&json);
    ck_assert_str_eq(buffer_text(&buf), "{\"a\\\"b\":\"x\\\\y\\nz\\u0001\",\"\":\"\"}");
}
END_TEST

START_TEST(fifty_nine_levels_fit)
{
    for (int i = 0; i < 59; i++)
        json_open_array(&json, NULL);
    for (int i = 0; i < 59; i++)
        json_close_array(&json);
    ck_assert_uint_eq(buf.len, 118);
    ck_assert_uint_eq(strspn(buffer_text(&buf), "["), 59);
}
END_TEST

START_TEST(a_full_buffer_is_told_at_the_end)
{
    struct buffer small;

    buffer_init(&small, 10);
    json_init(&json, &small);
    json_open(&json, NULL);
    json_text(&json, "name", "much too long");
    json_close(&json);
    ck_assert(buffer_failed(&small));
    ck_assert_uint_le(small.len, 10);
    buffer_fini(&small);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core.json");
    TCase *tcase = tcase_create("json");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, values_stand_in_the_order_given);
    tcase_add_test(tcase, commas_stand_between_values_at_every_depth);
    tcase_add_test(tcase, a_value_that_is_json_stands_as_it_is);
    tcase_add_test(tcase, every_control_character_is_escaped_and_nothing_else);
    tcase_add_test(tcase, escapes_stand_where_they_were);
    tcase_add_test(tcase, fifty_nine_levels_fit);
    tcase_add_test(tcase, a_full_buffer_is_told_at_the_end);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
