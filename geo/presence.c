#include "geo/presence.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include "geo/id_map.h"
#include "geo/presence_rows.h"
#include "geo/presence_state.h"
#include "server/core/arena.h"

/* The tail is merged once it is longer than this and than 1/16 of the sorted rows. */
#define TAIL_MIN   4096
#define TAIL_SHARE 16

struct geo_presence *geo_presence_new(void)
{
    struct geo_presence *presence = mem_calloc(1, sizeof(*presence));
    pthread_rwlockattr_t attr;

    /* A stream of questions must not keep a change out. */
    pthread_rwlockattr_init(&attr);
    pthread_rwlockattr_setkind_np(&attr, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&presence->lock, &attr);
    pthread_rwlockattr_destroy(&attr);
    pthread_mutex_init(&presence->writing, NULL);
    return presence;
}

static void state_fini(struct geo_presence_state *state)
{
    geo_presence_rows_fini(&state->sorted);
    geo_presence_rows_fini(&state->tail);
    geo_id_map_fini(&state->changed);
    free(state->blocks);
}

void geo_presence_free(struct geo_presence *presence)
{
    if (!presence)
        return;
    state_fini(&presence->state);
    pthread_rwlock_destroy(&presence->lock);
    pthread_mutex_destroy(&presence->writing);
    free(presence);
}

static bool stay_valid(const struct geo_stay *stay)
{
    return stay->id != 0 && stay->party_id != 0 && geo_point_valid(stay->at) &&
           isfinite(stay->accuracy_m) && stay->accuracy_m >= 0.0;
}

bool geo_presence_state_live(const struct geo_presence_state *state, int64_t id)
{
    uint32_t slot;

    return !geo_id_map_get(&state->changed, id, &slot);
}

/* Rows of the new state: the old ones that still stand, then the tail, then @p stays. */
static void gather(const struct geo_presence_state *old, const struct geo_stay *stays,
                   size_t count, struct geo_presence_rows *ret_rows)
{
    struct geo_id_map last = {0};
    size_t room = old->sorted.count + old->tail.count + count;
    uint32_t slot;

    for (size_t i = 0; i < count; i++)
        geo_id_map_put(&last, stays[i].id, (uint32_t)i);
    geo_presence_rows_reserve(ret_rows, room);
    for (size_t i = 0; i < old->sorted.count; i++) {
        int64_t id = old->sorted.id[i];

        if (geo_presence_state_live(old, id) && !geo_id_map_get(&last, id, &slot))
            geo_presence_rows_copy(ret_rows, ret_rows->count++, &old->sorted, i);
    }
    for (size_t i = 0; i < old->tail.count; i++)
        if (!geo_id_map_get(&last, old->tail.id[i], &slot))
            geo_presence_rows_copy(ret_rows, ret_rows->count++, &old->tail, i);
    for (size_t i = 0; i < count; i++)
        if (geo_id_map_get(&last, stays[i].id, &slot) && slot == i)
            geo_presence_rows_set(ret_rows, ret_rows->count++, &stays[i]);
    geo_id_map_fini(&last);
}

static void make_blocks(struct geo_presence_state *state)
{
    const struct geo_presence_rows *rows = &state->sorted;

    state->block_count = (rows->count + GEO_PRESENCE_BLOCK - 1) / GEO_PRESENCE_BLOCK;
    state->blocks = mem_calloc(state->block_count + 1, sizeof(*state->blocks));
    for (size_t b = 0; b < state->block_count; b++) {
        size_t first = b * GEO_PRESENCE_BLOCK;
        size_t left = rows->count - first;

        state->blocks[b] = geo_presence_rows_span(
            rows, first, left < GEO_PRESENCE_BLOCK ? left : GEO_PRESENCE_BLOCK);
    }
}

/* Sorts everything anew beside the readers, who are kept out for the exchange only. The
 * caller holds presence->writing, so that nobody else changes the state meanwhile. */
