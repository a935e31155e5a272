/**
 * @file presence.h
 * The presence index as it is built at a start: every current and coming stay out of the
 * register, opened by several threads over connections of their own.
 */
#ifndef REDKITE_SERVER_APP_PRESENCE_H
#define REDKITE_SERVER_APP_PRESENCE_H

#include <stdint.h>

#include "geo/presence.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

struct db_store;

/** Builds the index of the stays that hold on @p today (UTC day) or later, with the heads
 * of their parties. Takes as many threads as there are cores, 8 at most; may run while
 * others write: what is written meanwhile may be in it or not. Codes of db_store_read and
 * db_stay_sweep; RC_INVALID when a stored position is off the globe. Free with
 * geo_presence_free. */
MUST_CHECK enum rc app_presence_load(struct db_store *store, int32_t today,
                                     struct geo_presence **ret_presence);

#endif
