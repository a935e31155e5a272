#include "geo/location.h"

#include <string.h>

#include "geo/country.h"
#include "geo/location_text.h"
#include "geo/location_towns.h"
#include "server/core/text.h"

/* Coordinates may lie so far from a country's nearest town, or from a town's circle. */
#define NEAR_M 100e3
/* "Hamra, Beirut": a suburb of that name lies so near the town. */
#define SUBURB_M 60e3
/* Shorter names are close to too many others. */
#define FORGIVEN_LETTERS 5
/* A place of so few letters is not read as the code of a country. */
#define CODE_LETTERS 3

/* What is being chosen. */
struct choice {
    struct location_look look;
    const struct geo_location_input *input;
    struct location_text text;
    bool bad_country;     /* one was given, and is none */
    bool has_country;     /* given, or else named in the text */
    bool two_readings;    /* "Salem, IN": India, or Indiana */
    bool is_country_name; /* the first part is that country's name, or any's */
    struct geo_country country;
    struct geo_location *ret;
};

static void add_town(struct geo_location *ret, const struct geo_place *place)
{
    if (ret->candidate_count == GEO_LOCATION_CANDIDATES)
        return;
    ret->candidates[ret->candidate_count++] = (struct geo_location_candidate){
        .point = place->town.point,
        .accuracy_m = place->town.accuracy_m,
        .town = place,
    };
}

static void found_town(struct geo_location *ret, const struct geo_place *place)
{
    ret->state = GEO_LOCATION_FOUND;
    ret->source = GEO_LOCATION_TOWN;
    ret->reason = GEO_REASON_NONE;
    ret->has_point = true;
    ret->point = place->town.point;
    ret->accuracy_m = place->town.accuracy_m;
    ret->town = place;
    ret->candidate_count = 0;
    memcpy(ret->country, place->town.country, sizeof(ret->country));
    add_town(ret, place);
}

static void ask(struct geo_location *ret, enum geo_location_reason reason,
                const struct geo_place *places, size_t count)
{
    ret->state = GEO_LOCATION_QUESTION;
    ret->reason = reason;
    ret->candidate_count = 0;
    for (size_t i = 0; i < count; i++)
        add_town(ret, &places[i]);
}

/* Where the country is known, in it. */
static const char *here(const struct choice *c)
{
    return c->has_country ? c->country.code : NULL;
}

/* Keeps the towns whose region a later part names ("Paris, Texas"); all where none does.
 */
static size_t narrow(const struct choice *c, struct geo_place *places, size_t count)
{
    size_t kept = 0;

    for (size_t p = 1; p < c->text.count; p++) {
        for (size_t i = 0; i < count; i++)
            if (location_text_is_region(c->look.gz, c->look.arena, &places[i].town,
                                        c->text.parts[p]))
                places[kept++] = places[i];
        if (kept)
            return kept;
    }
    return count;
}

/* One of the towns that agree whole, or a question. */
static void choose_whole(const struct choice *c, struct geo_place *places, size_t count)
{
    bool clear =
        location_towns_one_country(places, count) && location_towns_clear(places, count);

    if (!location_towns_one_country(places, count))
        ask(c->ret, GEO_REASON_COUNTRIES, places, count);
    else if (c->is_country_name)
        ask(c->ret, GEO_REASON_COUNTRY_NAME, places, count);
    else if (count == 1 || (c->has_country && clear))
        found_town(c->ret, &places[0]);
    else
        ask(c->ret, GEO_REASON_REGIONS, places, count);
}

/* The town that a part after the first names, if one is clearly meant. */
static struct geo_place *town_of_parts(const struct choice *c)
{
    for (size_t p = 1; p < c->text.count; p++) {
        struct geo_place *towns;
        size_t count = location_towns_called(&c->look, c->text.parts[p], here(c), &towns);

        if (count == 1 || (count && location_towns_one_country(towns, count) &&
                           location_towns_clear(towns, count)))
            return towns;
    }
    return NULL;
}

/* "Hamra, Beirut": of the towns called as the first part, the one near the town that a
 * later part names; that town where there is none of that name at all. Far apart, it is a
 * question. False when no later part names a town. */
static bool choose_suburb(const struct choice *c, const struct geo_place *places,
                          size_t count)
{
    const struct geo_place *town = town_of_parts(c), *near = NULL;
    struct geo_place *both;
    size_t nearby = 0;

    if (!town)
        return false;
    for (size_t i = 0; i < count; i++)
        if (location_metres(places[i].town.point, town->town.point) <= SUBURB_M) {
            near = &places[i];
            nearby++;
        }
    if (!count || nearby == 1) {
        found_town(c->ret, count ? near : town);
        return true;
    }
    both = arena_array(c->look.arena, count + 1, sizeof(*both));
    both[0] = *town;
    memcpy(both + 1, places, count * sizeof(*both));
    ask(c->ret, GEO_REASON_REGIONS, both, location_towns_merge(both, count + 1));
    return true;
}

