/**
 * @file place.h
 * Finding towns by name: whole, by how they begin, and with typing errors.
 */
#ifndef REDKITE_GEO_PLACE_H
#define REDKITE_GEO_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "geo/gazetteer.h"
#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

/** How a town's name and the text agree, accents, case and punctuation aside. */
enum geo_match {
    GEO_MATCH_WHOLE,      /* its own name, in a language of the country or one of ours */
    GEO_MATCH_OTHER,      /* a name that others use for it */
    GEO_MATCH_ONE_ERROR,  /* one letter more, less, other, or two swapped */
    GEO_MATCH_WORDS,      /* the first words of its name */
    GEO_MATCH_TWO_ERRORS, /* two of them */
    GEO_MATCH_START,      /* the first letters of its name */
};

/** The text that stands for @p match in JSON: "whole", "other", "one_error", "words",
 * "two_errors", "start". */
NEVER_NULL const char *geo_match_name(enum geo_match match);

struct geo_place_query {
    const char *text;     /* valid UTF-8, as typed */
    const char *country;  /* two-letter code, or NULL for the whole world */
    const char *language; /* of the names that come back, see geo_gazetteer_town */
    size_t limit;         /* at most so many; more than GEO_PLACE_MOST reads as that */
    bool typing;          /* still being typed: how a name begins before typing errors */
};

/** No query gives more places than this. */
#define GEO_PLACE_MOST 100

struct geo_place {
    struct geo_town town;
    enum geo_match match;
    const char *matched; /* the name that agreed, folded; borrowed from the gazetteer */
};

/** The towns that @p query may mean, the best first: whole, other, typing errors and
 * words, start (while typing: whole, other, words and start, typing errors); among these
 * how likely the errors are and whose name it is, then population, then GeoNames id.
 * Errors are looked for only where nothing agrees whole. RC_INVALID when the text is not
 * UTF-8, RC_NOT_FOUND when the gazetteer does not know the country; nothing found is
 * RC_OK and no places. The array is in @p arena. */
MUST_CHECK enum rc geo_place_search(const struct geo_gazetteer *gz, struct arena *arena,
                                    const struct geo_place_query *query,
                                    struct geo_place **ret_places, size_t *ret_count);

/** The town of @p country (NULL: of the world) that is nearest to @p point, and how far.
 * RC_NOT_FOUND when there is none, RC_INVALID when the point is off the globe. Named as
 * in the place itself. Takes about 50 ns a town. */
MUST_CHECK enum rc geo_place_nearest(const struct geo_gazetteer *gz,
                                     const struct geo_country *country,
                                     struct geo_point point, struct geo_town *ret_town,
                                     double *ret_m);

#endif
