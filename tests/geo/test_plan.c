#include "geo/plan.h"

#include <stdio.h>
#include <string.h>

#include "geo/plan_check.h"
#include "tests/support/instance.h"
#include "tests/support/suite.h"

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

static struct geo_plan plan_of(const struct geo_plan_input *in)
{
    struct geo_plan plan;
    struct geo_plan_proof proof;
    enum rc rc = geo_plan_compute(in, arena, NULL, &problems, &plan);

    ck_assert_int_eq(rc, RC_OK);
    rc = geo_plan_check(in, &plan, &problems, &proof);
    for (size_t k = 0; k < problems.count && k < 5; k++)
        printf("%s %s %s\n", problems.items[k].field, problems.items[k].key,
               problems.items[k].detail);
    ck_assert_int_eq(rc, RC_OK);
    ck_assert_int_eq(plan.weight_bound, proof.weight_bound);
    ck_assert_int_eq(plan.seats_bound, proof.seats_bound);
    return plan;
}

static const struct instance_wish wishes[] = {
    {1, 300, 7, 0.8, 1, 6, 1, 0, false},    {2, 300, 7, 1.3, 1, 6, 1, 0, false},
    {3, 300, 7, 1.3, 1, 6, 9, 0, true},     {4, 2000, 30, 0.95, 1, 6, 1, 0, true},
    {5, 2000, 30, 1.05, 2, 7, 3, 6, true},  {6, 2000, 12, 0.95, 2, 7, 1, 3, false},
    {7, 5000, 60, 1.0, 1, 6, 20, 10, true}, {8, 40, 5, 2.0, 1, 60, 2, 0, false},
    {9, 3000, 300, 0.9, 1, 6, 2, 4, false}, {10, 6000, 10, 1.5, 1, 6, 5, 2, false},
};

START_TEST(every_plan_passes_the_check)
{
    struct geo_plan_input in = instance_make(arena, &wishes[_i]);
    struct geo_plan plan = plan_of(&in);

    printf("%d: left %ld >= %ld, metres %ld >= %ld (%.2g), seats %ld >= %ld\n", _i,
           plan.weight_left, plan.weight_bound, plan.metres, plan.metres_bound,
           (double)(plan.metres - plan.metres_bound) / (double)(plan.metres + 1),
           plan.seats_left, plan.seats_bound);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.plan");
    TCase *tc = tcase_create("plan");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_loop_test(tc, every_plan_passes_the_check, 0,
                        sizeof(wishes) / sizeof(wishes[0]));
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
