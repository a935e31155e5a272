/**
 * @file location_towns.h
 * Towns by name, as the choice of a location needs them. For location.c only.
 */
#ifndef REDKITE_GEO_LOCATION_TOWNS_H
#define REDKITE_GEO_LOCATION_TOWNS_H

#include <stdbool.h>
#include <stddef.h>

#include "geo/gazetteer.h"
#include "geo/place.h"
#include "geo/point.h"
#include "server/core/arena.h"

/** Where one looks, and in which language names come back. */
struct location_look {
    const struct geo_gazetteer *gz;
    struct arena *arena;
    const char *language;
};

/** Metres between two points on the globe. */
double location_metres(struct geo_point a, struct geo_point b);

/** The towns like @p text in @p country (NULL: anywhere), the best first; none when it
 * cannot be looked for. */
size_t location_towns_like(const struct location_look *look, const char *text,
                           const char *country, struct geo_place **ret_places);

/** The towns called @p text: in a country by an own name, or where there is none by
 * another; anywhere by any name. Merged. */
size_t location_towns_called(const struct location_look *look, const char *text,
                             const char *country, struct geo_place **ret_places);

/** Takes out the towns that lie inside the circle of one before them in the same country.
 * Returns how many are left. */
size_t location_towns_merge(struct geo_place *places, size_t count);

/** True when all are in one country. */
bool location_towns_one_country(const struct geo_place *places, size_t count);

/** True when the first is the capital or has 20,000 inhabitants, and 20 times as many as
 * each other: no other is meant. */
bool location_towns_clear(const struct geo_place *places, size_t count);

#endif
