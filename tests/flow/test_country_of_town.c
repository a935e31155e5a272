/* The country of each of the world's larger towns, found by laying the towns over the
 * countries' borders, held against the code that the town's own record names. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "geo/boundary.h"
#include "geo/overlay.h"
#include "importers/zone_geojson.h"
#include "server/core/buffer.h"
#include "tests/support/suite.h"

/* Borders at 1:50 million leave out islands and bays; towns on the coast belong to the
 * nearest land within this. */
#define COAST_M     10000.0
#define LEAST_SHARE 0.994
#define TOWNS       7343
#define NEAR_DEG    10.0

struct world {
    struct arena *arena;
    struct imp_zones countries;
    struct geo_zone *zones;
    json_t *country_features;
    json_t *towns;
    double *lon;
    double *lat;
    size_t count;
    size_t *found; /* the country of each town; countries.count where there is none */
};

static struct world world;

static json_t *read_features(const char *path, struct buffer *buf)
{
    json_t *json, *features;

    ck_assert_int_eq(buffer_read_file(buf, path), RC_OK);
    json = json_loadb(buf->data, buf->len, 0, NULL);
    ck_assert_ptr_nonnull(json);
    features = json_incref(json_object_get(json, "features"));
    json_decref(json);
    return features;
}

static const char *property(const json_t *features, size_t index, const char *key)
{
    const json_t *feature = json_array_get(features, index);

    return json_string_value(
        json_object_get(json_object_get(feature, "properties"), key));
}

static void load_countries(const char *path)
{
    const struct imp_zone_options options = {.name_property = "ADM0_A3", .level = 1};
    struct problems problems;
    struct buffer buf;

    buffer_init(&buf, IMP_ZONE_BYTES_MAX);
    world.country_features = read_features(path, &buf);
    problems_init(&problems, world.arena);
    ck_assert_int_eq(
        imp_zone_geojson_parse(buf.data, buf.len, &options, &problems, &world.countries),
        RC_OK);
    world.zones = arena_array(world.arena, world.countries.count, sizeof(*world.zones));
    for (size_t i = 0; i < world.countries.count; i++)
        world.zones[i] = world.countries.items[i].geo;
    buffer_fini(&buf);
}

static void load_towns(const char *path)
{
    struct buffer buf;

    buffer_init(&buf, (size_t)64 << 20);
    world.towns = read_features(path, &buf);
    world.count = json_array_size(world.towns);
    world.lon = arena_array(world.arena, world.count, sizeof(double));
    world.lat = arena_array(world.arena, world.count, sizeof(double));
    for (size_t i = 0; i < world.count; i++) {
        const json_t *town = json_array_get(world.towns, i);
        const json_t *position =
            json_object_get(json_object_get(town, "geometry"), "coordinates");

        world.lon[i] = json_number_value(json_array_get(position, 0));
        world.lat[i] = json_number_value(json_array_get(position, 1));
    }
    buffer_fini(&buf);
}

static size_t nearest_land(struct geo_point p)
{
    size_t nearest = world.countries.count;
    double best = COAST_M;

    for (size_t z = 0; z < world.countries.count; z++) {
        double m = 0;

        if (!geo_boundary_within(&world.zones[z].shape, p, best) ||
            geo_boundary_distance(&world.zones[z].shape, p, &m) || m > best)
            continue;
        best = m;
        nearest = z;
    }
    return nearest;
}

static void find_countries(void)
{
    struct geo_overlay *overlay = geo_overlay_new(world.zones, world.countries.count);
    const struct geo_points points = {world.lon, world.lat, world.count};
    struct geo_pairs pairs = {0};
    size_t next = 0;

    world.found = arena_array(world.arena, world.count, sizeof(*world.found));
    geo_overlay_append(overlay, &points, &pairs);
    for (size_t i = 0; i < world.count; i++) {
        const struct geo_point p = {world.lon[i], world.lat[i]};
        bool inside = next < pairs.count && pairs.items[next].point == i;

        world.found[i] = inside ? pairs.items[next].zone : nearest_land(p);
        while (next < pairs.count && pairs.items[next].point == i)
            next++;
    }
    geo_pairs_fini(&pairs);
    geo_overlay_free(overlay);
}

static void load(void)
{
    const char *path = suite_shared_data("boundaries/ne_50m_admin_0_countries.json");

    if (!path)
        return;
    world.arena = arena_new();
    load_countries(path);
    path = suite_shared_data("places/ne_10m_populated_places_simple.json");
    if (!path)
        return;
    load_towns(path);
    find_countries();
}

