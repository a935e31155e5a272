/* redkite locate and redkite gazetteer, as a person at a terminal sees them. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/support/program.h"
#include "tests/support/suite.h"

/* Tests run with REDKITE_GAZETTEER; a build without the sources made no such file. */
static bool has_gazetteer(void)
{
    const char *path = getenv("REDKITE_GAZETTEER");

    if (path && access(path, R_OK) == 0)
        return true;
    puts("not looked at: this build made no gazetteer");
    return false;
}

START_TEST(a_shared_name_is_exit_code_8)
{
    if (!has_gazetteer())
        return;
    program_says(8, "Several countries", "locate", "Tripoli");
    program_says(8, "verschillende landen", "locate", "Tripoli", "--lang", "nl");
    program_says(8, "\"reason\":\"several_countries\"", "locate", "--json", "Tripoli");
}
END_TEST

START_TEST(a_found_town_is_exit_code_0_with_point_and_radius)
{
    if (!has_gazetteer())
        return;
    program_says(0, "\"geonames_id\":266826", "locate", "Tripoli", "--country", "LB",
                 "--json");
    program_says(0, "34.43352 35.84415", "locate", "Tripoli", "--country", "Liban");
}
END_TEST

START_TEST(an_unknown_place_is_exit_code_4_with_the_countrys_circle)
{
    if (!has_gazetteer())
        return;
    program_says(4, "\"source\":\"country\"", "locate", "Qwertyuiopq", "--country", "CD",
                 "--json");
    program_says(4, "No such place", "locate", "Qwertyuiopq");
}
END_TEST

START_TEST(coordinates_are_read_and_swapped_ones_asked_about)
{
    if (!has_gazetteer())
        return;
    program_says(0, "33.891667 35.503333", "locate", "33°53'30\"N 35°30'12\"E");
    program_says(0, "33.9000", "locate", "33.9000 35.5000", "--country", "LB");
    program_says(8, "swapped", "locate", "35.5000 33.9000", "--country", "LB", "--json");
    program_says(8, "outside_country", "locate", "51.2 4.4", "--country", "LB", "--json");
    program_says(3, "problem.coordinate", "locate", "91.5 200.2");
    program_says(4, "No such place", "locate", "Zone 5 qwertyuiop");
}
END_TEST

START_TEST(a_wrong_command_line_is_exit_code_2)
{
    program_expect(2, "locate");
    program_expect(2, "locate", "a", "b");
    program_expect(2, "locate", "--nonsense", "a");
    program_expect(2, "gazetteer");
    program_expect(2, "gazetteer", "search");
    program_expect(2, "gazetteer", "search", "a", "--limit", "0");
    program_expect(2, "gazetteer", "build", "--out", "x");
    program_says(0, "Usage", "locate", "--help");
}
END_TEST

START_TEST(search_lists_towns_and_info_counts_them)
{
    if (!has_gazetteer())
        return;
    program_says(0, "Beiroet", "gazetteer", "search", "beyrouth", "--lang", "nl");
    program_says(4, "", "gazetteer", "search", "Qwertyuiopq");
    program_says(4, "no country", "gazetteer", "search", "Gent", "--country", "Atlantis");
    program_says(0, "\"towns\":135", "gazetteer", "info", "--json");
}
END_TEST

START_TEST(a_gazetteer_that_is_not_there_or_damaged_is_told)
{
    setenv("REDKITE_GAZETTEER", "/nonexistent/gazetteer.bin", 1);
    program_says(4, "there is no gazetteer", "locate", "Gent");
    setenv("REDKITE_GAZETTEER", "CMakeLists.txt", 1);
    program_says(3, "is damaged", "locate", "Gent");
}
END_TEST

START_TEST(a_build_without_sources_makes_no_file)
{
    const char *out = "/tmp/redkite-no-gazetteer.bin";

    program_says(3, "problem.file.unreadable", "gazetteer", "build", "--out", out,
                 "--cities", "/nonexistent", "--aliases", "/nonexistent", "--regions",
                 "/nonexistent", "--locale", "/nonexistent");
    ck_assert_int_ne(access(out, F_OK), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("flow.locate");
    TCase *tcase = tcase_create("locate");

    tcase_add_test(tcase, a_shared_name_is_exit_code_8);
    tcase_add_test(tcase, a_found_town_is_exit_code_0_with_point_and_radius);
    tcase_add_test(tcase, an_unknown_place_is_exit_code_4_with_the_countrys_circle);
    tcase_add_test(tcase, coordinates_are_read_and_swapped_ones_asked_about);
    tcase_add_test(tcase, a_wrong_command_line_is_exit_code_2);
    tcase_add_test(tcase, search_lists_towns_and_info_counts_them);
    tcase_add_test(tcase, a_gazetteer_that_is_not_there_or_damaged_is_told);
    tcase_add_test(tcase, a_build_without_sources_makes_no_file);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
