#include "importers/plan_json.h"

#include <stdio.h>
#include <string.h>

#include "geo/plan_check.h"
#include "tests/support/instance.h"
#include "tests/support/suite.h"

#define HEAD "{\"format\":\"redkite-plan-instance-1\",\"rules\":\"default\","
#define AT   "\"at\":\"2026-03-01T12:00:00Z\","
#define REST "\"parties\":[],\"sites\":[],\"no_go\":[]}"

static struct arena *arena;
static struct problems problems;

static void set_up(void)
{
    arena = arena_new();
    problems_init(&problems, arena);
}

static void tear_down(void)
{
    arena_free(arena);
}

static enum rc parse(const char *text, struct geo_plan_input *ret_in)
{
    problems_init(&problems, arena);
    return imp_plan_instance_parse(arena, text, strlen(text), &problems, ret_in);
}

/* The only problem is @p key at @p field. */
static void refused(const char *text, const char *field, const char *key)
{
    struct geo_plan_input in;

    ck_assert_int_eq(parse(text, &in), RC_INVALID);
    ck_assert_uint_eq(problems.errors, 1);
    ck_assert_str_eq(problems.items[0].key, key);
    if (field)
        ck_assert_str_eq(problems.items[0].field, field);
}

static char *rendered(const struct geo_plan *plan)
{
    struct buffer buf;
    char *text;

    buffer_init(&buf, (size_t)1 << 26);
    imp_plan_render(plan, &buf);
    ck_assert(!buffer_failed(&buf));
    text = arena_strdup(arena, buffer_text(&buf));
    buffer_fini(&buf);
    return text;
}

static char *plan_text(const struct geo_plan_input *in)
{
    struct geo_plan plan;

    ck_assert_int_eq(geo_plan_compute(in, arena, NULL, &problems, &plan), RC_OK);
    return rendered(&plan);
}

static char *instance_text(const struct geo_plan_input *in)
{
    struct buffer buf;
    char *text;

    buffer_init(&buf, (size_t)1 << 26);
    imp_plan_instance_render(in, &buf);
    text = arena_strdup(arena, buffer_text(&buf));
    buffer_fini(&buf);
    return text;
}

static const struct instance_wish wishes[] = {
    {11, 700, 9, 0.95, 1, 6, 2, 4, true},
    {12, 700, 9, 1.2, 1, 6, 5, 4, true},
    {13, 2500, 25, 0.97, 2, 6, 1, 0, false},
    {14, 60, 4, 1.4, 1, 20, 3, 2, true},
};

START_TEST(the_same_inputs_in_any_order_give_the_same_bytes)
{
    struct geo_plan_input in = instance_make(arena, &wishes[_i]);
    const char *text = plan_text(&in);

    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct geo_plan_input other = instance_shuffle(arena, &in, seed);

        ck_assert_str_eq(plan_text(&other), text);
    }
}
END_TEST

START_TEST(instance_and_plan_read_back_as_written)
{
    struct geo_plan_input in = instance_make(arena, &wishes[_i]);
    struct geo_plan_input back;
    struct geo_plan plan;
    struct geo_plan_proof proof;
    const char *instance = instance_text(&in);
    const char *text;

    ck_assert_int_eq(parse(instance, &back), RC_OK);
    ck_assert_str_eq(instance_text(&back), instance);
    text = plan_text(&back);
    ck_assert_int_eq(imp_plan_parse(arena, text, strlen(text), &problems, &plan), RC_OK);
    ck_assert_str_eq(rendered(&plan), text);
    ck_assert_int_eq(geo_plan_check(&in, &plan, &problems, &proof), RC_OK);
}
END_TEST

START_TEST(what_the_planner_does_not_know_is_refused_by_name)
{
    static const char *const names[] = {"lifts",          "curfews",     "hypotheses",
                                        "linked_parties", "commitments", "quotas"};
    static const char *const of_party[] = {"wheelchair", "stretcher",  "ready_at",
                                           "show_up",    "hypotheses", "commitment"};
    static const char *const of_site[] = {"opens", "closes", "opening_hours",
                                          "emergency_capacity", "wheelchair_access"};

    for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
        refused(arena_printf(arena, HEAD AT "\"%s\":[]," REST, names[k]),
                arena_printf(arena, "/%s", names[k]), "problem.json.unsupported");
        ck_assert_str_eq(problems.items[0].detail, names[k]);
    }
    for (size_t k = 0; k < sizeof(of_party) / sizeof(of_party[0]); k++)
        refused(arena_printf(arena,
                             HEAD AT
                             "\"parties\":[{\"id\":\"1\",\"seats\":1,\"weight\":1,"
                             "\"%s\":0}],\"sites\":[],\"no_go\":[]}",
                             of_party[k]),
                arena_printf(arena, "/parties/0/%s", of_party[k]),
                "problem.json.unsupported");
    for (size_t k = 0; k < sizeof(of_site) / sizeof(of_site[0]); k++)
        refused(arena_printf(arena,
                             HEAD AT "\"parties\":[],\"sites\":[{\"id\":\"1\",\"lon\":1,"
                                     "\"lat\":1,\"capacity\":1,\"%s\":0}],\"no_go\":[]}",
                             of_site[k]),
                arena_printf(arena, "/sites/0/%s", of_site[k]),
                "problem.json.unsupported");
}
END_TEST

