#include "db/fields.h"

#include <string.h>

#include "db/engine.h"
#include "db/fields_json.h"
#include "server/core/date.h"
#include "server/core/stamp.h"

/* A struct db_fields is a JSON object. */
json_t *db_fields_object(const struct db_fields *fields)
{
    return (json_t *)(uintptr_t)fields;
}

struct db_fields *db_fields_new(void)
{
    return (struct db_fields *)json_object();
}

void db_fields_free(struct db_fields *fields)
{
    json_decref(db_fields_object(fields));
}

enum rc db_fields_parse(const void *bytes, size_t len, struct db_fields **ret_fields)
{
    json_t *object = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);

    if (!json_is_object(object)) {
        json_decref(object);
        return RC_INVALID;
    }
    *ret_fields = (struct db_fields *)object;
    return RC_OK;
}

static int append_chunk(const char *bytes, size_t len, void *buf)
{
    buffer_append(buf, bytes, len);
    return buffer_failed(buf) ? -1 : 0;
}

void db_fields_write(const struct db_fields *fields, struct buffer *buf)
{
    if (json_dump_callback(db_fields_object(fields), append_chunk, buf,
                           JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(17)))
        buf->failed = true;
}

json_t *db_json_text(const char *text)
{
    return text ? json_string(text) : json_null();
}

json_t *db_json_stamp(int64_t stamp)
{
    char text[STAMP_TEXT_SIZE];

    return stamp ? json_string(stamp_format(stamp, text)) : NULL;
}

void db_json_to_day(const json_t *value, int32_t *ret_day)
{
    int32_t day;

    if (json_is_string(value) && !date_parse(json_string_value(value), &day))
        *ret_day = day;
}

void db_json_to_numbers(const json_t *array, double *ret_numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ret_numbers[i] = json_number_value(json_array_get(array, i));
}

static bool is_text_or_null(const json_t *value)
{
    return !value || json_is_null(value) || json_is_string(value);
}

static bool is_day(const json_t *value)
{
    int32_t day;

    return json_is_string(value) && !date_parse(json_string_value(value), &day);
}

static bool is_stamp(const json_t *value)
{
    int64_t stamp;

    return json_is_string(value) && !stamp_parse(json_string_value(value), &stamp);
}

static bool are_numbers(const json_t *array, size_t count)
{
    bool all = json_array_size(array) == count;

    for (size_t i = 0; i < count && all; i++)
        all = json_is_number(json_array_get(array, i));
    return all;
}

static bool is_span(const json_t *array)
{
    bool all = json_array_size(array) == 2;

    for (size_t i = 0; i < 2 && all; i++) {
        const json_t *day = json_array_get(array, i);

        all = json_is_null(day) || is_day(day);
    }
    return all;
}

static bool is_document(const json_t *value)
{
    const json_t *kind = json_object_get(value, "kind");

    return json_is_object(value) && (!kind || json_is_integer(kind)) &&
           is_text_or_null(json_object_get(value, "number")) &&
           is_text_or_null(json_object_get(value, "issuer")) &&
           is_text_or_null(json_object_get(value, "expires"));
}

static bool is_phone(const json_t *array)
{
    return json_array_size(array) == 2 && is_text_or_null(json_array_get(array, 0)) &&
           is_text_or_null(json_array_get(array, 1));
}

static bool is_int(const json_t *value)
{
    json_int_t number = json_integer_value(value);

    return json_is_integer(value) && number >= INT32_MIN && number <= INT32_MAX;
}

bool db_field_fits(const struct db_field *f, const json_t *value)
{
    switch (f->kind) {
    case DB_TEXT:
        return json_is_string(value);
    case DB_CHARS:
        return json_is_string(value) && json_string_length(value) < f->more;
    case DB_BYTES:
        return json_is_string(value) && json_string_length(value) == 2 * f->more;
    case DB_STAMP:
        return is_stamp(value);
    case DB_DAY:
        return is_day(value);
    case DB_INT:
        return is_int(value);
    case DB_INT64:
        return json_is_integer(value);
    case DB_BOOL:
        return json_is_boolean(value);
    case DB_SPAN:
        return is_span(value);
    case DB_POINT:
        return are_numbers(value, 2);
    case DB_POSITION:
        return are_numbers(value, 3);
    case DB_DOCUMENT:
        return is_document(value);
    case DB_PHONES:
        return is_phone(value);
    case DB_JSON:
        return true;
    }
    return false;
}

static const struct db_field *field_of(const struct db_noun *noun, const char *name)
{
    bool phone = !strncmp(name, DB_PHONE_PREFIX, strlen(DB_PHONE_PREFIX));

    for (size_t i = 0; i < noun->count; i++) {
        const struct db_field *f = &noun->fields[i];

        if (phone ? f->kind == DB_PHONES : f->kind != DB_PHONES && !strcmp(f->name, name))
            return f;
    }
    return NULL;
}

void db_fields_fold(struct db_fields *fields, const struct db_noun *noun,
                    const struct db_fields *change)
{
    const char *name;
    json_t *value;

    json_object_foreach(db_fields_object(change), name, value)
    {
        const struct db_field *f = field_of(noun, name);
        bool gone = !strcmp(name, "gone");

        if (!f && !gone)
            continue;
        if (json_is_null(value))
            json_object_del(db_fields_object(fields), name);
        else if (gone ? json_is_true(value) : db_field_fits(f, value))
            json_object_set(db_fields_object(fields), name, value);
    }
}

