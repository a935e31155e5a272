/**
 * @file demo_file.h
 * The register of invented people (demo_people.h) as a file.
 */
#ifndef REDKITE_SERVER_APP_DEMO_FILE_H
#define REDKITE_SERVER_APP_DEMO_FILE_H

#include "geo/gazetteer.h"
#include "server/app/demo_people.h"
#include "server/core/attrs.h"
#include "server/core/progress.h"
#include "server/core/rc.h"

/** Generates into the file @p path (mode 0600), replacing it when all is written and only
 * then. Codes of app_demo_people_generate; RC_INTERNAL (logged) when it cannot be
 * written. */
MUST_CHECK enum rc app_demo_file_write(const struct app_demo_options *options,
                                       const struct geo_gazetteer *gz, const char *path,
                                       const struct progress *progress,
                                       struct app_demo_counts *ret_counts);

#endif
