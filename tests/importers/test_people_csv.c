#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "importers/people_csv.h"
#include "server/core/buffer.h"
#include "server/core/date.h"
#include "tests/support/suite.h"

/* 2026-11-23 */
#define TODAY 20780

static struct arena *arena;
static struct problems problems;
static struct imp_people_options options;
static struct imp_people_counts counts;

static void setup(void)
{
    arena = arena_new();
    problems_init(&problems, arena);
    options = (struct imp_people_options){.today = TODAY};
    counts = (struct imp_people_counts){0};
}

static void teardown(void)
{
    arena_free(arena);
}

/* All parties as "ref:line.Surname[,line.Surname]@place;" */
static void describe(struct imp_people *people, struct buffer *out)
{
    struct party_draft draft;
    struct problems again;

    problems_init(&again, arena);
    while (!imp_people_next(people, arena, &again, &draft)) {
        buffer_printf(out, "%s:", draft.party.reference ? draft.party.reference : "");
        for (size_t i = 0; i < draft.person_count; i++)
            buffer_printf(out, "%s%lld.%s", i ? "," : "", (long long)draft.lines[i],
                          draft.persons[i].surname);
        if (draft.stay_count && draft.stays[0].place)
            buffer_printf(out, "@%s", draft.stays[0].place);
        buffer_putc(out, ';');
    }
}

static enum rc check_bytes(const char *text, size_t len, struct buffer *out)
{
    struct imp_source *source = imp_source_memory(text, len);
    struct imp_people *people = NULL;
    enum rc rc = imp_people_open(source, &options, NULL, &problems, &people);

    if (!rc)
        rc = imp_people_check(people, NULL, &problems, &counts);
    if (!rc && out)
        describe(people, out);
    imp_people_close(people);
    imp_source_close(source);
    return rc;
}

static void gives(const char *text, const char *expected)
{
    struct buffer out;

    buffer_init(&out, 1 << 20);
    ck_assert_int_eq(check_bytes(text, strlen(text), &out), RC_OK);
    ck_assert_str_eq(buffer_text(&out), expected);
    buffer_fini(&out);
}

/* The only party of @p text. */
static struct party_draft only(const char *text)
{
    struct imp_source *source = imp_source_memory(text, strlen(text));
    struct imp_people *people = NULL;
    struct party_draft draft;

    ck_assert_int_eq(imp_people_open(source, &options, NULL, &problems, &people), RC_OK);
    ck_assert_int_eq(imp_people_next(people, arena, &problems, &draft), RC_OK);
    imp_people_close(people);
    imp_source_close(source);
    return draft;
}

static const struct problem *find(const char *key)
{
    for (size_t i = 0; i < problems.count; i++)
        if (!strcmp(problems.items[i].key, key))
            return &problems.items[i];
    return NULL;
}

static void told(const char *field, const char *key, int64_t line,
                 enum problem_level level)
{
    const struct problem *p = find(key);

    if (!p)
        for (size_t i = 0; i < problems.count; i++)
            printf("%lld %s %s\n", (long long)problems.items[i].line,
                   problems.items[i].field, problems.items[i].key);
    ck_assert_msg(p != NULL, "%s was not told", key);
    ck_assert_str_eq(p->field, field);
    ck_assert_int_eq(p->line, line);
    ck_assert_int_eq(p->level, level);
}

static void refuses(const char *text, const char *field, const char *key, int64_t line)
{
    problems_init(&problems, arena);
    ck_assert_int_eq(check_bytes(text, strlen(text), NULL), RC_INVALID);
    told(field, key, line, PROBLEM_ERROR);
}

static void warns(const char *text, const char *field, const char *key, int64_t line)
{
    problems_init(&problems, arena);
    ck_assert_int_eq(check_bytes(text, strlen(text), NULL), RC_OK);
    told(field, key, line, PROBLEM_WARNING);
}

