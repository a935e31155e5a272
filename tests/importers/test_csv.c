#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "importers/csv.h"
#include "server/core/arena.h"
#include "server/core/buffer.h"
#include "tests/support/suite.h"

static struct arena *arena;
static struct problems problems;
static struct imp_csv_options options;
static struct buffer out;

static void setup(void)
{
    arena = arena_new();
    problems_init(&problems, arena);
    options = (struct imp_csv_options){0};
    buffer_init(&out, (size_t)64 << 20);
}

static void teardown(void)
{
    buffer_fini(&out);
    arena_free(arena);
}

/* Everything as "line:field|field/", for as long as reading goes on. */
static enum rc read_bytes(const char *bytes, size_t len)
{
    struct imp_source *source = imp_source_memory(bytes, len);
    struct imp_csv *csv = NULL;
    struct imp_csv_row row;
    enum rc rc = imp_csv_new(source, &options, NULL, &problems, &csv);

    while (!rc && !(rc = imp_csv_next(csv, &problems, &row))) {
        buffer_printf(&out, "%lld:", (long long)row.line);
        for (size_t i = 0; i < row.count; i++) {
            ck_assert_uint_eq(row.lens[i], strlen(row.fields[i]));
            buffer_printf(&out, "%s%s", i ? "|" : "", row.fields[i]);
        }
        buffer_putc(&out, '/');
    }
    imp_csv_free(csv);
    imp_source_close(source);
    return rc;
}

static void reads(const char *bytes, const char *expected)
{
    buffer_clear(&out);
    ck_assert_int_eq(read_bytes(bytes, strlen(bytes)), RC_NOT_FOUND);
    ck_assert_str_eq(buffer_text(&out), expected);
    ck_assert(!problems_any(&problems));
}

static void refuses(const char *bytes, size_t len, const char *key, int64_t line)
{
    ck_assert_int_eq(read_bytes(bytes, len), RC_INVALID);
    ck_assert_uint_eq(problems.errors, 1);
    ck_assert_str_eq(problems.items[problems.count - 1].key, key);
    ck_assert_str_eq(problems.items[problems.count - 1].field, "file");
    ck_assert_int_eq(problems.items[problems.count - 1].line, line);
}

START_TEST(plain_rows_have_their_lines)
{
    reads("a,b\n1,2\n\n3,4", "1:a|b/2:1|2/4:3|4/");
}
END_TEST

START_TEST(each_delimiter_is_found)
{
    reads("a;b;c\n1,5;2,5;3\n", "1:a|b|c/2:1,5|2,5|3/");
    reads("a\tb\n1,2\t;\n", "1:a|b/2:1,2|;/");
    reads("a|b\n1|2\n", "1:a|b/2:1|2/");
    reads("one column\nx\n", "1:one column/2:x/");
    reads("sep=|\r\na;b|c\r\n", "2:a;b|c/");
    reads("\"a;b;c;d\",x\n\"1\",2\n", "1:a;b;c;d|x/2:1|2/");
}
END_TEST

START_TEST(a_given_delimiter_is_used)
{
    options.delimiter = '|';
    reads("a;b|c\n", "1:a;b|c/");
}
END_TEST

START_TEST(a_quote_as_delimiter_is_refused)
{
    options.delimiter = '"';
    refuses("a\n", 2, "problem.csv.delimiter", 0);
}
END_TEST

START_TEST(quotes_hold_delimiters_quotes_and_line_ends)
{
    reads("a,b\n\"x,\"\"y\"\"\",\"1\r\n2\n3\"\nlast,\"\"\n",
          "1:a|b/2:x,\"y\"|1\r\n2\n3/5:last|/");
    reads("a,b\n5' 10\",\"x\"  \n", "1:a|b/2:5' 10\"|x/");
}
END_TEST

START_TEST(line_ends_of_any_kind_count_once)
{
    reads("a,b\r\n1,2\r3,4\n5,6", "1:a|b/2:1|2/3:3|4/4:5|6/");
    reads("a,b\r\n\r\n\r\n1,2\r\n", "1:a|b/4:1|2/");
}
END_TEST

START_TEST(empty_fields_and_a_trailing_delimiter_stay)
{
    reads("a,b,\n,,", "1:a|b|/2:||/");
    reads("a,b\n1,2,", "1:a|b/2:1|2|/");
}
END_TEST

START_TEST(a_byte_order_mark_is_passed_over)
{
    reads("\xef\xbb\xbf"
          "a;b\n\xc3\xa9;2\n",
          "1:a|b/2:\xc3\xa9|2/");
}
END_TEST