/* The one town within one error, or a question, or nothing like it. */
static void choose_near(const struct choice *c, const char *text)
{
    struct geo_place *places;
    size_t count = location_towns_like(&c->look, text, here(c), &places);
    size_t close = 0, kept = 0;

    for (size_t i = 0; i < count; i++)
        if (places[i].match != GEO_MATCH_START)
            places[kept++] = places[i];
    kept = location_towns_merge(places, kept);
    for (size_t i = 0; i < kept; i++)
        close += places[i].match == GEO_MATCH_ONE_ERROR;
    if (c->has_country && close == 1 && places[0].match == GEO_MATCH_ONE_ERROR &&
        strlen(places[0].matched) >= FORGIVEN_LETTERS)
        found_town(c->ret, &places[0]);
    else if (kept)
        ask(c->ret, GEO_REASON_SPELLING, places, kept);
    else
        c->ret->reason = GEO_REASON_UNKNOWN_PLACE;
}

/* In the country that is known, if any. */
static void choose_here(const struct choice *c)
{
    const char *name = c->text.parts[0];
    struct geo_place *places;
    size_t all = location_towns_called(&c->look, c->text.whole, here(c), &places), count;

    if (!all)
        all = location_towns_called(&c->look, name, here(c), &places);
    if (c->text.count > 1) {
        count = narrow(c, places, all);
        if ((count == all || !all) && choose_suburb(c, places, all))
            return;
        all = count;
    }
    if (all)
        choose_whole(c, places, all);
    else if (c->is_country_name)
        c->ret->reason = GEO_REASON_COUNTRY_ONLY;
    else
        choose_near(c, name);
}

/* How "Atlanta, Georgia" can be read. */
enum reading { READ_COUNTRY, READ_REGION, READ_BOTH };

/* @p part names country @p code; it may be the region of such a town as well. */
static enum reading read_part(const struct choice *c, const char *part, const char *code)
{
    struct geo_place *places;
    size_t here = location_towns_called(&c->look, c->text.parts[0], code, &places);

    for (size_t i = location_towns_called(&c->look, c->text.parts[0], NULL, &places);
         i > 0; i--)
        if (location_text_is_region(c->look.gz, c->look.arena, &places[i - 1].town, part))
            return here ? READ_BOTH : READ_REGION;
    return READ_COUNTRY;
}

/* Reads the country from what was given, else from the text; takes it out of the text.
 * Returns another country than the one given that the text names, or NULL. */
static const char *take_country(struct choice *c)
{
    const char *given = c->input->country;
    struct geo_country country;

    if (given && *given) {
        c->has_country =
            !geo_country_find(c->look.gz, given, c->input->language, &c->country);
        c->bad_country = !c->has_country;
    }
    for (size_t p = c->text.count; p-- > 1;) {
        enum reading reading;

        if (geo_country_find(c->look.gz, c->text.parts[p], c->input->language, &country))
            continue;
        reading =
            c->has_country ? READ_COUNTRY : read_part(c, c->text.parts[p], country.code);
        c->two_readings = c->two_readings || reading == READ_BOTH;
        if (reading != READ_COUNTRY)
            continue;
        location_text_drop(&c->text, p);
        if (c->has_country && country.index != c->country.index)
            return arena_strdup(c->look.arena, country.code);
        c->country = country;
        c->has_country = true;
    }
    if (c->text.count && strlen(c->text.parts[0]) > CODE_LETTERS &&
        !geo_country_find(c->look.gz, c->text.parts[0], c->input->language, &country)) {
        c->is_country_name = !c->has_country || country.index == c->country.index;
        if (!c->has_country)
            c->country = country;
    }
    return NULL;
}

/* The towns of that name in @p country, or anywhere. */
static void ask_in(const struct choice *c, enum geo_location_reason reason,
                   const char *country)
{
    struct geo_place *places;
    size_t count = location_towns_called(&c->look, c->text.parts[0], country, &places);

    if (count || country)
        ask(c->ret, reason, places, count);
}

static void choose_place(struct choice *c)
{
    const char *other = take_country(c);

    if (!c->text.count) {
        c->ret->reason = c->has_country ? GEO_REASON_COUNTRY_ONLY : GEO_REASON_NOTHING;
        return;
    }
    if (other) {
        ask_in(c, GEO_REASON_OTHER_COUNTRY, other);
    } else if (c->two_readings) {
        ask_in(c, GEO_REASON_COUNTRIES, NULL);
    } else {
        choose_here(c);
        if (c->has_country && c->ret->reason == GEO_REASON_UNKNOWN_PLACE)
            ask_in(c, GEO_REASON_OTHER_COUNTRY, NULL);
    }
}

static void add_point(struct choice *c, struct geo_point point, bool swapped)
{
    struct geo_location *ret = c->ret;

    ret->candidates[ret->candidate_count++] = (struct geo_location_candidate){
        .point = point, .accuracy_m = c->input->accuracy_m, .swapped = swapped};
}

