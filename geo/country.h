/**
 * @file country.h
 * Countries by code or name, and where they are.
 */
#ifndef REDKITE_GEO_COUNTRY_H
#define REDKITE_GEO_COUNTRY_H

#include <stddef.h>

#include "geo/gazetteer.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

/** The country that @p text means: ISO alpha-2 or alpha-3 code in any case, or a name in
 * one of the languages of the gazetteer, accents and case ignored. Named in @p language.
 * RC_NOT_FOUND when none is meant, or more than one is ("Congo"). */
MUST_CHECK enum rc geo_country_find(const struct geo_gazetteer *gz, const char *text,
                                    const char *language,
                                    struct geo_country *ret_country);

struct geo_box;

/** Boxes, one or two where it crosses the antimeridian, that hold the towns of @p country
 * and what lies within 100 km of them. Writes at most two, returns how
 * many; 0 where it has no towns. */
size_t geo_country_boxes(const struct geo_gazetteer *gz,
                         const struct geo_country *country, struct geo_box *ret_boxes);

#endif
