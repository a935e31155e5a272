#include <string.h>

#include "server/core/arena.h"
#include "server/model/crisis.h"
#include "server/model/site.h"
#include "server/model/zone.h"
#include "tests/support/suite.h"

static struct arena *arena;
static struct problems problems;
static struct site site;
static struct crisis crisis;
static struct zone zone;

static void setup(void)
{
    arena = arena_new();
    problems_init(&problems, arena);
    site = site_blank();
    site.code = "beirut-airport";
    site.name = "Beirut airport";
    site.point = (struct geo_point){.lon = 35.49, .lat = 33.82};
    site.capacity = site.emergency = 500;
    crisis = (struct crisis){.name = "Exercise", .countries = "LB SY"};
    zone = zone_blank();
    zone.name = "South";
    zone.level = 4;
    zone.geometry = "{}";
}

static void teardown(void)
{
    arena_free(arena);
}

static void told(enum rc rc, const char *field, const char *key)
{
    ck_assert_int_eq(rc, RC_INVALID);
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_str_eq(problems.items[0].field, field);
    ck_assert_str_eq(problems.items[0].key, key);
}

START_TEST(sound_ones_pass)
{
    ck_assert_int_eq(site_check(&site, 0, &problems), RC_OK);
    ck_assert_int_eq(crisis_check(&crisis, &problems), RC_OK);
    ck_assert_int_eq(zone_check(&zone, 0, &problems), RC_OK);
    ck_assert_uint_eq(problems.count, 0);
}
END_TEST

START_TEST(a_capacity_below_zero_is_refused)
{
    site.capacity = -1;
    told(site_check(&site, 0, &problems), "capacity", "problem.capacity.negative");
}
END_TEST

START_TEST(emergency_capacity_is_at_least_the_nominal)
{
    site.emergency = 499;
    told(site_check(&site, 0, &problems), "emergency",
         "problem.emergency.below_capacity");
}
END_TEST

START_TEST(a_site_is_on_the_globe)
{
    site.point.lat = 91;
    told(site_check(&site, 0, &problems), "coordinates", "problem.coordinates.range");
}
END_TEST

START_TEST(a_site_is_not_its_own_alternate)
{
    site.alternate = "beirut-airport";
    told(site_check(&site, 0, &problems), "alternate", "problem.alternate.itself");
}
END_TEST

START_TEST(a_site_closes_after_it_opens)
{
    site.opens_ms = site.closes_ms = 5;
    told(site_check(&site, 0, &problems), "closes", "problem.closes.before_opens");
}
END_TEST

START_TEST(a_crisis_has_countries)
{
    crisis.countries = "LB QQ";
    told(crisis_check(&crisis, &problems), "countries", "problem.country.unknown");
}
END_TEST

START_TEST(a_crisis_closes_after_it_opens)
{
    crisis.opened_at = 5;
    crisis.closed_at = 4;
    told(crisis_check(&crisis, &problems), "closed", "problem.closed.before_opened");
}
END_TEST

START_TEST(a_danger_zone_has_a_level_and_a_corridor_has_none)
{
    zone.level = 5;
    told(zone_check(&zone, 0, &problems), "level", "problem.level.range");
    problems_init(&problems, arena);
    zone.kind = ZONE_SAFE_CORRIDOR;
    told(zone_check(&zone, 0, &problems), "level", "problem.level.corridor");
}
END_TEST

START_TEST(names_of_values_read_back)
{
    for (int i = SITE_ASSEMBLY_POINT; i <= SITE_SAFE_HAVEN; i++) {
        enum site_kind kind;

        ck_assert_int_eq(site_kind_parse(site_kind_name((enum site_kind)i), &kind),
                         RC_OK);
        ck_assert_int_eq((int)kind, i);
    }
    for (int i = STAGE_NORMAL; i <= STAGE_AFTERCARE; i++) {
        enum stage stage;

        ck_assert_int_eq(stage_parse(stage_name((enum stage)i), &stage), RC_OK);
        ck_assert_int_eq((int)stage, i);
    }
    for (int i = ZONE_DANGER; i <= ZONE_SAFE_CORRIDOR; i++) {
        enum zone_kind kind;

        ck_assert_int_eq(zone_kind_parse(zone_kind_name((enum zone_kind)i), &kind),
                         RC_OK);
        ck_assert_int_eq((int)kind, i);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("model.site");
    TCase *t = tcase_create("site");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, sound_ones_pass);
    tcase_add_test(t, a_capacity_below_zero_is_refused);
    tcase_add_test(t, emergency_capacity_is_at_least_the_nominal);
    tcase_add_test(t, a_site_is_on_the_globe);
    tcase_add_test(t, a_site_is_not_its_own_alternate);
    tcase_add_test(t, a_site_closes_after_it_opens);
    tcase_add_test(t, a_crisis_has_countries);
    tcase_add_test(t, a_crisis_closes_after_it_opens);
    tcase_add_test(t, a_danger_zone_has_a_level_and_a_corridor_has_none);
    tcase_add_test(t, names_of_values_read_back);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    return suite_run(suite());
}
