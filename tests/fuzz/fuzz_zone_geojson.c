/* Any bytes: the reader ends; what it takes is on the globe, passes the checks again, is
 * written and read back the same, and can be laid over points; what it refuses it names.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "geo/boundary.h"
#include "geo/overlay.h"
#include "geo/validity.h"
#include "importers/zone_geojson.h"
#include "server/core/buffer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth)
{
    if (!truth)
        abort();
}

static void check_text(struct arena *arena, const struct imp_zone *zone)
{
    struct geo_shape again;
    struct geo_faults faults;
    struct buffer buf;

    require(!geo_shape_parse(arena, zone->zone.geometry, &again));
    require(geo_validity_check(&again, &faults));
    buffer_init(&buf, (size_t)64 << 20);
    geo_shape_format(&again, &buf);
    require(!strcmp(buffer_text(&buf), zone->zone.geometry));
    buffer_fini(&buf);
}

static void check_overlay(const struct geo_zone *zone)
{
    static const double lon[] = {0.0, 180.0, -180.0, 35.5, 1.0},
                        lat[] = {0, 90, -17, 33.9, 1};
    const struct geo_points points = {lon, lat, 5};
    struct geo_overlay *overlay = geo_overlay_new(zone, 1);
    struct geo_pairs pairs = {0};
    size_t next = 0;

    geo_overlay_append(overlay, &points, &pairs);
    for (size_t i = 0; i < points.count; i++) {
        struct geo_point p = {lon[i], lat[i]};
        double m = -1.0;
        int listed = next < pairs.count && pairs.items[next].point == i;

        next += (size_t)listed;
        require(listed == geo_zone_contains(zone, p));
        require(geo_boundary_distance(&zone->shape, p, &m) || m >= 0.0);
    }
    geo_pairs_fini(&pairs);
    geo_overlay_free(overlay);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct imp_zone_options options = {.level = 2};
    struct arena *arena = arena_new();
    struct imp_zones zones = {0};
    struct problems problems;

    problems_init(&problems, arena);
    if (imp_zone_geojson_parse((const char *)data, size, &options, &problems, &zones))
        require(problems_any(&problems) && zones.count == 0);
    for (size_t i = 0; i < zones.count; i++) {
        check_text(arena, &zones.items[i]);
        check_overlay(&zones.items[i].geo);
    }
    arena_free(arena);
    return 0;
}
