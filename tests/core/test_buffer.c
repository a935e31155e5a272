#include "server/core/buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/suite.h"

static char path[64];

static void set_up(void)
{
    int fd;

    snprintf(path, sizeof(path), "/tmp/redkite-buffer-XXXXXX");
    fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, "0123456789", 10), 10);
    close(fd);
}

static void tear_down(void)
{
    unlink(path);
}

START_TEST(an_empty_buffer_reads_as_an_empty_text)
{
    struct buffer buf;

    buffer_init(&buf, 0);
    ck_assert_str_eq(buffer_text(&buf), "");
    buffer_puts(&buf, "");
    ck_assert(!buffer_failed(&buf));
    buffer_putc(&buf, 'a');
    ck_assert(buffer_failed(&buf));
    ck_assert_str_eq(buffer_text(&buf), "");
    buffer_fini(&buf);
}
END_TEST

START_TEST(every_cap_is_kept_to_the_byte)
{
    for (size_t cap = 0; cap <= 1100; cap++) {
        struct buffer buf;

        buffer_init(&buf, cap);
        for (size_t i = 0; i < cap; i++)
            buffer_putc(&buf, (char)('a' + i % 26));
        ck_assert(!buffer_failed(&buf));
        ck_assert_uint_eq(buf.len, cap);
        ck_assert_uint_eq(strlen(buffer_text(&buf)), cap);
        buffer_putc(&buf, 'z');
        ck_assert(buffer_failed(&buf));
        ck_assert_uint_eq(strlen(buffer_text(&buf)), cap);
        buffer_fini(&buf);
    }
}
END_TEST

START_TEST(after_a_failure_nothing_more_is_added)
{
    struct buffer buf;

    buffer_init(&buf, 5);
    buffer_puts(&buf, "abc");
    buffer_puts(&buf, "def");
    buffer_putc(&buf, 'x');
    buffer_printf(&buf, "%d", 1);
    ck_assert(buffer_failed(&buf));
    ck_assert_str_eq(buffer_text(&buf), "abc");
    buffer_clear(&buf);
    ck_assert(!buffer_failed(&buf));
    buffer_printf(&buf, "%d", 12345);
    ck_assert_str_eq(buffer_text(&buf), "12345");
    buffer_printf(&buf, "%d", 6);
    ck_assert(buffer_failed(&buf));
    buffer_fini(&buf);
}
END_TEST

START_TEST(bytes_may_be_zero)
{
    struct buffer buf;

    buffer_init(&buf, 100);
    buffer_append(&buf, "a\0b", 3);
    buffer_append(&buf, NULL, 0);
    ck_assert_uint_eq(buf.len, 3);
    ck_assert_mem_eq(buf.data, "a\0b\0", 4);
    buffer_fini(&buf);
}
END_TEST

START_TEST(a_length_near_the_largest_does_not_wrap_around)
{
    struct buffer buf;

    buffer_init(&buf, 100);
    buffer_puts(&buf, "abc");
    buffer_append(&buf, "", SIZE_MAX - 1);
    ck_assert(buffer_failed(&buf));
    ck_assert_str_eq(buffer_text(&buf), "abc");
    buffer_fini(&buf);
}
END_TEST

START_TEST(a_file_is_read_whole_or_refused)
{
    struct buffer buf;

    buffer_init(&buf, 10);
    ck_assert_int_eq(buffer_read_file(&buf, path), RC_OK);
    ck_assert_str_eq(buffer_text(&buf), "0123456789");
    buffer_fini(&buf);
    buffer_init(&buf, 9);
    ck_assert_int_eq(buffer_read_file(&buf, path), RC_TOO_LARGE);
    ck_assert_uint_eq(buf.len, 0);
    buffer_fini(&buf);
}
END_TEST

START_TEST(what_tells_no_size_stops_at_the_cap)
{
    struct buffer buf;

    buffer_init(&buf, (size_t)1 << 20);
    ck_assert_int_eq(buffer_read_file(&buf, "/dev/zero"), RC_TOO_LARGE);
    ck_assert_uint_le(buf.size, (size_t)2 << 20);
    buffer_fini(&buf);
}
END_TEST

START_TEST(what_is_no_file_has_its_code)
{
    struct buffer buf;
    char below[80];

    snprintf(below, sizeof(below), "%s/file", path);
    buffer_init(&buf, 100);
    ck_assert_int_eq(buffer_read_file(&buf, "/nonexistent/file"), RC_NOT_FOUND);
    ck_assert_int_eq(buffer_read_file(&buf, below), RC_NOT_FOUND);
    ck_assert_int_eq(buffer_read_file(&buf, "/tmp"), RC_INTERNAL);
    ck_assert_int_eq(buffer_read_file(&buf, "/dev/null"), RC_OK);
    ck_assert_str_eq(buffer_text(&buf), "");
    buffer_fini(&buf);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core.buffer");
    TCase *tcase = tcase_create("buffer");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, an_empty_buffer_reads_as_an_empty_text);
    tcase_add_test(tcase, every_cap_is_kept_to_the_byte);
    tcase_add_test(tcase, after_a_failure_nothing_more_is_added);
    tcase_add_test(tcase, bytes_may_be_zero);
    tcase_add_test(tcase, a_length_near_the_largest_does_not_wrap_around);
    tcase_add_test(tcase, a_file_is_read_whole_or_refused);
    tcase_add_test(tcase, what_tells_no_size_stops_at_the_cap);
    tcase_add_test(tcase, what_is_no_file_has_its_code);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
