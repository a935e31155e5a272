/**
 * @file country_names.h
 * The tables behind country.h.
 */
#ifndef REDKITE_MODEL_COUNTRY_NAMES_H
#define REDKITE_MODEL_COUNTRY_NAMES_H

#include "server/model/country.h"

#define COUNTRY_COUNT       250
#define COUNTRY_ALIAS_COUNT 125

struct country_alias {
    char code[COUNTRY_SIZE];
    const char *name;
};

/** Sorted by alpha-2 code. */
extern const struct country country_table[COUNTRY_COUNT];
/** Further names. */
extern const struct country_alias country_aliases[COUNTRY_ALIAS_COUNT];

#endif