START_TEST(each_row_is_a_party_without_a_key)
{
    gives("surname,given_names,place\nRaven,Els,Beirut\nRaven,Jan,Tripoli\n",
          ":2.Raven@Beirut;:3.Raven@Tripoli;");
    ck_assert_int_eq(counts.parties, 2);
    ck_assert_int_eq(counts.people, 2);
}
END_TEST

START_TEST(rows_with_one_key_are_one_party)
{
    gives("party;surname;given_names;place\na;Raven;Els;Beirut\na;Raven;Jan;\n"
          ";Wolf;Iris;\n;Wolf;An;\nb;Linde;Bo;Saida\n",
          "a:2.Raven,3.Raven@Beirut;:4.Wolf;:5.Wolf;b:6.Linde@Saida;");
}
END_TEST

START_TEST(rows_of_a_party_may_stand_apart)
{
    gives("party;surname;given_names;place\na;Raven;Els;\nb;Linde;Bo;Saida\n"
          "a;Raven;Jan;Beirut\n;Wolf;Iris;\nb;Linde;Pim;\n",
          "a:2.Raven,4.Raven@Beirut;b:3.Linde,6.Linde@Saida;:5.Wolf;");
    ck_assert_int_eq(counts.parties, 3);
    ck_assert_int_eq(counts.people, 5);
}
END_TEST

START_TEST(headers_are_known_in_four_languages)
{
    gives("Familienaam;Voornaam;Plaats\nRaven;Els;Beirut\n", ":2.Raven@Beirut;");
    gives("Nom;Pr\xc3\xa9nom;Ville\nRaven;Els;Beirut\n", ":2.Raven@Beirut;");
    gives("Nachname;Vorname;Ort\nRaven;Els;Beirut\n", ":2.Raven@Beirut;");
    gives("Last name;First name;Town\nRaven;Els;Beirut\n", ":2.Raven@Beirut;");
    gives("SURNAME;Given-Names;PLACE\nRaven;Els;Beirut\n", ":2.Raven@Beirut;");
}
END_TEST

START_TEST(a_mapping_goes_before_known_headers)
{
    options.map = "surname=Wie,place=Naam";
    gives("Wie;Naam;Voornaam\nRaven;Beirut;Els\n", ":2.Raven@Beirut;");
    options.map = "surname = wie \r\n=Naam";
    gives("Wie;Naam;Voornaam\nRaven;Beirut;Els\n", ":2.Raven;");
}
END_TEST

START_TEST(a_mapping_to_nowhere_is_refused)
{
    options.map = "surname=Niemand";
    refuses("surname,given_names\nRaven,Els\n", "map", "problem.column.map", 1);
    options.map = "shoe_size=surname";
    refuses("surname,given_names\nRaven,Els\n", "map", "problem.column.map", 1);
}
END_TEST

START_TEST(a_full_row_is_read)
{
    struct party_draft d = only(
        "surname;given names;birth date;sex;nationality;document type;passport;expires;"
        "national number;phone;mail;class;need;marks;language;place;country;lat;lon;"
        "accuracy;from;to;other script;relation\n"
        " Raven ;Els;30/07/1985;V;Belg/LB;paspoort;ex 123-456;2030-01-31;"
        "85.07.30-033.28;0032470123456, +961 3 123 456;Els@Example.ORG;;p;rolstoel, pet;"
        "FR;Beirut;Libanon;33,9;35.5;25;2026-01-01;2026-12-31;\xd8\xa5\xd9\x84\xd8\xb2;"
        "moeder\n");
    struct person *p = &d.persons[0];
    struct stay *s = &d.stays[0];
    int32_t day;

    ck_assert_uint_eq(problems.count, 0);
    ck_assert_str_eq(p->surname, "Raven");
    ck_assert_int_eq(date_from_civil(1985, 7, 30, &day), RC_OK);
    ck_assert_int_eq(p->birth_day, day);
    ck_assert_int_eq(p->sex, SEX_FEMALE);
    ck_assert_str_eq(p->claimed, "BE LB");
    ck_assert_ptr_null(p->verified);
    ck_assert_int_eq(p->document.kind, DOCUMENT_PASSPORT);
    ck_assert_str_eq(p->document.number, "EX123456");
    ck_assert_str_eq(p->national_number, "85073003328");
    ck_assert_uint_eq(p->phone_count, 2);
    ck_assert_str_eq(p->phones[0].e164, "+32470123456");
    ck_assert_str_eq(p->phones[1].e164, "+9613123456");
    ck_assert_str_eq(p->phones[1].typed, "+961 3 123 456");
    ck_assert_str_eq(p->mail, "els@example.org");
    ck_assert_int_eq(p->class, CLASS_BELGIAN);
    ck_assert_int_eq(p->need, NEED_PERIL);
    ck_assert_uint_eq(p->marks, MARK_WHEELCHAIR | MARK_PET);
    ck_assert_int_eq(p->relation, RELATION_PARENT);
    ck_assert_int_eq(p->member, 1);
    ck_assert_str_eq(d.party.language, "fr");
    ck_assert_str_eq(s->country, "LB");
    ck_assert(s->located);
    ck_assert_double_eq_tol(s->point.lat, 33.9, 1e-12);
    ck_assert_double_eq_tol(s->point.lon, 35.5, 1e-12);
    ck_assert_double_eq(s->accuracy_m, 25);
    ck_assert_int_eq(s->kind, STAY_TRIP);
}
END_TEST

