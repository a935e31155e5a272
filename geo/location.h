/**
 * @file location.h
 * Where somebody is who typed a place, a country, coordinates, or some of these: one
 * point with a radius, or a question with the points it may be, or no more than the
 * country. Never a refusal, and never the larger of two towns because it is larger. Pure:
 * the same text over the same gazetteer gives the same answer.
 */
#ifndef REDKITE_GEO_LOCATION_H
#define REDKITE_GEO_LOCATION_H

#include <stdbool.h>
#include <stddef.h>

#include "geo/gazetteer.h"
#include "geo/place.h"
#include "geo/point.h"
#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

/** What is known; each text may be NULL or empty. All are UTF-8. */
struct geo_location_input {
    const char *place;    /* as typed: a town, or "suburb, town, region, country" */
    const char *country;  /* as typed: code or name */
    const char *language; /* of the names that come back, see geo_gazetteer_town */
    bool has_point;       /* coordinates were typed, and read by geo/coordinate.h */
    struct geo_point point;
    double accuracy_m; /* of that point, > 0 */
};

enum geo_location_state {
    GEO_LOCATION_FOUND,    /* point and accuracy are good to use */
    GEO_LOCATION_QUESTION, /* a person must choose among the candidates */
    GEO_LOCATION_UNKNOWN,  /* the place is not known; the country may be */
};

/** Where the point comes from. */
enum geo_location_source {
    GEO_LOCATION_NONE,
    GEO_LOCATION_COORDINATES,
    GEO_LOCATION_TOWN,
    GEO_LOCATION_COUNTRY, /* no more than a circle around the whole country */
};

/** Why it is a question, or unknown. */
enum geo_location_reason {
    GEO_REASON_NONE,
    GEO_REASON_COUNTRIES,     /* several countries have a town of that name */
    GEO_REASON_REGIONS,       /* several towns of that country have that name */
    GEO_REASON_SPELLING,      /* no town has that name; some are close to it */
    GEO_REASON_COUNTRY_NAME,  /* it is a town and a country */
    GEO_REASON_OTHER_COUNTRY, /* the text names another country than was given, or only
                                 another has such a town */
    GEO_REASON_SWAPPED, /* in the country once longitude and latitude change places */
    GEO_REASON_OUTSIDE, /* the coordinates lie outside the country */
    GEO_REASON_FAR_FROM_PLACE,  /* the coordinates lie far from the town that was given */
    GEO_REASON_COUNTRY_ONLY,    /* no town was given, only the country */
    GEO_REASON_UNKNOWN_PLACE,   /* nothing like it is known */
    GEO_REASON_UNKNOWN_COUNTRY, /* the country is none */
    GEO_REASON_NOTHING,         /* nothing was given */
};

/** One possible answer. */
struct geo_location_candidate {
    struct geo_point point;
    double accuracy_m;
    bool swapped;                 /* the coordinates with both numbers exchanged */
    const struct geo_place *town; /* NULL for coordinates */
};

#define GEO_LOCATION_CANDIDATES 10

struct geo_location {
    enum geo_location_state state;
    enum geo_location_source source;
    enum geo_location_reason reason;
    bool has_point; /* false: point and accuracy_m mean nothing. A question and an unknown
                       place have the circle of the country where that is known. */
    struct geo_point point;
    double accuracy_m;
    char country[3];              /* as given or found; "" unknown */
    const struct geo_place *town; /* the one it is, or NULL */
    struct geo_location_candidate candidates[GEO_LOCATION_CANDIDATES];
    size_t candidate_count;
};

/** Chooses. The rules:
 *  - A country named behind a comma or in brackets ("Tripoli (Liban)") is the country
 * where none was given; where another was given it is a question.
 *  - A name that agrees whole with one town is that town; towns inside the circle of a
 *    larger one of the name count as it. A region behind it narrows ("Paris, Texas").
 *    Several countries make it a question. Of several towns in a country that was given,
 *    one is clearly meant when it is the capital or has 20,000 inhabitants, and 20 times
 * as many as each other; else it is a question.
 *  - "Hamra, Beirut" is the Hamra near Beirut, or Beirut where no Hamra is known.
 *  - One typing error is forgiven where the country is known, the name has at least five
 *    letters and one town only is so close; else near names are a question.
 *  - Coordinates win over a text, unless they lie more than 100 km from every town of the
 *    country that is known (and fit when swapped, or lie outside its circle), or more
 * than 100 km outside the circle of the town that the text means: then it is a question.
 * Texts over 1,000 bytes or not UTF-8 count as not given. Everything that comes back is
 * in
 * @p arena or borrowed from @p gz. */
struct geo_location geo_location_choose(const struct geo_gazetteer *gz,
                                        struct arena *arena,
                                        const struct geo_location_input *input);

/** "found", "question", "unknown". Static. */
NEVER_NULL const char *geo_location_state_name(enum geo_location_state state);
/** "none", "coordinates", "town", "country". Static. */
NEVER_NULL const char *geo_location_source_name(enum geo_location_source source);
/** The reason's name, such as "several_countries", also the last part of its text key
 * "location.<name>"; "none" for GEO_REASON_NONE. Static. */
NEVER_NULL const char *geo_location_reason_name(enum geo_location_reason reason);

#endif
