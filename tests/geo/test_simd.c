/* The loops of geo are compiled for AVX2 and for any processor. Here they are built once
 * more without AVX2, under other names (tests/CMakeLists.txt), and must give the same
 * bits. */
#include <math.h>
#include <string.h>

#include "geo/ecef.h"
#include "geo/nearest_select.h"
#include "server/core/random.h"
#include "tests/support/suite.h"

void plain_compute(const struct geo_points *points, const struct geo_ecef *ret_ecef);
void plain_arcs(const struct geo_ecef *a, const struct geo_ecef *b, size_t count,
                double *ret_m);
void plain_select(const struct geo_nearest_sites *sites, int levels,
                  struct geo_nearest_block *block);

#define COUNT 5003 /* no whole number of registers */

struct columns {
    double x[COUNT], y[COUNT], z[COUNT];
};

static double lon[COUNT], lat[COUNT];
static struct columns fast, plain;

static struct geo_ecef ecef_of(struct columns *c)
{
    return (struct geo_ecef){c->x, c->y, c->z};
}

static void draw(double size_deg)
{
    struct random random = random_seeded(20261123);
    struct geo_points points = {lon, lat, COUNT};
    struct geo_ecef fast_ecef = ecef_of(&fast), plain_ecef = ecef_of(&plain);

    for (int i = 0; i < COUNT; i++) {
        lon[i] = size_deg * (2.0 * random_unit(&random) - 1.0);
        lat[i] = size_deg * (random_unit(&random) - 0.5);
    }
    geo_ecef_compute(&points, &fast_ecef);
    plain_compute(&points, &plain_ecef);
}

START_TEST(coordinates_in_space_are_the_same_bits)
{
    draw(180.0);
    ck_assert_mem_eq(&fast, &plain, sizeof(fast));
}
END_TEST

START_TEST(arcs_are_the_same_bits)
{
    static double fast_m[COUNT], plain_m[COUNT];
    struct geo_ecef a = ecef_of(&fast);
    struct geo_ecef b = {fast.x + 1, fast.y + 1, fast.z + 1};

    draw(3.0);
    geo_ecef_arcs(&a, &b, COUNT - 1, fast_m);
    plain_arcs(&a, &b, COUNT - 1, plain_m);
    ck_assert_mem_eq(fast_m, plain_m, sizeof(fast_m));
}
END_TEST

START_TEST(lists_are_the_same_bits)
{
    static struct geo_nearest_block fast_block, plain_block;
    struct geo_nearest_sites sites = {ecef_of(&fast), (size_t[]){1, 7, 50, 1000}[_i],
                                      1023};

    draw(3.0);
    for (int levels = 1; levels <= GEO_NEAREST_LEVELS_MAX; levels++) {
        size_t size = sizeof(fast_block.x);

        memcpy(fast_block.x, fast.x + 2000, size);
        memcpy(fast_block.y, fast.y + 2000, size);
        memcpy(fast_block.z, fast.z + 2000, size);
        plain_block = fast_block;
        geo_nearest_select(&sites, levels, &fast_block);
        plain_select(&sites, levels, &plain_block);
        for (int v = 0; v < levels; v++)
            ck_assert_mem_eq(fast_block.top[v], plain_block.top[v], size);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.simd");
    TCase *tests = tcase_create("simd");

    tcase_add_test(tests, coordinates_in_space_are_the_same_bits);
    tcase_add_test(tests, arcs_are_the_same_bits);
    tcase_add_loop_test(tests, lists_are_the_same_bits, 0, 4);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
