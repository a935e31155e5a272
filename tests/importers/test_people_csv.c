#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "importers/people_csv.h"
#include "server/core/buffer.h"
#include "tests/support/list.h"
#include "tests/support/suite.h"

START_TEST(each_row_is_a_party_without_a_key)
{
    list_gives("surname,given_names,place\nRaven,Els,Beirut\nRaven,Jan,Tripoli\n",
               ":2.Raven@Beirut;:3.Raven@Tripoli;");
    ck_assert_int_eq(list.counts.parties, 2);
    ck_assert_int_eq(list.counts.people, 2);
}
END_TEST

START_TEST(rows_with_one_key_are_one_party)
{
    list_gives("party;surname;given_names;place\na;Raven;Els;Beirut\na;Raven;Jan;\n"
               ";Wolf;Iris;\n;Wolf;An;\nb;Linde;Bo;Saida\n",
               "a:2.Raven,3.Raven@Beirut;:4.Wolf;:5.Wolf;b:6.Linde@Saida;");
}
END_TEST

START_TEST(rows_of_a_party_may_stand_apart)
{
    list_gives("party;surname;given_names;place\na;Raven;Els;\nb;Linde;Bo;Saida\n"
               "a;Raven;Jan;Beirut\n;Wolf;Iris;\nb;Linde;Pim;\n",
               "a:2.Raven,4.Raven@Beirut;b:3.Linde,6.Linde@Saida;:5.Wolf;");
    ck_assert_int_eq(list.counts.parties, 3);
    ck_assert_int_eq(list.counts.people, 5);
}
END_TEST

START_TEST(headers_are_known_in_four_languages)
{
    list_gives("Familienaam;Voornaam;Plaats\nRaven;Els;Beirut\n", ":2.Raven@Beirut;");
    list_gives("Nom;Pr\xc3\xa9nom;Ville\nRaven;Els;Beirut\n", ":2.Raven@Beirut;");
    list_gives("Nachname;Vorname;Ort\nRaven;Els;Beirut\n", ":2.Raven@Beirut;");
    list_gives("Last name;First name;Town\nRaven;Els;Beirut\n", ":2.Raven@Beirut;");
    list_gives("SURNAME;Given-Names;PLACE\nRaven;Els;Beirut\n", ":2.Raven@Beirut;");
}
END_TEST

START_TEST(a_mapping_goes_before_known_headers)
{
    list.options.map = "surname=Wie,place=Naam";
    list_gives("Wie;Naam;Voornaam\nRaven;Beirut;Els\n", ":2.Raven@Beirut;");
    list.options.map = "surname = wie \r\n=Naam";
    list_gives("Wie;Naam;Voornaam\nRaven;Beirut;Els\n", ":2.Raven;");
}
END_TEST

START_TEST(a_mapping_to_nowhere_is_refused)
{
    list.options.map = "surname=Niemand";
    list_refuses("surname,given_names\nRaven,Els\n", "map", "problem.column.map", 1);
    list.options.map = "shoe_size=surname";
    list_refuses("surname,given_names\nRaven,Els\n", "map", "problem.column.map", 1);
}
END_TEST

START_TEST(missing_columns_are_named)
{
    list_refuses("given_names,birth_date\nEls,1985-01-01\n", "surname",
                 "problem.column.missing", 1);
}
END_TEST

START_TEST(a_column_twice_is_refused)
{
    list_refuses("surname,naam\nRaven,Raven\n", "surname", "problem.column.twice", 1);
}
END_TEST

START_TEST(a_strange_column_is_told)
{
    list_warns("surname,shoe size\nRaven,41\n", "file", "problem.column.ignored", 1);
}
END_TEST

START_TEST(ragged_rows_are_refused)
{
    list_refuses("surname,sex\nRaven,F,x\n", "file", "problem.row.too_long", 2);
    list_refuses("surname,sex\nLinde,F,,\nRaven\n", "file", "problem.row.too_short", 3);
    ck_assert_uint_eq(list.problems.errors, 1);
}
END_TEST

START_TEST(a_ragged_row_that_begins_a_party_is_told_once)
{
    list_refuses("party,surname,sex\na,Raven,F\nb,Linde\n", "file",
                 "problem.row.too_short", 3);
    ck_assert_uint_eq(list.problems.errors, 1);
}
END_TEST

