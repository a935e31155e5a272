/**
 * @file presence_state.h
 * Inside the presence index. Only geo/presence*.c use it.
 */
#ifndef REDKITE_GEO_PRESENCE_STATE_H
#define REDKITE_GEO_PRESENCE_STATE_H

#include <pthread.h>

#include "geo/id_map.h"
#include "geo/presence_rows.h"

/** In the map of changed stays: taken out, not in the tail. */
#define GEO_PRESENCE_GONE UINT32_MAX

#define GEO_PRESENCE_ROW_BYTES 40

/** What readers see. A stay in changed has its row, if any, in the tail; a sorted row of
 * that id no longer counts. */
struct geo_presence_state {
    struct geo_presence_rows sorted;
    struct geo_presence_block *blocks; /* over sorted, GEO_PRESENCE_BLOCK rows each */
    size_t block_count;
    struct geo_presence_rows tail;
    struct geo_id_map changed; /* since the last merge: stay id to row of the tail */
};

/** Readers hold lock for reading. A writer holds writing all the while, and lock for
 * writing while it changes the state. */
struct geo_presence {
    pthread_rwlock_t lock;
    pthread_mutex_t writing;
    struct geo_presence_state state;
};

/** True when the sorted row of stay @p id still counts. */
bool geo_presence_state_live(const struct geo_presence_state *state, int64_t id);

#endif