bool db_fields_empty(const struct db_fields *fields)
{
    return json_object_size(db_fields_object(fields)) == 0;
}

bool db_fields_gone(const struct db_fields *fields)
{
    return json_is_true(json_object_get(db_fields_object(fields), "gone"));
}

void db_fields_set_text(struct db_fields *fields, const char *name, const char *value)
{
    json_object_set_new(db_fields_object(fields), name, db_json_text(value));
}

void db_fields_set_bool(struct db_fields *fields, const char *name, bool value)
{
    json_object_set_new(db_fields_object(fields), name, json_boolean(value));
}

void db_fields_set_null(struct db_fields *fields, const char *name)
{
    json_object_set_new(db_fields_object(fields), name, json_null());
}

void db_fields_set_stamps(struct db_fields *fields, const char *name,
                          const int64_t *stamps, size_t count)
{
    json_t *array = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, db_json_stamp(stamps[i]));
    json_object_set_new(db_fields_object(fields), name, array);
}

void db_fields_stamps(const struct db_fields *fields, const char *name,
                      struct arena *arena, int64_t **ret_stamps, size_t *ret_count)
{
    json_t *array = json_object_get(db_fields_object(fields), name);
    size_t size = json_array_size(array), count = 0;
    int64_t *stamps = arena_array(arena, size, sizeof(*stamps));

    for (size_t i = 0; i < size; i++) {
        const char *text = json_string_value(json_array_get(array, i));

        if (text && !stamp_parse(text, &stamps[count]))
            count++;
    }
    *ret_stamps = stamps;
    *ret_count = count;
}

const char *db_fields_text(const struct db_fields *fields, const char *name)
{
    return json_string_value(json_object_get(db_fields_object(fields), name));
}

int64_t db_fields_int(const struct db_fields *fields, const char *name)
{
    return json_integer_value(json_object_get(db_fields_object(fields), name));
}

int64_t db_fields_stamp(const struct db_fields *fields, const char *name)
{
    const char *text = db_fields_text(fields, name);
    int64_t stamp;

    return text && !stamp_parse(text, &stamp) ? stamp : 0;
}

void db_fields_span(const struct db_fields *fields, const char *name, int32_t *ret_from,
                    int32_t *ret_to)
{
    json_t *span = json_object_get(db_fields_object(fields), name);

    *ret_from = *ret_to = DATE_NONE;
    db_json_to_day(json_array_get(span, 0), ret_from);
    db_json_to_day(json_array_get(span, 1), ret_to);
}

bool db_fields_position(const struct db_fields *fields, const char *name,
                        double *ret_position)
{
    json_t *position = json_object_get(db_fields_object(fields), name);

    if (json_array_size(position) != 3)
        return false;
    db_json_to_numbers(position, ret_position, 3);
    return true;
}

static void bind_day(struct db_stmt *st, const char *column, const json_t *value)
{
    int32_t day = DATE_NONE;

    db_json_to_day(value, &day);
    if (day == DATE_NONE)
        db_bind_null(st, column);
    else
        db_bind_int(st, column, day);
}

static void bind_value(struct db_stmt *st, const struct db_field *f, const json_t *value)
{
    int64_t stamp;

    if (f->kind == DB_DAY) {
        bind_day(st, f->column, value);
    } else if (f->kind == DB_SPAN) {
        bind_day(st, f->column, json_array_get(value, 0));
        bind_day(st, f->column2, json_array_get(value, 1));
    } else if (f->kind == DB_STAMP) {
        if (json_is_string(value) && !stamp_parse(json_string_value(value), &stamp))
            db_bind_int(st, f->column, stamp);
    } else if (json_is_integer(value)) {
        db_bind_int(st, f->column, json_integer_value(value));
    } else if (json_is_boolean(value)) {
        db_bind_int(st, f->column, json_is_true(value));
    } else if (json_is_string(value)) {
        db_bind_text(st, f->column, json_string_value(value));
    }
}

void db_fields_bind(const struct db_fields *fields, const struct db_noun *noun,
                    struct db_stmt *st)
{
    for (size_t i = 0; i < noun->count; i++) {
        const struct db_field *f = &noun->fields[i];

        if (f->column) /* what is not bound is null */
            bind_value(st, f, json_object_get(db_fields_object(fields), f->name));
    }
}

/* The text that is looked up; NULL when there is none. */
static const char *lookup_value(const struct db_field *f, const json_t *value)
{
    if (f->kind == DB_DOCUMENT)
        value = json_object_get(value, "number");
    else if (f->kind == DB_PHONES)
        value = json_array_get(value, 0);
    return json_string_value(value);
}

void db_fields_lookups(const struct db_fields *fields, const struct db_noun *noun,
                       struct arena *arena, struct db_lookup **ret_lookups,
                       size_t *ret_count)
{
    struct db_lookup *lookups =
        arena_array(arena, json_object_size(db_fields_object(fields)), sizeof(*lookups));
    const char *name;
    size_t count = 0;
    json_t *value;

    if (!db_fields_gone(fields)) {
        json_object_foreach(db_fields_object(fields), name, value)
        {
            const struct db_field *f = field_of(noun, name);
            const char *text = f && f->token ? lookup_value(f, value) : NULL;

            if (text)
                lookups[count++] =
                    (struct db_lookup){f->token, arena_strdup(arena, text)};
        }
    }
    *ret_lookups = lookups;
    *ret_count = count;
}
