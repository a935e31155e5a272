#include "db/fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/fields_json.h"
#include "server/core/crypto.h"
#include "server/core/date.h"
#include "server/core/stamp.h"
#include "server/model/document.h"
#include "server/model/person.h"
#include "server/model/stay.h"

#define PHONE_NAME_SIZE 24

/* --- struct to JSON, one function per kind; NULL where there is nothing --- */

static json_t *day_or_null(int32_t day)
{
    char text[DATE_TEXT_SIZE];

    return day == DATE_NONE ? json_null() : json_string(date_format(day, text));
}

static json_t *json_of_bytes(const uint8_t *bytes, size_t len)
{
    char hex[2 * 64 + 1];

    for (size_t i = 0; i < len; i++)
        if (bytes[i])
            return json_string(crypto_hex(bytes, len, hex));
    return NULL;
}

static json_t *json_of_document(const struct document *d)
{
    if (d->kind == DOCUMENT_UNKNOWN && !d->number && !d->issuer &&
        d->expires == DATE_NONE)
        return NULL;
    return json_pack("{s:i, s:o, s:o, s:o}", "kind", (int)d->kind, "number",
                     db_json_text(d->number), "issuer", db_json_text(d->issuer),
                     "expires", day_or_null(d->expires));
}

static json_t *json_of_span(const char *record, const struct db_field *f)
{
    int32_t from = *(const int32_t *)(const void *)(record + f->offset);
    int32_t to = *(const int32_t *)(const void *)(record + f->more);

    if (from == DATE_NONE && to == DATE_NONE)
        return NULL;
    return json_pack("[o, o]", day_or_null(from), day_or_null(to));
}

static json_t *json_of_position(const struct stay *stay)
{
    if (!stay->located)
        return NULL;
    return json_pack("[f, f, f]", stay->point.lon, stay->point.lat, stay->accuracy_m);
}

static json_t *json_of_int(int64_t value)
{
    return value ? json_integer(value) : NULL;
}

static json_t *json_of_text(const char *text)
{
    return text && *text ? json_string(text) : NULL;
}

static json_t *json_of(const char *record, const struct db_field *f)
{
    const void *at = record + f->offset;

    switch (f->kind) {
    case DB_TEXT:
        return json_of_text(*(const char *const *)at);
    case DB_CHARS:
        return json_of_text(at);
    case DB_INT:
        return json_of_int(*(const int *)at);
    case DB_INT64:
        return json_of_int(*(const int64_t *)at);
    case DB_STAMP:
        return db_json_stamp(*(const int64_t *)at);
    case DB_BOOL:
        return *(const bool *)at ? json_true() : NULL;
    case DB_DAY:
        return *(const int32_t *)at == DATE_NONE ? NULL
                                                 : day_or_null(*(const int32_t *)at);
    case DB_SPAN:
        return json_of_span(record, f);
    case DB_POINT: {
        const struct geo_point *p = at;

        return json_pack("[f, f]", p->lon, p->lat);
    }
    case DB_POSITION:
        return json_of_position((const struct stay *)(const void *)record);
    case DB_DOCUMENT:
        return json_of_document(at);
    case DB_BYTES:
        return json_of_bytes(at, f->more);
    case DB_JSON:
        return *(const char *const *)at
                   ? json_loads(*(const char *const *)at, JSON_DECODE_ANY, NULL)
                   : NULL;
    case DB_PHONES: /* keyed entries: not one value */
        return NULL;
    }
    return NULL;
}

/* A phone's key is a hash of what was typed: the same number added twice is one entry. */
static void add_phones(json_t *object, const struct person *person)
{
    for (size_t i = 0; i < person->phone_count; i++) {
        const struct phone *phone = &person->phones[i];
        const char *identity = phone->e164 ? phone->e164 : phone->typed;
        uint8_t digest[CRYPTO_HASH_SIZE];
        char name[PHONE_NAME_SIZE] = DB_PHONE_PREFIX;

        crypto_sha256(identity, strlen(identity), digest);
        crypto_hex(digest, 6, name + strlen(DB_PHONE_PREFIX));
        json_object_set_new(
            object, name,
            json_pack("[o, o]", db_json_text(phone->e164), db_json_text(phone->typed)));
    }
}

struct db_fields *db_fields_of(const struct db_noun *noun, const void *record)
{
    json_t *object = json_object();

    for (size_t i = 0; i < noun->count; i++) {
        const struct db_field *f = &noun->fields[i];
        json_t *value = json_of(record, f);

        if (f->kind == DB_PHONES)
            add_phones(object, record);
        if (value)
            json_object_set_new(object, f->name, value);
    }
    return (struct db_fields *)object;
}

