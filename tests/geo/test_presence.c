#include <pthread.h>
#include <stdlib.h>

#include "geo/presence.h"
#include "geo/presence_rows.h"
#include "server/core/random.h"
#include "tests/support/suite.h"

#define DAY0 20780 /* 2026-11-23 */
#define AT   ((int64_t)DAY0 * DATE_DAY_MS + 1000)

static struct arena *arena;
static struct geo_presence *presence;
static struct geo_zone zones[3];
static struct geo_overlay *overlay;
static struct geo_hits hits;

static void setup(void)
{
    static const char *const shapes[] = {"ring 0 0 4 0 4 4 0 4 0 0", "circle 2 2 50000",
                                         "ring 3 3 6 3 6 6 3 6 3 3"};

    arena = arena_new();
    presence = geo_presence_new();
    for (int i = 0; i < 3; i++) {
        zones[i] = (struct geo_zone){.id = i + 1,
                                     .level = i + 2,
                                     .from_ms = GEO_ZONE_ALWAYS,
                                     .until_ms = GEO_ZONE_FOREVER};
        ck_assert_int_eq(geo_shape_parse(arena, shapes[i], &zones[i].shape), RC_OK);
    }
    overlay = geo_overlay_new(zones, 3);
    hits = (struct geo_hits){0};
}

static void teardown(void)
{
    geo_hits_fini(&hits);
    geo_overlay_free(overlay);
    geo_presence_free(presence);
    arena_free(arena);
}

static struct geo_stay stay_at(int64_t id, double lon, double lat)
{
    return (struct geo_stay){.id = id,
                             .party_id = id * 10,
                             .at = {lon, lat},
                             .from_day = DATE_NONE,
                             .to_day = DATE_NONE,
                             .heads = 2};
}

static void put(struct geo_stay stay)
{
    ck_assert_int_eq(geo_presence_put(presence, &stay), RC_OK);
}

static size_t inside_at(int64_t from_ms, int64_t until_ms)
{
    hits.count = 0;
    geo_presence_inside(presence, overlay, (struct geo_window){from_ms, until_ms}, &hits);
    return hits.count;
}

START_TEST(a_stay_is_found_in_each_zone_it_is_in)
{
    put(stay_at(1, 2, 2));
    put(stay_at(2, 3.5, 3.5));
    put(stay_at(3, 50, 50));
    ck_assert_uint_eq(inside_at(AT, AT + 1), 4);
    ck_assert_int_eq(hits.items[0].stay_id, 1);
    ck_assert_uint_eq(hits.items[0].zone, 0);
    ck_assert_uint_eq(hits.items[1].zone, 1);
    ck_assert_int_eq(hits.items[2].party_id, 20);
    ck_assert_uint_eq(hits.items[3].zone, 2);
    ck_assert_uint_eq(hits.items[3].heads, 2);
}
END_TEST

START_TEST(a_stay_counts_on_its_first_and_last_day_and_not_around_them)
{
    struct geo_stay stay = stay_at(1, 1, 1);

    stay.from_day = DAY0;
    stay.to_day = DAY0 + 1;
    put(stay);
    ck_assert_uint_eq(inside_at(AT - DATE_DAY_MS, AT - DATE_DAY_MS + 1), 0);
    ck_assert_uint_eq(inside_at(AT, AT + 1), 1);
    ck_assert_uint_eq(inside_at(AT + DATE_DAY_MS, AT + DATE_DAY_MS + 1), 1);
    ck_assert_uint_eq(inside_at(AT + 2 * DATE_DAY_MS, AT + 2 * DATE_DAY_MS + 1), 0);
    ck_assert_uint_eq(inside_at(AT - 9 * DATE_DAY_MS, AT + 9 * DATE_DAY_MS), 1);
}
END_TEST

START_TEST(stay_zone_and_window_need_an_instant_in_common)
{
    struct geo_stay stay = stay_at(1, 1, 1);

    stay.to_day = DAY0;
    put(stay);
    zones[0].from_ms = (int64_t)(DAY0 + 1) * DATE_DAY_MS;
    ck_assert_uint_eq(inside_at(0, AT + 9 * DATE_DAY_MS), 0);
    zones[0].from_ms--;
    ck_assert_uint_eq(inside_at(0, AT + 9 * DATE_DAY_MS), 1);
}
END_TEST

