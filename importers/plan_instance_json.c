#include <string.h>

#include "geo/validity.h"
#include "importers/json_reader.h"
#include "importers/plan_json.h"
#include "server/core/date.h"
#include "server/core/json.h"

#define FORMAT "redkite-plan-instance-1"
#define RULES  "default"

/* What is planned for but not known yet: refused by name. */
static const char *const unsupported[] = {
    "borders",
    "check_in_closes",
    "commitment",
    "commitments",
    "corridors",
    "curfew",
    "curfews",
    "emergency_capacity",
    "hubs",
    "hypotheses",
    "lifts",
    "linked",
    "linked_parties",
    "no_show",
    "opening_hours",
    "opens",
    "closes",
    "permissions",
    "positions",
    "previous_plan",
    "quota",
    "quotas",
    "ready",
    "ready_at",
    "routes",
    "show_up",
    "standby",
    "stretcher",
    "stretchers",
    "terrain",
    "wheelchair",
    "wheelchairs",
    "wheelchair_access",
    "windows",
    NULL,
};

static bool read_point(const struct json_reader *r, struct geo_point *ret_point)
{
    struct geo_point p;

    if (!json_reader_double(r, "lon", &p.lon) || !json_reader_double(r, "lat", &p.lat))
        return false;
    if (!geo_point_valid(p)) {
        json_reader_fail(r, NULL, "problem.plan.off_globe", NULL);
        return false;
    }
    *ret_point = p;
    return true;
}

static void read_party(const struct json_reader *r, struct geo_plan_party *p)
{
    static const char *const known[] = {"id",     "lon",   "lat",        "seats",
                                        "weight", "stays", "ineligible", NULL};
    int64_t seats = 0;

    if (!json_reader_fields(r, known, unsupported))
        return;
    p->located = json_object_get(r->object, "lon") || json_object_get(r->object, "lat");
    json_reader_id(r, "id", &p->id);
    json_reader_int(r, "seats", 1, GEO_PLAN_SEATS_MAX, &seats);
    json_reader_int(r, "weight", 1, GEO_PLAN_WEIGHT_MAX, &p->weight);
    json_reader_bool(r, "stays", &p->stays);
    json_reader_bool(r, "ineligible", &p->ineligible);
    if (p->located)
        read_point(r, &p->at);
    p->seats = (int32_t)seats;
}

static void read_site(const struct json_reader *r, struct geo_plan_site *s)
{
    static const char *const known[] = {"id", "lon", "lat", "capacity", NULL};
    int64_t capacity = 0;

    if (!json_reader_fields(r, known, unsupported))
        return;
    json_reader_id(r, "id", &s->id);
    json_reader_int(r, "capacity", 0, GEO_PLAN_CAPACITY_MAX, &capacity);
    read_point(r, &s->at);
    s->capacity = (int32_t)capacity;
}

/* [lon, lat] */
static bool read_position(const json_t *value, struct geo_point *ret_point)
{
    struct geo_point p;

    if (json_array_size(value) != 2 || !json_is_number(json_array_get(value, 0)) ||
        !json_is_number(json_array_get(value, 1)))
        return false;
    p.lon = json_number_value(json_array_get(value, 0));
    p.lat = json_number_value(json_array_get(value, 1));
    if (!geo_point_valid(p))
        return false;
    *ret_point = p;
    return true;
}

static bool read_ring(struct arena *arena, const json_t *value, struct geo_ring *ring)
{
    size_t count = json_array_size(value);

    if (count < 4)
        return false;
    ring->points = arena_array(arena, count, sizeof(*ring->points));
    ring->count = count;
    for (size_t k = 0; k < count; k++)
        if (!read_position(json_array_get(value, k), &ring->points[k]))
            return false;
    return true;
}

/* [[outer], [hole], ...] */
static bool read_polygon(struct arena *arena, const json_t *value,
                         struct geo_shape *shape)
{
    size_t count = json_array_size(value);

    for (size_t k = 0; k < count; k++) {
        struct geo_ring *ring = &shape->rings[shape->ring_count++];

        ring->hole = k > 0;
        if (!read_ring(arena, json_array_get(value, k), ring))
            return false;
    }
    return count > 0;
}

static bool read_rings(struct arena *arena, const json_t *polygons,
                       struct geo_shape *shape)
{
    size_t rings = 0;

