/**
 * @file gazetteer.h
 * Where the program's gazetteer is, and making it.
 */
#ifndef REDKITE_SERVER_APP_GAZETTEER_H
#define REDKITE_SERVER_APP_GAZETTEER_H

#include <stddef.h>

#include "geo/gazetteer.h"
#include "importers/cell.h"
#include "importers/gazetteer_sources.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/progress.h"
#include "server/core/rc.h"

/** The gazetteer's file: the one that the environment variable REDKITE_GAZETTEER names,
 * else gazetteer.bin beside the program, else where it was installed. Written into @p out
 * of @p size bytes; whether it is there is not looked at for the first and the last.
 * Returns
 * @p out. */
const char *app_gazetteer_path(char *out, size_t size);

/** Opens that file, see geo_gazetteer_open. */
MUST_CHECK enum rc app_gazetteer_open(struct geo_gazetteer **ret_gz);

/** Knows where countries are by @p gz, which must outlive it: what the importers compare
 * coordinates with. */
struct imp_country_boxes app_gazetteer_boxes(struct geo_gazetteer *gz);

/** Makes the file @p out of the sources, whole or not at all. RC_INVALID with problems,
 * RC_CONFLICT when @p progress said stop, RC_INTERNAL (logged) when it cannot be written.
 */
MUST_CHECK enum rc app_gazetteer_build(const struct imp_gazetteer_sources *sources,
                                       const char *out, const struct progress *progress,
                                       struct problems *problems);

#endif
