#include "server/core/log.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/core/buffer.h"
#include "server/core/rc.h"
#include "tests/support/suite.h"

#define THREADS 4
#define LINES   500

/* Standard error goes to a file while a test writes its lines. */
static char path[64];
static int saved;

static void set_up(void)
{
    int fd;

    snprintf(path, sizeof(path), "/tmp/redkite-log-XXXXXX");
    fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    saved = dup(STDERR_FILENO);
    dup2(fd, STDERR_FILENO);
    close(fd);
}

static void tear_down(void)
{
    dup2(saved, STDERR_FILENO);
    close(saved);
    unlink(path);
}

static void read_lines(struct buffer *buf)
{
    buffer_init(buf, (size_t)1 << 20);
    ck_assert_int_eq(buffer_read_file(buf, path), RC_OK);
}

START_TEST(a_line_has_time_level_event_and_values)
{
    struct buffer buf;
    const char *line;

    log_error("db.step_failed", "code=%d table=%s", 5, "event");
    log_warn("sync.ahead", "ms=%d", 9);
    log_info("start", "people=%d", 3);
    read_lines(&buf);
    line = buffer_text(&buf);
    ck_assert_int_eq(line[10], 'T');
    ck_assert_int_eq(line[19], 'Z');
    ck_assert_str_eq(line + strcspn(line, " "),
                     strstr(line, " error db.step_failed code=5 table=event\n"));
    ck_assert_ptr_nonnull(strstr(line, "Z warn sync.ahead ms=9\n"));
    ck_assert_ptr_nonnull(strstr(line, "Z info start people=3\n"));
    buffer_fini(&buf);
}
END_TEST

START_TEST(a_long_line_is_cut_and_still_ends)
{
    struct buffer buf;

    log_info("long", "%0600d", 7);
    read_lines(&buf);
    ck_assert_uint_lt(buf.len, 600);
    ck_assert_int_eq(buf.data[buf.len - 1], '\n');
    buffer_fini(&buf);
}
END_TEST

static void *write_many(void *name)
{
    for (int i = 0; i < LINES; i++)
        log_info("thread", "name=%s again=%s end", (char *)name, (char *)name);
    return NULL;
}

START_TEST(lines_of_several_threads_do_not_mix)
{
    static char names[THREADS][8] = {"aaaaa", "bbbbb", "ccccc", "ddddd"};
    pthread_t threads[THREADS];
    struct buffer buf;
    char *line, *rest;
    int count = 0;

    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, write_many, names[i]), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    read_lines(&buf);
    for (rest = buf.data; (line = strsep(&rest, "\n")) && *line; count++) {
        char first[8], second[8], end[4];

        ck_assert_int_eq(
            sscanf(line, "%*s info thread name=%5s again=%5s %3s", first, second, end),
            3);
        ck_assert_str_eq(first, second);
        ck_assert_str_eq(end, "end");
    }
    ck_assert_int_eq(count, THREADS * LINES);
    buffer_fini(&buf);
}
END_TEST

START_TEST(every_result_code_has_its_own_name)
{
    for (int a = RC_OK; a <= RC_INTERNAL; a++) {
        ck_assert_str_ne(rc_name((enum rc)a), "unknown");
        for (int b = RC_OK; b < a; b++)
            ck_assert_str_ne(rc_name((enum rc)a), rc_name((enum rc)b));
    }
    ck_assert_str_eq(rc_name((enum rc)99), "unknown");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core.log");
    TCase *tcase = tcase_create("log");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_line_has_time_level_event_and_values);
    tcase_add_test(tcase, a_long_line_is_cut_and_still_ends);
    tcase_add_test(tcase, lines_of_several_threads_do_not_mix);
    tcase_add_test(tcase, every_result_code_has_its_own_name);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
