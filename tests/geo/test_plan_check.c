#include "geo/plan_check.h"

#include <string.h>

#include "tests/support/instance.h"
#include "tests/support/suite.h"

static struct arena *arena;
static struct geo_plan_input in;
static struct geo_plan plan;

/* Sound to begin with: some served, some short, some inside a zone. */
static void set_up(void)
{
    struct instance_wish wish = {77, 400, 8, 1.15, 1, 5, 3, 2, true};
    struct problems problems;

    arena = arena_new();
    problems_init(&problems, arena);
    in = instance_make(arena, &wish);
    ck_assert_int_eq(geo_plan_compute(&in, arena, NULL, &problems, &plan), RC_OK);
    ck_assert_int_gt(plan.parties[GEO_PLAN_SERVED], 0);
    ck_assert_int_gt(plan.parties[GEO_PLAN_R4_SEATS_SHORT], 0);
}

static void tear_down(void)
{
    arena_free(arena);
}

static struct geo_plan_row *row_with(enum geo_plan_reason reason, size_t nth)
{
    for (size_t i = 0; i < plan.row_count; i++)
        if (plan.rows[i].reason == reason && nth-- == 0)
            return &plan.rows[i];
    ck_abort_msg("no such row");
    return NULL;
}

/* The check fails, and @p key is among what it found. */
static void refused_for(const char *key)
{
    struct problems problems;
    struct geo_plan_proof proof = {-7, -7, -7};

    problems_init(&problems, arena);
    ck_assert_int_eq(geo_plan_check(&in, &plan, &problems, &proof), RC_INVALID);
    ck_assert_int_eq(proof.metres_bound, -7);
    for (size_t k = 0; k < problems.count; k++)
        if (!strcmp(problems.items[k].key, key))
            return;
    ck_abort_msg("not found: %s", key);
}

START_TEST(a_sound_plan_passes)
{
    struct problems problems;
    struct geo_plan_proof proof;

    problems_init(&problems, arena);
    ck_assert_int_eq(geo_plan_check(&in, &plan, &problems, &proof), RC_OK);
    ck_assert_int_eq(proof.weight_bound, plan.weight_bound);
}
END_TEST

START_TEST(a_missing_party)
{
    plan.row_count--;
    refused_for("problem.plan_check.count");
}
END_TEST

START_TEST(a_party_twice_and_another_missing)
{
    plan.rows[5] = plan.rows[6];
    refused_for("problem.plan_check.party");
}
END_TEST

START_TEST(a_divided_party)
{
    row_with(GEO_PLAN_SERVED, 3)->seats--;
    refused_for("problem.plan_check.divided");
}
END_TEST

/* Everything is counted along, so that only the capacity is wrong. */
START_TEST(a_site_too_full)
{
    struct geo_plan_row *left = row_with(GEO_PLAN_R4_SEATS_SHORT, 0);
    uint32_t full = row_with(GEO_PLAN_SERVED, 0)->site;

    left->reason = GEO_PLAN_SERVED;
    left->site = full;
    left->shortage = GEO_PLAN_NONE;
    plan.sites[full].taken += left->seats;
    refused_for("problem.plan_check.overfull");
}
END_TEST

START_TEST(a_way_through_a_no_go_zone)
{
    struct geo_zone zone = {.kind = GEO_ZONE_NO_GO,
                            .level = 4,
                            .from_ms = GEO_ZONE_ALWAYS,
                            .until_ms = GEO_ZONE_FOREVER};
    const struct geo_plan_row *row = row_with(GEO_PLAN_SERVED, 0);

    zone.shape.radius_m = 1;
    for (size_t k = 0; k < in.site_count; k++)
        if (in.sites[k].id == plan.sites[row->site].site_id)
            zone.shape.centre = in.sites[k].at;
    in.zones = &zone;
    in.zone_count = 1;
    refused_for("problem.plan_check.no_go");
}
END_TEST

START_TEST(a_distance_too_short)
{
    struct geo_plan_row *row = row_with(GEO_PLAN_SERVED, 0);

    row->metres--;
    plan.metres -= row->seats;
    refused_for("problem.plan_check.metres");
}
END_TEST

