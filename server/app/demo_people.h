/**
 * @file demo_people.h
 * A register of invented people as CSV, as the importer reads it: the same bytes for the
 * same seed, number and day over the same gazetteer. Names are birds and plants
 * (demo_names.h), phones stand under the unassigned country code 999, mails at
 * example.org, documents begin with ZZ; national numbers are valid by their check digits
 * and use the highest serials of a day.
 *
 * Of up to 30,000 people 95 % are in Lebanon and its neighbours; whatever comes on top is
 * spread over the world. Households as published: 36.1 % of one, mean 2.25.
 */
#ifndef REDKITE_SERVER_APP_DEMO_PEOPLE_H
#define REDKITE_SERVER_APP_DEMO_PEOPLE_H

#include <stddef.h>
#include <stdint.h>

#include "geo/gazetteer.h"
#include "server/core/attrs.h"
#include "server/core/progress.h"
#include "server/core/rc.h"

#define APP_DEMO_PEOPLE_DEFAULT 20000
#define APP_DEMO_PEOPLE_MAX     1000000

/** How well it is known where a party is. */
enum app_demo_precision {
    APP_DEMO_GPS,       /* two numbers, 5 to 50 m */
    APP_DEMO_ADDRESS,   /* a street, with two numbers, 30 to 150 m */
    APP_DEMO_TOWN,      /* its name */
    APP_DEMO_AREA,      /* the name of a region */
    APP_DEMO_COUNTRY,   /* the country and nothing else */
    APP_DEMO_ITINERARY, /* a row of towns, no country */
    APP_DEMO_WRONG,     /* a misspelt town, or one of another country */
};
#define APP_DEMO_PRECISIONS 7

struct app_demo_options {
    uint64_t seed;
    int64_t people; /* rows, 1 to APP_DEMO_PEOPLE_MAX */
    int32_t today;  /* stays and ages are around this day */
};

/** What was written. */
struct app_demo_counts {
    int64_t parties; /* duplicates included */
    int64_t people;
    int64_t certain;  /* rows that are certainly somebody from before */
    int64_t possible; /* rows that may be */
    int64_t parties_by[APP_DEMO_PRECISIONS];
};

/** Takes what was generated, in pieces. A code other than RC_OK ends the generating. */
struct app_demo_sink {
    enum rc (*write)(void *state, const char *bytes, size_t len);
    void *state;
};

/** Generates into @p sink. RC_NOT_FOUND (the gazetteer has no towns), RC_CONFLICT (@p
 * progress, in people, said stop), codes of the sink. */
MUST_CHECK enum rc app_demo_people_generate(const struct app_demo_options *options,
                                            const struct geo_gazetteer *gz,
                                            const struct app_demo_sink *sink,
                                            const struct progress *progress,
                                            struct app_demo_counts *ret_counts);

#endif
