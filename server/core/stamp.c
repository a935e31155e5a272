#include "server/core/stamp.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "server/core/number.h"

/* What 42 bits hold: until the year 2159. */
#define WALL_MAX ((INT64_C(1) << 42) - 1)

int64_t stamp_next(int64_t last, int64_t now_ms, int node)
{
    int64_t wall = now_ms > STAMP_EPOCH_MS ? now_ms - STAMP_EPOCH_MS : 0;
    int64_t tick;

    if (wall > WALL_MAX)
        wall = WALL_MAX;
    tick = (wall << STAMP_COUNTER_BITS) - 1;
    assert(node >= 0 && node <= STAMP_NODE_MAX);
    if (last >> STAMP_NODE_BITS > tick)
        tick = last >> STAMP_NODE_BITS;
    return ((tick + 1) << STAMP_NODE_BITS) | node;
}

int64_t stamp_ms(int64_t stamp)
{
    return (stamp >> (STAMP_NODE_BITS + STAMP_COUNTER_BITS)) + STAMP_EPOCH_MS;
}

int stamp_node(int64_t stamp)
{
    return (int)(stamp & STAMP_NODE_MAX);
}

char *stamp_format(int64_t stamp, char *out)
{
    snprintf(out, STAMP_TEXT_SIZE, "%" PRId64, stamp);
    return out;
}

enum rc stamp_parse(const char *text, int64_t *ret_stamp)
{
    return number_parse_int(text, 1, INT64_MAX, ret_stamp);
}
