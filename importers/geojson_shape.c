#include "importers/geojson_shape.h"

#include <string.h>

#include "geo/validity.h"
#include "server/core/number.h"

/* One geometry while it is read. */
struct reading {
    int64_t feature;
    struct problems *problems;
    struct geo_shape shape;
    size_t *polygon_of; /* for each ring, which polygon of a MultiPolygon */
    bool multi;
    size_t points;
};

static enum rc fail(struct reading *reading, const char *field, const char *key)
{
    problems_error(reading->problems, reading->feature, field, key, NULL);
    return RC_INVALID;
}

/* "/geometry/coordinates/polygon/ring/vertex", polygon only in a MultiPolygon. */
static const char *pointer(const struct reading *reading, size_t polygon, size_t ring,
                           size_t vertex)
{
    struct arena *arena = reading->problems->arena;

    if (reading->multi)
        return arena_printf(arena, "/geometry/coordinates/%zu/%zu/%zu", polygon, ring,
                            vertex);
    return arena_printf(arena, "/geometry/coordinates/%zu/%zu", ring, vertex);
}

static bool read_position(const json_t *position, struct geo_point *ret_point)
{
    const json_t *lon = json_array_get(position, 0), *lat = json_array_get(position, 1);

    for (size_t i = 0; i < json_array_size(position); i++)
        if (!json_is_number(json_array_get(position, i)))
            return false;
    if (!json_is_number(lon) || !json_is_number(lat))
        return false;
    *ret_point = (struct geo_point){json_number_value(lon), json_number_value(lat)};
    return true;
}

static enum rc read_ring(struct reading *reading, const json_t *ring, size_t polygon,
                         size_t number)
{
    struct geo_shape *shape = &reading->shape;
    struct geo_ring *out = &shape->rings[shape->ring_count];

    if (!json_is_array(ring))
        return fail(reading, "/geometry/coordinates", "problem.geometry.coordinates");
    reading->points += json_array_size(ring);
    if (reading->points > GEO_VALIDITY_POINTS_MAX)
        return fail(reading, "/geometry/coordinates", "problem.geometry.too_many");
    out->count = json_array_size(ring);
    out->points =
        arena_array(reading->problems->arena, out->count + 1, sizeof(*out->points));
    out->hole = number > 0;
    for (size_t i = 0; i < out->count; i++)
        if (!read_position(json_array_get(ring, i), &out->points[i]))
            return fail(reading, pointer(reading, polygon, number, i),
                        "problem.geometry.coordinates");
    reading->polygon_of[shape->ring_count++] = polygon;
    return RC_OK;
}

static enum rc read_polygon(struct reading *reading, const json_t *polygon, size_t number)
{
    size_t count = json_array_size(polygon);

    if (!json_is_array(polygon) || count == 0)
        return fail(reading, "/geometry/coordinates", "problem.geometry.coordinates");
    for (size_t r = 0; r < count; r++)
        if (read_ring(reading, json_array_get(polygon, r), number, r))
            return RC_INVALID;
    return RC_OK;
}

static void make_room(struct reading *reading, const json_t *coordinates)
{
    struct arena *arena = reading->problems->arena;
    size_t rings = json_array_size(coordinates);

    if (reading->multi) {
        rings = 0;
        for (size_t p = 0; p < json_array_size(coordinates); p++)
            rings += json_array_size(json_array_get(coordinates, p));
    }
    reading->shape.rings = arena_array(arena, rings + 1, sizeof(*reading->shape.rings));
    reading->polygon_of = arena_array(arena, rings + 1, sizeof(*reading->polygon_of));
}

static enum rc read_rings(struct reading *reading, const json_t *coordinates)
{
    size_t count = json_array_size(coordinates);

    make_room(reading, coordinates);
    if (!reading->multi)
        return read_polygon(reading, coordinates, 0);
    if (!json_is_array(coordinates) || count == 0)
        return fail(reading, "/geometry/coordinates", "problem.geometry.coordinates");
    for (size_t p = 0; p < count; p++)
        if (read_polygon(reading, json_array_get(coordinates, p), p))
            return RC_INVALID;
    return RC_OK;
}

static const char *fault_field(const struct reading *reading, size_t ring, size_t vertex)
{
    size_t first = ring;

    if (reading->shape.ring_count == 0)
        return "/geometry/coordinates";
    while (first > 0 && reading->polygon_of[first - 1] == reading->polygon_of[ring])
        first--;
    return pointer(reading, reading->polygon_of[ring], ring - first, vertex);
}

/* "LON LAT", and for two edges where the other begins: "LON LAT /geometry/...". */
static const char *fault_detail(const struct reading *reading,
                                const struct geo_fault *fault)
{
    struct arena *arena = reading->problems->arena;
    char lon[32] = "-", lat[32] = "-";

    if (fault->at.lon == fault->at.lon && fault->at.lon - fault->at.lon == 0.0)
        number_format_double(fault->at.lon, lon);
    if (fault->at.lat == fault->at.lat && fault->at.lat - fault->at.lat == 0.0)
        number_format_double(fault->at.lat, lat);
    if (fault->paired)
        return arena_printf(arena, "%s %s %s", lon, lat,
                            fault_field(reading, fault->other_ring, fault->other_vertex));
    return arena_printf(arena, "%s %s", lon, lat);
}

static enum rc check(struct reading *reading)
{
    struct geo_faults faults;

    geo_validity_check(&reading->shape, &faults);
    for (size_t i = 0; i < faults.count; i++) {
        const struct geo_fault *fault = &faults.items[i];
        const char *field = fault_field(reading, fault->ring, fault->vertex);
        const char *detail = fault_detail(reading, fault);

        if (fault->warning)
            problems_warn(reading->problems, reading->feature, field, fault->key, detail);
        else
            problems_error(reading->problems, reading->feature, field, fault->key,
                           detail);
    }
    return faults.errors ? RC_INVALID : RC_OK;
}

static enum rc read_circle(struct reading *reading, const json_t *coordinates,
                           double radius_m)
{
    if (!(radius_m > 0.0))
        return fail(reading, "/properties/radius_m", "problem.radius_m.missing");
    if (!read_position(coordinates, &reading->shape.centre))
        return fail(reading, "/geometry/coordinates", "problem.geometry.coordinates");
    reading->shape.radius_m = radius_m;
    return RC_OK;
}

enum rc imp_geojson_shape(const json_t *geometry, double radius_m, int64_t feature,
                          struct problems *problems, struct geo_shape *ret_shape)
{
    const char *type = json_string_value(json_object_get(geometry, "type"));
    const json_t *coordinates = json_object_get(geometry, "coordinates");
    struct reading reading = {.feature = feature, .problems = problems};
    enum rc rc;

    if (!json_is_object(geometry))
        return fail(&reading, "/geometry", "problem.geometry.missing");
    if (!type)
        return fail(&reading, "/geometry/type", "problem.geometry.type");
    reading.multi = !strcmp(type, "MultiPolygon");
    if (!strcmp(type, "Point"))
        rc = read_circle(&reading, coordinates, radius_m);
    else if (reading.multi || !strcmp(type, "Polygon"))
        rc = read_rings(&reading, coordinates);
    else
        return fail(&reading, "/geometry/type", "problem.geometry.type");
    if (!rc && !reading.shape.radius_m && radius_m != 0.0)
        rc = fail(&reading, "/properties/radius_m", "problem.radius_m.polygon");
    if (!rc)
        rc = check(&reading);
    if (!rc)
        *ret_shape = reading.shape;
    return rc;
}
