#include <string.h>

#include "server/core/arena.h"
#include "server/core/date.h"
#include "server/model/person.h"
#include "tests/support/suite.h"

/* 2026-11-23 */
#define TODAY 20780

static struct arena *arena;
static struct problems problems;
static struct person a, b;

static void setup(void)
{
    arena = arena_new();
    problems_init(&problems, arena);
    a = person_blank();
    a.surname = "Raven";
    a.given_names = "Els";
    b = a;
}

static void teardown(void)
{
    arena_free(arena);
}

static int32_t day(const char *text)
{
    int32_t d;

    ck_assert_int_eq(date_parse(text, &d), RC_OK);
    return d;
}

static void told(enum rc rc, const char *field, const char *key)
{
    ck_assert_int_eq(person_check(&a, TODAY, 7, &problems), rc);
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_int_eq(problems.items[0].line, 7);
    ck_assert_str_eq(problems.items[0].field, field);
    ck_assert_str_eq(problems.items[0].key, key);
}

START_TEST(a_name_is_enough)
{
    ck_assert_int_eq(person_check(&a, TODAY, 0, &problems), RC_OK);
    ck_assert_uint_eq(problems.count, 0);
}
END_TEST

START_TEST(a_surname_is_needed)
{
    a.surname = NULL;
    told(RC_INVALID, "surname", "problem.surname.missing");
}
END_TEST

START_TEST(nobody_is_born_tomorrow)
{
    a.birth_day = TODAY;
    ck_assert_int_eq(person_check(&a, TODAY, 7, &problems), RC_OK);
    a.birth_day = TODAY + 1;
    told(RC_INVALID, "birth_date", "problem.birth_date.future");
}
END_TEST

START_TEST(nobody_is_126)
{
    a.birth_day = day("1900-11-24");
    ck_assert_int_eq(person_check(&a, TODAY, 7, &problems), RC_OK);
    a.birth_day = day("1900-11-23");
    told(RC_INVALID, "birth_date", "problem.birth_date.too_old");
}
END_TEST

START_TEST(a_wrong_national_number_is_a_warning)
{
    a.national_number = "85073003327";
    told(RC_OK, "national_number", "problem.national_number.wrong");
}
END_TEST

START_TEST(a_national_number_is_compared_with_the_birth_date)
{
    a.national_number = "85073003328";
    a.birth_day = day("1985-07-30");
    ck_assert_int_eq(person_check(&a, TODAY, 7, &problems), RC_OK);
    ck_assert_uint_eq(problems.count, 0);
    a.birth_day = day("1985-07-31");
    told(RC_OK, "national_number", "problem.national_number.birth_date");
}
END_TEST

/* Serial 033 is odd: given to men. */
START_TEST(a_national_number_is_compared_with_the_sex)
{
    a.national_number = "85073003328";
    a.sex = SEX_MALE;
    ck_assert_int_eq(person_check(&a, TODAY, 7, &problems), RC_OK);
    a.sex = SEX_FEMALE;
    told(RC_OK, "national_number", "problem.national_number.sex");
}
END_TEST

START_TEST(an_expired_document_is_a_warning)
{
    a.document.expires = TODAY - 1;
    told(RC_OK, "document_expires", "problem.document_expires.past");
}
END_TEST

START_TEST(no_document_has_no_number)
{
    a.document.kind = DOCUMENT_MISSING;
    a.document.number = "EX123456";
    told(RC_INVALID, "document", "problem.document.none_with_number");
}
END_TEST

START_TEST(nationalities_are_countries)
{
    a.claimed = "BE QQ";
    told(RC_INVALID, "nationality", "problem.nationality.unknown");
}
END_TEST

START_TEST(age_counts_birthdays)
{
    a.birth_day = day("2008-02-29");
    ck_assert_int_eq(person_age(&a, day("2026-02-28")), 17);
    ck_assert_int_eq(person_age(&a, day("2026-03-01")), 18);
    ck_assert_int_eq(person_age(&b, TODAY), -1);
}
END_TEST

START_TEST(the_same_document_is_certain)
{
    a.document.number = b.document.number = "EX123456";
    ck_assert(person_same_certain(&a, &b) && person_same_possible(&a, &b));
    a.document.issuer = "BE";
    b.document.issuer = "LB";
    ck_assert(!person_same_certain(&a, &b) && !person_same_possible(&a, &b));
    b.document.issuer = NULL;
    a.document.kind = DOCUMENT_PASSPORT;
    b.document.kind = DOCUMENT_IDENTITY_CARD;
    ck_assert(!person_same_certain(&a, &b));
}
END_TEST