static void unload(void)
{
    json_decref(world.country_features);
    json_decref(world.towns);
    arena_free(world.arena);
}

/* SDS is South Sudan's older code. */
static bool same_country(const char *a3, const char *other)
{
    return !strcmp(a3, other) || (!strcmp(a3, "SDS") && !strcmp(other, "SSD")) ||
           (!strcmp(a3, "SSD") && !strcmp(other, "SDS"));
}

static bool agrees(size_t town)
{
    size_t country = world.found[town];
    const char *code = property(world.towns, town, "iso_a2"), *found;

    if (country == world.countries.count)
        return false;
    found = property(world.country_features, country, "ISO_A2");
    if (!code || !found || !strcmp(code, "-99") || !strcmp(found, "-99"))
        return same_country(property(world.towns, town, "adm0_a3"),
                            property(world.country_features, country, "ADM0_A3"));
    return !strcmp(code, found);
}

static void print_exception(size_t town)
{
    bool any = world.found[town] < world.countries.count;

    printf("%s (%s, %s) at %.4f %.4f: %s\n", property(world.towns, town, "name"),
           property(world.towns, town, "iso_a2"), property(world.towns, town, "adm0_a3"),
           world.lat[town], world.lon[town],
           any ? property(world.country_features, world.found[town], "ADM0_A3")
               : "no country");
}

START_TEST(nearly_every_town_lies_in_the_country_it_names)
{
    size_t right = 0;

    if (!world.count)
        return;
    ck_assert_uint_eq(world.count, TOWNS);
    for (size_t i = 0; i < world.count; i++) {
        if (agrees(i))
            right++;
        else
            print_exception(i);
    }
    printf("%zu of %zu towns, %.2f %%\n", right, world.count,
           100.0 * (double)right / (double)world.count);
    ck_assert_double_ge((double)right / (double)world.count, LEAST_SHARE);
}
END_TEST

START_TEST(towns_next_to_the_antimeridian_lie_in_their_countries)
{
    size_t fiji = 0, russia = 0;

    for (size_t i = 0; i < world.count; i++) {
        const char *code = property(world.towns, i, "adm0_a3");
        bool near = world.lon[i] > 180.0 - NEAR_DEG || world.lon[i] < NEAR_DEG - 180.0;

        if (!near || (strcmp(code, "FJI") && strcmp(code, "RUS")))
            continue;
        ck_assert_msg(agrees(i), "%s", property(world.towns, i, "name"));
        fiji += !strcmp(code, "FJI");
        russia += !strcmp(code, "RUS");
    }
    ck_assert(!world.count || (fiji > 0 && russia > 0));
}
END_TEST

/* Places on both sides of the line and on it; the borders are cut along it. */
static const struct {
    double lon, lat;
    const char *country;
} places[] = {
    {178.4, -18.1, "FJI"}, {-179.98, -16.8, "FJI"}, {179.3, -16.55, "FJI"},
    {178.0, 67.5, "RUS"},  {-178.0, 67.5, "RUS"},   {180.0, 67.5, "RUS"},
    {-180.0, 67.5, "RUS"}, {-175.0, 67.0, "RUS"},   {120.0, -85.0, "ATA"},
    {180.0, -85.0, "ATA"}, {-180.0, -89.0, "ATA"},
};

START_TEST(fiji_and_chukotka_go_on_over_the_antimeridian)
{
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        const struct geo_point p = {places[i].lon, places[i].lat};

        for (size_t z = 0; z < world.countries.count; z++) {
            const char *code = property(world.country_features, z, "ADM0_A3");

            ck_assert_msg(geo_zone_contains(&world.zones[z], p) ==
                              !strcmp(code, places[i].country),
                          "%g %g and %s", p.lon, p.lat, code);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("flow.country_of_town");
    TCase *tc = tcase_create("towns");

    suite_add_tcase(suite, tc);
    tcase_set_timeout(tc, 60);
    tcase_add_unchecked_fixture(tc, load, unload);
    tcase_add_test(tc, nearly_every_town_lies_in_the_country_it_names);
    tcase_add_test(tc, towns_next_to_the_antimeridian_lie_in_their_countries);
    tcase_add_test(tc, fiji_and_chukotka_go_on_over_the_antimeridian);
    return suite_run(suite);
}