START_TEST(a_changed_stay_moves_and_a_removed_one_is_gone)
{
    put(stay_at(1, 1, 1));
    put(stay_at(2, 1, 1));
    ck_assert_uint_eq(inside_at(AT, AT + 1), 2);
    put(stay_at(1, 50, 50));
    ck_assert_uint_eq(inside_at(AT, AT + 1), 1);
    geo_presence_remove(presence, 2);
    ck_assert_uint_eq(inside_at(AT, AT + 1), 0);
    ck_assert_uint_eq(geo_presence_count(presence), 1);
    geo_presence_remove(presence, 2);
    geo_presence_remove(presence, 77);
    ck_assert_uint_eq(geo_presence_count(presence), 1);
}
END_TEST

START_TEST(what_is_off_the_globe_is_refused_and_nothing_kept)
{
    struct geo_stay stays[] = {stay_at(1, 1, 1), stay_at(2, 1, 91)};

    ck_assert_int_eq(geo_presence_put_all(presence, stays, 2), RC_INVALID);
    ck_assert_uint_eq(geo_presence_count(presence), 0);
    stays[0].accuracy_m = -1;
    ck_assert_int_eq(geo_presence_put(presence, &stays[0]), RC_INVALID);
}
END_TEST

/* The simplest index there is, to compare with. */
#define IDS 3000
static struct geo_stay plain[IDS];

static size_t plain_pairs(void)
{
    size_t count = 0;

    for (int i = 0; i < IDS; i++)
        for (int z = 0; plain[i].id && z < 3; z++)
            count += geo_zone_contains(&zones[z], plain[i].at);
    return count;
}

static void change_something(struct random *random)
{
    int64_t id = 1 + (int64_t)random_below(random, IDS);
    double lon = random_unit(random) * 12 - 4, lat = random_unit(random) * 12 - 4;

    if (random_below(random, 4) == 0) {
        geo_presence_remove(presence, id);
        plain[id - 1].id = 0;
        return;
    }
    plain[id - 1] = stay_at(id, lon, lat);
    put(plain[id - 1]);
}

START_TEST(after_any_changes_it_answers_like_a_plain_list)
{
    struct random random = random_seeded(3);

    for (int round = 0; round < 12; round++) {
        size_t there = 0;

        for (int i = 0; i < 2500; i++)
            change_something(&random);
        if (round % 4 == 3) {
            for (int i = 0; i < IDS; i++)
                plain[i] = stay_at(i + 1, i * 0.001, i * 0.002);
            ck_assert_int_eq(geo_presence_put_all(presence, plain, IDS), RC_OK);
        }
        for (int i = 0; i < IDS; i++)
            there += plain[i].id != 0;
        ck_assert_uint_eq(geo_presence_count(presence), there);
        ck_assert_uint_eq(inside_at(AT, AT + 1), plain_pairs());
    }
}
END_TEST

START_TEST(a_stay_outside_is_possible_when_its_accuracy_reaches_the_zone)
{
    struct geo_stay stay = stay_at(1, -1, 2); /* 111,252 m from the edge at 2 N */

    stay.accuracy_m = 111000;
    put(stay);
    geo_presence_reach(presence, overlay, (struct geo_window){AT, AT + 1}, &hits);
    ck_assert_uint_eq(hits.count, 0);
    stay.accuracy_m = 111300;
    put(stay);
    geo_presence_reach(presence, overlay, (struct geo_window){AT, AT + 1}, &hits);
    ck_assert_uint_eq(hits.count, 1);
    ck_assert(hits.items[0].possible);
    put(stay_at(2, 1, 1));
    hits.count = 0;
    geo_presence_reach(presence, overlay, (struct geo_window){AT, AT + 1}, &hits);
    ck_assert_uint_eq(hits.count, 2);
    ck_assert(hits.items[0].possible != hits.items[1].possible);
}
END_TEST

