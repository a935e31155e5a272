#include "importers/json_reader.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "server/core/date.h"
#include "server/core/number.h"
#include "server/core/text.h"

json_t *json_reader_load(const char *text, size_t len, struct problems *problems)
{
    json_error_t error;
    json_t *root;

    if (!text_valid(text, len)) {
        problems_error(problems, 0, NULL, "problem.json.utf8", NULL);
        return NULL;
    }
    root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
    if (!root) {
        problems_error(problems, error.line, NULL, "problem.json.syntax", error.text);
        return NULL;
    }
    if (!json_is_object(root)) {
        problems_error(problems, 1, NULL, "problem.json.object", NULL);
        json_decref(root);
        return NULL;
    }
    return root;
}

static const char *pointer(const struct json_reader *r, const char *name)
{
    const char *slash = name ? "/" : "";

    name = name ? name : "";
    if (r->index < 0)
        return arena_printf(r->arena, "%s%s%s", r->list, slash, name);
    return arena_printf(r->arena, "%s/%" PRId64 "%s%s", r->list, r->index, slash, name);
}

void json_reader_fail(const struct json_reader *r, const char *name, const char *key,
                      const char *detail)
{
    if (r->problems->count == PROBLEMS_KEPT)
        problems_error(r->problems, 0, NULL, key, NULL);
    else
        problems_error(r->problems, 0, pointer(r, name), key, detail);
}

static bool among(const char *const *names, const char *name)
{
    for (; *names; names++)
        if (!strcmp(*names, name))
            return true;
    return false;
}

bool json_reader_fields(const struct json_reader *r, const char *const *known,
                        const char *const *unsupported)
{
    void *at;
    bool good = true;

    if (!json_is_object(r->object)) {
        json_reader_fail(r, NULL, "problem.json.object", NULL);
        return false;
    }
    /* jansson's iterators take what they do not change as not const. */
    for (at = json_object_iter((json_t *)(uintptr_t)r->object); at;
         at = json_object_iter_next((json_t *)(uintptr_t)r->object, at)) {
        const char *name = json_object_iter_key(at);

        if (among(known, name))
            continue;
        good = false;
        json_reader_fail(r, name,
                         among(unsupported, name) ? "problem.json.unsupported"
                                                  : "problem.json.unknown_field",
                         name);
    }
    return good;
}

struct json_reader json_reader_item(const struct json_reader *r, const char *list,
                                    const json_t *array, size_t index)
{
    struct json_reader item = *r;

    item.object = json_array_get(array, index);
    item.list = list;
    item.index = (int64_t)index;
    return item;
}

/* The value of a field that has to be there. */
static const json_t *need(const struct json_reader *r, const char *name)
{
    const json_t *value = json_object_get(r->object, name);

    if (!value)
        json_reader_fail(r, name, "problem.json.missing", NULL);
    return value;
}

const json_t *json_reader_array(const struct json_reader *r, const char *name)
{
    const json_t *value = need(r, name);

    if (!value)
        return NULL;
    if (!json_is_array(value)) {
        json_reader_fail(r, name, "problem.json.array", NULL);
        return NULL;
    }
    return value;
}

bool json_reader_int(const struct json_reader *r, const char *name, int64_t min,
                     int64_t max, int64_t *ret_value)
{
    const json_t *value = need(r, name);
    int64_t number;

    if (!value)
        return false;
    number = json_integer_value(value);
    if (!json_is_integer(value) || number < min || number > max) {
        json_reader_fail(r, name, "problem.json.integer",
                         arena_printf(r->arena, "%" PRId64 " to %" PRId64, min, max));
        return false;
    }
    *ret_value = number;
    return true;
}

bool json_reader_id(const struct json_reader *r, const char *name, int64_t *ret_id)
{
    const json_t *value = need(r, name);
    char back[24];
    int64_t id;

    if (!value)
        return false;
    if (json_is_string(value) &&
        number_parse_int(json_string_value(value), INT64_MIN, INT64_MAX, &id) == RC_OK) {
        /* One way to write each: an id that differs in its text only is another's. */
        snprintf(back, sizeof(back), "%" PRId64, id);
        if (!strcmp(back, json_string_value(value))) {
            *ret_id = id;
            return true;
        }
    }
    json_reader_fail(r, name, "problem.json.id", NULL);
    return false;
}

bool json_reader_double(const struct json_reader *r, const char *name, double *ret_value)
{
    const json_t *value = need(r, name);

    if (!value)
        return false;
    if (!json_is_number(value) || !isfinite(json_number_value(value))) {
        json_reader_fail(r, name, "problem.json.number", NULL);
        return false;
    }
    *ret_value = json_number_value(value);
    return true;
}

bool json_reader_bool(const struct json_reader *r, const char *name, bool *ret_value)
{
    const json_t *value = json_object_get(r->object, name);

    if (value && !json_is_boolean(value)) {
        json_reader_fail(r, name, "problem.json.boolean", NULL);
        return false;
    }
    *ret_value = json_is_true(value);
    return true;
}

bool json_reader_text(const struct json_reader *r, const char *name,
                      const char **ret_text)
{
    const json_t *value = need(r, name);

    if (!value)
        return false;
    if (!json_is_string(value)) {
        json_reader_fail(r, name, "problem.json.text", NULL);
        return false;
    }
    *ret_text = json_string_value(value);
    return true;
}

bool json_reader_time(const struct json_reader *r, const char *name, int64_t *ret_ms)
{
    const json_t *value = json_object_get(r->object, name);

    if (!value)
        return true;
    if (!json_is_string(value) || date_time_parse(json_string_value(value), ret_ms)) {
        json_reader_fail(r, name, "problem.json.time", NULL);
        return false;
    }
    return true;
}
