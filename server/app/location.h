/**
 * @file location.h
 * From what was typed to a place: fills in stays before they are written, and remembers
 * answers, since lists name the same towns again and again.
 */
#ifndef REDKITE_APP_LOCATION_H
#define REDKITE_APP_LOCATION_H

#include <stdint.h>

#include "server/core/attrs.h"
#include "server/model/stay.h"

struct geo_gazetteer;
struct app_location;

/** How stays were located so far. */
struct app_location_counts {
    int64_t coordinates;
    int64_t towns;
    int64_t questions; /* a person must choose: kept unlocated */
    int64_t unknown;
};

/** Borrows @p gz, which may be NULL: then only coordinates locate. Free with
 * app_location_free. Not for several threads at once. */
NEVER_NULL struct app_location *app_location_new(const struct geo_gazetteer *gz);

/** NULL is fine. */
void app_location_free(struct app_location *location);

/** Sets point and accuracy of @p stay where its text means one place, and its country
 * where that is known. An unknown or ambiguous place never refuses anybody: the stay is
 * kept without a point, for a person to look at. */
void app_location_fill(struct app_location *location, struct stay *stay);

/** What has been filled in so far. */
struct app_location_counts app_location_counts(const struct app_location *location);

#endif
