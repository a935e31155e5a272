/**
 * @file country.h
 * Countries by ISO 3166-1 code and by the names people write: English, Dutch, French and
 * German (Unicode CLDR 48), official and former names. Lists of countries are texts of
 * codes with a space between, such as "AF PK", which is how posts and nationalities are
 * kept.
 */
#ifndef REDKITE_MODEL_COUNTRY_H
#define REDKITE_MODEL_COUNTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

/** Two letters and a NUL. */
#define COUNTRY_SIZE 3

struct country {
    char code[COUNTRY_SIZE]; /* alpha-2; XK for Kosovo */
    char alpha3[4];
    const char *en;
    const char *nl;
    const char *fr;
    const char *de;
};

/** All countries, by code. */
NEVER_NULL const struct country *country_all(size_t *ret_count);

/** True when @p code is an alpha-2 code in use, upper case. */
bool country_valid(const char *code);

/** Reads a country as written: alpha-2 or alpha-3 code in any case, or a name in one of
 * the four languages, accents and case ignored. @p ret_code gets COUNTRY_SIZE bytes.
 * RC_INVALID for broken UTF-8, RC_NOT_FOUND when there is no such country. */
MUST_CHECK enum rc country_find(const char *text, char *ret_code);

/** The name of @p code in @p language ("nl", "fr", "de"; any other reads as "en"), or
 * NULL when there is no such country. Static. */
const char *country_name(const char *code, const char *language);

/** True when the list @p list (or NULL) has @p code. */
bool country_list_has(const char *list, const char *code);

/** Reads countries divided by | , ; / or line ends, as country_find does, into a list
 * without repeats, in the order given. RC_NOT_FOUND with the part that is no country in
 * @p ret_unknown (may be NULL; in @p arena). */
MUST_CHECK enum rc country_list_parse(struct arena *arena, const char *text,
                                      char **ret_list, char **ret_unknown);

#endif
