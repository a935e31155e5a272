/* The overlay's peer: GEOS prepared covers, zone by zone, on the points in its box. Zones
 * are prepared, and their indexes warm, before the clock starts. */
#include <geos_c.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "geo/box.h"
#include "server/cli/bench_overlay_data.h"

#define POINTS 1000000

/* A zone as GEOS has it. */
struct peer_zone {
    GEOSGeometry *polygon;
    const GEOSPreparedGeometry *prepared;
    struct geo_box box;
};

static double cpu_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool covers(GEOSContextHandle_t geos, const struct peer_zone *zone, double lon,
                   double lat)
{
    GEOSGeometry *point = GEOSGeom_createPointFromXY_r(geos, lon, lat);
    bool covered = GEOSPreparedCovers_r(geos, zone->prepared, point) == 1;

    GEOSGeom_destroy_r(geos, point);
    return covered;
}

static struct peer_zone prepare(GEOSContextHandle_t geos, const struct geo_ring *ring)
{
    GEOSCoordSequence *points = GEOSCoordSeq_create_r(geos, (unsigned)ring->count, 2);
    struct peer_zone zone = {.box = {360.0, 90.0, -360.0, -90.0}};

    for (size_t i = 0; i < ring->count; i++) {
        struct geo_point p = ring->points[i];

        GEOSCoordSeq_setXY_r(geos, points, (unsigned)i, p.lon, p.lat);
        zone.box.west = p.lon < zone.box.west ? p.lon : zone.box.west;
        zone.box.east = p.lon > zone.box.east ? p.lon : zone.box.east;
        zone.box.south = p.lat < zone.box.south ? p.lat : zone.box.south;
        zone.box.north = p.lat > zone.box.north ? p.lat : zone.box.north;
    }
    zone.polygon = GEOSGeom_createPolygon_r(
        geos, GEOSGeom_createLinearRing_r(geos, points), NULL, 0);
    zone.prepared = GEOSPrepare_r(geos, zone.polygon);
    (void)covers(geos, &zone, ring->points[0].lon, ring->points[0].lat);
    return zone;
}

/* Pairs in the order they are found. */
struct found {
    uint32_t *items; /* point, zone, point, zone, ... */
    size_t count;
    size_t size;
};

static void add(struct found *found, uint32_t point, uint32_t zone)
{
    if (found->count + 2 > found->size) {
        found->size = 2 * found->size + 1024;
        found->items = mem_realloc(found->items, found->size, sizeof(*found->items));
    }
    found->items[found->count++] = point;
    found->items[found->count++] = zone;
}

static double lay_over(GEOSContextHandle_t geos, const struct bench_overlay_data *data,
                       const struct peer_zone *zones, struct found *found)
{
    double start = cpu_s();

    for (uint32_t z = 0; z < BENCH_OVERLAY_ZONES; z++) {
        const struct geo_box box = zones[z].box;

        for (size_t i = 0; i < data->count; i++) {
            double lon = data->lon[i], lat = data->lat[i];

            if (lon >= box.west && lon <= box.east && lat >= box.south &&
                lat <= box.north && covers(geos, &zones[z], lon, lat))
                add(found, (uint32_t)i, z);
        }
    }
    return cpu_s() - start;
}

int main(int argc, char **argv)
{
    GEOSContextHandle_t geos = GEOS_init_r();
    struct arena *arena = arena_new();
    static struct bench_overlay_data data;
    struct peer_zone zones[BENCH_OVERLAY_ZONES];
    struct found found = {0};
    unsigned long long seed = 1, count = POINTS;
    uint64_t sum = 0;
    double seconds;

    for (int i = 1; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--seed"))
            seed = strtoull(argv[i + 1], NULL, 10);
        else if (!strcmp(argv[i], "--n") && strtoull(argv[i + 1], NULL, 10) > 0)
            count = strtoull(argv[i + 1], NULL, 10);
    }
    bench_overlay_draw(seed, (size_t)count, arena, &data);
    for (int z = 0; z < BENCH_OVERLAY_ZONES; z++)
        zones[z] = prepare(geos, data.zones[z].shape.rings);
    seconds = lay_over(geos, &data, zones, &found);
    for (size_t i = 0; i < found.count; i += 2)
        sum += bench_overlay_pair(found.items[i], found.items[i + 1]);
    printf("{\"seconds\": %.9f, \"checksum\": \"%016" PRIx64 "\"}\n", seconds, sum);
    for (int z = 0; z < BENCH_OVERLAY_ZONES; z++) {
        GEOSPreparedGeom_destroy_r(geos, zones[z].prepared);
        GEOSGeom_destroy_r(geos, zones[z].polygon);
    }
    free(found.items);
    arena_free(arena);
    GEOS_finish_r(geos);
    return 0;
}
