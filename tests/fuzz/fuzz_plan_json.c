#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "geo/plan_check.h"
#include "importers/plan_json.h"

/* More would only be slow: what is looked for lies in the reading. */
#define PARTIES_MAX 200
#define SITES_MAX   30
#define ZONES_MAX   10
#define POINTS_MAX  200

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool small(const struct geo_plan_input *in)
{
    size_t points = 0;

    for (size_t k = 0; k < in->zone_count && k < ZONES_MAX; k++)
        points += geo_shape_points(&in->zones[k].shape);
    return in->party_count <= PARTIES_MAX && in->site_count <= SITES_MAX &&
           in->zone_count <= ZONES_MAX && points <= POINTS_MAX;
}

/* Whatever is read can be planned, the plan passes its check, and both read back. */
static void use(struct arena *arena, const struct geo_plan_input *in)
{
    struct problems problems;
    struct geo_plan plan;
    struct geo_plan_proof proof;
    struct buffer buf;

    problems_init(&problems, arena);
    if (geo_plan_compute(in, arena, NULL, &problems, &plan) ||
        geo_plan_check(in, &plan, &problems, &proof))
        abort();
    buffer_init(&buf, (size_t)1 << 24);
    imp_plan_render(&plan, &buf);
    if (imp_plan_parse(arena, buffer_text(&buf), buf.len, &problems, &plan) ||
        geo_plan_check(in, &plan, &problems, &proof))
        abort();
    buffer_fini(&buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct problems problems;
    struct geo_plan_input in;
    struct geo_plan plan;
    const char *text = (const char *)data;

    problems_init(&problems, arena);
    if (imp_plan_instance_parse(arena, text, size, &problems, &in) == RC_OK && small(&in))
        use(arena, &in);
    problems_init(&problems, arena);
    if (imp_plan_parse(arena, text, size, &problems, &plan) == RC_OK) {
        struct geo_plan_input none = {0};
        struct geo_plan_proof proof;

        if (geo_plan_check(&none, &plan, &problems, &proof) == RC_INTERNAL)
            abort();
    }
    arena_free(arena);
    return 0;
}