START_TEST(windows_1252_is_detected_and_told)
{
    reads("naam;plaats\nRen\xe9;\x80 Li\xe8ge\n",
          "1:naam|plaats/2:Ren\xc3\xa9|\xe2\x82\xac Li\xc3\xa8ge/");
    ck_assert_uint_eq(problems.warnings, 1);
    ck_assert_str_eq(problems.items[0].key, "problem.file.windows1252");
    ck_assert_int_eq(problems.items[0].line, 2);
}
END_TEST

START_TEST(windows_1252_may_be_demanded)
{
    options.encoding = IMP_ENCODING_WINDOWS1252;
    reads("a\n\xc3\xa9\n", "1:a/2:\xc3\x83\xc2\xa9/");
}
END_TEST

START_TEST(broken_utf8_is_named_with_its_line)
{
    static const char mixed[] = "a,b\n\xc3\xa9,1\nx,\xe9\n";

    refuses(mixed, sizeof(mixed) - 1, "problem.file.broken_utf8", 3);
}
END_TEST

START_TEST(broken_utf8_behind_a_mark_is_no_windows_1252)
{
    static const char marked[] = "\xef\xbb\xbf"
                                 "a\r\nRen\xe9\r\n";

    refuses(marked, sizeof(marked) - 1, "problem.file.broken_utf8", 2);
}
END_TEST

START_TEST(utf8_that_unicode_forbids_is_broken)
{
    static const char *const bad[] = {"\xc0\xaf",         "\xed\xa0\x80",
                                      "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
                                      "\xe2\x82",         "\x80"};

    options.encoding = IMP_ENCODING_UTF8;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        char text[16] = "a,b\n1,";

        strncat(text, bad[i], sizeof(text) - strlen(text) - 1);
        problems_init(&problems, arena);
        refuses(text, strlen(text), "problem.file.broken_utf8", 2);
    }
}
END_TEST

START_TEST(a_byte_without_meaning_is_refused)
{
    options.encoding = IMP_ENCODING_WINDOWS1252;
    refuses("a\nb\x81\n", 5, "problem.file.undefined_byte", 2);
}
END_TEST

START_TEST(an_empty_file_is_refused)
{
    refuses("", 0, "problem.file.empty", 0);
}
END_TEST

START_TEST(a_file_of_white_space_is_empty)
{
    refuses("\xef\xbb\xbf \r\n\t\n", 8, "problem.file.empty", 0);
}
END_TEST

START_TEST(utf16_is_named)
{
    refuses("\xff\xfe"
            "a\0",
            4, "problem.file.utf16", 1);
}
END_TEST

START_TEST(a_zero_byte_is_refused_at_once)
{
    refuses("a,b\n1,\0", 7, "problem.file.zero_byte", 2);
}
END_TEST

START_TEST(an_unclosed_quote_names_where_it_opened)
{
    static const char text[] = "a,b\n1,2\n3,\"4\n5,6\n";

    refuses(text, sizeof(text) - 1, "problem.csv.unclosed_quote", 3);
}
END_TEST

START_TEST(text_behind_a_quote_is_told_and_kept)
{
    ck_assert_int_eq(read_bytes("a,b\n\"1\"2,3\n", 11), RC_NOT_FOUND);
    ck_assert_str_eq(buffer_text(&out), "1:a|b/2:12|3/");
    ck_assert_str_eq(problems.items[0].key, "problem.csv.text_after_quote");
    ck_assert_int_eq(problems.items[0].line, 2);
}
END_TEST

START_TEST(a_field_of_ten_megabytes_is_refused)
{
    size_t len = (size_t)10 << 20;
    char *text = malloc(len);

    ck_assert_ptr_nonnull(text);
    memset(text, 'x', len);
    memcpy(text, "a,b\n1,", 6);
    refuses(text, len, "problem.csv.field_too_long", 2);
    text[6] = '"';
    problems_init(&problems, arena);
    refuses(text, len, "problem.csv.field_too_long", 2);
    free(text);
}
END_TEST

START_TEST(too_many_columns_are_refused)
{
    options.columns_max = 3;
    refuses("a,b,c\n1,2,3,4\n", 14, "problem.csv.too_many_columns", 2);
}
END_TEST

START_TEST(too_many_rows_are_refused)
{
    options.rows_max = 2;
    refuses("a\nb\nc\n", 6, "problem.csv.too_many_rows", 3);
}
END_TEST

