#include "geo/hilbert.h"

#define ORDER 16
#define SIDE  (1U << ORDER)

static uint32_t cell(double value, double span)
{
    double scaled = value / span * SIDE;

    return scaled >= SIDE - 1 ? SIDE - 1 : (uint32_t)scaled;
}

uint32_t geo_hilbert_key(struct geo_point p)
{
    uint32_t x = cell(p.lon + 180.0, 360.0);
    uint32_t y = cell(p.lat + 90.0, 180.0);
    uint32_t key = 0;

    for (uint32_t s = SIDE / 2; s > 0; s /= 2) {
        uint32_t rx = (x & s) > 0;
        uint32_t ry = (y & s) > 0;
        uint32_t swap = x;

        key = key << 2 | ((3 * rx) ^ ry);
        if (ry)
            continue;
        if (rx) {
            x = SIDE - 1 - x;
            y = SIDE - 1 - y;
            swap = x;
        }
        x = y;
        y = swap;
    }
    return key;
}
