/**
 * @file gazetteer_parts.h
 * What the files gazetteer_*.c share while they put the gazetteer together; for them
 * only.
 */
#ifndef REDKITE_IMPORTERS_GAZETTEER_PARTS_H
#define REDKITE_IMPORTERS_GAZETTEER_PARTS_H

#include <stddef.h>
#include <stdint.h>

#include "geo/gazetteer_draft.h"
#include "importers/gazetteer_sources.h"
#include "importers/mo.h"
#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/progress.h"
#include "server/core/rc.h"

/** Two letters make so many codes. */
#define CODE_COUNT (26 * 26)

struct imp_subdivision;

/** A region, found by "CC.code". */
struct imp_region_key {
    const char *key;
    int region;
};

/** A town, found by GeoNames id. */
struct imp_town_key {
    int64_t id;
    size_t town;
};

/** A town's names, for aliases and abbreviations. */
struct imp_town_name {
    const char *folded; /* its own name */
    size_t town;
    size_t country;
    int64_t population;
};

struct imp_parts {
    const struct imp_gazetteer_sources *sources;
    const struct progress *progress;
    struct problems *problems;
    struct geo_gazetteer_draft *draft;
    struct arena *arena;
    int countries[CODE_COUNT]; /* number of the country, -1 where there is none */
    struct imp_mo names[GEO_LANGUAGES];
    struct imp_subdivision *subdivisions; /* sorted by country and English name */
    size_t subdivision_count, subdivision_size;
    struct imp_region_key *regions; /* sorted by key once all are there */
    size_t region_count, region_size;
    struct imp_town_key *towns; /* sorted by id once all are there */
    struct imp_town_name *town_names;
    size_t town_count, town_size;
};

/** The languages of the columns: nl, fr, de, en. */
extern const char *const imp_languages[GEO_LANGUAGES];

/** Two upper-case letters to a number below CODE_COUNT, or -1. */
int imp_code(const char *text, size_t len);

/** The number of the country with @p code, or -1. */
int imp_parts_country(const struct imp_parts *parts, const char *code, size_t len);

/** The names of GeoNames id @p id by language; NULL where there is none. */
void imp_parts_names_of(const struct imp_parts *parts, const char *id,
                        const char *ret_names[GEO_LANGUAGES]);

/** The number of region @p key ("BE.VLG") once all regions are there, or -1. */
int imp_parts_region(const struct imp_parts *parts, const char *key);

/** The town with that GeoNames id once all towns are there, or NULL. */
const struct imp_town_key *imp_parts_town(const struct imp_parts *parts, int64_t id);

/** Reads @p path into the arena, NUL-terminated. RC_INVALID with a problem when it cannot
 * be read. */
MUST_CHECK enum rc imp_parts_read(struct imp_parts *parts, const char *path,
                                  char **ret_text, size_t *ret_size);

/** Notes what is wrong with line @p line of @p path; returns RC_INVALID. */
enum rc imp_parts_fault(struct imp_parts *parts, const char *path, int64_t line,
                        const char *key);

/** Countries and their names. See imp_gazetteer_load for what comes back, here and below.
 */
MUST_CHECK enum rc imp_parts_countries(struct imp_parts *parts);
/** Regions. */
MUST_CHECK enum rc imp_parts_regions(struct imp_parts *parts);
/** Towns with their own names and those in our languages. */
MUST_CHECK enum rc imp_parts_towns(struct imp_parts *parts);
/** The names others use, ours included. */
MUST_CHECK enum rc imp_parts_names(struct imp_parts *parts);

#endif
