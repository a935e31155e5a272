#include "tests/support/instance.h"

#include <string.h>

#define TOWNS 12

static double between(struct random *random, double low, double high)
{
    return low + random_unit(random) * (high - low);
}

static struct geo_point place(struct random *random, const struct geo_point *towns)
{
    struct geo_point town = towns[random_below(random, random_below(random, TOWNS) + 1)];

    if (random_below(random, 4) == 0)
        return (struct geo_point){between(random, 34.0, 40.0),
                                  between(random, 32.0, 37.0)};
    return (struct geo_point){town.lon + between(random, -0.15, 0.15),
                              town.lat + between(random, -0.15, 0.15)};
}

/* Household sizes fall off as in planning.md 5. */
static int32_t size(struct random *random, const struct instance_wish *wish)
{
    int32_t seats = wish->seats_min;

    while (seats < wish->seats_max && random_below(random, 100) < 55)
        seats++;
    return seats;
}

static void make_party(struct random *random, const struct instance_wish *wish,
                       const struct geo_point *towns, struct geo_plan_party *p)
{
    p->located = true;
    p->at = place(random, towns);
    p->seats = size(random, wish);
    p->weight = 0;
    for (int32_t k = 0; k < p->seats; k++)
        p->weight += 100 + 37 * (int64_t)random_below(random, wish->weights);
    if (!wish->odd)
        return;
    p->located = random_below(random, 20) != 0;
    p->stays = random_below(random, 20) == 0;
    p->ineligible = random_below(random, 20) == 0;
}

static void make_sites(struct random *random, const struct instance_wish *wish,
                       const struct geo_point *towns, struct geo_plan_site *sites,
                       int64_t asked)
{
    double total = 0;
    double share[GEO_PLAN_SITES_MAX];

    for (size_t k = 0; k < wish->sites; k++) {
        sites[k].id = (int64_t)k * 7 + 3;
        sites[k].at = place(random, towns);
        share[k] = between(random, 0.3, 1.3);
        total += share[k];
    }
    for (size_t k = 0; k < wish->sites; k++)
        sites[k].capacity =
            (int32_t)((double)asked / wish->full * share[k] / total + 0.5);
}

static void make_zone(struct random *random, struct arena *arena, size_t k,
                      struct geo_zone *z)
{
    struct geo_point c = {between(random, 34.5, 39.5), between(random, 32.5, 36.5)};
    double half = between(random, 0.1, 0.6);

    *z = (struct geo_zone){.id = (int64_t)k + 1,
                           .kind = GEO_ZONE_NO_GO,
                           .level = 4,
                           .from_ms = GEO_ZONE_ALWAYS,
                           .until_ms = GEO_ZONE_FOREVER};
    if (k % 2 == 0) {
        z->shape = (struct geo_shape){.centre = c, .radius_m = half * 90000};
        return;
    }
    z->shape.rings = arena_array(arena, 1, sizeof(*z->shape.rings));
    z->shape.ring_count = 1;
    z->shape.rings[0].count = 5;
    z->shape.rings[0].points = arena_array(arena, 5, sizeof(struct geo_point));
    for (int n = 0; n < 5; n++)
        z->shape.rings[0].points[n] =
            (struct geo_point){c.lon + (n % 4 == 1 || n % 4 == 2 ? half : -half),
                               c.lat + (n % 4 >= 2 ? half : -half)};
}

struct geo_plan_input instance_make(struct arena *arena, const struct instance_wish *wish)
{
    struct random random = random_seeded(wish->seed);
    struct geo_plan_party *parties =
        arena_array(arena, wish->parties + 1, sizeof(*parties));
    struct geo_plan_site *sites = arena_array(arena, wish->sites + 1, sizeof(*sites));
    struct geo_zone *zones = arena_array(arena, wish->zones + 1, sizeof(*zones));
    struct geo_point towns[TOWNS];
    int64_t asked = 0;

    for (int k = 0; k < TOWNS; k++)
        towns[k] = (struct geo_point){between(&random, 34.0, 40.0),
                                      between(&random, 32.0, 37.0)};
    for (size_t i = 0; i < wish->parties; i++) {
        parties[i].id = (int64_t)i * 11 + 5;
        make_party(&random, wish, towns, &parties[i]);
        asked += parties[i].seats;
    }
    make_sites(&random, wish, towns, sites, asked);
    for (size_t k = 0; k < wish->zones; k++)
        make_zone(&random, arena, k, &zones[k]);
    return (struct geo_plan_input){parties, wish->parties, sites,        wish->sites,
                                   zones,   wish->zones,   1800000000000};
}

/* Fisher and Yates. */
static void *shuffled(struct arena *arena, const void *items, size_t count, size_t size,
                      struct random *random)
{
    char *copy = arena_memdup(arena, items, count * size);
    char *spare = arena_alloc(arena, size);

    for (size_t k = count; k > 1; k--) {
        char *a = copy + (k - 1) * size;
        char *b = copy + random_below(random, k) * size;

        memcpy(spare, a, size);
        memmove(a, b, size);
        memcpy(b, spare, size);
    }
    return copy;
}

struct geo_plan_input instance_shuffle(struct arena *arena,
                                       const struct geo_plan_input *in, uint64_t seed)
{
    struct random random = random_seeded(seed);
    struct geo_plan_input out = *in;

    out.parties =
        shuffled(arena, in->parties, in->party_count, sizeof(*in->parties), &random);
    out.sites = shuffled(arena, in->sites, in->site_count, sizeof(*in->sites), &random);
    out.zones = shuffled(arena, in->zones, in->zone_count, sizeof(*in->zones), &random);
    return out;
}