START_TEST(the_calling_code_of_the_file_completes_phones)
{
    options.calling_code = "961";
    ck_assert_str_eq(only("surname,gsm\nRaven,03/123.456\n").persons[0].phones[0].e164,
                     "+9613123456");
}
END_TEST

START_TEST(what_the_file_does_not_say_the_options_say)
{
    struct party_draft d;

    options.source = SOURCE_TOUR_OPERATOR;
    options.trust = TRUST_UNCONFIRMED;
    d = only("surname\nRaven\n");
    ck_assert_int_eq(d.party.source, SOURCE_TOUR_OPERATOR);
    ck_assert_int_eq(d.party.trust, TRUST_UNCONFIRMED);
    ck_assert_uint_eq(d.stay_count, 0);
    ck_assert_int_eq(d.persons[0].birth_day, DATE_NONE);
}
END_TEST

START_TEST(a_birth_date_in_the_future_is_refused)
{
    refuses("surname,birth_date\nRaven,2026-11-23\nLinde,2026-11-24\n", "birth_date",
            "problem.birth_date.future", 3);
}
END_TEST

START_TEST(dates_are_day_first_and_never_guessed)
{
    refuses("surname,birth_date\nRaven,07/30/1985\n", "birth_date",
            "problem.date.month_first", 2);
    refuses("surname,birth_date\nRaven,30/07/85\n", "birth_date",
            "problem.date.two_digit_year", 2);
    refuses("surname,birth_date\nRaven,30 July 1985\n", "birth_date",
            "problem.date.unreadable", 2);
    refuses("surname,birth_date\nRaven,31/02/1985\n", "birth_date",
            "problem.date.unreadable", 2);
    options.dates = IMP_MONTH_FIRST;
    problems_init(&problems, arena);
    ck_assert_int_eq(check_bytes("surname,birth_date\nRaven,07/30/1985\n", 36, NULL),
                     RC_OK);
}
END_TEST

START_TEST(a_birth_year_alone_is_kept_as_unknown)
{
    warns("surname,birth_date\nRaven,1985\n", "birth_date", "problem.birth_date.partial",
          2);
    warns("surname,birth_date\nRaven,00/00/1985\n", "birth_date",
          "problem.birth_date.partial", 2);
}
END_TEST

START_TEST(latitude_91_is_refused_and_swapped_axes_are_said)
{
    refuses("surname,lat,lon\nRaven,91,35.5\n", "latitude", "problem.coordinates.swapped",
            2);
    refuses("surname,lat,lon\nRaven,91,135.5\n", "latitude", "problem.latitude.range", 2);
    refuses("surname,lat,lon\nRaven,33,181\n", "longitude", "problem.longitude.range", 2);
    refuses("surname,lat,lon\nRaven,33,\n", "longitude", "problem.coordinates.half", 2);
    refuses("surname,lat,lon\nRaven,north,35\n", "latitude", "problem.number.wrong", 2);
}
END_TEST