START_TEST(a_header_alone_and_nothing_at_all_are_refused)
{
    list_refuses("surname,given_names\n", "file", "problem.people.none", 1);
    list_refuses("", "file", "problem.file.empty", 0);
    list_refuses("\"\"\n\"\"\n", "file", "problem.file.empty", 0);
}
END_TEST

START_TEST(an_empty_surname_is_refused_at_its_line)
{
    list_refuses("surname,given_names\nRaven,Els\n,Jan\n", "surname",
                 "problem.surname.missing", 3);
}
END_TEST

START_TEST(one_person_twice_in_a_party_is_refused)
{
    list_refuses("party,surname,document\na,Raven,EX 12345\na,Raven,ex-12345\n",
                 "document", "problem.person.twice", 3);
}
END_TEST

START_TEST(a_party_of_a_hundred_is_refused)
{
    struct buffer text;

    buffer_init(&text, 1 << 20);
    buffer_puts(&text, "party,surname\n");
    for (int i = 0; i < 100; i++)
        buffer_printf(&text, "a,Raven\n");
    list_refuses(buffer_text(&text), "party", "problem.party.too_large", 101);
    buffer_fini(&text);
}
END_TEST

START_TEST(hxl_tags_below_the_header_are_passed_over)
{
    list_gives("surname,place\n#affected+name,#loc\nRaven,Beirut\n", ":3.Raven@Beirut;");
}
END_TEST

START_TEST(every_fault_of_a_file_is_listed)
{
    const char *text = "surname,sex,birth_date\n,Q,2026-12-01\nRaven,F,1985-02-30\n";

    ck_assert_int_eq(list_check(text, strlen(text), NULL), RC_INVALID);
    ck_assert_uint_eq(list.problems.errors, 4);
}
END_TEST

START_TEST(a_file_changed_under_way_is_a_conflict)
{
    char path[] = "/tmp/redkite-people-XXXXXX";
    int fd = mkstemp(path);
    FILE *file = fdopen(fd, "w");
    struct imp_source *source;
    struct imp_people *people;
    struct party_draft draft;

    fputs("surname\nRaven\nLinde\n", file);
    fflush(file);
    ck_assert_int_eq(imp_source_open(path, &source), RC_OK);
    ck_assert_int_eq(
        imp_people_open(source, &list.options, NULL, &list.problems, &people), RC_OK);
    fputs("Wolf\n", file);
    fclose(file);
    ck_assert_int_eq(imp_people_next(people, list.arena, &list.problems, &draft),
                     RC_CONFLICT);
    imp_people_close(people);
    imp_source_close(source);
    remove(path);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("importers.people_csv");
    TCase *t = tcase_create("people_csv");

    tcase_add_checked_fixture(t, list_init, list_fini);
    tcase_add_test(t, each_row_is_a_party_without_a_key);
    tcase_add_test(t, rows_with_one_key_are_one_party);
    tcase_add_test(t, rows_of_a_party_may_stand_apart);
    tcase_add_test(t, headers_are_known_in_four_languages);
    tcase_add_test(t, a_mapping_goes_before_known_headers);
    tcase_add_test(t, a_mapping_to_nowhere_is_refused);
    tcase_add_test(t, missing_columns_are_named);
    tcase_add_test(t, a_column_twice_is_refused);
    tcase_add_test(t, a_strange_column_is_told);
    tcase_add_test(t, ragged_rows_are_refused);
    tcase_add_test(t, a_ragged_row_that_begins_a_party_is_told_once);
    tcase_add_test(t, a_header_alone_and_nothing_at_all_are_refused);
    tcase_add_test(t, an_empty_surname_is_refused_at_its_line);
    tcase_add_test(t, one_person_twice_in_a_party_is_refused);
    tcase_add_test(t, a_party_of_a_hundred_is_refused);
    tcase_add_test(t, hxl_tags_below_the_header_are_passed_over);
    tcase_add_test(t, every_fault_of_a_file_is_listed);
    tcase_add_test(t, a_file_changed_under_way_is_a_conflict);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    return suite_run(suite());
}