static void found_point(struct choice *c)
{
    struct geo_location *ret = c->ret;

    ret->state = GEO_LOCATION_FOUND;
    ret->source = GEO_LOCATION_COORDINATES;
    ret->reason = GEO_REASON_NONE;
    ret->has_point = true;
    ret->point = c->input->point;
    ret->accuracy_m = c->input->accuracy_m;
    ret->candidate_count = 0;
    add_point(c, c->input->point, false);
}

static bool near_country(const struct choice *c, struct geo_point point)
{
    struct geo_town town;
    double m;

    return !geo_place_nearest(c->look.gz, &c->country, point, &town, &m) && m <= NEAR_M;
}

/* Coordinates, after what the text says has been chosen. */
static void choose_point(struct choice *c)
{
    struct geo_point typed = c->input->point, swapped = {typed.lat, typed.lon};
    struct geo_location *ret = c->ret;
    bool is_town = ret->state == GEO_LOCATION_FOUND;

    if (c->has_country && c->country.has_circle && !near_country(c, typed)) {
        bool fits = geo_point_valid(swapped) && near_country(c, swapped);

        if (fits || location_metres(c->country.centre, typed) > c->country.radius_m) {
            ask(ret, fits ? GEO_REASON_SWAPPED : GEO_REASON_OUTSIDE, NULL, 0);
            if (fits)
                add_point(c, swapped, true);
            add_point(c, typed, false);
            ret->town = NULL;
            return;
        }
    }
    if (is_town && location_metres(typed, ret->point) > ret->accuracy_m + NEAR_M) {
        const struct geo_place *town = ret->town;

        ask(ret, GEO_REASON_FAR_FROM_PLACE, NULL, 0);
        add_point(c, typed, false);
        add_town(ret, town);
        ret->town = NULL;
        return;
    }
    found_point(c);
}

/* What is known when the place is not: the country. */
static void fall_back(const struct choice *c)
{
    struct geo_location *ret = c->ret;

    ret->source = GEO_LOCATION_NONE;
    ret->has_point = false;
    ret->town = NULL;
    if (!c->has_country && !(c->is_country_name && ret->state == GEO_LOCATION_UNKNOWN))
        return;
    memcpy(ret->country, c->country.code, sizeof(ret->country));
    if (!c->country.has_circle)
        return;
    ret->source = GEO_LOCATION_COUNTRY;
    ret->has_point = true;
    ret->point = c->country.centre;
    ret->accuracy_m = c->country.radius_m;
}

struct geo_location geo_location_choose(const struct geo_gazetteer *gz,
                                        struct arena *arena,
                                        const struct geo_location_input *input)
{
    struct geo_location ret = {.state = GEO_LOCATION_UNKNOWN};
    struct choice c = {.look = {gz, arena, input->language}, .input = input, .ret = &ret};

    location_text_parse(arena, input->place, &c.text);
    choose_place(&c);
    if (input->has_point)
        choose_point(&c);
    else if (c.bad_country && ret.state == GEO_LOCATION_FOUND)
        ret.state = GEO_LOCATION_QUESTION;
    if (c.bad_country && !input->has_point)
        ret.reason = GEO_REASON_UNKNOWN_COUNTRY;
    if (c.has_country && ret.state == GEO_LOCATION_FOUND)
        memcpy(ret.country, c.country.code, sizeof(ret.country));
    if (ret.state != GEO_LOCATION_FOUND)
        fall_back(&c);
    return ret;
}

const char *geo_location_state_name(enum geo_location_state state)
{
    static const char *const names[] = {"found", "question", "unknown"};

    return names[state];
}

const char *geo_location_source_name(enum geo_location_source source)
{
    static const char *const names[] = {"none", "coordinates", "town", "country"};

    return names[source];
}

const char *geo_location_reason_name(enum geo_location_reason reason)
{
    static const char *const names[] = {
        [GEO_REASON_NONE] = "none",
        [GEO_REASON_COUNTRIES] = "several_countries",
        [GEO_REASON_REGIONS] = "several_towns",
        [GEO_REASON_SPELLING] = "spelling",
        [GEO_REASON_COUNTRY_NAME] = "country_or_town",
        [GEO_REASON_OTHER_COUNTRY] = "other_country",
        [GEO_REASON_SWAPPED] = "swapped",
        [GEO_REASON_OUTSIDE] = "outside_country",
        [GEO_REASON_FAR_FROM_PLACE] = "far_from_place",
        [GEO_REASON_COUNTRY_ONLY] = "country_only",
        [GEO_REASON_UNKNOWN_PLACE] = "unknown_place",
        [GEO_REASON_UNKNOWN_COUNTRY] = "unknown_country",
        [GEO_REASON_NOTHING] = "nothing",
    };

    return names[reason];
}
