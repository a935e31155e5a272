#include "server/app/import.h"

#include <string.h>

#include "db/post.h"
#include "db/site.h"
#include "db/zone.h"
#include "tests/support/scene.h"
#include "tests/support/suite.h"

static struct scene s;
static struct app_import_file whole;

static void setup(void)
{
    scene_open(&s);
}

static void teardown(void)
{
    scene_close(&s);
}

static enum rc import_zones(const char *text)
{
    return app_import_zones(&s.import, s.crisis_id, scene_file(&s, "z.geojson", text),
                            &whole);
}

static enum rc import_sites(const char *text)
{
    return app_import_sites(&s.import, s.crisis_id, scene_file(&s, "s.csv", text),
                            &whole);
}

static size_t zone_count(void)
{
    struct zone *zones;
    size_t count;

    ck_assert_int_eq(db_zone_list(s.t.db, s.arena, s.crisis_id, &zones, &count), RC_OK);
    return count;
}

static size_t site_count(void)
{
    struct site *sites;
    size_t count;

    ck_assert_int_eq(db_site_list(s.t.db, s.arena, s.crisis_id, &sites, &count), RC_OK);
    return count;
}

START_TEST(zones_are_taken_in_once)
{
    s.import.dry_run = true;
    ck_assert_int_eq(import_zones(scene_zones_text), RC_OK);
    ck_assert_uint_eq(zone_count(), 0);
    s.import.dry_run = false;
    ck_assert_int_eq(import_zones(scene_zones_text), RC_OK);
    ck_assert(!whole.already);
    ck_assert_int_eq(whole.count, 2);
    ck_assert_int_eq(import_zones(scene_zones_text), RC_OK);
    ck_assert(whole.already);
    ck_assert_uint_eq(zone_count(), 2);
}
END_TEST

START_TEST(one_bad_zone_and_none_is_written)
{
    ck_assert_int_eq(
        import_zones("{\"type\":\"FeatureCollection\",\"features\":["
                     "{\"type\":\"Feature\",\"properties\":{\"name\":\"A\",\"level\":3,"
                     "\"radius_m\":1000},\"geometry\":{\"type\":\"Point\","
                     "\"coordinates\":[35.5,33.9]}},"
                     "{\"type\":\"Feature\",\"properties\":{\"name\":\"B\",\"level\":9,"
                     "\"radius_m\":1000},\"geometry\":{\"type\":\"Point\","
                     "\"coordinates\":[35.5,33.9]}}]}"),
        RC_INVALID);
    ck_assert_uint_gt(s.problems.errors, 0);
    ck_assert_uint_eq(zone_count(), 0);
}
END_TEST

START_TEST(sites_are_taken_in_once)
{
    ck_assert_int_eq(import_sites(scene_sites_text), RC_OK);
    ck_assert_int_eq(whole.count, 3);
    ck_assert_int_eq(import_sites(scene_sites_text), RC_OK);
    ck_assert(whole.already);
    ck_assert_uint_eq(site_count(), 3);
}
END_TEST

START_TEST(a_known_site_code_is_refused_with_its_line)
{
    scene_has_sites(&s, scene_sites_text);
    ck_assert_int_eq(import_sites("code;name;latitude;longitude;capacity\n"
                                  "quay;Quay;33.9;35.5;10\nport;Port;33.9;35.5;10\n"),
                     RC_INVALID);
    scene_told(&s, "problem.code.known", 3);
    ck_assert_uint_eq(site_count(), 3);
}
END_TEST

START_TEST(one_bad_site_and_none_is_written)
{
    ck_assert_int_eq(import_sites("code;name;latitude;longitude;capacity\n"
                                  "quay;Quay;33.9;35.5;10\nport;Port;33.9;35.5;-1\n"),
                     RC_INVALID);
    ck_assert_uint_eq(site_count(), 0);
}
END_TEST

START_TEST(posts_are_added_changed_and_taken_in_once)
{
    struct post *posts;
    size_t count;

    ck_assert_int_eq(app_import_posts(&s.import,
                                      scene_file(&s, "p.csv",
                                                 "code;name;kind;country;phone\n"
                                                 "beirut;Beirut;embassy;LB;1\n"
                                                 "amman;Amman;embassy;JO;2\n"),
                                      &whole),
                     RC_OK);
    ck_assert_int_eq(app_import_posts(&s.import, s.path, &whole), RC_OK);
    ck_assert(whole.already);
    ck_assert_int_eq(app_import_posts(&s.import,
                                      scene_file(&s, "q.csv",
                                                 "code;name;kind;country;phone\n"
                                                 "cairo;Cairo;embassy;EG;3\n"
                                                 "beirut;Beirut;embassy;LB;4\n"),
                                      &whole),
                     RC_OK);
    ck_assert_int_eq(db_post_list(s.t.db, s.arena, &posts, &count), RC_OK);
    ck_assert_uint_eq(count, 3);
    ck_assert_str_eq(posts[1].code, "beirut");
    ck_assert_str_eq(posts[1].phone, "4");
}
END_TEST

START_TEST(somebody_in_kabul_belongs_to_islamabad)
{
    const char *path = suite_shared_data("embassies/belgian_missions_wikidata_2022.csv");
    const struct post *post;
    struct post *posts;
    size_t count;

    if (!path)
        return;
    ck_assert_int_eq(app_import_posts(&s.import, path, &whole), RC_OK);
    ck_assert_int_eq(db_post_list(s.t.db, s.arena, &posts, &count), RC_OK);
    ck_assert_int_eq(whole.count, (int64_t)count);
    ck_assert_uint_gt(count, 80);
    post = post_for_country(posts, count, "AF");
    ck_assert_ptr_nonnull(post);
    ck_assert_str_eq(post->country, "PK");
    ck_assert_str_eq(post->place, "Islamabad");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("server.import_file");
    TCase *t = tcase_create("file");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, zones_are_taken_in_once);
    tcase_add_test(t, one_bad_zone_and_none_is_written);
    tcase_add_test(t, sites_are_taken_in_once);
    tcase_add_test(t, a_known_site_code_is_refused_with_its_line);
    tcase_add_test(t, one_bad_site_and_none_is_written);
    tcase_add_test(t, posts_are_added_changed_and_taken_in_once);
    tcase_add_test(t, somebody_in_kabul_belongs_to_islamabad);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
