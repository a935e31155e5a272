#include "db/fields.h"

#include <string.h>

#include "db/care.h"
#include "server/core/date.h"
#include "server/model/crisis.h"
#include "server/model/person.h"
#include "server/model/site.h"
#include "server/model/stay.h"
#include "tests/support/suite.h"

static struct arena *arena;

static void setup(void)
{
    arena = arena_new();
}

static void teardown(void)
{
    arena_free(arena);
}

static struct db_fields *parse(const char *text)
{
    struct db_fields *fields;

    ck_assert_int_eq(db_fields_parse(text, strlen(text), &fields), RC_OK);
    return fields;
}

/* The canonical text, which frees the fields. */
static const char *text_of(struct db_fields *fields)
{
    struct buffer buf;
    const char *text;

    buffer_init(&buf, 1 << 20);
    db_fields_write(fields, &buf);
    text = arena_strdup(arena, buffer_text(&buf));
    buffer_fini(&buf);
    db_fields_free(fields);
    return text;
}

START_TEST(only_one_object_without_duplicates_is_read)
{
    static const char *const bad[] = {"",
                                      "[]",
                                      "null",
                                      "{",
                                      "{\"a\":1,\"a\":2}",
                                      "{}x",
                                      "{\"a\":\"\xff\"}",
                                      "{\"a\":1e999}",
                                      "{\"a\":\"\\u0000\"}"};
    struct db_fields *fields;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        ck_assert_int_eq(db_fields_parse(bad[i], strlen(bad[i]), &fields), RC_INVALID);
    ck_assert_str_eq(text_of(parse("{\"b\": 1.50, \"a\": [1, \"\\u00e9\"]}")),
                     "{\"a\":[1,\"\xc3\xa9\"],\"b\":1.5}");
}
END_TEST

START_TEST(folding_keeps_what_the_noun_knows_and_null_removes)
{
    struct db_fields *fields = parse("{\"surname\":\"A\",\"mail\":\"a@b\"}");
    struct db_fields *change =
        parse("{\"surname\":\"B\",\"mail\":null,\"colour\":\"red\","
              "\"gone\":true}");

    db_fields_fold(fields, &db_noun_person, change);
    db_fields_free(change);
    ck_assert(db_fields_gone(fields));
    change = parse("{\"gone\":null}");
    db_fields_fold(fields, &db_noun_person, change);
    db_fields_free(change);
    ck_assert_str_eq(text_of(fields), "{\"surname\":\"B\"}");
}
END_TEST

START_TEST(values_of_a_wrong_type_are_passed_over)
{
    static const char *const stays[] = {
        "{\"position\":[1,2]}",  "{\"position\":[\"a\",2,3]}",
        "{\"position\":{}}",     "{\"position\":[1,2,null]}",
        "{\"span\":[1,2]}",      "{\"span\":[null]}",
        "{\"span\":\"x\"}",      "{\"country\":5}",
        "{\"country\":\"LBN\"}", "{\"kind\":\"trip\"}",
        "{\"kind\":1.5}",        "{\"kind\":4294967297}",
        "{\"party\":17}",        "{\"party\":\"x\"}",
        "{\"gone\":1}",          "{\"place\":[]}"};
    static const char *const persons[] = {
        "{\"document\":[]}",          "{\"document\":{\"number\":5}}",
        "{\"birth_date\":20}",        "{\"birth_date\":\"1970-13-01\"}",
        "{\"phone.1\":\"+32\"}",      "{\"phone.1\":[1,2]}",
        "{\"phones\":[\"a\",\"b\"]}", "{\"class\":true}"};

    for (size_t i = 0; i < sizeof(stays) / sizeof(stays[0]); i++) {
        struct db_fields *fields = db_fields_new(), *change = parse(stays[i]);

        db_fields_fold(fields, &db_noun_stay, change);
        ck_assert_msg(db_fields_empty(fields), "%s was taken", stays[i]);
        db_fields_free(fields);
        db_fields_free(change);
    }
    for (size_t i = 0; i < sizeof(persons) / sizeof(persons[0]); i++) {
        struct db_fields *fields = db_fields_new(), *change = parse(persons[i]);

        db_fields_fold(fields, &db_noun_person, change);
        ck_assert_msg(db_fields_empty(fields), "%s was taken", persons[i]);
        db_fields_free(fields);
        db_fields_free(change);
    }
}
END_TEST

