#include "server/app/planning.h"

#include <string.h>

#include "geo/plan_check.h"
#include "importers/plan_json.h"
#include "server/core/buffer.h"
#include "server/core/crypto.h"
#include "tests/support/scene.h"
#include "tests/support/suite.h"

static struct scene s;
static struct app_planning made;

/* Six people in four parties inside, one at a place unknown, one outside. */
static const char people[] =
    "party;surname;birth_date;document;place;country;latitude;longitude\n"
    "a;Merelbeke;1980-01-02;EX 100001;;LB;33.9;35.5\n"
    "a;Merelbeke;1981-01-02;EX 100002;;;;\n"
    "a;Merelbeke;2015-01-02;EX 100003;;;;\n"
    "b;Zilverberk;1980-01-02;EX 100004;;LB;33.88;35.52\n"
    "c;Populier;1980-01-02;EX 100005;;LB;33.55;35.37\n"
    "d;Esdoorn;1980-01-02;EX 100004;;LB;33.85;35.5\n"
    "e;Linde;1980-01-02;EX 100007;Nergenshuizen;LB;;\n"
    "f;Wilg;1980-01-02;EX 100008;;LB;34.4;35.8\n";

static void setup(void)
{
    scene_open(&s);
    scene_has_zones(&s, scene_zones_text);
    scene_has_people(&s, people);
}

static void teardown(void)
{
    scene_close(&s);
}

static enum rc run(void)
{
    const struct app_planning_order order = {.store = s.t.store,
                                             .db = s.t.db,
                                             .crisis_id = s.crisis_id,
                                             .at_ms = s.t.now_ms,
                                             .actor = "test"};

    problems_init(&s.problems, s.arena);
    return app_planning_run(&order, s.arena, &s.problems, &made);
}

static void plan(void)
{
    scene_has_sites(&s, scene_sites_text);
    ck_assert_int_eq(run(), RC_OK);
}

static void same_plan(const struct geo_plan *a, const struct geo_plan *b)
{
    struct buffer x, y;

    buffer_init(&x, (size_t)1 << 20);
    buffer_init(&y, (size_t)1 << 20);
    imp_plan_render(a, &x);
    imp_plan_render(b, &y);
    ck_assert_str_eq(buffer_text(&x), buffer_text(&y));
    buffer_fini(&x);
    buffer_fini(&y);
}

START_TEST(without_a_site_nothing_is_planned)
{
    int64_t events = scene_events(&s);

    ck_assert_int_eq(run(), RC_INVALID);
    scene_told(&s, "problem.plan.no_site", 0);
    ck_assert_int_eq(scene_events(&s), events);
}
END_TEST

START_TEST(everybody_is_served_or_left_with_a_reason)
{
    const struct plan *sum = &made.stored.plan;

    plan();
    ck_assert_int_eq(sum->people, 6); /* Zilverberk's passport stands twice */
    ck_assert_int_eq(sum->served, 5);
    ck_assert_int_eq(made.plan.people[GEO_PLAN_R6_PLACE_UNKNOWN], 1);
    ck_assert_int_eq(made.situation.twice, 1);
    ck_assert_int_eq(sum->version, 1);
    ck_assert_int_eq(sum->seq, made.situation.seq);
}
END_TEST

START_TEST(the_stored_plan_reads_back)
{
    struct db_plan stored;
    struct geo_plan back;

    plan();
    scene_reopen(&s);
    ck_assert_int_eq(
        app_planning_load(s.t.db, s.arena, made.stored.plan.id, &stored, &back), RC_OK);
    same_plan(&back, &made.plan);
    ck_assert_int_eq(stored.plan.served, 5);
    ck_assert_mem_eq(stored.plan.hash, made.stored.plan.hash, CRYPTO_HASH_SIZE);
    ck_assert_int_eq(app_planning_load(s.t.db, s.arena, 4242, &stored, &back),
                     RC_NOT_FOUND);
}
END_TEST

START_TEST(its_instance_gives_the_same_plan_and_passes_the_check)
{
    struct geo_plan_input in;
    struct geo_plan_proof proof;
    struct geo_plan back, again;
    struct db_plan stored;
    uint8_t hash[CRYPTO_HASH_SIZE];

    plan();
    ck_assert_int_eq(
        app_planning_load(s.t.db, s.arena, made.stored.plan.id, &stored, &back), RC_OK);
    crypto_sha256(stored.instance, strlen(stored.instance), hash);
    ck_assert_mem_eq(hash, stored.plan.hash, CRYPTO_HASH_SIZE);
    ck_assert_int_eq(imp_plan_instance_parse(s.arena, stored.instance,
                                             strlen(stored.instance), &s.problems, &in),
                     RC_OK);
    ck_assert_int_eq(geo_plan_compute(&in, s.arena, NULL, &s.problems, &again), RC_OK);
    same_plan(&again, &back);
    ck_assert_int_eq(geo_plan_check(&in, &back, &s.problems, &proof), RC_OK);
}
END_TEST

START_TEST(the_instance_names_nobody)
{
    plan();
    ck_assert_ptr_null(strstr(made.stored.instance, "Merelbeke"));
    ck_assert_ptr_null(strstr(made.stored.body, "Merelbeke"));
    ck_assert_ptr_null(strstr(made.stored.instance, "EX 100001"));
}
END_TEST

START_TEST(a_second_plan_is_the_next_version)
{
    struct plan *plans;
    size_t count;

    plan();
    scene_has_people(&s, "surname;country;latitude;longitude\nEik;LB;33.9;35.5\n");
    ck_assert_int_eq(run(), RC_OK);
    ck_assert_int_eq(made.stored.plan.version, 2);
    ck_assert_int_eq(made.stored.plan.people, 7);
    ck_assert_int_eq(db_plan_list(s.t.db, s.arena, s.crisis_id, &plans, &count), RC_OK);
    ck_assert_uint_eq(count, 2);
}
END_TEST

START_TEST(a_closed_site_and_a_hospital_are_no_places_to_be_sent_to)
{
    scene_has_sites(&s, "code;name;kind;latitude;longitude;capacity;closes\n"
                        "square;Square;assembly_point;33.9;35.5;20;2025-12-31\n"
                        "clinic;Clinic;hospital;33.9;35.5;20;\n");
    ck_assert_int_eq(run(), RC_INVALID);
    scene_told(&s, "problem.plan.no_site", 0);
}
END_TEST

START_TEST(where_seats_are_short_a_party_stays_whole)
{
    scene_has_sites(&s, "code;name;kind;latitude;longitude;capacity\n"
                        "square;Square;assembly_point;33.9;35.5;2\n");
    ck_assert_int_eq(run(), RC_OK);
    ck_assert_int_eq(made.stored.plan.served, 2); /* two single people, not the family */
    for (size_t i = 0; i < made.plan.row_count; i++)
        if (made.plan.rows[i].party_id == made.situation.parties[0].party_id)
            ck_assert_int_ne(made.plan.rows[i].reason, GEO_PLAN_SERVED);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("server.planning");
    TCase *t = tcase_create("planning");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, without_a_site_nothing_is_planned);
    tcase_add_test(t, everybody_is_served_or_left_with_a_reason);
    tcase_add_test(t, the_stored_plan_reads_back);
    tcase_add_test(t, its_instance_gives_the_same_plan_and_passes_the_check);
    tcase_add_test(t, the_instance_names_nobody);
    tcase_add_test(t, a_second_plan_is_the_next_version);
    tcase_add_test(t, a_closed_site_and_a_hospital_are_no_places_to_be_sent_to);
    tcase_add_test(t, where_seats_are_short_a_party_stays_whole);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
