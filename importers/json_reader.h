/**
 * @file json_reader.h
 * Strict reading of JSON objects: each field is asked for by name and type, and what
 * nobody asks for is refused. Only the importers use this.
 */
#ifndef REDKITE_IMPORTERS_JSON_READER_H
#define REDKITE_IMPORTERS_JSON_READER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "server/core/arena.h"
#include "server/core/problems.h"

/** One object of the file and where it stands: "/parties/17", or "" for the whole. */
struct json_reader {
    struct arena *arena;
    struct problems *problems;
    const json_t *object;
    const char *list; /* "/parties", "" */
    int64_t index;    /* in the list, or -1 */
};

/** Reads @p len bytes that must be one object, no key twice. NULL with a problem
 * otherwise; free with json_decref. */
json_t *json_reader_load(const char *text, size_t len, struct problems *problems);

/** Notes a problem with field @p name of the object (NULL: with the object). @p detail
 * may be NULL. */
void json_reader_fail(const struct json_reader *r, const char *name, const char *key,
                      const char *detail);

/** Refuses every field that is not among @p known; one among @p unsupported by that name.
 * Both lists end with NULL. False when the object is none or any was refused. */
bool json_reader_fields(const struct json_reader *r, const char *const *known,
                        const char *const *unsupported);

/** A reader of element @p index of an array found under @p list. */
struct json_reader json_reader_item(const struct json_reader *r, const char *list,
                                    const json_t *array, size_t index);

/** The array in field @p name; NULL with a problem when it is missing or none. */
const json_t *json_reader_array(const struct json_reader *r, const char *name);

/** A whole number in [min, max]. Missing or otherwise: a problem, false. */
bool json_reader_int(const struct json_reader *r, const char *name, int64_t min,
                     int64_t max, int64_t *ret_value);

/** A whole number of 64 bits written as text, as every id is. */
bool json_reader_id(const struct json_reader *r, const char *name, int64_t *ret_id);

/** A finite number. */
bool json_reader_double(const struct json_reader *r, const char *name, double *ret_value);

/** true or false; missing is false. */
bool json_reader_bool(const struct json_reader *r, const char *name, bool *ret_value);

/** A text; missing is a problem. Borrowed from the object. */
bool json_reader_text(const struct json_reader *r, const char *name,
                      const char **ret_text);

/** A time by RFC 3339; missing leaves @p ret_ms as it is. */
bool json_reader_time(const struct json_reader *r, const char *name, int64_t *ret_ms);

#endif
