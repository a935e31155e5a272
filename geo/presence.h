/**
 * @file presence.h
 * Where everybody is and will be, in memory: 40 bytes a stay, no names. Answers who is in
 * which zone, when. Rows lie as columns along a Hilbert curve; what came since waits in a
 * short unsorted tail. Many threads may ask while others write: each call sees either all
 * of a change or nothing of it.
 *
 * It holds the stays it is given; which of a party's stays counts when several overlap is
 * decided by whoever puts them in.
 */
#ifndef REDKITE_GEO_PRESENCE_H
#define REDKITE_GEO_PRESENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/hits.h"
#include "geo/overlay.h"
#include "geo/point.h"
#include "geo/zone.h"
#include "server/core/attrs.h"
#include "server/core/date.h"
#include "server/core/rc.h"

/** A stay. Its days are UTC days and both belong to it. */
struct geo_stay {
    int64_t id;       /* stamp of the stay, not 0 */
    int64_t party_id; /* stamp of the party, not 0 */
    struct geo_point at;
    double accuracy_m; /* radius it may be off by; kept rounded up, to 1/2048 at most */
    int32_t from_day;  /* days since 1970; DATE_NONE: since ever. Kept from 2000 on */
    int32_t to_day;    /* DATE_NONE: until told otherwise. Kept up to 2179 */
    int32_t heads;     /* members; kept up to 65,535 */
};

/** Instants [from, until), UTC milliseconds. */
struct geo_window {
    int64_t from_ms;
    int64_t until_ms;
};

struct geo_presence;

/** Empty. Free with geo_presence_free. */
NEVER_NULL struct geo_presence *geo_presence_new(void);

/** NULL is fine. */
void geo_presence_free(struct geo_presence *presence);

/** Adds the stay, or replaces the one of the same id. RC_INVALID when it is off the
 * globe, an id is 0, or its accuracy is no finite number >= 0. */
MUST_CHECK enum rc geo_presence_put(struct geo_presence *presence,
                                    const struct geo_stay *stay);

/** The same for many at once, much faster: all or, with RC_INVALID, none. Of several of
 * one id the last counts. */
MUST_CHECK enum rc geo_presence_put_all(struct geo_presence *presence,
                                        const struct geo_stay *stays, size_t count);

/** Takes the stay out; one that is not there is fine. */
void geo_presence_remove(struct geo_presence *presence, int64_t stay_id);

/** Number of stays. */
size_t geo_presence_count(struct geo_presence *presence);

/** Bytes of memory it uses. */
size_t geo_presence_bytes(struct geo_presence *presence);

/** Appends each stay that is in a zone of @p overlay at some instant of @p window: the
 * stay's days, the zone's time and the window have an instant in common. Who passes
 * through between two instants, or, with a window of 1 ms, who is there. */
void geo_presence_inside(struct geo_presence *presence, const struct geo_overlay *overlay,
                         struct geo_window window, struct geo_hits *hits);

/** The same and, marked possible, each stay outside whose distance to the zone is at most
 * its accuracy. */
void geo_presence_reach(struct geo_presence *presence, const struct geo_overlay *overlay,
                        struct geo_window window, struct geo_hits *hits);

#endif
