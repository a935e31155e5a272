/**
 * @file gazetteer_draft.h
 * Collects countries, regions, towns and names, and makes the gazetteer's file of them:
 * the same additions in the same order give the same bytes. Used at build time and by
 * tests.
 */
#ifndef REDKITE_GEO_GAZETTEER_DRAFT_H
#define REDKITE_GEO_GAZETTEER_DRAFT_H

#include <stddef.h>
#include <stdint.h>

#include "geo/gazetteer.h"
#include "geo/point.h"
#include "server/core/attrs.h"
#include "server/core/buffer.h"
#include "server/core/rc.h"

struct geo_gazetteer_draft;

/** Where a town's name comes from; the lower counts more. */
enum geo_name_kind {
    GEO_NAME_OWN,   /* the place's own name */
    GEO_NAME_LOCAL, /* its name in Dutch, French, German or English, or our alias */
    GEO_NAME_OTHER, /* what others call it */
};

/** The columns of names by language: nl, fr, de, en; NULL where there is none. */
#define GEO_LANGUAGES 4

struct geo_draft_country {
    const char *code; /* two letters */
    const char *iso3; /* three letters */
    const char *names[GEO_LANGUAGES];
};

struct geo_draft_town {
    int64_t id;
    size_t country;
    int region; /* -1 for none */
    enum geo_town_rank rank;
    struct geo_point point;
    int64_t population;
    const char *name;
    const char *names[GEO_LANGUAGES];
};

/** An empty draft. Free with geo_gazetteer_draft_free. Texts given to it are copied. */
NEVER_NULL struct geo_gazetteer_draft *geo_gazetteer_draft_new(void);

/** Frees @p draft; NULL is fine. */
void geo_gazetteer_draft_free(struct geo_gazetteer_draft *draft);

/** Adds a country, known by its codes and names. Give them in order of code. Returns its
 * number. */
size_t geo_gazetteer_draft_country(struct geo_gazetteer_draft *draft,
                                   const struct geo_draft_country *country);

/** Adds one more name that people use for country @p country. */
void geo_gazetteer_draft_country_name(struct geo_gazetteer_draft *draft, size_t country,
                                      const char *name);

/** Adds a region with its code ("IL") and its names by language; names[3] is also its own
 * name and must be there. Returns its number. */
int geo_gazetteer_draft_region(struct geo_gazetteer_draft *draft, size_t country,
                               const char *code, const char *const names[GEO_LANGUAGES]);

/** Adds a town; it is found by its name and its names. Returns its number, for names. */
size_t geo_gazetteer_draft_town(struct geo_gazetteer_draft *draft,
                                const struct geo_draft_town *town);

/** Adds one more name for town @p town. */
void geo_gazetteer_draft_name(struct geo_gazetteer_draft *draft, size_t town,
                              enum geo_name_kind kind, const char *name);

/** Writes the file into @p buf. @p draft is spent: free it. RC_INVALID when a text is not
 * UTF-8, a point off the globe or an id or population out of range; RC_TOO_LARGE when it
 * does not fit the format or @p buf. */
MUST_CHECK enum rc geo_gazetteer_draft_render(struct geo_gazetteer_draft *draft,
                                              struct buffer *buf);

#endif