/* Chunks of the reader are 256 KiB: rows, quotes and line ends must not care. */
START_TEST(rows_across_chunks_are_read_whole)
{
    struct buffer text;
    struct imp_source *source;
    struct imp_csv *csv;
    struct imp_csv_row row;
    int64_t rows = 0;

    buffer_init(&text, (size_t)16 << 20);
    buffer_puts(&text, "id,text\r\n");
    for (int i = 0; i < 60000; i++)
        buffer_printf(&text, "%d,\"a \"\"b\"\"\r\n\xe2\x82\xac %d\"\r\n", i, i);
    source = imp_source_memory(text.data, text.len);
    ck_assert_int_eq(imp_csv_new(source, &options, NULL, &problems, &csv), RC_OK);
    ck_assert_int_eq(imp_csv_next(csv, &problems, &row), RC_OK);
    for (; !imp_csv_next(csv, &problems, &row); rows++) {
        char expected[64];

        snprintf(expected, sizeof(expected), "a \"b\"\r\n\xe2\x82\xac %lld",
                 (long long)rows);
        ck_assert_uint_eq(row.count, 2);
        ck_assert_int_eq(row.line, 2 + 2 * rows);
        ck_assert_int_eq(strtoll(row.fields[0], NULL, 10), rows);
        ck_assert_str_eq(row.fields[1], expected);
    }
    ck_assert_int_eq(rows, 60000);
    imp_csv_free(csv);
    imp_source_close(source);
    buffer_fini(&text);
}
END_TEST

START_TEST(a_row_can_be_found_again)
{
    static const char text[] = "a,b\n1,2\n3,4\n5,6\n";
    struct imp_source *source = imp_source_memory(text, sizeof(text) - 1);
    struct imp_csv *csv;
    struct imp_csv_row row, again;

    ck_assert_int_eq(imp_csv_new(source, &options, NULL, &problems, &csv), RC_OK);
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(imp_csv_next(csv, &problems, &row), RC_OK);
    ck_assert_int_eq(imp_csv_next(csv, &problems, &again), RC_OK);
    imp_csv_seek(csv, row.offset, row.line);
    ck_assert_int_eq(imp_csv_next(csv, &problems, &again), RC_OK);
    ck_assert_str_eq(again.fields[0], "3");
    ck_assert_int_eq(again.line, 3);
    imp_csv_rewind(csv);
    ck_assert_int_eq(imp_csv_next(csv, &problems, &again), RC_OK);
    ck_assert_str_eq(again.fields[0], "a");
    imp_csv_free(csv);
    imp_source_close(source);
}
END_TEST

START_TEST(a_missing_file_and_a_directory_are_told_apart)
{
    struct imp_source *source;

    ck_assert_int_eq(imp_source_open("/nonexistent/file.csv", &source), RC_NOT_FOUND);
    ck_assert_int_eq(imp_source_open("/", &source), RC_INVALID);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("importers.csv");
    TCase *t = tcase_create("csv");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, plain_rows_have_their_lines);
    tcase_add_test(t, each_delimiter_is_found);
    tcase_add_test(t, a_given_delimiter_is_used);
    tcase_add_test(t, a_quote_as_delimiter_is_refused);
    tcase_add_test(t, quotes_hold_delimiters_quotes_and_line_ends);
    tcase_add_test(t, line_ends_of_any_kind_count_once);
    tcase_add_test(t, empty_fields_and_a_trailing_delimiter_stay);
    tcase_add_test(t, a_byte_order_mark_is_passed_over);
    tcase_add_test(t, windows_1252_is_detected_and_told);
    tcase_add_test(t, windows_1252_may_be_demanded);
    tcase_add_test(t, broken_utf8_is_named_with_its_line);
    tcase_add_test(t, broken_utf8_behind_a_mark_is_no_windows_1252);
    tcase_add_test(t, utf8_that_unicode_forbids_is_broken);
    tcase_add_test(t, a_byte_without_meaning_is_refused);
    tcase_add_test(t, an_empty_file_is_refused);
    tcase_add_test(t, a_file_of_white_space_is_empty);
    tcase_add_test(t, utf16_is_named);
    tcase_add_test(t, a_zero_byte_is_refused_at_once);
    tcase_add_test(t, an_unclosed_quote_names_where_it_opened);
    tcase_add_test(t, text_behind_a_quote_is_told_and_kept);
    tcase_add_test(t, a_field_of_ten_megabytes_is_refused);
    tcase_add_test(t, too_many_columns_are_refused);
    tcase_add_test(t, too_many_rows_are_refused);
    tcase_add_test(t, rows_across_chunks_are_read_whole);
    tcase_add_test(t, a_row_can_be_found_again);
    tcase_add_test(t, a_missing_file_and_a_directory_are_told_apart);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    return suite_run(suite());
}
