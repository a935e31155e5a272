#include "server/app/demo_places.h"

#include <stdlib.h>
#include <string.h>

#include "server/core/arena.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
/* Metres in a degree of latitude: enough for scattering. */
#define DEGREE_M 111320.0

struct share {
    char code[3]; /* "" for the rest of the world */
    uint32_t weight;
};

static const struct share region[] = {{"LB", 66}, {"IL", 9}, {"CY", 7}, {"JO", 6},
                                      {"TR", 5},  {"EG", 4}, {"SY", 3}};

/* The rest is what 492,147 leaves. */
static const struct share residents[] = {
    {"FR", 139962}, {"NL", 40480}, {"GB", 32227}, {"ES", 31796}, {"DE", 29027},
    {"US", 28234},  {"LU", 24275}, {"CH", 23569}, {"CA", 15983}, {"ZA", 7814},
    {"AU", 6126},   {"AR", 5497},  {"MA", 4618},  {"BO", 3942},  {"CD", 2746},
    {"BR", 1826},   {"NZ", 1288},  {"", 92737}};

/* Thousands of trips; the rest is what 16.01 million leaves. */
static const struct share travellers[] = {
    {"FR", 4980}, {"ES", 1930}, {"NL", 1710}, {"IT", 1200}, {"DE", 968}, {"AT", 436},
    {"GR", 424},  {"PT", 409},  {"MA", 371},  {"TR", 366},  {"", 3216}};

static const struct {
    const struct share *shares;
    size_t count;
} tables[] = {
    [APP_DEMO_REGION] = {region, COUNT(region)},
    [APP_DEMO_RESIDENTS] = {residents, COUNT(residents)},
    [APP_DEMO_TRAVELLERS] = {travellers, COUNT(travellers)},
};

struct app_demo_places {
    const struct geo_gazetteer *gz;
    size_t towns;
    size_t countries;
    uint64_t *below;              /* population of all towns before each, and of all */
    struct geo_country *of;       /* countries by index */
    size_t *found[COUNT(tables)]; /* country of each share, plus one; 0: the world */
};

static const struct geo_country *find_country(const struct app_demo_places *places,
                                              const char *code)
{
    for (size_t i = 0; i < places->countries; i++)
        if (!strcmp(places->of[i].code, code))
            return &places->of[i];
    return NULL;
}

static uint64_t people_in(const struct app_demo_places *places, size_t first,
                          size_t count)
{
    return places->below[first + count] - places->below[first];
}

static void find_tables(struct app_demo_places *places)
{
    for (size_t t = 0; t < COUNT(tables); t++) {
        places->found[t] = mem_calloc(tables[t].count, sizeof(**places->found));
        for (size_t i = 0; i < tables[t].count; i++) {
            const struct geo_country *c = find_country(places, tables[t].shares[i].code);

            if (c && people_in(places, c->town_first, c->town_count))
                places->found[t][i] = c->index + 1;
        }
    }
}

enum rc app_demo_places_new(const struct geo_gazetteer *gz,
                            struct app_demo_places **ret_places)
{
    struct app_demo_places *places = mem_calloc(1, sizeof(*places));

    places->gz = gz;
    places->towns = geo_gazetteer_town_count(gz);
    places->countries = geo_gazetteer_country_count(gz);
    places->below = mem_calloc(places->towns + 1, sizeof(*places->below));
    places->of = mem_calloc(places->countries + 1, sizeof(*places->of));
    for (size_t i = 0; i < places->towns; i++) {
        struct geo_town town = geo_gazetteer_town(gz, i, NULL);

        places->below[i + 1] = places->below[i] + (uint64_t)town.population;
    }
    for (size_t i = 0; i < places->countries; i++)
        places->of[i] = geo_gazetteer_country(gz, i, "en");
    find_tables(places);
    if (!people_in(places, 0, places->towns)) {
        app_demo_places_free(places);
        return RC_NOT_FOUND;
    }
    *ret_places = places;
    return RC_OK;
}

void app_demo_places_free(struct app_demo_places *places)
{
    if (!places)
        return;
    for (size_t t = 0; t < COUNT(tables); t++)
        free(places->found[t]);
    free(places->below);
    free(places->of);
    free(places);
}

/* One of the towns from @p first on, by population. */
static size_t draw_town(const struct app_demo_places *places, struct random *random,
                        size_t first, size_t count)
{
    uint64_t wanted =
        places->below[first] + random_below(random, people_in(places, first, count));
    size_t low = first, high = first + count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (places->below[middle] <= wanted)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* NULL: anywhere. */
static const struct geo_country *draw_country(const struct app_demo_places *places,
                                              struct random *random,
                                              enum app_demo_spread spread)
{
    const struct share *shares = tables[spread].shares;
    uint64_t total = 0, wanted;

    for (size_t i = 0; i < tables[spread].count; i++)
        total += shares[i].weight;
    wanted = random_below(random, total);
    for (size_t i = 0; i < tables[spread].count; i++) {
        size_t found = places->found[spread][i];

        if (wanted < shares[i].weight)
            return found ? &places->of[found - 1] : NULL;
        wanted -= shares[i].weight;
    }
    return NULL;
}

struct geo_town app_demo_place_draw(const struct app_demo_places *places,
                                    struct random *random, enum app_demo_spread spread,
                                    const char *language)
{
    const struct geo_country *country = draw_country(places, random, spread);
    size_t first = country ? country->town_first : 0;
    size_t count = country ? country->town_count : places->towns;

    return geo_gazetteer_town(places->gz, draw_town(places, random, first, count),
                              language);
}

struct geo_town app_demo_place_near(const struct app_demo_places *places,
                                    struct random *random, const struct geo_town *town,
                                    const char *language)
{
    const struct geo_country *country = find_country(places, town->country);

    if (!country || !people_in(places, country->town_first, country->town_count))
        return *town;
    return geo_gazetteer_town(
        places->gz, draw_town(places, random, country->town_first, country->town_count),
        language);
}

/* Taylor series: 1e-7 near the poles, better elsewhere. */
static double cosine_of_degrees(double degrees)
{
    double x = degrees * (3.14159265358979323846 / 180.0);
    double square = x * x, term = 1.0, sum = 1.0;

    for (int i = 1; i <= 7; i++) {
        term = -term * square / ((2 * i - 1) * (2 * i));
        sum += term;
    }
    return sum;
}

struct geo_point app_demo_point(struct random *random, struct geo_point centre,
                                double radius_m)
{
    double scale = cosine_of_degrees(centre.lat);
    struct geo_point p;
    double x, y;

    do { /* in the circle around 0 */
        x = 2.0 * random_unit(random) - 1.0;
        y = 2.0 * random_unit(random) - 1.0;
    } while (x * x + y * y > 1.0);
    if (scale < 0.01)
        scale = 0.01;
    p.lat = centre.lat + y * radius_m / DEGREE_M;
    p.lon = centre.lon + x * radius_m / (DEGREE_M * scale);
    return p.lon > 180.0 || p.lon < -180.0 || p.lat > 90.0 || p.lat < -90.0 ? centre : p;
}
