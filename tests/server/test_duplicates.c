#include "server/app/duplicates.h"

#include "tests/support/scene.h"
#include "tests/support/suite.h"

static struct scene s;
static struct app_duplicate *pairs;
static size_t count;

#define HEADER "party;surname;birth_date;document;document_issuer;national_number;phone\n"

static void setup(void)
{
    scene_open(&s);
}

static void teardown(void)
{
    scene_close(&s);
}

static void find(const char *list)
{
    scene_has_people(&s, list);
    ck_assert_int_eq(app_duplicates_find(s.t.db, s.arena, &pairs, &count), RC_OK);
}

START_TEST(nobody_is_twice_in_an_empty_register)
{
    ck_assert_int_eq(app_duplicates_find(s.t.db, s.arena, &pairs, &count), RC_OK);
    ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(the_same_document_is_certain_however_it_is_typed)
{
    find(HEADER "a;Merelbeke;1980-01-02;EX 123-456;BE;;\n"
                "b;Merelbeek;;ex123456;BE;;\nc;Populier;;EX 123457;BE;;\n");
    ck_assert_uint_eq(count, 1);
    ck_assert(pairs[0].certain);
    ck_assert_int_lt(pairs[0].person, pairs[0].other);
    ck_assert_int_ne(pairs[0].person_party, pairs[0].other_party);
}
END_TEST

START_TEST(a_national_number_needs_the_birth_date_to_be_certain)
{
    find(HEADER "a;Merelbeke;1980-01-02;;;80010200174;\n"
                "b;Merelbeek;1980-01-02;;;80.01.02-001.74;\n"
                "c;Merelbeke;;;;80010200174;\n");
    ck_assert_uint_eq(count, 3);
    ck_assert(pairs[0].certain);
    ck_assert(!pairs[1].certain);
    ck_assert(!pairs[2].certain);
}
END_TEST

START_TEST(a_shared_phone_needs_the_birth_date_to_be_possible)
{
    find(HEADER "a;Merelbeke;1980-01-02;;;;+96170123456\n"
                "b;Zilverberk;1980-01-02;;;;+961 70 123 456\n"
                "c;Populier;1981-01-02;;;;+96170123456\nd;Wilg;;;;;+96170123456\n"
                "e;Linde;;;;;+96170123456\n");
    ck_assert_uint_eq(count, 1);
    ck_assert(!pairs[0].certain);
}
END_TEST

START_TEST(a_pair_that_is_certain_and_possible_is_certain_once)
{
    find(HEADER "a;Merelbeke;1980-01-02;EX 123456;BE;80010200174;+96170123456\n"
                "b;Merelbeke;1980-01-02;EX 123456;BE;80010200174;+96170123456\n");
    ck_assert_uint_eq(count, 1);
    ck_assert(pairs[0].certain);
}
END_TEST

START_TEST(a_family_that_shares_a_phone_is_no_pair)
{
    find(HEADER "a;Merelbeke;1980-01-02;;;;+96170123456\n"
                "a;Zilverberk;1980-01-02;;;;+96170123456\n");
    ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(an_undone_list_leaves_no_pair)
{
    const char *list = HEADER "b;Merelbeke;;EX 123456;BE;;\n";
    struct app_import_people result;
    int64_t parties;

    find(HEADER "a;Merelbeke;;EX 123456;BE;;\n");
    ck_assert_int_eq(scene_people(&s, list, &result), RC_OK);
    ck_assert_int_eq(app_import_undo(&s.import, result.job_id, &parties), RC_OK);
    ck_assert_int_eq(app_duplicates_find(s.t.db, s.arena, &pairs, &count), RC_OK);
    ck_assert_uint_eq(count, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("server.duplicates");
    TCase *t = tcase_create("duplicates");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, nobody_is_twice_in_an_empty_register);
    tcase_add_test(t, the_same_document_is_certain_however_it_is_typed);
    tcase_add_test(t, a_national_number_needs_the_birth_date_to_be_certain);
    tcase_add_test(t, a_shared_phone_needs_the_birth_date_to_be_possible);
    tcase_add_test(t, a_pair_that_is_certain_and_possible_is_certain_once);
    tcase_add_test(t, a_family_that_shares_a_phone_is_no_pair);
    tcase_add_test(t, an_undone_list_leaves_no_pair);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
