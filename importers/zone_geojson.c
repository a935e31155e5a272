#include "importers/zone_geojson.h"

#include <jansson.h>
#include <string.h>

#include "importers/geojson_shape.h"
#include "importers/json_strict.h"
#include "server/core/buffer.h"
#include "server/core/date.h"
#include "server/core/text.h"

/* One feature while it is read. */
struct reading {
    int64_t feature;
    const json_t *properties;
    const struct imp_zone_options *options;
    struct problems *problems;
};

static void fail(const struct reading *reading, const char *field, const char *key,
                 const char *detail)
{
    problems_error(reading->problems, reading->feature, field, key, detail);
}

static const json_t *property(const struct reading *reading, const char *name)
{
    const json_t *value = json_object_get(reading->properties, name);

    return json_is_null(value) ? NULL : value;
}

static const char *clean(const struct reading *reading, const char *field,
                         const json_t *value)
{
    char *text = NULL;

    if (!json_is_string(value))
        fail(reading, field, "problem.text.type", NULL);
    else if (text_clean(reading->problems->arena, json_string_value(value),
                        json_string_length(value), &text))
        fail(reading, field, "problem.text.wrong", NULL);
    return text;
}

static const char *read_name(const struct reading *reading)
{
    const char *named = reading->options->name_property;
    const char *key = named ? named : "name";
    const json_t *value = property(reading, key);
    const char *field = arena_printf(reading->problems->arena, "/properties/%s", key);

    return value ? clean(reading, field, value) : NULL;
}

static int read_level(const struct reading *reading, int fallback)
{
    const json_t *value = property(reading, "level");
    double level = json_number_value(value);

    if (!value)
        return fallback;
    if (json_is_number(value) && level >= 1.0 && level <= ZONE_LEVEL_MAX &&
        level == (double)(int)level)
        return (int)level;
    fail(reading, "/properties/level", "problem.level.range", NULL);
    return 1;
}

static void read_kind(const struct reading *reading, struct zone *ret_zone)
{
    const json_t *value = property(reading, "kind");
    const char *kind = json_string_value(value);
    int level = reading->options->level;

    if (kind && !strcmp(kind, "no_go"))
        level = ZONE_LEVEL_NO_GO;
    else if (value && (!kind || zone_kind_parse(kind, &ret_zone->kind)))
        fail(reading, "/properties/kind", "problem.kind.unknown", kind);
    if (ret_zone->kind == ZONE_SAFE_CORRIDOR)
        level = 0;
    ret_zone->level = read_level(reading, level);
    if (kind && !strcmp(kind, "no_go") && ret_zone->level != ZONE_LEVEL_NO_GO)
        fail(reading, "/properties/level", "problem.level.no_go", NULL);
}

static void read_time(const struct reading *reading, const char *name, int64_t *ret_ms)
{
    const json_t *value = property(reading, name);
    const char *text = json_string_value(value);
    int32_t day = 0;

    if (!value)
        return;
    if (text && !date_time_parse(text, ret_ms))
        return;
    if (text && !date_parse(text, &day)) {
        *ret_ms = day * DATE_DAY_MS;
        return;
    }
    fail(reading, arena_printf(reading->problems->arena, "/properties/%s", name),
         "problem.time.wrong", text);
}

static bool advice_sound(const struct reading *reading, json_t *value)
{
    const char *language;
    json_t *text;

    json_object_foreach(value, language, text)
    {
        if (strcmp(language, "nl") && strcmp(language, "fr") && strcmp(language, "de") &&
            strcmp(language, "en")) {
            fail(reading, "/properties/advice", "problem.advice.language", language);
            return false;
        }
        if (!clean(reading, "/properties/advice", text))
            return false;
    }
    return true;
}

static const char *read_advice(const struct reading *reading)
{
    json_t *value = json_object_get(reading->properties, "advice");
    char *dumped;
    const char *copy;

    if (!value || json_is_null(value))
        return NULL;
    if (!json_is_object(value))
        return clean(reading, "/properties/advice", value);
    if (!advice_sound(reading, value))
        return NULL;
    dumped = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS);
    copy = arena_strdup(reading->problems->arena, dumped);
    free(dumped);
    return copy;
}

static double read_radius(const struct reading *reading)
{
    const json_t *value = property(reading, "radius_m");

    if (!value)
        return 0.0;
    if (json_is_number(value) && json_number_value(value) > 0.0)
        return json_number_value(value);
    fail(reading, "/properties/radius_m", "problem.radius_m.wrong", NULL);
    return 0.0;
}

static void check_edges(const struct reading *reading)
{
    const json_t *value = property(reading, "edges");
    const char *edges = json_string_value(value);

    if (value && (!edges || strcmp(edges, "straight")))
        fail(reading, "/properties/edges", "problem.edges.geodesic", edges);
}

static const char *read_id(const struct reading *reading, const json_t *feature)
{
    const json_t *id = json_object_get(feature, "id");

    if (json_is_string(id))
        return clean(reading, "/id", id);
    if (json_is_integer(id))
        return arena_printf(reading->problems->arena, "%lld",
                            (long long)json_integer_value(id));
    if (id && !json_is_null(id))
        fail(reading, "/id", "problem.text.type", NULL);
    return NULL;
}

static const char *shape_text(struct arena *arena, const struct geo_shape *shape)
{
    struct buffer buf;
    const char *text;

    buffer_init(&buf, 2 * IMP_ZONE_BYTES_MAX);
    geo_shape_format(shape, &buf);
    text = arena_strdup(arena, buffer_text(&buf));
    buffer_fini(&buf);
    return text;
}

