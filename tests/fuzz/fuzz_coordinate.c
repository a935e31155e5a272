/* Any text: the parser ends with a place on the globe and a sensible radius, or with
 * exactly one named error. A country in which Beirut lies is expected of every other
 * input. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "geo/box.h"
#include "geo/coordinate.h"
#include "geo/projection.h"
#include "server/core/problems.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct geo_projection *projection; /* PROJ takes long to start */

static void require(int truth)
{
    if (!truth)
        abort();
}

static void end(void)
{
    geo_projection_free(projection);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct geo_box lebanon = {35, 33, 37, 35};
    struct arena *arena = arena_new();
    struct geo_coordinate_ask ask = {
        .text = arena_strndup(arena, (const char *)data, size),
        .boxes = size % 2 ? &lebanon : NULL,
        .box_count = size % 2,
        .field = "position",
    };
    struct geo_coordinate got = {{999, 999}, -1, GEO_COORDINATE_DECIMAL};
    struct problems problems;

    if (!projection) {
        projection = geo_projection_new();
        require(projection != NULL);
        atexit(end);
    }
    problems_init(&problems, arena);
    if (geo_coordinate_parse(projection, &ask, &problems, &got)) {
        require(problems.errors == 1 && got.accuracy_m == -1);
    } else {
        require(problems.errors == 0 && geo_point_valid(got.point));
        require(got.accuracy_m >= 0 && got.accuracy_m < 2e7);
    }
    arena_free(arena);
    return 0;
}
