#include "server/app/country_boxes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/box.h"
#include "geo/gazetteer.h"
#include "server/core/arena.h"

/* Land beyond a country's outermost towns. More, and in a country whose latitudes and
 * longitudes are nearly the same numbers, such as Lebanon, both orders would fit. */
#define MARGIN_M 50000.0

/* What is known of one country, once it was asked for. */
struct known {
    bool looked;
    size_t count;
    struct geo_box boxes[2];
};

struct app_country_boxes {
    const struct geo_gazetteer *gz;
    struct known *countries; /* by index of the gazetteer */
    size_t count;
    struct imp_country_boxes ask;
};

static void stretch(struct geo_box *box, double lon, double lat)
{
    box->west = fmin(box->west, lon);
    box->east = fmax(box->east, lon);
    box->south = fmin(box->south, lat);
    box->north = fmax(box->north, lat);
}

static size_t cut(struct geo_box box, struct geo_box *ret_boxes)
{
    if (box.east <= 180.0)
        return geo_box_widen(&box, MARGIN_M, ret_boxes);
    ret_boxes[0] = (struct geo_box){box.west, box.south, 180.0, box.north};
    ret_boxes[1] = (struct geo_box){-180.0, box.south, box.east - 360.0, box.north};
    return 2;
}

/* Around all towns, over the antimeridian where that is narrower. */
static void look(const struct geo_gazetteer *gz, const struct geo_country *country,
                 struct known *known)
{
    struct geo_box flat = {INFINITY, INFINITY, -INFINITY, -INFINITY}, raised = flat;

    known->looked = true;
    if (!country->town_count)
        return;
    for (size_t i = 0; i < country->town_count; i++) {
        struct geo_point p = geo_gazetteer_town(gz, country->town_first + i, NULL).point;

        stretch(&flat, p.lon, p.lat);
        stretch(&raised, p.lon < 0 ? p.lon + 360.0 : p.lon, p.lat);
    }
    known->count = cut(raised.east - raised.west < flat.east - flat.west ? raised : flat,
                       known->boxes);
}

static size_t find(void *state, const char *country, struct geo_box *ret_boxes)
{
    struct app_country_boxes *b = state;

    for (size_t i = 0; i < b->count; i++) {
        const struct geo_country c = geo_gazetteer_country(b->gz, i, NULL);

        if (strcmp(c.code, country))
            continue;
        if (!b->countries[i].looked)
            look(b->gz, &c, &b->countries[i]);
        memcpy(ret_boxes, b->countries[i].boxes, sizeof(b->countries[i].boxes));
        return b->countries[i].count;
    }
    return 0;
}

struct app_country_boxes *app_country_boxes_new(const struct geo_gazetteer *gz)
{
    struct app_country_boxes *b = mem_calloc(1, sizeof(*b));

    b->gz = gz;
    b->count = gz ? geo_gazetteer_country_count(gz) : 0;
    b->countries = mem_calloc(b->count + 1, sizeof(*b->countries));
    b->ask = (struct imp_country_boxes){find, b};
    return b;
}

void app_country_boxes_free(struct app_country_boxes *b)
{
    if (!b)
        return;
    free(b->countries);
    free(b);
}

const struct imp_country_boxes *app_country_boxes_ask(struct app_country_boxes *b)
{
    return &b->ask;
}