START_TEST(a_bound_too_high)
{
    plan.metres_bound = plan.metres;
    plan.sites[0].metre_price = 0;
    refused_for("problem.plan_check.bound");
}
END_TEST

START_TEST(a_weight_bound_too_high)
{
    plan.weight_bound++;
    refused_for("problem.plan_check.bound");
}
END_TEST

START_TEST(a_price_below_nothing)
{
    plan.sites[1].metre_price = -1000000;
    refused_for("problem.plan_check.price");
}
END_TEST

START_TEST(a_wrong_reason)
{
    struct geo_plan_row *row = row_with(GEO_PLAN_R4_SEATS_SHORT, 0);

    row->reason = GEO_PLAN_R1_NO_ROUTE;
    refused_for("problem.plan_check.reason");
}
END_TEST

START_TEST(one_who_stays_is_sent_away)
{
    struct geo_plan_row *row = row_with(GEO_PLAN_R7_STAYS, 0);

    row->reason = GEO_PLAN_SERVED;
    row->site = 0;
    refused_for("problem.plan_check.reason");
}
END_TEST

START_TEST(one_left_behind_is_not_counted)
{
    plan.weight_left -= 100;
    plan.people[GEO_PLAN_R4_SEATS_SHORT]--;
    refused_for("problem.plan_check.sum");
}
END_TEST

START_TEST(a_seat_is_free_for_one_who_is_told_there_is_none)
{
    struct geo_plan_row *row = row_with(GEO_PLAN_SERVED, 0);

    plan.sites[row->site].taken -= row->seats;
    plan.metres -= (int64_t)row->metres * row->seats;
    plan.parties[GEO_PLAN_SERVED]--;
    plan.people[GEO_PLAN_SERVED] -= row->seats;
    plan.parties[GEO_PLAN_R4_SEATS_SHORT]++;
    plan.people[GEO_PLAN_R4_SEATS_SHORT] += row->seats;
    plan.seats_left += row->seats;
    row->reason = GEO_PLAN_R4_SEATS_SHORT;
    row->site = GEO_PLAN_NONE;
    row->metres = 0;
    row->shortage = 0;
    refused_for("problem.plan_check.seat_free");
}
END_TEST

START_TEST(an_escort_forgotten)
{
    for (size_t i = 0; i < plan.row_count; i++)
        plan.rows[i].escort = false;
    refused_for("problem.plan_check.escort");
}
END_TEST

START_TEST(a_shortage_overstated)
{
    plan.shortages[0].people++;
    refused_for("problem.plan_check.sum");
}
END_TEST

START_TEST(a_site_that_does_not_exist)
{
    row_with(GEO_PLAN_SERVED, 0)->site = (uint32_t)plan.site_count;
    refused_for("problem.plan_check.site_unknown");
}
END_TEST

START_TEST(another_capacity)
{
    plan.sites[2].capacity++;
    refused_for("problem.plan_check.site");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.plan_check");
    TCase *tc = tcase_create("refuses");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_sound_plan_passes);
    tcase_add_test(tc, a_missing_party);
    tcase_add_test(tc, a_party_twice_and_another_missing);
    tcase_add_test(tc, a_divided_party);
    tcase_add_test(tc, a_site_too_full);
    tcase_add_test(tc, a_way_through_a_no_go_zone);
    tcase_add_test(tc, a_distance_too_short);
    tcase_add_test(tc, a_bound_too_high);
    tcase_add_test(tc, a_weight_bound_too_high);
    tcase_add_test(tc, a_price_below_nothing);
    tcase_add_test(tc, a_wrong_reason);
    tcase_add_test(tc, one_who_stays_is_sent_away);
    tcase_add_test(tc, one_left_behind_is_not_counted);
    tcase_add_test(tc, a_seat_is_free_for_one_who_is_told_there_is_none);
    tcase_add_test(tc, an_escort_forgotten);
    tcase_add_test(tc, a_shortage_overstated);
    tcase_add_test(tc, a_site_that_does_not_exist);
    tcase_add_test(tc, another_capacity);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
