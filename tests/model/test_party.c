#include <string.h>

#include "server/core/arena.h"
#include "server/core/date.h"
#include "server/model/party.h"
#include "tests/support/suite.h"

/* 2026-11-23 */
#define TODAY 20780

static struct arena *arena;
static struct problems problems;
static struct person persons[PARTY_MEMBERS_MAX + 1];
static struct stay stay;
static struct party_draft draft;

static void setup(void)
{
    arena = arena_new();
    problems_init(&problems, arena);
    for (size_t i = 0; i <= PARTY_MEMBERS_MAX; i++) {
        persons[i] = person_blank();
        persons[i].surname = "Raven";
        persons[i].given_names = "Els";
    }
    stay = stay_blank();
    stay.place = "Beirut";
    draft = (struct party_draft){.party = party_blank(),
                                 .persons = persons,
                                 .person_count = 2,
                                 .stays = &stay,
                                 .stay_count = 1};
}

static void teardown(void)
{
    arena_free(arena);
}

static void told(enum rc rc, int64_t line, const char *field, const char *key)
{
    ck_assert_int_eq(party_check(&draft, TODAY, 3, &problems), rc);
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_int_eq(problems.items[0].line, line);
    ck_assert_str_eq(problems.items[0].field, field);
    ck_assert_str_eq(problems.items[0].key, key);
}

START_TEST(two_people_in_beirut_are_a_party)
{
    ck_assert_int_eq(party_check(&draft, TODAY, 0, &problems), RC_OK);
    ck_assert_uint_eq(problems.count, 0);
}
END_TEST

START_TEST(a_party_has_members_but_not_too_many)
{
    draft.person_count = 0;
    told(RC_INVALID, 3, "party", "problem.party.empty");
    problems_init(&problems, arena);
    draft.person_count = PARTY_MEMBERS_MAX + 1;
    told(RC_INVALID, 3, "party", "problem.party.too_large");
}
END_TEST

START_TEST(a_fault_of_a_member_has_its_line)
{
    const int64_t lines[] = {3, 9};

    draft.lines = lines;
    persons[1].birth_day = TODAY + 1;
    told(RC_INVALID, 9, "birth_date", "problem.birth_date.future");
}
END_TEST

START_TEST(one_person_twice_is_refused)
{
    persons[0].document.number = persons[1].document.number = "EX123456";
    told(RC_INVALID, 3, "document", "problem.person.twice");
}
END_TEST

START_TEST(letters_have_one_of_four_languages)
{
    draft.party.language = "tlh";
    told(RC_INVALID, 3, "language", "problem.language.unknown");
}
END_TEST

START_TEST(a_place_nobody_knows_is_a_warning)
{
    stay.place = NULL;
    told(RC_OK, 3, "place", "problem.place.missing");
}
END_TEST

START_TEST(a_stay_ends_after_it_begins)
{
    stay.from_day = stay.to_day = TODAY;
    ck_assert_int_eq(party_check(&draft, TODAY, 3, &problems), RC_OK);
    stay.to_day = TODAY - 1;
    told(RC_INVALID, 3, "to", "problem.to.before_from");
}
END_TEST

START_TEST(a_position_is_on_the_globe)
{
    stay.located = true;
    stay.point = (struct geo_point){.lon = 35.5, .lat = 91};
    told(RC_INVALID, 3, "coordinates", "problem.coordinates.range");
    problems_init(&problems, arena);
    stay.point.lat = 33.9;
    stay.accuracy_m = -1;
    told(RC_INVALID, 3, "accuracy", "problem.accuracy.range");
}
END_TEST

START_TEST(a_party_ranks_by_its_best_member)
{
    persons[0].class = CLASS_PROTECTED;
    persons[1].class = CLASS_FAMILY;
    ck_assert_int_eq(party_class(persons, 2), CLASS_FAMILY);
    ck_assert_int_eq(party_class(persons, 0), CLASS_UNDECIDED);
    persons[0].need = NEED_CHILDREN;
    ck_assert_int_eq(party_need(persons, 2), NEED_CHILDREN);
    persons[1].need = NEED_PREGNANT;
    ck_assert_int_eq(party_need(persons, 2), NEED_PREGNANT);
    ck_assert_int_eq(party_need(persons, 0), NEED_UNKNOWN);
}
END_TEST

START_TEST(names_of_values_read_back)
{
    for (int i = STAY_RESIDENCE; i <= STAY_SCAN; i++) {
        enum stay_kind kind;

        ck_assert_int_eq(stay_kind_parse(stay_kind_name((enum stay_kind)i), &kind),
                         RC_OK);
        ck_assert_int_eq((int)kind, i);
    }
    for (int i = SOURCE_WEB; i <= SOURCE_CALL; i++) {
        enum source source;

        ck_assert_int_eq(source_parse(source_name((enum source)i), &source), RC_OK);
        ck_assert_int_eq((int)source, i);
    }
    for (int i = TRUST_CONFIRMED; i <= TRUST_UNCONFIRMED; i++) {
        enum trust trust;

        ck_assert_int_eq(trust_parse(trust_name((enum trust)i), &trust), RC_OK);
        ck_assert_int_eq((int)trust, i);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("model.party");
    TCase *t = tcase_create("party");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, two_people_in_beirut_are_a_party);
    tcase_add_test(t, a_party_has_members_but_not_too_many);
    tcase_add_test(t, a_fault_of_a_member_has_its_line);
    tcase_add_test(t, one_person_twice_is_refused);
    tcase_add_test(t, letters_have_one_of_four_languages);
    tcase_add_test(t, a_place_nobody_knows_is_a_warning);
    tcase_add_test(t, a_stay_ends_after_it_begins);
    tcase_add_test(t, a_position_is_on_the_globe);
    tcase_add_test(t, a_party_ranks_by_its_best_member);
    tcase_add_test(t, names_of_values_read_back);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    return suite_run(suite());
}
