#include "server/core/json.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "server/core/number.h"
#include "server/core/stamp.h"

#define DEPTH_MAX 60

void json_init(struct json *json, struct buffer *buf)
{
    *json = (struct json){.buf = buf};
}

static void write_string(struct buffer *buf, const char *text)
{
    const char *start = text;

    buffer_putc(buf, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        buffer_append(buf, start, (size_t)(text - start));
        start = text + 1;
        if (c == '\n')
            buffer_puts(buf, "\\n");
        else if (c == '\t')
            buffer_puts(buf, "\\t");
        else if (c < 0x20)
            buffer_printf(buf, "\\u%04x", c);
        else
            buffer_printf(buf, "\\%c", c);
    }
    buffer_append(buf, start, (size_t)(text - start));
    buffer_putc(buf, '"');
}

/* The comma that is due, and the key inside an object. */
static void begin_value(struct json *json, const char *key)
{
    uint64_t bit = UINT64_C(1) << json->depth;

    if (json->has_value & bit)
        buffer_putc(json->buf, ',');
    json->has_value |= bit;
    if (key) {
        write_string(json->buf, key);
        buffer_putc(json->buf, ':');
    }
}

static void open_with(struct json *json, const char *key, char c)
{
    begin_value(json, key);
    buffer_putc(json->buf, c);
    json->depth++;
    assert(json->depth < DEPTH_MAX);
    json->has_value &= ~(UINT64_C(1) << json->depth);
}

static void close_with(struct json *json, char c)
{
    assert(json->depth > 0);
    json->depth--;
    buffer_putc(json->buf, c);
}

void json_open(struct json *json, const char *key)
{
    open_with(json, key, '{');
}

void json_close(struct json *json)
{
    close_with(json, '}');
}

void json_open_array(struct json *json, const char *key)
{
    open_with(json, key, '[');
}

void json_close_array(struct json *json)
{
    close_with(json, ']');
}

void json_text(struct json *json, const char *key, const char *value)
{
    begin_value(json, key);
    if (value)
        write_string(json->buf, value);
    else
        buffer_puts(json->buf, "null");
}

void json_int(struct json *json, const char *key, int64_t value)
{
    begin_value(json, key);
    buffer_printf(json->buf, "%" PRId64, value);
}

void json_stamp(struct json *json, const char *key, int64_t value)
{
    char text[STAMP_TEXT_SIZE];

    json_text(json, key, stamp_format(value, text));
}

void json_double(struct json *json, const char *key, double value)
{
    char text[32];

    begin_value(json, key);
    buffer_puts(json->buf, number_format_double(value, text));
}

void json_bool(struct json *json, const char *key, bool value)
{
    begin_value(json, key);
    buffer_puts(json->buf, value ? "true" : "false");
}

void json_raw(struct json *json, const char *key, const char *value)
{
    begin_value(json, key);
    buffer_puts(json->buf, value);
}

void json_no_value(struct json *json, const char *key)
{
    begin_value(json, key);
    buffer_puts(json->buf, "null");
}