START_TEST(the_same_national_number_needs_the_birth_date_to_be_certain)
{
    a.national_number = "85073003328";
    b.national_number = "85.07.30-033.28";
    ck_assert(!person_same_certain(&a, &b));
    ck_assert(person_same_possible(&a, &b));
    a.birth_day = b.birth_day = day("1985-07-30");
    ck_assert(person_same_certain(&a, &b));
    a.national_number = b.national_number = "85073003327";
    ck_assert(!person_same_possible(&a, &b));
}
END_TEST

START_TEST(a_phone_and_birth_date_make_it_possible)
{
    a.phones[0] = b.phones[0] = (struct phone){"+32470123456", "0470 12 34 56"};
    a.phone_count = b.phone_count = 1;
    ck_assert(!person_same_possible(&a, &b));
    a.birth_day = b.birth_day = day("1985-07-30");
    ck_assert(person_same_possible(&a, &b));
    ck_assert(!person_same_certain(&a, &b));
}
END_TEST

START_TEST(names_of_values_read_back)
{
    for (int i = SEX_UNKNOWN; i <= SEX_X; i++) {
        enum sex sex;

        ck_assert_int_eq(sex_parse(sex_name((enum sex)i), &sex), RC_OK);
        ck_assert_int_eq((int)sex, i);
    }
    for (int i = CLASS_BELGIAN; i <= CLASS_UNDECIDED; i++) {
        enum person_class class;

        ck_assert_int_eq(class_parse(class_name((enum person_class)i), &class), RC_OK);
        ck_assert_int_eq((int)class, i);
    }
    for (int i = NEED_UNKNOWN; i <= NEED_OTHER; i++) {
        enum need need;

        ck_assert_int_eq(need_parse(need_name((enum need)i), &need), RC_OK);
        ck_assert_int_eq((int)need, i);
    }
    for (int i = RELATION_UNKNOWN; i <= RELATION_OTHER; i++) {
        enum relation relation;

        ck_assert_int_eq(relation_parse(relation_name((enum relation)i), &relation),
                         RC_OK);
        ck_assert_int_eq((int)relation, i);
    }
    for (int i = DOCUMENT_UNKNOWN; i <= DOCUMENT_MISSING; i++) {
        enum document_kind kind;

        ck_assert_int_eq(
            document_kind_parse(document_kind_name((enum document_kind)i), &kind), RC_OK);
        ck_assert_int_eq((int)kind, i);
    }
}
END_TEST

START_TEST(marks_read_back_and_strange_ones_do_not)
{
    unsigned marks;

    for (unsigned set = 0; set < 1U << MARK_COUNT; set++) {
        ck_assert_int_eq(marks_parse(marks_format(arena, set), &marks), RC_OK);
        ck_assert_uint_eq(marks, set);
    }
    ck_assert_int_eq(marks_parse("wheelchair,pet", &marks), RC_OK);
    ck_assert_uint_eq(marks, MARK_WHEELCHAIR | MARK_PET);
    ck_assert_str_eq(mark_name(MARK_PET), "pet");
    ck_assert_int_eq(marks_parse("flying", &marks), RC_INVALID);
    ck_assert_int_eq(marks_parse("wheelchairwheelchair", &marks), RC_INVALID);
}
END_TEST

START_TEST(document_numbers_lose_their_separators)
{
    char *number;

    ck_assert_int_eq(document_number_normalise(arena, "ex 12-34.56", &number), RC_OK);
    ck_assert_str_eq(number, "EX123456");
    ck_assert_int_eq(document_number_normalise(arena, "a-1", &number), RC_INVALID);
    ck_assert_int_eq(document_number_normalise(arena, "\xc3\xa9t\xc3\xa9 2024", &number),
                     RC_INVALID);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("model.person");
    TCase *t = tcase_create("person");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_name_is_enough);
    tcase_add_test(t, a_surname_is_needed);
    tcase_add_test(t, nobody_is_born_tomorrow);
    tcase_add_test(t, nobody_is_126);
    tcase_add_test(t, a_wrong_national_number_is_a_warning);
    tcase_add_test(t, a_national_number_is_compared_with_the_birth_date);
    tcase_add_test(t, a_national_number_is_compared_with_the_sex);
    tcase_add_test(t, an_expired_document_is_a_warning);
    tcase_add_test(t, no_document_has_no_number);
    tcase_add_test(t, nationalities_are_countries);
    tcase_add_test(t, age_counts_birthdays);
    tcase_add_test(t, the_same_document_is_certain);
    tcase_add_test(t, the_same_national_number_needs_the_birth_date_to_be_certain);
    tcase_add_test(t, a_phone_and_birth_date_make_it_possible);
    tcase_add_test(t, names_of_values_read_back);
    tcase_add_test(t, marks_read_back_and_strange_ones_do_not);
    tcase_add_test(t, document_numbers_lose_their_separators);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    return suite_run(suite());
}