    for (size_t k = 0; k < json_array_size(polygons); k++)
        rings += json_array_size(json_array_get(polygons, k));
    shape->rings = arena_array(arena, rings + 1, sizeof(*shape->rings));
    for (size_t k = 0; k < json_array_size(polygons); k++)
        if (!read_polygon(arena, json_array_get(polygons, k), shape))
            return false;
    return rings > 0;
}

static bool read_shape(const struct json_reader *r, struct geo_shape *shape)
{
    const char *const polygon[] = {"type", "coordinates", NULL};
    const char *const circle[] = {"type", "coordinates", "radius_m", NULL};
    const char *type;
    const json_t *coordinates;
    bool good;

    if (!json_is_object(r->object) || !json_reader_text(r, "type", &type))
        return false;
    good = json_reader_fields(r, strcmp(type, "Circle") ? polygon : circle, unsupported);
    coordinates = json_reader_array(r, "coordinates");
    if (!good || !coordinates)
        return false;
    if (!strcmp(type, "Circle"))
        return read_position(coordinates, &shape->centre) &&
               json_reader_double(r, "radius_m", &shape->radius_m) && shape->radius_m > 0;
    if (!strcmp(type, "MultiPolygon"))
        return read_rings(r->arena, coordinates, shape);
    if (strcmp(type, "Polygon"))
        return false;
    shape->rings =
        arena_array(r->arena, json_array_size(coordinates) + 1, sizeof(*shape->rings));
    return read_polygon(r->arena, coordinates, shape);
}

static void read_zone(const struct json_reader *r, struct geo_zone *z)
{
    static const char *const known[] = {"id", "geometry", "from", "until", NULL};
    struct json_reader shape = *r;
    size_t before = r->problems->errors;
    struct geo_faults faults;

    *z = (struct geo_zone){.kind = GEO_ZONE_NO_GO,
                           .level = GEO_ZONE_LEVEL_MAX,
                           .from_ms = GEO_ZONE_ALWAYS,
                           .until_ms = GEO_ZONE_FOREVER};
    if (!json_reader_fields(r, known, unsupported))
        return;
    json_reader_id(r, "id", &z->id);
    json_reader_time(r, "from", &z->from_ms);
    json_reader_time(r, "until", &z->until_ms);
    shape.object = json_object_get(r->object, "geometry");
    if (!read_shape(&shape, &z->shape)) {
        if (r->problems->errors == before)
            json_reader_fail(r, "geometry", "problem.plan_json.geometry", NULL);
        return;
    }
    geo_validity_check(&z->shape, &faults);
    for (size_t k = 0; k < faults.count; k++)
        if (!faults.items[k].warning)
            json_reader_fail(r, "geometry", faults.items[k].key, NULL);
}

/* Each element of the array @p name, of @p size bytes, by @p read. */
static void *read_list(const struct json_reader *r, const char *name, size_t size,
                       void (*read)(const struct json_reader *, void *),
                       size_t *ret_count)
{
    const json_t *array = json_reader_array(r, name);
    const char *list = arena_printf(r->arena, "/%s", name);
    size_t count = array ? json_array_size(array) : 0;
    char *items = arena_array(r->arena, count + 1, size);

    for (size_t k = 0; k < count; k++) {
        struct json_reader item = json_reader_item(r, list, array, k);

        read(&item, items + k * size);
    }
    *ret_count = count;
    return items;
}

static void read_any_party(const struct json_reader *r, void *item)
{
    read_party(r, item);
}

static void read_any_site(const struct json_reader *r, void *item)
{
    read_site(r, item);
}

static void read_any_zone(const struct json_reader *r, void *item)
{
    read_zone(r, item);
}

static void read_instance(const struct json_reader *r, struct geo_plan_input *in)
{
    static const char *const known[] = {"format", "rules", "at", "parties",
                                        "sites",  "no_go", NULL};
    const char *text;

    if (!json_reader_fields(r, known, unsupported))
        return;
    if (json_reader_text(r, "format", &text) && strcmp(text, FORMAT))
        json_reader_fail(r, "format", "problem.plan_json.format", text);
    if (json_reader_text(r, "rules", &text) && strcmp(text, RULES))
        json_reader_fail(r, "rules", "problem.plan_json.rules", text);
    if (!json_object_get(r->object, "at"))
        json_reader_fail(r, "at", "problem.json.missing", NULL);
    json_reader_time(r, "at", &in->at_ms);
    in->parties =
        read_list(r, "parties", sizeof(*in->parties), read_any_party, &in->party_count);
    in->sites = read_list(r, "sites", sizeof(*in->sites), read_any_site, &in->site_count);
    in->zones = read_list(r, "no_go", sizeof(*in->zones), read_any_zone, &in->zone_count);
}

