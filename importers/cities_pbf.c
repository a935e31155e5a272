#include "importers/cities_pbf.h"

#include <stdbool.h>

/* A step of this many units goes around the globe; more is damage. */
#define STEP_MOST 72000000

enum wire { WIRE_VARINT = 0, WIRE_FIXED64 = 1, WIRE_BYTES = 2, WIRE_FIXED32 = 5 };

/* A message being read: [at, end) of the bytes. */
struct message {
    const uint8_t *at, *end;
};

static bool read_varint(struct message *m, uint64_t *ret)
{
    uint64_t value = 0;

    for (int shift = 0; shift < 64 && m->at < m->end; shift += 7) {
        uint8_t byte = *m->at++;

        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80)) {
            *ret = value;
            return true;
        }
    }
    return false;
}

/* Zigzag: 0, -1, 1, -2, ... */
static int64_t signed_of(uint64_t value)
{
    return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

static bool read_span(struct message *m, struct imp_span *ret)
{
    uint64_t len;

    if (!read_varint(m, &len) || len > (size_t)(m->end - m->at))
        return false;
    *ret = (struct imp_span){(const char *)m->at, len};
    m->at += len;
    return true;
}

static bool skip(struct message *m, size_t bytes)
{
    if (bytes > (size_t)(m->end - m->at))
        return false;
    m->at += bytes;
    return true;
}

static bool step(int64_t *position_e5, int64_t by)
{
    if (by > STEP_MOST || by < -STEP_MOST)
        return false;
    *position_e5 += by;
    return true;
}

static bool read_number(struct imp_cities *cities, struct imp_city *city, uint64_t field,
                        uint64_t value)
{
    int64_t number = signed_of(value);

    switch (field) {
    case 1:
        city->id = number;
        return true;
    case 9:
        city->population = (int64_t)(value & INT64_MAX);
        return true;
    case 10:
        return step(&cities->lon_e5, number);
    case 11:
        return step(&cities->lat_e5, number);
    default:
        return true;
    }
}

static struct imp_span *text_field(struct imp_city *city, uint64_t field)
{
    switch (field) {
    case 2:
        return &city->name;
    case 3:
        return &city->country;
    case 4:
        return &city->other_name;
    case 7:
        return &city->feature;
    case 8:
        return &city->region;
    default:
        return NULL;
    }
}

static bool read_field(struct imp_cities *cities, struct message *m,
                       struct imp_city *city)
{
    struct imp_span span, *text;
    uint64_t key, value;

    if (!read_varint(m, &key))
        return false;
    switch (key & 7) {
    case WIRE_VARINT:
        return read_varint(m, &value) && read_number(cities, city, key >> 3, value);
    case WIRE_BYTES:
        if (!read_span(m, &span))
            return false;
        text = text_field(city, key >> 3);
        if (text)
            *text = span;
        return true;
    case WIRE_FIXED64:
        return skip(m, 8);
    case WIRE_FIXED32:
        return skip(m, 4);
    default:
        return false;
    }
}

enum rc imp_cities_next(struct imp_cities *cities, struct imp_city *ret_city)
{
    struct message all = {cities->bytes + cities->at, cities->bytes + cities->size};
    struct imp_city city = {0};
    struct imp_span body;
    struct message m;

    if (cities->at == cities->size)
        return RC_NOT_FOUND;
    if (!read_span(&all, &body))
        return RC_INVALID;
    m.at = (const uint8_t *)body.text;
    m.end = m.at + body.len;
    while (m.at < m.end)
        if (!read_field(cities, &m, &city))
            return RC_INVALID;
    city.point =
        (struct geo_point){(double)cities->lon_e5 / 1e5, (double)cities->lat_e5 / 1e5};
    if (!geo_point_valid(city.point))
        return RC_INVALID;
    cities->at = (size_t)(all.at - cities->bytes);
    *ret_city = city;
    return RC_OK;
}