START_TEST(a_party_is_counted_once_by_its_worst_stay)
{
    struct geo_stay one = stay_at(1, 1, 1), other = stay_at(2, 5, 5);
    struct geo_tally tally;

    other.party_id = one.party_id;
    other.heads = 3;
    put(one);
    put(other);
    put(stay_at(3, 2, 2));
    zones[2].kind = GEO_ZONE_NO_GO;
    inside_at(AT, AT + 1);
    geo_hits_tally(&hits, zones, &tally);
    ck_assert_int_eq(tally.parties[4], 1);
    ck_assert_int_eq(tally.heads[4], 3);
    ck_assert_int_eq(tally.no_go_heads, 3);
    ck_assert_int_eq(tally.parties[3], 1);
    ck_assert_int_eq(tally.heads[3], 2);
    ck_assert_int_eq(tally.parties[2], 0);
}
END_TEST

START_TEST(an_accuracy_is_kept_rounded_up_by_little)
{
    double m = 0.01;

    for (int i = 0; i < 68; i++) {
        double kept = geo_presence_accuracy_m(geo_presence_accuracy_code(m));

        ck_assert_double_ge(kept, m);
        ck_assert_double_le(kept, m * (1 + 1.0 / 2048) + 0.25);
        m *= 1.37;
    }
    ck_assert_double_eq(geo_presence_accuracy_m(geo_presence_accuracy_code(0)), 0);
}
END_TEST

static void *ask(void *state)
{
    struct geo_hits mine = {0};

    (void)state;
    for (int i = 0; i < 300; i++) {
        mine.count = 0;
        geo_presence_inside(presence, overlay, (struct geo_window){AT, AT + 1}, &mine);
        /* Stay 1 moves between two places of the same zone: never none, never two. */
        ck_assert_uint_eq(mine.count, 1);
    }
    geo_hits_fini(&mine);
    return NULL;
}

static void *change(void *state)
{
    (void)state;
    for (int64_t i = 0; i < 12000; i++) {
        put(stay_at(1, 0.25 + (double)(i % 2) / 2, 0.5));
        put(stay_at(2 + i, 50, 50));
    }
    return NULL;
}

START_TEST(readers_see_all_of_a_change_or_nothing)
{
    pthread_t threads[3];

    put(stay_at(1, 0.25, 0.5));
    pthread_create(&threads[0], NULL, change, NULL);
    pthread_create(&threads[1], NULL, ask, NULL);
    pthread_create(&threads[2], NULL, ask, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    ck_assert_uint_eq(geo_presence_count(presence), 12001);
}
END_TEST

START_TEST(a_stay_costs_forty_bytes)
{
    size_t count = 50000;
    struct geo_stay *stays = mem_calloc(count, sizeof(*stays));
    struct random random = random_seeded(1);

    for (size_t i = 0; i < count; i++)
        stays[i] = stay_at((int64_t)i + 1, random_unit(&random) * 360 - 180,
                           random_unit(&random) * 180 - 90);
    ck_assert_int_eq(geo_presence_put_all(presence, stays, count), RC_OK);
    ck_assert_uint_lt(geo_presence_bytes(presence), count * 41);
    free(stays);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.presence");
    TCase *tc = tcase_create("presence");

    suite_add_tcase(suite, tc);
    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_stay_is_found_in_each_zone_it_is_in);
    tcase_add_test(tc, a_stay_counts_on_its_first_and_last_day_and_not_around_them);
    tcase_add_test(tc, stay_zone_and_window_need_an_instant_in_common);
    tcase_add_test(tc, a_changed_stay_moves_and_a_removed_one_is_gone);
    tcase_add_test(tc, what_is_off_the_globe_is_refused_and_nothing_kept);
    tcase_add_test(tc, after_any_changes_it_answers_like_a_plain_list);
    tcase_add_test(tc, a_stay_outside_is_possible_when_its_accuracy_reaches_the_zone);
    tcase_add_test(tc, a_party_is_counted_once_by_its_worst_stay);
    tcase_add_test(tc, an_accuracy_is_kept_rounded_up_by_little);
    tcase_add_test(tc, readers_see_all_of_a_change_or_nothing);
    tcase_add_test(tc, a_stay_costs_forty_bytes);
    return suite_run(suite);
}