enum rc imp_plan_instance_parse(struct arena *arena, const char *text, size_t len,
                                struct problems *problems, struct geo_plan_input *ret_in)
{
    struct geo_plan_input in = {0};
    json_t *root = json_reader_load(text, len, problems);
    enum rc rc;

    if (!root)
        return RC_INVALID;
    read_instance(&(struct json_reader){arena, problems, root, "", -1}, &in);
    json_decref(root);
    if (problems_any(problems))
        return RC_INVALID;
    rc = geo_plan_input_check(&in, problems);
    if (rc == RC_OK)
        *ret_in = in;
    return rc;
}

static void render_point(struct json *json, struct geo_point p)
{
    json_double(json, "lon", p.lon);
    json_double(json, "lat", p.lat);
}

static void render_party(struct json *json, const struct geo_plan_party *p)
{
    json_open(json, NULL);
    json_stamp(json, "id", p->id);
    if (p->located)
        render_point(json, p->at);
    json_int(json, "seats", p->seats);
    json_int(json, "weight", p->weight);
    if (p->stays)
        json_bool(json, "stays", true);
    if (p->ineligible)
        json_bool(json, "ineligible", true);
    json_close(json);
}

static void render_position(struct json *json, const char *key, struct geo_point p)
{
    json_open_array(json, key);
    json_double(json, NULL, p.lon);
    json_double(json, NULL, p.lat);
    json_close_array(json);
}

/* Always as a MultiPolygon: each outer ring opens a polygon. */
static void render_shape(struct json *json, const struct geo_shape *shape)
{
    json_open(json, "geometry");
    json_text(json, "type", shape->radius_m > 0 ? "Circle" : "MultiPolygon");
    if (shape->radius_m > 0) {
        render_position(json, "coordinates", shape->centre);
        json_double(json, "radius_m", shape->radius_m);
        json_close(json);
        return;
    }
    json_open_array(json, "coordinates");
    for (size_t k = 0; k < shape->ring_count; k++) {
        const struct geo_ring *ring = &shape->rings[k];

        if (!ring->hole)
            json_open_array(json, NULL);
        json_open_array(json, NULL);
        for (size_t n = 0; n < ring->count; n++)
            render_position(json, NULL, ring->points[n]);
        json_close_array(json);
        if (k + 1 == shape->ring_count || !shape->rings[k + 1].hole)
            json_close_array(json);
    }
    json_close_array(json);
    json_close(json);
}

static void render_time(struct json *json, const char *key, int64_t ms)
{
    char text[DATE_TIME_TEXT_SIZE];

    if (ms != GEO_ZONE_ALWAYS && ms != GEO_ZONE_FOREVER)
        json_text(json, key, date_time_format(ms, text));
}

static void render_zone(struct json *json, const struct geo_zone *z)
{
    json_open(json, NULL);
    json_stamp(json, "id", z->id);
    render_time(json, "from", z->from_ms);
    render_time(json, "until", z->until_ms);
    render_shape(json, &z->shape);
    json_close(json);
}

void imp_plan_instance_render(const struct geo_plan_input *in, struct buffer *buf)
{
    struct json json;

    json_init(&json, buf);
    json_open(&json, NULL);
    json_text(&json, "format", FORMAT);
    json_text(&json, "rules", RULES);
    render_time(&json, "at", in->at_ms);
    json_open_array(&json, "parties");
    for (size_t k = 0; k < in->party_count; k++)
        render_party(&json, &in->parties[k]);
    json_close_array(&json);
    json_open_array(&json, "sites");
    for (size_t k = 0; k < in->site_count; k++) {
        json_open(&json, NULL);
        json_stamp(&json, "id", in->sites[k].id);
        render_point(&json, in->sites[k].at);
        json_int(&json, "capacity", in->sites[k].capacity);
        json_close(&json);
    }
    json_close_array(&json);
    json_open_array(&json, "no_go");
    for (size_t k = 0; k < in->zone_count; k++)
        if (in->zones[k].kind == GEO_ZONE_NO_GO)
            render_zone(&json, &in->zones[k]);
    json_close_array(&json);
    json_close(&json);
}
