/**
 * @file demo_places.h
 * Where invented people are: countries by published totals, towns by population.
 * Residents (2021) and trips (2022) as in the design's planning page, section 5.
 */
#ifndef REDKITE_SERVER_APP_DEMO_PLACES_H
#define REDKITE_SERVER_APP_DEMO_PLACES_H

#include <stdbool.h>
#include <stddef.h>

#include "geo/gazetteer.h"
#include "server/core/attrs.h"
#include "server/core/random.h"
#include "server/core/rc.h"

struct app_demo_places;

/** Which table a country is drawn from. */
enum app_demo_spread {
    APP_DEMO_REGION,    /* Lebanon and its neighbours */
    APP_DEMO_RESIDENTS, /* Belgians registered abroad */
    APP_DEMO_TRAVELLERS,
};

/** Prepares the draws over @p gz, which must outlive it. Free with app_demo_places_free.
 * RC_NOT_FOUND when the gazetteer has none of the countries or no population. */
MUST_CHECK enum rc app_demo_places_new(const struct geo_gazetteer *gz,
                                       struct app_demo_places **ret_places);

/** NULL is fine. */
void app_demo_places_free(struct app_demo_places *places);

/** Draws a town, named in @p language; a table whose countries the gazetteer does not
 * have gives any town of the world. */
struct geo_town app_demo_place_draw(const struct app_demo_places *places,
                                    struct random *random, enum app_demo_spread spread,
                                    const char *language);

/** Draws another town of the country of @p town, the same one where there is no other. */
struct geo_town app_demo_place_near(const struct app_demo_places *places,
                                    struct random *random, const struct geo_town *town,
                                    const char *language);

/** A point within @p radius_m of @p centre, all places alike. Only + - x and /, so that
 * it is the same on every machine. */
struct geo_point app_demo_point(struct random *random, struct geo_point centre,
                                double radius_m);

#endif