struct db_fields *db_fields_change(const struct db_noun *noun, const void *before,
                                   const void *after)
{
    json_t *old = db_fields_object(db_fields_of(noun, before));
    json_t *new = db_fields_object(db_fields_of(noun, after));
    const char *name;
    json_t *value;
    void *next;

    json_object_foreach(old, name, value)
    {
        if (!json_object_get(new, name))
            json_object_set_new(new, name, json_null());
    }
    json_object_foreach_safe(new, next, name, value)
    {
        if (json_equal(value, json_object_get(old, name)))
            json_object_del(new, name);
    }
    json_decref(old);
    return (struct db_fields *)new;
}

/* --- JSON to struct; a value of a wrong type leaves the default --- */

static char *to_text(const json_t *value, struct arena *arena)
{
    return arena_strdup(arena, json_string_value(value));
}

static void to_document(const json_t *value, struct arena *arena, struct document *d)
{
    d->kind = (enum document_kind)json_integer_value(json_object_get(value, "kind"));
    d->number = to_text(json_object_get(value, "number"), arena);
    d->issuer = to_text(json_object_get(value, "issuer"), arena);
    db_json_to_day(json_object_get(value, "expires"), &d->expires);
}

static void to_bytes(const char *hex, uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len && strlen(hex) == 2 * len; i++) {
        unsigned value;

        if (sscanf(hex + 2 * i, "%2x", &value) == 1)
            bytes[i] = (uint8_t)value;
    }
}

static void to_position(const json_t *value, struct stay *stay)
{
    double n[3];

    db_json_to_numbers(value, n, 3);
    stay->located = true;
    stay->point = (struct geo_point){n[0], n[1]};
    stay->accuracy_m = n[2];
}

/* The kinds whose value is one word. */
static void to_simple(const json_t *value, const struct db_field *f, struct arena *arena,
                      void *at)
{
    int64_t stamp;

    if (f->kind == DB_TEXT)
        *(const char **)at = to_text(value, arena);
    else if (f->kind == DB_CHARS)
        snprintf(at, f->more, "%s", json_string_value(value));
    else if (f->kind == DB_INT)
        *(int *)at = (int)json_integer_value(value);
    else if (f->kind == DB_INT64)
        *(int64_t *)at = json_integer_value(value);
    else if (f->kind == DB_STAMP && !stamp_parse(json_string_value(value), &stamp))
        *(int64_t *)at = stamp;
    else if (f->kind == DB_BOOL)
        *(bool *)at = json_is_true(value);
    else if (f->kind == DB_DAY)
        db_json_to_day(value, at);
    else if (f->kind == DB_BYTES)
        to_bytes(json_string_value(value), at, f->more);
}

static void to_member(const json_t *value, const struct db_field *f, struct arena *arena,
                      char *record)
{
    void *at = record + f->offset;
    double n[2];
    char *text;

    switch (f->kind) {
    case DB_SPAN:
        db_json_to_day(json_array_get(value, 0), at);
        db_json_to_day(json_array_get(value, 1), (int32_t *)(void *)(record + f->more));
        return;
    case DB_POINT:
        db_json_to_numbers(value, n, 2);
        *(struct geo_point *)at = (struct geo_point){n[0], n[1]};
        return;
    case DB_POSITION:
        to_position(value, (struct stay *)(void *)record);
        return;
    case DB_DOCUMENT:
        to_document(value, arena, at);
        return;
    case DB_JSON:
        text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS |
                                     JSON_REAL_PRECISION(17));
        *(const char **)at = arena_strdup(arena, text);
        free(text);
        return;
    case DB_TEXT:
    case DB_CHARS:
    case DB_INT:
    case DB_INT64:
    case DB_STAMP:
    case DB_BOOL:
    case DB_DAY:
    case DB_BYTES:
    case DB_PHONES:
        to_simple(value, f, arena, at);
        return;
    }
}

static void to_phones(json_t *object, struct arena *arena, struct person *person)
{
    const char *name;
    json_t *value;

    person->phone_count = 0;
    json_object_foreach(object, name, value)
    {
        if (strncmp(name, DB_PHONE_PREFIX, strlen(DB_PHONE_PREFIX)) ||
            person->phone_count == PERSON_PHONES_MAX)
            continue;
        person->phones[person->phone_count++] =
            (struct phone){to_text(json_array_get(value, 0), arena),
                           to_text(json_array_get(value, 1), arena)};
    }
}

void db_fields_to(const struct db_fields *fields, const struct db_noun *noun,
                  struct arena *arena, void *record)
{
    for (size_t i = 0; i < noun->count; i++) {
        const struct db_field *f = &noun->fields[i];
        json_t *value = json_object_get(db_fields_object(fields), f->name);

        if (f->kind == DB_PHONES)
            to_phones(db_fields_object(fields), arena, record);
        else if (value && db_field_fits(f, value))
            to_member(value, f, arena, record);
    }
}
