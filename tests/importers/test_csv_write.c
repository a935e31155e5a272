#include <string.h>

#include "importers/csv.h"
#include "importers/csv_write.h"
#include "server/core/arena.h"
#include "server/core/buffer.h"
#include "server/core/date.h"
#include "tests/support/suite.h"

static struct buffer buf;
static struct imp_csv_writer writer;

static void setup(void)
{
    buffer_init(&buf, 1 << 16);
    imp_csv_write_init(&writer, &buf, ';', false);
}

static void teardown(void)
{
    buffer_fini(&buf);
}

START_TEST(rows_end_with_crlf_and_quotes_stand_where_needed)
{
    imp_csv_write_text(&writer, "a");
    imp_csv_write_text(&writer, "b;c");
    imp_csv_write_text(&writer, "say \"x\"");
    imp_csv_write_text(&writer, "\"");
    imp_csv_write_text(&writer, "two\nlines");
    imp_csv_write_text(&writer, NULL);
    imp_csv_write_text(&writer, " x");
    imp_csv_write_end(&writer);
    ck_assert_str_eq(buffer_text(&buf),
                     "a;\"b;c\";\"say \"\"x\"\"\";\"\"\"\";\"two\nlines\";;\" x\"\r\n");
}
END_TEST

START_TEST(numbers_and_days_are_written_plainly)
{
    imp_csv_write_int(&writer, INT64_MIN);
    imp_csv_write_int(&writer, 0);
    imp_csv_write_double(&writer, -33.9, 5);
    imp_csv_write_day(&writer, 0);
    imp_csv_write_day(&writer, DATE_NONE);
    imp_csv_write_end(&writer);
    ck_assert_str_eq(buffer_text(&buf),
                     "-9223372036854775808;0;-33.90000;1970-01-01;\r\n");
}
END_TEST

START_TEST(formulas_get_an_apostrophe_and_phones_do_not)
{
    static const char *const cells[][2] = {
        {"=1+1", "'=1+1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"+32470123456", "+32470123456"},
        {"+32 470 12 34 56", "+32 470 12 34 56"},
        {"-4.5", "-4.5"},
        {"+32-1", "'+32-1"},
        {"-cmd", "'-cmd"},
        {"-1+1", "'-1+1"},
        {"+", "'+"},
        {"\xef\xbc\x9d"
         "1",
         "'\xef\xbc\x9d"
         "1"},
        {"\t=1", "'\t=1"},
        {"a=1", "a=1"},
    };

    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
        buffer_clear(&buf);
        imp_csv_write_text(&writer, cells[i][0]);
        ck_assert_str_eq(buffer_text(&buf), cells[i][1]);
        imp_csv_write_end(&writer);
    }
}
END_TEST

START_TEST(what_is_written_reads_back)
{
    static const char *const fields[] = {"x", "", "a,b\"c\"\r\nd", "\xd8\xa8\xd9\x8a",
                                         "5"};
    struct imp_csv_options options = {0};
    struct arena *arena = arena_new();
    struct problems problems;
    struct imp_source *source;
    struct imp_csv *csv;
    struct imp_csv_row row;

    problems_init(&problems, arena);
    buffer_clear(&buf);
    imp_csv_write_init(&writer, &buf, ',', true);
    for (size_t i = 0; i < 5; i++)
        imp_csv_write_text(&writer, fields[i]);
    imp_csv_write_end(&writer);
    source = imp_source_memory(buf.data, buf.len);
    ck_assert_int_eq(imp_csv_new(source, &options, NULL, &problems, &csv), RC_OK);
    ck_assert_int_eq(imp_csv_next(csv, &problems, &row), RC_OK);
    ck_assert_uint_eq(row.count, 5);
    for (size_t i = 0; i < 5; i++)
        ck_assert_str_eq(row.fields[i], fields[i]);
    imp_csv_free(csv);
    imp_source_close(source);
    arena_free(arena);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("importers.csv_write");
    TCase *t = tcase_create("csv_write");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, rows_end_with_crlf_and_quotes_stand_where_needed);
    tcase_add_test(t, numbers_and_days_are_written_plainly);
    tcase_add_test(t, formulas_get_an_apostrophe_and_phones_do_not);
    tcase_add_test(t, what_is_written_reads_back);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    return suite_run(suite());
}
