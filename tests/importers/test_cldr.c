#include "importers/cldr.h"

#include <string.h>

#include "importers/lines.h"
#include "tests/support/suite.h"

START_TEST(countries_are_read_with_their_variants)
{
    char xml[] = "<territories>\n<territory type=\"BE\">België</territory>\n"
                 "<territory type=\"CD\" alt=\"variant\">Congo (DRC)</territory>\n"
                 "<territory type=\"BA\" draft=\"contributed\">Bosnië &amp; "
                 "Herzegovina</territory>\n"
                 "<territory type=\"ZZ\"/>\n</territories>";
    char *at = xml;
    struct imp_cldr_name name;

    ck_assert(imp_cldr_next(&at, "territory", &name));
    ck_assert_str_eq(name.code, "BE");
    ck_assert(name.main);
    ck_assert_str_eq(name.name, "België");
    ck_assert(imp_cldr_next(&at, "territory", &name));
    ck_assert_str_eq(name.code, "CD");
    ck_assert(!name.main);
    ck_assert(imp_cldr_next(&at, "territory", &name));
    ck_assert(name.main);
    ck_assert_str_eq(name.name, "Bosnië & Herzegovina");
    ck_assert(!imp_cldr_next(&at, "territory", &name));
}
END_TEST

START_TEST(a_cut_file_ends_early)
{
    char xml[] = "<territory type=\"BE\">Belg";
    char *at = xml;
    struct imp_cldr_name name;

    ck_assert(!imp_cldr_next(&at, "territory", &name));
}
END_TEST

START_TEST(lines_end_with_or_without_a_return)
{
    char text[] = "a\r\n\nb";
    char *at = text;

    ck_assert_str_eq(imp_lines_next(&at), "a");
    ck_assert_str_eq(imp_lines_next(&at), "");
    ck_assert_str_eq(imp_lines_next(&at), "b");
    ck_assert_ptr_null(imp_lines_next(&at));
}
END_TEST

START_TEST(the_last_field_takes_what_is_left)
{
    char line[] = "a,,c,d";
    char *fields[3];

    ck_assert_uint_eq(imp_lines_split(line, ',', fields, 3), 3);
    ck_assert_str_eq(fields[0], "a");
    ck_assert_str_eq(fields[1], "");
    ck_assert_str_eq(fields[2], "c,d");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("importers.cldr");
    TCase *tcase = tcase_create("cldr");

    tcase_add_test(tcase, countries_are_read_with_their_variants);
    tcase_add_test(tcase, a_cut_file_ends_early);
    tcase_add_test(tcase, lines_end_with_or_without_a_return);
    tcase_add_test(tcase, the_last_field_takes_what_is_left);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
