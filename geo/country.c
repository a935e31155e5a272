#include "geo/country.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/box.h"
#include "geo/gazetteer_format.h"
#include "server/core/arena.h"
#include "server/core/text.h"

/* A name or code longer than this is none. */
#define NAME_MAX_BYTES 200
/* Around the towns of a country: 100 km. The shortest degree of latitude has 110.57 km.
 */
#define MARGIN_DEG (100.0 / 110.57)

static enum rc find_code(const struct geo_gazetteer *gz, const char *text, size_t *ret)
{
    size_t len = strlen(text);

    if (len != 2 && len != 3)
        return RC_NOT_FOUND;
    for (size_t i = 0; i < gz->counts[SECTION_COUNTRIES]; i++) {
        struct geo_country country = geo_gazetteer_country(gz, i, NULL);

        if (text_same_ascii(text, len == 2 ? country.code : country.iso3)) {
            *ret = i;
            return RC_OK;
        }
    }
    return RC_NOT_FOUND;
}

static enum rc find_folded(const struct geo_gazetteer *gz, const char *folded,
                           size_t *ret)
{
    size_t low = 0, high = gz->counts[SECTION_COUNTRY_NAMES];
    size_t count = high;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(gz->texts + gz->country_names[middle].text, folded) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == count || strcmp(gz->texts + gz->country_names[low].text, folded))
        return RC_NOT_FOUND;
    if (low + 1 < count && !strcmp(gz->texts + gz->country_names[low + 1].text, folded))
        return RC_NOT_FOUND; /* several countries go by this name */
    *ret = gz->country_names[low].country;
    return RC_OK;
}

enum rc geo_country_find(const struct geo_gazetteer *gz, const char *text,
                         const char *language, struct geo_country *ret_country)
{
    struct arena *arena = arena_new();
    size_t index = 0;
    char *clean, *folded;
    enum rc rc;

    if (strlen(text) > NAME_MAX_BYTES || text_clean(arena, text, strlen(text), &clean) ||
        text_fold(arena, clean, &folded)) {
        rc = RC_NOT_FOUND;
        goto out;
    }
    rc = find_code(gz, clean, &index);
    if (rc)
        rc = find_folded(gz, folded, &index);
    if (!rc)
        *ret_country = geo_gazetteer_country(gz, index, language);
out:
    arena_free(arena);
    return rc;
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* The shortest interval of longitudes that holds all @p count of them; its end is less
 * than its start where it crosses the antimeridian. */
static void span_of(double *lons, size_t count, double *ret_west, double *ret_east)
{
    double widest;

    qsort(lons, count, sizeof(*lons), by_size);
    widest = lons[0] + 360.0 - lons[count - 1];
    *ret_west = lons[0];
    *ret_east = lons[count - 1];
    for (size_t i = 1; i < count; i++)
        if (lons[i] - lons[i - 1] > widest) {
            widest = lons[i] - lons[i - 1];
            *ret_west = lons[i];
            *ret_east = lons[i - 1];
        }
}

size_t geo_country_boxes(const struct geo_gazetteer *gz,
                         const struct geo_country *country, struct geo_box *ret_boxes)
{
    double *lons = mem_calloc(country->town_count + 1, sizeof(*lons));
    double south = 90.0, north = -90.0, west = 0.0, east = 0.0, margin;

    for (size_t i = 0; i < country->town_count; i++) {
        const struct gazetteer_town *t = &gz->towns[country->town_first + i];

        lons[i] = t->lon_e5 / 1e5;
        south = fmin(south, t->lat_e5 / 1e5);
        north = fmax(north, t->lat_e5 / 1e5);
    }
    if (country->town_count)
        span_of(lons, country->town_count, &west, &east);
    free(lons);
    if (!country->town_count)
        return 0;
    south = fmax(-90.0, south - MARGIN_DEG);
    north = fmin(90.0, north + MARGIN_DEG);
    margin = MARGIN_DEG / fmax(0.1, cos(fmax(north, -south) * M_PI / 180.0));
    if (west > east || west - margin < -180.0 || east + margin > 180.0) {
        west = west - margin < -180.0 ? west - margin + 360.0 : west - margin;
        east = east + margin > 180.0 ? east + margin - 360.0 : east + margin;
        ret_boxes[0] = (struct geo_box){west, south, 180.0, north};
        ret_boxes[1] = (struct geo_box){-180.0, south, east, north};
        return 2;
    }
    ret_boxes[0] = (struct geo_box){west - margin, south, east + margin, north};
    return 1;
}