static void merge(struct geo_presence *presence, const struct geo_stay *stays,
                  size_t count)
{
    struct geo_presence_state fresh = {0};
    struct geo_presence_state old;

    gather(&presence->state, stays, count, &fresh.sorted);
    geo_presence_rows_sort(&fresh.sorted);
    make_blocks(&fresh);
    pthread_rwlock_wrlock(&presence->lock);
    old = presence->state;
    presence->state = fresh;
    pthread_rwlock_unlock(&presence->lock);
    state_fini(&old);
}

static void merge_if_due(struct geo_presence *presence)
{
    const struct geo_presence_state *state = &presence->state;

    if (state->changed.count > TAIL_MIN &&
        state->changed.count > state->sorted.count / TAIL_SHARE)
        merge(presence, NULL, 0);
}

static void put_in_tail(struct geo_presence_state *state, const struct geo_stay *stay)
{
    struct geo_presence_rows *tail = &state->tail;
    uint32_t slot = GEO_PRESENCE_GONE;

    if (geo_id_map_get(&state->changed, stay->id, &slot) && slot != GEO_PRESENCE_GONE) {
        geo_presence_rows_set(tail, slot, stay);
        return;
    }
    if (tail->count == tail->room)
        geo_presence_rows_reserve(tail, tail->room ? tail->room * 2 : 64);
    geo_presence_rows_set(tail, tail->count, stay);
    geo_id_map_put(&state->changed, stay->id, (uint32_t)tail->count++);
}

enum rc geo_presence_put(struct geo_presence *presence, const struct geo_stay *stay)
{
    if (!stay_valid(stay))
        return RC_INVALID;
    pthread_mutex_lock(&presence->writing);
    pthread_rwlock_wrlock(&presence->lock);
    put_in_tail(&presence->state, stay);
    pthread_rwlock_unlock(&presence->lock);
    merge_if_due(presence);
    pthread_mutex_unlock(&presence->writing);
    return RC_OK;
}

enum rc geo_presence_put_all(struct geo_presence *presence, const struct geo_stay *stays,
                             size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!stay_valid(&stays[i]))
            return RC_INVALID;
    pthread_mutex_lock(&presence->writing);
    merge(presence, stays, count);
    pthread_mutex_unlock(&presence->writing);
    return RC_OK;
}

static void take_out(struct geo_presence_state *state, int64_t id)
{
    struct geo_presence_rows *tail = &state->tail;
    uint32_t slot = GEO_PRESENCE_GONE;

    if (geo_id_map_get(&state->changed, id, &slot) && slot != GEO_PRESENCE_GONE) {
        geo_presence_rows_copy(tail, slot, tail, --tail->count);
        geo_id_map_put(&state->changed, tail->id[slot], slot);
    }
    geo_id_map_put(&state->changed, id, GEO_PRESENCE_GONE);
}

void geo_presence_remove(struct geo_presence *presence, int64_t stay_id)
{
    if (stay_id == 0)
        return;
    pthread_mutex_lock(&presence->writing);
    pthread_rwlock_wrlock(&presence->lock);
    take_out(&presence->state, stay_id);
    pthread_rwlock_unlock(&presence->lock);
    merge_if_due(presence);
    pthread_mutex_unlock(&presence->writing);
}

size_t geo_presence_count(struct geo_presence *presence)
{
    const struct geo_presence_state *state = &presence->state;
    size_t count;

    pthread_rwlock_rdlock(&presence->lock);
    count = state->tail.count + state->sorted.count;
    for (size_t i = 0; state->changed.count && i < state->sorted.count; i++)
        count -= !geo_presence_state_live(state, state->sorted.id[i]);
    pthread_rwlock_unlock(&presence->lock);
    return count;
}

size_t geo_presence_bytes(struct geo_presence *presence)
{
    const struct geo_presence_state *state = &presence->state;
    size_t bytes;

    pthread_rwlock_rdlock(&presence->lock);
    bytes = sizeof(*presence) + state->block_count * sizeof(*state->blocks) +
            (state->sorted.room + state->tail.room) * GEO_PRESENCE_ROW_BYTES +
            state->changed.size * sizeof(*state->changed.slots);
    pthread_rwlock_unlock(&presence->lock);
    return bytes;
}