START_TEST(unknown_fields_and_wrong_types_are_refused_where_they_stand)
{
    refused(HEAD AT "\"colour\":1," REST, "/colour", "problem.json.unknown_field");
    refused("[]", NULL, "problem.json.object");
    refused("{", NULL, "problem.json.syntax");
    refused("\xff", NULL, "problem.json.utf8");
    refused("{\"format\":1,\"format\":1}", NULL, "problem.json.syntax");
    refused(HEAD REST, "/at", "problem.json.missing");
    refused(HEAD "\"at\":\"noon\"," REST, "/at", "problem.json.time");
    refused("{\"format\":\"other\",\"rules\":\"default\"," AT REST, "/format",
            "problem.plan_json.format");
    refused("{\"format\":\"redkite-plan-instance-1\",\"rules\":\"mine\"," AT REST,
            "/rules", "problem.plan_json.rules");
    refused(HEAD AT "\"parties\":{},\"sites\":[],\"no_go\":[]}", "/parties",
            "problem.json.array");
}
END_TEST

START_TEST(parties_and_sites_out_of_limits_are_refused)
{
    static const char *const party = HEAD AT "\"parties\":[{\"id\":%s,\"seats\":%s,"
                                             "\"weight\":%s,\"lon\":1,\"lat\":%s}],"
                                             "\"sites\":[],\"no_go\":[]}";
    static const char *const site = HEAD AT "\"parties\":[],\"sites\":[{\"id\":\"1\","
                                            "\"lon\":1,\"lat\":1,\"capacity\":-1}],"
                                            "\"no_go\":[]}";
    struct geo_plan_input in;

    ck_assert_int_eq(parse(arena_printf(arena, party, "\"1\"", "1", "1", "1"), &in),
                     RC_OK);
    refused(arena_printf(arena, party, "1", "1", "1", "1"), "/parties/0/id",
            "problem.json.id");
    refused(arena_printf(arena, party, "\"01\"", "1", "1", "1"), "/parties/0/id",
            "problem.json.id");
    refused(arena_printf(arena, party, "\"1\"", "0", "1", "1"), "/parties/0/seats",
            "problem.json.integer");
    refused(arena_printf(arena, party, "\"1\"", "1.5", "1", "1"), "/parties/0/seats",
            "problem.json.integer");
    refused(arena_printf(arena, party, "\"1\"", "1", "0", "1"), "/parties/0/weight",
            "problem.json.integer");
    refused(arena_printf(arena, party, "\"1\"", "1", "1", "91"), "/parties/0",
            "problem.plan.off_globe");
    refused(site, "/sites/0/capacity", "problem.json.integer");
}
END_TEST

START_TEST(an_id_that_comes_twice_is_refused)
{
    refused(HEAD AT "\"parties\":[{\"id\":\"7\",\"seats\":1,\"weight\":1},{\"id\":\"7\","
                    "\"seats\":1,\"weight\":1}],\"sites\":[],\"no_go\":[]}",
            "parties.id", "problem.plan.id_twice");
}
END_TEST

START_TEST(a_zone_must_be_a_shape_on_the_globe)
{
    static const char *const zone =
        HEAD AT "\"parties\":[],\"sites\":[],\"no_go\":[{\"id\":\"1\",\"geometry\":%s}]}";
    static const char *const wrong[] = {
        "{\"type\":\"Point\",\"coordinates\":[1,2]}",
        "{\"type\":\"Polygon\",\"coordinates\":[]}",
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[0,0]]]}",
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,99],[0,0]]]}",
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,1]]]}",
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}",
        "{\"type\":\"Circle\",\"coordinates\":[1,2],\"radius_m\":0}",
        "7",
    };
    struct geo_plan_input in;

    ck_assert_int_eq(
        parse(arena_printf(arena, zone,
                           "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,"
                           "0],[1,1],[0,1],[0,0]]]}"),
              &in),
        RC_OK);
    for (size_t k = 0; k < sizeof(wrong) / sizeof(wrong[0]); k++)
        ck_assert_int_eq(parse(arena_printf(arena, zone, wrong[k]), &in), RC_INVALID);
}
END_TEST

START_TEST(a_plan_that_is_none_is_refused)
{
    struct geo_plan_input in = instance_make(arena, &wishes[3]);
    const char *text = plan_text(&in);
    struct geo_plan plan;

    for (size_t len = 0; len < strlen(text); len += 97)
        ck_assert_int_eq(imp_plan_parse(arena, text, len, &problems, &plan), RC_INVALID);
    ck_assert_int_eq(imp_plan_parse(arena, "{}", 2, &problems, &plan), RC_INVALID);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("importers.plan_json");
    TCase *tc = tcase_create("plan_json");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_loop_test(tc, the_same_inputs_in_any_order_give_the_same_bytes, 0, 4);
    tcase_add_loop_test(tc, instance_and_plan_read_back_as_written, 0, 4);
    tcase_add_test(tc, what_the_planner_does_not_know_is_refused_by_name);
    tcase_add_test(tc, unknown_fields_and_wrong_types_are_refused_where_they_stand);
    tcase_add_test(tc, parties_and_sites_out_of_limits_are_refused);
    tcase_add_test(tc, an_id_that_comes_twice_is_refused);
    tcase_add_test(tc, a_zone_must_be_a_shape_on_the_globe);
    tcase_add_test(tc, a_plan_that_is_none_is_refused);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
