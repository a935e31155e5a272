/* Any bytes as towns: the reader ends, its points are on the globe and its texts inside
 * the bytes. */
#include <stdint.h>
#include <stdlib.h>

#include "importers/cities_pbf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void inside(struct imp_span span, const uint8_t *data, size_t size)
{
    const uint8_t *text = (const uint8_t *)span.text;

    if (text && (text < data || span.len > size || text + span.len > data + size))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct imp_cities cities = {.bytes = data, .size = size};
    struct imp_city city;
    size_t last = 0;

    while (!imp_cities_next(&cities, &city)) {
        inside(city.name, data, size);
        inside(city.other_name, data, size);
        inside(city.country, data, size);
        inside(city.feature, data, size);
        inside(city.region, data, size);
        if (cities.at <= last || !geo_point_valid(city.point))
            abort();
        last = cities.at;
    }
    return 0;
}
