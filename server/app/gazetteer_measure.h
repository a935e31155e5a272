/**
 * @file gazetteer_measure.h
 * How well and how fast misspelt names are found: for redkite bench and the tests.
 */
#ifndef REDKITE_SERVER_APP_GAZETTEER_MEASURE_H
#define REDKITE_SERVER_APP_GAZETTEER_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/gazetteer.h"

struct gazetteer_measure {
    uint64_t seed;
    size_t names;      /* so many towns are drawn, each equally likely */
    int errors;        /* typing errors in each name: 0, 1 or 2 */
    bool any_letter;   /* wrong letters are any of a to z; false: as fingers slip */
    bool with_country; /* the country is known */
};

struct gazetteer_measured {
    size_t first;      /* the first town found bears the name that was meant */
    size_t other_town; /* not so, and what was typed is the whole name of another */
    double median_ms;  /* of one search */
    double percentile95_ms;
    double most_ms;
};

/** Misspells the names of towns drawn from @p gz and looks for each. As fingers slip: a
 * quarter of the errors is a letter left out, a fifth two neighbours swapped, three in
 * twenty a letter doubled, a quarter a key of an AZERTY keyboard instead of the one
 * beside it, three in twenty such a key besides. Of any letter: left out, added, changed
 * and swapped alike. */
struct gazetteer_measured app_gazetteer_measure(const struct geo_gazetteer *gz,
                                                struct gazetteer_measure what);

#endif