static void read_feature(const struct reading *reading, const json_t *feature,
                         struct imp_zone *ret_zone)
{
    struct zone zone = zone_blank();
    struct geo_shape shape = {0};
    double radius_m;

    zone.name = read_name(reading);
    read_kind(reading, &zone);
    read_time(reading, "valid_from", &zone.from_ms);
    read_time(reading, "valid_until", &zone.until_ms);
    zone.advice = read_advice(reading);
    zone.source_id = read_id(reading, feature);
    check_edges(reading);
    radius_m = read_radius(reading);
    if (imp_geojson_shape(json_object_get(feature, "geometry"), radius_m,
                          reading->feature, reading->problems, &shape))
        zone.geometry = "refused"; /* told already */
    else
        zone.geometry = shape_text(reading->problems->arena, &shape);
    if (zone_check(&zone, reading->feature, reading->problems))
        return;
    ret_zone->zone = zone;
    ret_zone->geo = zone_geo(&zone, shape);
}

static const char *type_of(const json_t *json)
{
    const char *type = json_string_value(json_object_get(json, "type"));

    return type ? type : "";
}

/* RFC 7946 knows one coordinate system; files from before name another one here. */
static enum rc check_crs(const json_t *json, struct problems *problems)
{
    static const char *const known[] = {"urn:ogc:def:crs:OGC:1.3:CRS84",
                                        "urn:ogc:def:crs:OGC::CRS84", "EPSG:4326"};
    const json_t *crs = json_object_get(json, "crs");
    const json_t *properties = json_object_get(crs, "properties");
    const char *name = json_string_value(json_object_get(properties, "name"));

    if (!crs || json_is_null(crs))
        return RC_OK;
    for (size_t i = 0; name && i < sizeof(known) / sizeof(known[0]); i++)
        if (!strcmp(name, known[i]))
            return RC_OK;
    problems_error(problems, 0, "/crs", "problem.crs.other", name);
    return RC_INVALID;
}

static void check_feature(struct reading *reading, const json_t *feature,
                          struct imp_zone *ret_zone)
{
    const json_t *properties = json_object_get(feature, "properties");

    if (strcmp(type_of(feature), "Feature")) {
        fail(reading, "/type", "problem.type.no_feature", NULL);
        return;
    }
    if (properties && !json_is_object(properties) && !json_is_null(properties)) {
        fail(reading, "/properties", "problem.properties.wrong", NULL);
        return;
    }
    reading->properties = properties;
    read_feature(reading, feature, ret_zone);
}

static int compare_ids(const void *a, const void *b)
{
    const struct imp_zone *const *one = a, *const *other = b;

    return strcmp((*one)->zone.source_id, (*other)->zone.source_id);
}

static void check_ids(const struct imp_zones *zones, struct problems *problems)
{
    const struct imp_zone **list =
        arena_array(problems->arena, zones->count + 1, sizeof(const struct imp_zone *));
    size_t count = 0;

    for (size_t i = 0; i < zones->count; i++)
        if (zones->items[i].zone.source_id)
            list[count++] = &zones->items[i];
    qsort(list, count, sizeof(*list), compare_ids);
    for (size_t i = 1; i < count; i++) {
        const struct imp_zone *later = list[i] > list[i - 1] ? list[i] : list[i - 1];

        if (!strcmp(list[i]->zone.source_id, list[i - 1]->zone.source_id))
            problems_error(problems, later - zones->items + 1, "/id", "problem.id.twice",
                           later->zone.source_id);
    }
}

static enum rc read_collection(const json_t *json, const struct imp_zone_options *options,
                               struct problems *problems, struct imp_zones *ret_zones)
{
    const json_t *features = json_object_get(json, "features");
    struct imp_zones zones = {.count = json_array_size(features)};

    if (!json_is_array(features) || zones.count == 0) {
        problems_error(problems, 0, "/features", "problem.features.none", NULL);
        return RC_INVALID;
    }
    if (zones.count > IMP_ZONE_FEATURES_MAX) {
        problems_error(problems, 0, "/features", "problem.features.too_many", NULL);
        return RC_INVALID;
    }
    zones.items = arena_array(problems->arena, zones.count, sizeof(*zones.items));
    for (size_t i = 0; i < zones.count; i++) {
        struct reading reading = {
            .feature = (int64_t)i + 1, .options = options, .problems = problems};

        check_feature(&reading, json_array_get(features, i), &zones.items[i]);
    }
    check_ids(&zones, problems);
    if (problems_any(problems))
        return RC_INVALID;
    *ret_zones = zones;
    return RC_OK;
}

/* A bare feature or geometry is read as a collection of one. */
static json_t *as_collection(json_t *json)
{
    if (!strcmp(type_of(json), "FeatureCollection"))
        return json_incref(json);
    if (!strcmp(type_of(json), "Feature"))
        return json_pack("{s:[O]}", "features", json);
    return json_pack("{s:[{s:s, s:O}]}", "features", "type", "Feature", "geometry", json);
}

enum rc imp_zone_geojson_parse(const char *text, size_t len,
                               const struct imp_zone_options *options,
                               struct problems *problems, struct imp_zones *ret_zones)
{
    json_t *json, *collection;
    enum rc rc = imp_json_parse(text, len, IMP_ZONE_BYTES_MAX, problems, &json);

    if (rc)
        return rc;
    if (!json_is_object(json) || !*type_of(json)) {
        problems_error(problems, 0, "file", "problem.file.no_geojson", NULL);
        json_decref(json);
        return RC_INVALID;
    }
    rc = check_crs(json, problems);
    if (!rc) {
        collection = as_collection(json);
        rc = read_collection(collection, options, problems, ret_zones);
        json_decref(collection);
    }
    json_decref(json);
    return rc;
}