START_TEST(a_struct_comes_back_as_it_went)
{
    struct stay stay = stay_blank(), back = stay_blank();
    struct db_fields *fields;

    stay.party_id = INT64_MAX;
    stay.kind = STAY_TRIP;
    stay.place = "Saïda";
    memcpy(stay.country, "LB", 3);
    stay.located = true;
    stay.point = (struct geo_point){35.1, -0.1 / 3.0};
    stay.accuracy_m = 1e-9;
    stay.from_day = -1;
    fields = db_fields_of(&db_noun_stay, &stay);
    db_fields_to(fields, &db_noun_stay, arena, &back);
    db_fields_free(fields);
    ck_assert_int_eq(back.party_id, INT64_MAX);
    ck_assert_int_eq(back.kind, STAY_TRIP);
    ck_assert_str_eq(back.place, "Saïda");
    ck_assert_str_eq(back.country, "LB");
    ck_assert(back.point.lon == 35.1 && back.point.lat == -0.1 / 3.0);
    ck_assert(back.accuracy_m == 1e-9);
    ck_assert_int_eq(back.from_day, -1);
    ck_assert_int_eq(back.to_day, DATE_NONE);
}
END_TEST

START_TEST(a_change_holds_only_what_differs)
{
    struct person before = person_blank(), after;

    before.surname = "A";
    before.mail = "a@b.be";
    before.phones[0] = (struct phone){"+321", "1"};
    before.phone_count = 1;
    after = before;
    ck_assert(!strcmp(text_of(db_fields_change(&db_noun_person, &before, &after)), "{}"));
    after.mail = NULL;
    after.surname = "B";
    after.phones[1] = (struct phone){"+322", NULL};
    after.phone_count = 2;
    ck_assert_str_eq(text_of(db_fields_change(&db_noun_person, &before, &after)),
                     "{\"mail\":null,\"phone.3c543313c8e9\":[\"+322\",null],"
                     "\"surname\":\"B\"}");
}
END_TEST

START_TEST(phones_added_on_two_sides_both_survive)
{
    struct person blank = person_blank(), here = blank, there = blank, back = blank;
    struct db_fields *fields = db_fields_new(), *change;

    here.phones[0] = (struct phone){"+321", "1"};
    there.phones[0] = (struct phone){"+322", "2"};
    here.phone_count = there.phone_count = 1;
    change = db_fields_change(&db_noun_person, &blank, &here);
    db_fields_fold(fields, &db_noun_person, change);
    db_fields_free(change);
    change = db_fields_change(&db_noun_person, &blank, &there);
    db_fields_fold(fields, &db_noun_person, change);
    db_fields_free(change);
    db_fields_to(fields, &db_noun_person, arena, &back);
    db_fields_free(fields);
    ck_assert_uint_eq(back.phone_count, 2);
}
END_TEST

START_TEST(more_phones_than_a_struct_holds_are_kept_in_the_row)
{
    struct person back = person_blank();
    struct db_fields *fields = db_fields_new();

    for (int i = 0; i < 2 * PERSON_PHONES_MAX; i++) {
        struct db_fields *change =
            parse(arena_printf(arena, "{\"phone.%02d\":[\"+32%d\",null]}", i, i));

        db_fields_fold(fields, &db_noun_person, change);
        db_fields_free(change);
    }
    db_fields_to(fields, &db_noun_person, arena, &back);
    ck_assert_uint_eq(back.phone_count, PERSON_PHONES_MAX);
    ck_assert_ptr_nonnull(strstr(text_of(fields), "phone.15"));
}
END_TEST

START_TEST(a_removed_subject_is_looked_up_by_nothing)
{
    struct db_fields *fields =
        parse("{\"document\":{\"number\":\"X1\"},\"mail\":\"a@b\","
              "\"phone.1\":[\"+32\",null],\"phone.2\":[null,\"?\"]}");
    struct db_lookup *lookups;
    size_t count;

    db_fields_lookups(fields, &db_noun_person, arena, &lookups, &count);
    ck_assert_uint_eq(count, 3);
    db_fields_set_bool(fields, "gone", true);
    db_fields_lookups(fields, &db_noun_person, arena, &lookups, &count);
    ck_assert_uint_eq(count, 0);
    db_fields_free(fields);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db.fields");
    TCase *tests = tcase_create("fields");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, only_one_object_without_duplicates_is_read);
    tcase_add_test(tests, folding_keeps_what_the_noun_knows_and_null_removes);
    tcase_add_test(tests, values_of_a_wrong_type_are_passed_over);
    tcase_add_test(tests, a_struct_comes_back_as_it_went);
    tcase_add_test(tests, a_change_holds_only_what_differs);
    tcase_add_test(tests, phones_added_on_two_sides_both_survive);
    tcase_add_test(tests, more_phones_than_a_struct_holds_are_kept_in_the_row);
    tcase_add_test(tests, a_removed_subject_is_looked_up_by_nothing);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
