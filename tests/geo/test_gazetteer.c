#include "geo/gazetteer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "geo/gazetteer_draft.h"
#include "geo/gazetteer_format.h"
#include "server/core/random.h"
#include "tests/support/suite.h"
#include "tests/support/world.h"

static struct world world;

static void set_up(void)
{
    world_init(&world);
}

static void tear_down(void)
{
    world_fini(&world);
}

START_TEST(towns_stand_by_country_and_population)
{
    struct geo_country country;
    struct geo_town town;

    ck_assert_uint_eq(geo_gazetteer_town_count(world.gz), 15);
    ck_assert_uint_eq(geo_gazetteer_country_count(world.gz), 8);
    country = geo_gazetteer_country(world.gz, 5, "nl");
    ck_assert_str_eq(country.code, "LB");
    ck_assert_str_eq(country.iso3, "LBN");
    ck_assert_str_eq(country.name, "Libanon");
    ck_assert_uint_eq(country.town_count, 4);
    town = geo_gazetteer_town(world.gz, country.town_first, "fr");
    ck_assert_str_eq(town.name, "Beyrouth");
    ck_assert_str_eq(town.own_name, "Beirut");
    ck_assert_str_eq(town.country_name, "Liban");
    ck_assert_str_eq(town.region, "Beyrouth");
    ck_assert_int_eq(town.rank, GEO_TOWN_CAPITAL);
    ck_assert_double_eq_tol(town.point.lat, 33.89332, 1e-9);
    town = geo_gazetteer_town(world.gz, country.town_first + 3, NULL);
    ck_assert_str_eq(town.name, "Sidon");
}
END_TEST

START_TEST(a_town_is_got_by_its_id)
{
    struct geo_town town;

    ck_assert_int_eq(geo_gazetteer_get(world.gz, 2803138, "en", &town), RC_OK);
    ck_assert_str_eq(town.name, "Antwerp");
    ck_assert_str_eq(town.region, "Flanders");
    ck_assert_int_eq(geo_gazetteer_get(world.gz, 2803139, "en", &town), RC_NOT_FOUND);
    ck_assert_int_eq(geo_gazetteer_get(world.gz, -1, "en", &town), RC_NOT_FOUND);
}
END_TEST

START_TEST(a_larger_town_is_less_exact)
{
    struct geo_town large, small;

    ck_assert_int_eq(geo_gazetteer_get(world.gz, 276781, NULL, &large), RC_OK);
    ck_assert_int_eq(geo_gazetteer_get(world.gz, 4246659, NULL, &small), RC_OK);
    ck_assert_double_eq_tol(large.accuracy_m, 16842.0, 1.0); /* 3000 + 10 sqrt(1916100) */
    ck_assert_double_eq_tol(small.accuracy_m, 3918.0, 1.0);
}
END_TEST

START_TEST(a_country_has_a_circle_unless_nobody_lives_there)
{
    struct geo_country us = geo_gazetteer_country(world.gz, 7, NULL);

    ck_assert(us.has_circle);
    /* Its towns here lie between Texas and Illinois, some 950 km apart. */
    ck_assert_double_ge(us.radius_m, 475e3);
    ck_assert_double_le(us.radius_m, 700e3);
    ck_assert(!geo_gazetteer_country(world.gz, 4, NULL).has_circle);
}
END_TEST

START_TEST(a_name_that_is_missing_in_a_language_is_given_in_english)
{
    ck_assert_str_eq(geo_gazetteer_country(world.gz, 4, "de").name,
                     "Heard & McDonald Islands");
    ck_assert_str_eq(geo_gazetteer_country(world.gz, 0, "xx").name, "Belgium");
}
END_TEST

START_TEST(any_changed_byte_is_noticed)
{
    struct geo_gazetteer *gz = NULL;
    struct random random = random_seeded(7);

    for (int i = 0; i < 200; i++) {
        size_t at = random_below(&random, world.bytes.len);

        world.bytes.data[at] ^= 0x10;
        ck_assert_int_eq(geo_gazetteer_open_bytes(world.bytes.data, world.bytes.len, &gz),
                         RC_INVALID);
        world.bytes.data[at] ^= 0x10;
    }
    ck_assert_ptr_null(gz);
}
END_TEST

START_TEST(a_cut_file_is_refused)
{
    struct geo_gazetteer *gz = NULL;

    for (size_t size = 0; size < world.bytes.len; size += 61)
        ck_assert_int_eq(geo_gazetteer_open_bytes(world.bytes.data, size, &gz),
                         RC_INVALID);
}
END_TEST