START_TEST(unknown_words_are_refused_by_column)
{
    refuses("surname,sex\nRaven,Q\n", "sex", "problem.sex.unknown", 2);
    refuses("surname,need\nRaven,Z\n", "need", "problem.need.unknown", 2);
    refuses("surname,class\nRaven,7\n", "class", "problem.class.unknown", 2);
    refuses("surname,marks\nRaven,flying\n", "marks", "problem.marks.unknown", 2);
    refuses("surname,language\nRaven,tlh\n", "language", "problem.language.unknown", 2);
    refuses("surname,country\nRaven,Narnia\n", "country", "problem.country.unknown", 2);
    refuses("surname,nationality\nRaven,Martian\n", "nationality",
            "problem.nationality.unknown", 2);
    refuses("surname,document_kind\nRaven,scroll\n", "document_kind",
            "problem.document_kind.unknown", 2);
    refuses("surname,mail\nRaven,els at example\n", "mail", "problem.mail.wrong", 2);
    refuses("surname,document\nRaven,a*b*c*d\n", "document", "problem.document.wrong", 2);
    refuses("surname,relation\nRaven,friendly\n", "relation", "problem.relation.unknown",
            2);
}
END_TEST

START_TEST(a_wrong_national_number_is_a_warning_that_keeps_it)
{
    warns("surname,national_number\nRaven,85.07.30-033.27\n", "national_number",
          "problem.national_number.wrong", 2);
    warns("surname,birth_date,national_number\nRaven,1985-07-31,85.07.30-033.28\n",
          "national_number", "problem.national_number.birth_date", 2);
    ck_assert_str_eq(
        only("surname,national_number\nR,85.07.30-033.27\n").persons[0].national_number,
        "85.07.30-033.27");
}
END_TEST

START_TEST(missing_columns_are_named)
{
    refuses("given_names,birth_date\nEls,1985-01-01\n", "surname",
            "problem.column.missing", 1);
}
END_TEST

START_TEST(a_column_twice_is_refused)
{
    refuses("surname,naam\nRaven,Raven\n", "surname", "problem.column.twice", 1);
}
END_TEST

START_TEST(a_strange_column_is_told)
{
    warns("surname,shoe size\nRaven,41\n", "file", "problem.column.ignored", 1);
}
END_TEST

START_TEST(ragged_rows_are_refused)
{
    refuses("surname,sex\nRaven,F,x\n", "file", "problem.row.too_long", 2);
    refuses("surname,sex\nLinde,F,,\nRaven\n", "file", "problem.row.too_short", 3);
    ck_assert_uint_eq(problems.errors, 1);
}
END_TEST

START_TEST(a_ragged_row_that_begins_a_party_is_told_once)
{
    refuses("party,surname,sex\na,Raven,F\nb,Linde\n", "file", "problem.row.too_short",
            3);
    ck_assert_uint_eq(problems.errors, 1);
}
END_TEST

START_TEST(a_header_alone_and_nothing_at_all_are_refused)
{
    refuses("surname,given_names\n", "file", "problem.people.none", 1);
    refuses("", "file", "problem.file.empty", 0);
    refuses("\"\"\n\"\"\n", "file", "problem.file.empty", 0);
}
END_TEST

START_TEST(control_characters_and_overrides_are_refused)
{
    refuses("surname\nRa\x01ven\n", "surname", "problem.text.wrong", 2);
    refuses("surname\nRaven\xe2\x80\xae\n", "surname", "problem.text.wrong", 2);
}
END_TEST

START_TEST(an_empty_surname_is_refused_at_its_line)
{
    refuses("surname,given_names\nRaven,Els\n,Jan\n", "surname",
            "problem.surname.missing", 3);
}
END_TEST

START_TEST(one_person_twice_in_a_party_is_refused)
{
    refuses("party,surname,document\na,Raven,EX 12345\na,Raven,ex-12345\n", "document",
            "problem.person.twice", 3);
}
END_TEST

