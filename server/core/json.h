/**
 * @file json.h
 * Writes JSON into a buffer, compact, in the order given. Reading is done with jansson
 * where input comes in.
 */
#ifndef REDKITE_CORE_JSON_H
#define REDKITE_CORE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "server/core/buffer.h"

struct json {
    struct buffer *buf;
    uint64_t has_value; /* one bit per depth: a comma is due */
    int depth;
};

/** Writes into @p buf from where it stands. At most 60 levels deep. */
void json_init(struct json *json, struct buffer *buf);

/** Opens an object; @p key names it inside an object and is NULL elsewhere. So for all
 * that follow. */
void json_open(struct json *json, const char *key);
/** Closes an object. */
void json_close(struct json *json);
/** Opens an array. */
void json_open_array(struct json *json, const char *key);
/** Closes an array. */
void json_close_array(struct json *json);
/** A text, escaped; NULL becomes null. */
void json_text(struct json *json, const char *key, const char *value);
/** A whole number. */
void json_int(struct json *json, const char *key, int64_t value);
/** A stamp, as text. */
void json_stamp(struct json *json, const char *key, int64_t value);
/** A finite number, shortest form that reads back the same. */
void json_double(struct json *json, const char *key, double value);
/** true or false. */
void json_bool(struct json *json, const char *key, bool value);
/** A value that is JSON already, as it is. */
void json_raw(struct json *json, const char *key, const char *value);
/** null. (json_null is jansson's.) */
void json_no_value(struct json *json, const char *key);

#endif
