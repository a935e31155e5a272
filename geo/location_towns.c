#include "geo/location_towns.h"

#include <string.h>

#include "geo/distance.h"

#define CLEAR_PEOPLE 20000
#define CLEAR_TIMES  20

double location_metres(struct geo_point a, struct geo_point b)
{
    double m;

    return geo_distance_between(a, b, &m) ? 0.0 : m;
}

size_t location_towns_like(const struct location_look *look, const char *text,
                           const char *country, struct geo_place **ret_places)
{
    struct geo_place_query query = {.text = text,
                                    .country = country,
                                    .language = look->language,
                                    .limit = GEO_PLACE_MOST};
    size_t count;

    *ret_places = NULL;
    if (geo_place_search(look->gz, look->arena, &query, ret_places, &count))
        return 0;
    return count;
}

/* How many at the start agree whole. In a known country a town's own name rules out what
 * others are called elsewhere; without one, everything that shares the name counts. */
static size_t whole_count(const struct geo_place *places, size_t count, bool has_country)
{
    size_t whole = 0;

    if (!count)
        return 0;
    while (whole < count && places[whole].match <= GEO_MATCH_OTHER &&
           (!has_country || places[whole].match == places[0].match))
        whole++;
    return whole;
}

size_t location_towns_called(const struct location_look *look, const char *text,
                             const char *country, struct geo_place **ret_places)
{
    size_t count = location_towns_like(look, text, country, ret_places);

    return location_towns_merge(*ret_places,
                                whole_count(*ret_places, count, country != NULL));
}

size_t location_towns_merge(struct geo_place *places, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        bool inside = false;

        for (size_t k = 0; k < kept && !inside; k++)
            inside = !strcmp(places[k].town.country, places[i].town.country) &&
                     location_metres(places[k].town.point, places[i].town.point) <=
                         places[k].town.accuracy_m;
        if (!inside)
            places[kept++] = places[i];
    }
    return kept;
}

bool location_towns_one_country(const struct geo_place *places, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (strcmp(places[i].town.country, places[0].town.country))
            return false;
    return true;
}

bool location_towns_clear(const struct geo_place *places, size_t count)
{
    const struct geo_town *first = &places[0].town;

    if (first->rank != GEO_TOWN_CAPITAL && first->population < CLEAR_PEOPLE)
        return false;
    for (size_t i = 1; i < count; i++)
        if (places[i].town.population * CLEAR_TIMES > first->population)
            return false;
    return true;
}