START_TEST(rows_that_disagree_on_the_place_are_told)
{
    warns("party,surname,place\na,Raven,Beirut\na,Raven,Saida\n", "place",
          "problem.party.differs", 3);
}
END_TEST

START_TEST(a_party_of_a_hundred_is_refused)
{
    struct buffer text;

    buffer_init(&text, 1 << 20);
    buffer_puts(&text, "party,surname\n");
    for (int i = 0; i < 100; i++)
        buffer_printf(&text, "a,Raven\n");
    refuses(buffer_text(&text), "party", "problem.party.too_large", 101);
    buffer_fini(&text);
}
END_TEST

START_TEST(hxl_tags_below_the_header_are_passed_over)
{
    gives("surname,place\n#affected+name,#loc\nRaven,Beirut\n", ":3.Raven@Beirut;");
}
END_TEST

START_TEST(a_guard_against_formulas_is_taken_off)
{
    gives("surname,place\nRaven,'=home\n", ":2.Raven@=home;");
}
END_TEST

START_TEST(every_fault_of_a_file_is_listed)
{
    const char *text = "surname,sex,birth_date\n,Q,2026-12-01\nRaven,F,1985-02-30\n";

    ck_assert_int_eq(check_bytes(text, strlen(text), NULL), RC_INVALID);
    ck_assert_uint_eq(problems.errors, 4);
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
    ck_assert_int_eq(imp_people_open(source, &options, NULL, &problems, &people), RC_OK);
    fputs("Wolf\n", file);
    fclose(file);
    ck_assert_int_eq(imp_people_next(people, arena, &problems, &draft), RC_CONFLICT);
    imp_people_close(people);
    imp_source_close(source);
    remove(path);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("importers.people_csv");
    TCase *t = tcase_create("people_csv");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, each_row_is_a_party_without_a_key);
    tcase_add_test(t, rows_with_one_key_are_one_party);
    tcase_add_test(t, rows_of_a_party_may_stand_apart);
    tcase_add_test(t, headers_are_known_in_four_languages);
    tcase_add_test(t, a_mapping_goes_before_known_headers);
    tcase_add_test(t, a_mapping_to_nowhere_is_refused);
    tcase_add_test(t, a_full_row_is_read);
    tcase_add_test(t, the_calling_code_of_the_file_completes_phones);
    tcase_add_test(t, what_the_file_does_not_say_the_options_say);
    tcase_add_test(t, a_birth_date_in_the_future_is_refused);
    tcase_add_test(t, dates_are_day_first_and_never_guessed);
    tcase_add_test(t, a_birth_year_alone_is_kept_as_unknown);
    tcase_add_test(t, latitude_91_is_refused_and_swapped_axes_are_said);
    tcase_add_test(t, unknown_words_are_refused_by_column);
    tcase_add_test(t, a_wrong_national_number_is_a_warning_that_keeps_it);
    tcase_add_test(t, missing_columns_are_named);
    tcase_add_test(t, a_column_twice_is_refused);
    tcase_add_test(t, a_strange_column_is_told);
    tcase_add_test(t, ragged_rows_are_refused);
    tcase_add_test(t, a_ragged_row_that_begins_a_party_is_told_once);
    tcase_add_test(t, a_header_alone_and_nothing_at_all_are_refused);
    tcase_add_test(t, control_characters_and_overrides_are_refused);
    tcase_add_test(t, an_empty_surname_is_refused_at_its_line);
    tcase_add_test(t, one_person_twice_in_a_party_is_refused);
    tcase_add_test(t, rows_that_disagree_on_the_place_are_told);
    tcase_add_test(t, a_party_of_a_hundred_is_refused);
    tcase_add_test(t, hxl_tags_below_the_header_are_passed_over);
    tcase_add_test(t, a_guard_against_formulas_is_taken_off);
    tcase_add_test(t, every_fault_of_a_file_is_listed);
    tcase_add_test(t, a_file_changed_under_way_is_a_conflict);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    return suite_run(suite());
}
