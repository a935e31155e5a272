#include "server/cli/bench_overlay_data.h"

#include <math.h>

#include "server/core/random.h"

#define CLUSTERS        60
#define COUNTRY_CORNERS 10000
#define CIRCLES         20
#define CIRCLE_CORNERS  360
#define BLOBS           30
#define TURN            6.283185307179586476925

/* The ring of a zone: a radius for each corner. */
struct outline {
    struct geo_point centre;
    double radius_deg;
    double ragged; /* share of the radius that varies */
    size_t corners;
};

struct cluster {
    struct geo_point at;
    double spread_deg;
    double weight; /* of this and all before it */
};

/* Three waves of random height and phase, and noise from corner to corner. */
static void draw_ring(struct random *random, const struct outline *o, struct arena *arena,
                      struct geo_shape *ret_shape)
{
    struct geo_ring *ring = arena_array(arena, 1, sizeof(*ring));
    double phase[3], height[3];

    for (int i = 0; i < 3; i++) {
        phase[i] = TURN * random_unit(random);
        height[i] = o->ragged * random_unit(random) / 3.0;
    }
    ring->count = o->corners + 1;
    ring->points = arena_array(arena, ring->count, sizeof(*ring->points));
    for (size_t i = 0; i < o->corners; i++) {
        double angle = TURN * (double)i / (double)o->corners;
        double r = 1.0 + 2.0 * o->ragged * random_unit(random) / (double)o->corners;

        for (int w = 0; w < 3; w++)
            r += height[w] * sin((2 * w + 3) * angle + phase[w]);
        ring->points[i].lon = o->centre.lon + o->radius_deg * r * cos(angle) /
                                                  cos(o->centre.lat * TURN / 360.0);
        ring->points[i].lat = o->centre.lat + o->radius_deg * r * sin(angle);
    }
    ring->points[o->corners] = ring->points[0];
    *ret_shape = (struct geo_shape){.rings = ring, .ring_count = 1};
}

static void draw_clusters(struct random *random, struct cluster *clusters)
{
    double sum = 0.0;

    for (int i = 0; i < CLUSTERS; i++) {
        sum += 1.0 / (i + 1);
        clusters[i].at.lon = -150.0 + 300.0 * random_unit(random);
        clusters[i].at.lat = -50.0 + 110.0 * random_unit(random);
        clusters[i].spread_deg = 0.1 + 0.9 * random_unit(random);
        clusters[i].weight = sum;
    }
    for (int i = 0; i < CLUSTERS; i++)
        clusters[i].weight /= sum;
}

/* The country around the first cluster, the others near any. */
static struct outline outline_of(struct random *random, const struct cluster *clusters,
                                 int zone)
{
    const struct cluster *c = &clusters[random_below(random, CLUSTERS)];
    struct outline o = {c->at, 0.2 + 2.0 * random_unit(random), 0.4, 711};

    o.centre.lon += 2.0 * random_unit(random) - 1.0;
    o.centre.lat += 2.0 * random_unit(random) - 1.0;
    if (zone == 0)
        return (struct outline){clusters[0].at, 5.0, 0.4, COUNTRY_CORNERS};
    if (zone <= CIRCLES) {
        o.ragged = 0.0;
        o.corners = CIRCLE_CORNERS;
    } else if (zone > CIRCLES + BLOBS - 12) {
        o.corners++;
    }
    return o;
}

static double bell(struct random *random)
{
    double sum = 0.0;

    for (int i = 0; i < 12; i++)
        sum += random_unit(random);
    return sum - 6.0;
}

static struct geo_point draw_point(struct random *random, const struct cluster *clusters)
{
    double weight = random_unit(random);
    const struct cluster *c = clusters;

    if (random_below(random, 4) == 0)
        return (struct geo_point){360.0 * random_unit(random) - 180.0,
                                  asin(2.0 * random_unit(random) - 1.0) * 360.0 / TURN};
    while (c->weight < weight && c < clusters + CLUSTERS - 1)
        c++;
    return (struct geo_point){c->at.lon + c->spread_deg * bell(random),
                              c->at.lat + c->spread_deg * bell(random)};
}

static struct geo_point draw_on_edge(struct random *random, const struct geo_zone *zones,
                                     bool corner)
{
    const struct geo_ring *ring =
        zones[random_below(random, BENCH_OVERLAY_ZONES)].shape.rings;
    size_t i = random_below(random, ring->count - 1);
    struct geo_point a = ring->points[i], b = ring->points[i + 1];

    if (corner)
        return a;
    return (struct geo_point){(a.lon + b.lon) / 2.0, (a.lat + b.lat) / 2.0};
}

void bench_overlay_draw(uint64_t seed, size_t count, struct arena *arena,
                        struct bench_overlay_data *ret_data)
{
    struct random random = random_seeded(seed);
    struct cluster clusters[CLUSTERS];

    draw_clusters(&random, clusters);
    for (int z = 0; z < BENCH_OVERLAY_ZONES; z++) {
        struct outline o = outline_of(&random, clusters, z);

        ret_data->zones[z] = (struct geo_zone){.id = z + 1,
                                               .level = 1 + z % GEO_ZONE_LEVEL_MAX,
                                               .from_ms = GEO_ZONE_ALWAYS,
                                               .until_ms = GEO_ZONE_FOREVER};
        draw_ring(&random, &o, arena, &ret_data->zones[z].shape);
    }
    ret_data->count = count;
    ret_data->lon = arena_array(arena, count + 1, sizeof(double));
    ret_data->lat = arena_array(arena, count + 1, sizeof(double));
    for (size_t i = 0; i < count; i++) {
        uint64_t kind = random_below(&random, 1000);
        struct geo_point p = kind < 10 ? draw_on_edge(&random, ret_data->zones, kind < 5)
                                       : draw_point(&random, clusters);

        ret_data->lon[i] = p.lon;
        ret_data->lat[i] = p.lat;
    }
}

uint64_t bench_overlay_pair(uint32_t point, uint32_t zone)
{
    struct random random = random_seeded((uint64_t)point << 32 | zone);

    return random_next(&random);
}