START_TEST(a_file_is_mapped_and_a_missing_one_is_not_found)
{
    struct geo_gazetteer *gz;
    char path[] = "/tmp/redkite-gazetteer-XXXXXX";
    int fd = mkstemp(path);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(geo_gazetteer_open(path, &gz), RC_INVALID); /* empty */
    ck_assert_int_eq(write(fd, world.bytes.data, world.bytes.len), world.bytes.len);
    close(fd);
    ck_assert_int_eq(geo_gazetteer_open(path, &gz), RC_OK);
    ck_assert_uint_eq(geo_gazetteer_town_count(gz), 15);
    geo_gazetteer_close(gz);
    unlink(path);
    ck_assert_int_eq(geo_gazetteer_open(path, &gz), RC_NOT_FOUND);
    ck_assert_int_eq(geo_gazetteer_open("/tmp", &gz), RC_INVALID);
}
END_TEST

START_TEST(the_same_draft_gives_the_same_bytes)
{
    struct world again;

    world_init(&again);
    ck_assert_uint_eq(again.bytes.len, world.bytes.len);
    ck_assert_mem_eq(again.bytes.data, world.bytes.data, world.bytes.len);
    world_fini(&again);
}
END_TEST

START_TEST(an_empty_draft_is_a_gazetteer_of_nothing)
{
    struct geo_gazetteer_draft *draft = geo_gazetteer_draft_new();
    struct geo_gazetteer *gz;
    struct buffer buf;

    buffer_init(&buf, 1 << 16);
    ck_assert_int_eq(geo_gazetteer_draft_render(draft, &buf), RC_OK);
    ck_assert_int_eq(geo_gazetteer_open_bytes(buf.data, buf.len, &gz), RC_OK);
    ck_assert_uint_eq(geo_gazetteer_town_count(gz), 0);
    geo_gazetteer_close(gz);
    geo_gazetteer_draft_free(draft);
    buffer_fini(&buf);
}
END_TEST

static enum rc render_with(const struct geo_draft_town *town)
{
    struct geo_gazetteer_draft *draft = geo_gazetteer_draft_new();
    struct geo_draft_country country = {"BE", "BEL", {NULL, NULL, NULL, "Belgium"}};
    struct buffer buf;
    enum rc rc;

    buffer_init(&buf, 1 << 16);
    geo_gazetteer_draft_country(draft, &country);
    geo_gazetteer_draft_town(draft, town);
    rc = geo_gazetteer_draft_render(draft, &buf);
    geo_gazetteer_draft_free(draft);
    buffer_fini(&buf);
    return rc;
}

START_TEST(a_draft_with_a_fault_is_refused)
{
    struct geo_draft_town good = {1,           0, -1,  GEO_TOWN_PLACE,
                                  {4.0, 51.0}, 5, "X", {NULL, NULL, NULL, NULL}};
    struct geo_draft_town bad = good;

    ck_assert_int_eq(render_with(&good), RC_OK);
    bad.point.lat = 91.0;
    ck_assert_int_eq(render_with(&bad), RC_INVALID);
    bad = good;
    bad.id = 0;
    ck_assert_int_eq(render_with(&bad), RC_INVALID);
    bad = good;
    bad.country = 3;
    ck_assert_int_eq(render_with(&bad), RC_INVALID);
    bad = good;
    bad.name = "\xff";
    ck_assert_int_eq(render_with(&bad), RC_INVALID);
    bad = good;
    bad.population = -1;
    ck_assert_int_eq(render_with(&bad), RC_INVALID);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.gazetteer");
    TCase *tcase = tcase_create("gazetteer");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, towns_stand_by_country_and_population);
    tcase_add_test(tcase, a_town_is_got_by_its_id);
    tcase_add_test(tcase, a_larger_town_is_less_exact);
    tcase_add_test(tcase, a_country_has_a_circle_unless_nobody_lives_there);
    tcase_add_test(tcase, a_name_that_is_missing_in_a_language_is_given_in_english);
    tcase_add_test(tcase, any_changed_byte_is_noticed);
    tcase_add_test(tcase, a_cut_file_is_refused);
    tcase_add_test(tcase, a_file_is_mapped_and_a_missing_one_is_not_found);
    tcase_add_test(tcase, the_same_draft_gives_the_same_bytes);
    tcase_add_test(tcase, an_empty_draft_is_a_gazetteer_of_nothing);
    tcase_add_test(tcase, a_draft_with_a_fault_is_refused);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
