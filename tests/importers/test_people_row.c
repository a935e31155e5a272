#include <string.h>

#include "geo/box.h"
#include "geo/projection.h"
#include "importers/people_row.h"
#include "server/core/date.h"
#include "tests/support/list.h"
#include "tests/support/suite.h"

START_TEST(a_full_row_is_read)
{
    struct party_draft d = list_only(
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

    ck_assert_uint_eq(list.problems.count, 0);
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
    list.options.calling_code = "961";
    ck_assert_str_eq(
        list_only("surname,gsm\nRaven,03/123.456\n").persons[0].phones[0].e164,
        "+9613123456");
}
END_TEST

START_TEST(what_the_file_does_not_say_the_options_say)
{
    struct party_draft d;

    list.options.source = SOURCE_TOUR_OPERATOR;
    list.options.trust = TRUST_UNCONFIRMED;
    d = list_only("surname\nRaven\n");
    ck_assert_int_eq(d.party.source, SOURCE_TOUR_OPERATOR);
    ck_assert_int_eq(d.party.trust, TRUST_UNCONFIRMED);
    ck_assert_uint_eq(d.stay_count, 0);
    ck_assert_int_eq(d.persons[0].birth_day, DATE_NONE);
}
END_TEST

START_TEST(a_birth_date_in_the_future_is_refused)
{
    list_refuses("surname,birth_date\nRaven,2026-11-23\nLinde,2026-11-24\n", "birth_date",
                 "problem.birth_date.future", 3);
}
END_TEST

START_TEST(dates_are_day_first_and_never_guessed)
{
    list_refuses("surname,birth_date\nRaven,07/30/1985\n", "birth_date",
                 "problem.date.month_first", 2);
    list_refuses("surname,birth_date\nRaven,30/07/85\n", "birth_date",
                 "problem.date.two_digit_year", 2);
    list_refuses("surname,birth_date\nRaven,30 July 1985\n", "birth_date",
                 "problem.date.unreadable", 2);
    list_refuses("surname,birth_date\nRaven,31/02/1985\n", "birth_date",
                 "problem.date.unreadable", 2);
    list.options.dates = IMP_MONTH_FIRST;
    problems_init(&list.problems, list.arena);
    ck_assert_int_eq(list_check("surname,birth_date\nRaven,07/30/1985\n", 36, NULL),
                     RC_OK);
}
END_TEST

START_TEST(a_birth_year_alone_is_kept_as_unknown)
{
    list_warns("surname,birth_date\nRaven,1985\n", "birth_date",
               "problem.birth_date.partial", 2);
    list_warns("surname,birth_date\nRaven,00/00/1985\n", "birth_date",
               "problem.birth_date.partial", 2);
}
END_TEST

START_TEST(latitude_91_is_refused_and_swapped_axes_are_said)
{
    list_refuses("surname,lat,lon\nRaven,91,35.5\n", "latitude",
                 "problem.coordinates.swapped", 2);
    list_refuses("surname,lat,lon\nRaven,91,135.5\n", "latitude",
                 "problem.latitude.range", 2);
    list_refuses("surname,lat,lon\nRaven,33,181\n", "longitude",
                 "problem.longitude.range", 2);
    list_refuses("surname,lat,lon\nRaven,33,\n", "longitude", "problem.coordinates.half",
                 2);
    list_refuses("surname,lat,lon\nRaven,north,35\n", "latitude", "problem.number.wrong",
                 2);
}
END_TEST

/* Around Lebanon, roughly. */
static size_t boxes(void *state, const char *country, struct geo_box *ret_boxes)
{
    (void)state;
    if (strcmp(country, "LB"))
        return 0;
    ret_boxes[0] = (struct geo_box){35.1, 33.0, 36.7, 34.7};
    return 1;
}

START_TEST(a_point_is_compared_with_its_country)
{
    const struct imp_country_boxes boxes_of = {boxes, NULL};

    list.options.boxes_of = &boxes_of;
    list_refuses("surname,country,lat,lon\nRaven,LB,35.5,33.9\n", "latitude",
                 "problem.coordinates.swapped", 2);
    list_warns("surname,country,lat,lon\nRaven,LB,50.8,4.3\n", "latitude",
               "problem.coordinate.outside", 2);
    list_gives("surname,country,lat,lon\nRaven,LB,33.9,35.5\n", ":2.Raven;");
    list_gives("surname,country,lat,lon\nRaven,SY,35.5,33.9\n", ":2.Raven;");
}
END_TEST

START_TEST(coordinates_in_one_text_become_points)
{
    const struct imp_country_boxes boxes_of = {boxes, NULL};
    const struct stay *stay;

    list.options.projection = geo_projection_new();
    list.options.boxes_of = &boxes_of;
    stay = list_only("surname;coordinates\nRaven;N 33 53.5 E 35 30.2\n").stays;
    ck_assert(stay->located);
    ck_assert_double_eq_tol(stay->point.lat, 33 + 53.5 / 60, 1e-12);
    ck_assert_double_eq_tol(stay->point.lon, 35 + 30.2 / 60, 1e-12);
    ck_assert_double_gt(stay->accuracy_m, 10);
    ck_assert_str_eq(stay->coordinates, "N 33 53.5 E 35 30.2");
    list_refuses("surname;coordinates\nRaven;91 35.5\n", "coordinates",
                 "problem.coordinate.latitude", 2);
    list_refuses("surname;country;coordinates\nRaven;LB;35.5 33.9\n", "coordinates",
                 "problem.coordinate.swapped", 2);
    list_refuses("surname;coordinates\nRaven;near the church\n", "coordinates",
                 "problem.coordinate.unreadable", 2);
    geo_projection_free(list.options.projection);
}
END_TEST

START_TEST(unknown_words_are_refused_by_column)
{
    list_refuses("surname,sex\nRaven,Q\n", "sex", "problem.sex.unknown", 2);
    list_refuses("surname,need\nRaven,Z\n", "need", "problem.need.unknown", 2);
    list_refuses("surname,class\nRaven,7\n", "class", "problem.class.unknown", 2);
    list_refuses("surname,marks\nRaven,flying\n", "marks", "problem.marks.unknown", 2);
    list_refuses("surname,language\nRaven,tlh\n", "language", "problem.language.unknown",
                 2);
    list_refuses("surname,country\nRaven,Narnia\n", "country", "problem.country.unknown",
                 2);
    list_refuses("surname,nationality\nRaven,Martian\n", "nationality",
                 "problem.nationality.unknown", 2);
    list_refuses("surname,document_kind\nRaven,scroll\n", "document_kind",
                 "problem.document_kind.unknown", 2);
    list_refuses("surname,mail\nRaven,els at example\n", "mail", "problem.mail.wrong", 2);
    list_refuses("surname,document\nRaven,a*b*c*d\n", "document",
                 "problem.document.wrong", 2);
    list_refuses("surname,relation\nRaven,friendly\n", "relation",
                 "problem.relation.unknown", 2);
}
END_TEST

START_TEST(a_wrong_national_number_is_a_warning_that_keeps_it)
{
    list_warns("surname,national_number\nRaven,85.07.30-033.27\n", "national_number",
               "problem.national_number.wrong", 2);
    list_warns("surname,birth_date,national_number\nRaven,1985-07-31,85.07.30-033.28\n",
               "national_number", "problem.national_number.birth_date", 2);
    ck_assert_str_eq(list_only("surname,national_number\nR,85.07.30-033.27\n")
                         .persons[0]
                         .national_number,
                     "85.07.30-033.27");
}
END_TEST

START_TEST(control_characters_and_overrides_are_refused)
{
    list_refuses("surname\nRa\x01ven\n", "surname", "problem.text.wrong", 2);
    list_refuses("surname\nRaven\xe2\x80\xae\n", "surname", "problem.text.wrong", 2);
}
END_TEST

START_TEST(rows_that_disagree_on_the_place_are_told)
{
    list_warns("party,surname,place\na,Raven,Beirut\na,Raven,Saida\n", "place",
               "problem.party.differs", 3);
}
END_TEST

START_TEST(a_guard_against_formulas_is_taken_off)
{
    list_gives("surname,place\nRaven,'=home\n", ":2.Raven@=home;");
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("importers.people_row");
    TCase *t = tcase_create("people_row");

    tcase_add_checked_fixture(t, list_init, list_fini);
    tcase_add_test(t, a_full_row_is_read);
    tcase_add_test(t, the_calling_code_of_the_file_completes_phones);
    tcase_add_test(t, what_the_file_does_not_say_the_options_say);
    tcase_add_test(t, a_birth_date_in_the_future_is_refused);
    tcase_add_test(t, dates_are_day_first_and_never_guessed);
    tcase_add_test(t, a_birth_year_alone_is_kept_as_unknown);
    tcase_add_test(t, latitude_91_is_refused_and_swapped_axes_are_said);
    tcase_add_test(t, a_point_is_compared_with_its_country);
    tcase_add_test(t, coordinates_in_one_text_become_points);
    tcase_add_test(t, unknown_words_are_refused_by_column);
    tcase_add_test(t, a_wrong_national_number_is_a_warning_that_keeps_it);
    tcase_add_test(t, control_characters_and_overrides_are_refused);
    tcase_add_test(t, rows_that_disagree_on_the_place_are_told);
    tcase_add_test(t, a_guard_against_formulas_is_taken_off);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    return suite_run(suite());
}
