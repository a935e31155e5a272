#include "geo/presence_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/hilbert.h"
#include "server/core/arena.h"

#define MANTISSA_BITS 12
#define MANTISSA      (1U << MANTISSA_BITS)
#define EXPONENT_MAX  15
#define STEP_M        0.25

/* Hilbert key above, row below. */
struct sort_key {
    uint32_t key;
    uint32_t row;
};

void geo_presence_rows_reserve(struct geo_presence_rows *rows, size_t room)
{
    if (room <= rows->room)
        return;
    rows->lon = mem_realloc(rows->lon, room, sizeof(*rows->lon));
    rows->lat = mem_realloc(rows->lat, room, sizeof(*rows->lat));
    rows->id = mem_realloc(rows->id, room, sizeof(*rows->id));
    rows->party = mem_realloc(rows->party, room, sizeof(*rows->party));
    rows->accuracy = mem_realloc(rows->accuracy, room, sizeof(*rows->accuracy));
    rows->from = mem_realloc(rows->from, room, sizeof(*rows->from));
    rows->to = mem_realloc(rows->to, room, sizeof(*rows->to));
    rows->heads = mem_realloc(rows->heads, room, sizeof(*rows->heads));
    rows->room = room;
}

void geo_presence_rows_fini(struct geo_presence_rows *rows)
{
    free(rows->lon);
    free(rows->lat);
    free(rows->id);
    free(rows->party);
    free(rows->accuracy);
    free(rows->from);
    free(rows->to);
    free(rows->heads);
    *rows = (struct geo_presence_rows){0};
}

uint16_t geo_presence_accuracy_code(double m)
{
    double steps = ceil(m / STEP_M);
    uint32_t exponent = 0;

    while (steps >= MANTISSA && exponent < EXPONENT_MAX) {
        steps = ceil(steps / 2.0);
        exponent++;
    }
    if (steps >= MANTISSA)
        steps = MANTISSA - 1;
    return (uint16_t)(exponent << MANTISSA_BITS | (uint32_t)steps);
}

double geo_presence_accuracy_m(uint16_t code)
{
    return ldexp((code & (MANTISSA - 1)) * STEP_M, code >> MANTISSA_BITS);
}

uint16_t geo_presence_day(int64_t day)
{
    int64_t since = day - GEO_PRESENCE_DAY_EPOCH;

    if (since < 0)
        return 0;
    return since > GEO_PRESENCE_DAY_LAST ? GEO_PRESENCE_DAY_LAST : (uint16_t)since;
}

void geo_presence_rows_set(struct geo_presence_rows *rows, size_t index,
                           const struct geo_stay *stay)
{
    bool ever = stay->from_day == DATE_NONE;
    bool open = stay->to_day == DATE_NONE;
    int32_t heads = stay->heads;

    rows->lon[index] = stay->at.lon;
    rows->lat[index] = stay->at.lat;
    rows->id[index] = stay->id;
    rows->party[index] = stay->party_id;
    rows->accuracy[index] = geo_presence_accuracy_code(stay->accuracy_m);
    rows->from[index] = ever ? 0 : geo_presence_day(stay->from_day);
    rows->to[index] = open ? GEO_PRESENCE_DAY_LAST : geo_presence_day(stay->to_day);
    if (heads < 0)
        heads = 0;
    rows->heads[index] = heads > UINT16_MAX ? UINT16_MAX : (uint16_t)heads;
}

void geo_presence_rows_copy(struct geo_presence_rows *rows, size_t to_index,
                            const struct geo_presence_rows *from, size_t index)
{
    rows->lon[to_index] = from->lon[index];
    rows->lat[to_index] = from->lat[index];
    rows->id[to_index] = from->id[index];
    rows->party[to_index] = from->party[index];
    rows->accuracy[to_index] = from->accuracy[index];
    rows->from[to_index] = from->from[index];
    rows->to[to_index] = from->to[index];
    rows->heads[to_index] = from->heads[index];
}

/* Stable radix sort, 16 bits at a time. */
static void sort_keys(struct sort_key *keys, size_t count)
{
    struct sort_key *other = mem_calloc(count + 1, sizeof(*other));
    size_t *starts = mem_calloc(65536, sizeof(*starts));

    for (int pass = 0; pass < 2; pass++) {
        struct sort_key *from = pass ? other : keys;
        struct sort_key *to = pass ? keys : other;
        size_t sum = 0;

        memset(starts, 0, 65536 * sizeof(*starts));
        for (size_t i = 0; i < count; i++)
            starts[from[i].key >> (16 * pass) & 0xffff]++;
        for (size_t i = 0; i < 65536; i++) {
            size_t here = starts[i];

            starts[i] = sum;
            sum += here;
        }
        for (size_t i = 0; i < count; i++)
            to[starts[from[i].key >> (16 * pass) & 0xffff]++] = from[i];
    }
    free(starts);
    free(other);
}

void geo_presence_rows_sort(struct geo_presence_rows *rows)
{
    struct sort_key *keys = mem_calloc(rows->count + 1, sizeof(*keys));
    struct geo_presence_rows sorted = {0};

    for (size_t i = 0; i < rows->count; i++) {
        struct geo_point p = {rows->lon[i], rows->lat[i]};

        keys[i] = (struct sort_key){geo_hilbert_key(p), (uint32_t)i};
    }
    sort_keys(keys, rows->count);
    geo_presence_rows_reserve(&sorted, rows->count);
    for (size_t i = 0; i < rows->count; i++)
        geo_presence_rows_copy(&sorted, i, rows, keys[i].row);
    sorted.count = rows->count;
    free(keys);
    geo_presence_rows_fini(rows);
    *rows = sorted;
}

struct geo_presence_block geo_presence_rows_span(const struct geo_presence_rows *rows,
                                                 size_t first, size_t count)
{
    struct geo_presence_block span = {
        .box = {rows->lon[first], rows->lat[first], rows->lon[first], rows->lat[first]},
        .from = rows->from[first],
        .to = rows->to[first],
    };

    for (size_t i = first; i < first + count; i++) {
        double accuracy_m = geo_presence_accuracy_m(rows->accuracy[i]);

        span.box.west = fmin(span.box.west, rows->lon[i]);
        span.box.east = fmax(span.box.east, rows->lon[i]);
        span.box.south = fmin(span.box.south, rows->lat[i]);
        span.box.north = fmax(span.box.north, rows->lat[i]);
        span.accuracy_m = fmax(span.accuracy_m, accuracy_m);
        span.from = rows->from[i] < span.from ? rows->from[i] : span.from;
        span.to = rows->to[i] > span.to ? rows->to[i] : span.to;
    }
    return span;
}
