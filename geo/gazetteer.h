/**
 * @file gazetteer.h
 * The towns of the world: a read-only file made at build time, mapped into memory. Once
 * open it never changes, so that any number of threads may use it at once.
 * Towns: GeoNames, by way of the sources named in importers/README.md (CC BY 4.0).
 */
#ifndef REDKITE_GEO_GAZETTEER_H
#define REDKITE_GEO_GAZETTEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/point.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

struct geo_gazetteer;

/** What a town is to its country. */
enum geo_town_rank {
    GEO_TOWN_PLACE,   /* any populated place */
    GEO_TOWN_SECTION, /* a part of a town */
    GEO_TOWN_SEAT,    /* seat of a lower administration */
    GEO_TOWN_REGION,  /* seat of a region */
    GEO_TOWN_CAPITAL,
};

/** One town, named in a language. Texts are borrowed from the gazetteer. */
struct geo_town {
    size_t index;         /* 0 to geo_gazetteer_town_count - 1 */
    int64_t id;           /* GeoNames id */
    const char *name;     /* in the language asked for; else as in the place itself */
    const char *own_name; /* as in the place itself */
    char country[3];      /* ISO 3166-1 alpha-2 */
    const char *country_name;
    const char *region; /* first-order division; "" where unknown */
    size_t region_index;
    struct geo_point point;
    int64_t population; /* 0 where unknown */
    double accuracy_m;  /* radius around point that holds about 95 % of who says to be
                           there */
    enum geo_town_rank rank;
};

/** One country, named in a language. Texts are borrowed from the gazetteer. */
struct geo_country {
    size_t index;
    char code[3]; /* ISO 3166-1 alpha-2; XK for Kosovo */
    char iso3[4];
    const char *name;
    bool has_circle;         /* false for uninhabited ones */
    struct geo_point centre; /* of a circle around all its towns and a quarter more */
    double radius_m;
    size_t town_first; /* its towns: indexes town_first to town_first + town_count - 1,
                          the most populous first */
    size_t town_count;
};

/** Opens @p path. RC_NOT_FOUND (no such file), RC_INVALID (damaged, of another version or
 * no gazetteer at all), RC_INTERNAL (logged). Close with geo_gazetteer_close. */
MUST_CHECK enum rc geo_gazetteer_open(const char *path, struct geo_gazetteer **ret_gz);

/** The same over @p size bytes of the caller's, aligned to eight, which must outlive it.
 */
MUST_CHECK enum rc geo_gazetteer_open_bytes(const void *bytes, size_t size,
                                            struct geo_gazetteer **ret_gz);

/** Closes @p gz; NULL is fine. Texts borrowed from it are gone. */
void geo_gazetteer_close(struct geo_gazetteer *gz);

/** How many towns there are. */
size_t geo_gazetteer_town_count(const struct geo_gazetteer *gz);

/** Under how many different names, folded, towns are found. */
size_t geo_gazetteer_name_count(const struct geo_gazetteer *gz);

/** Town @p index, named in @p language ("nl", "fr", "de" or "en"; NULL or any other: as
 * in the place itself). @p index must be in range. */
struct geo_town geo_gazetteer_town(const struct geo_gazetteer *gz, size_t index,
                                   const char *language);

/** The town with GeoNames id @p id. RC_NOT_FOUND when there is none. */
MUST_CHECK enum rc geo_gazetteer_get(const struct geo_gazetteer *gz, int64_t id,
                                     const char *language, struct geo_town *ret_town);

/** How many countries there are. */
size_t geo_gazetteer_country_count(const struct geo_gazetteer *gz);

/** Country @p index, named in @p language (English where it has no name in it). */
struct geo_country geo_gazetteer_country(const struct geo_gazetteer *gz, size_t index,
                                         const char *language);

#endif
