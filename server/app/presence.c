#include "server/app/presence.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/engine.h"
#include "db/party.h"
#include "db/store.h"
#include "server/core/arena.h"
#include "server/core/date.h"
#include "server/core/log.h"

#define THREADS_MAX 8
#define PARTS       32 /* of the sweep: small enough that all threads end together */

/* What one part of the sweep found, by id. */
struct part {
    struct geo_stay *stays;
    size_t count, size;
};

struct heads {
    int64_t party;
    int32_t count;
};

/* Shared by the threads; mutex guards next and rc. */
struct loading {
    struct db_store *store;
    int32_t today;
    int64_t bounds[PARTS + 1];
    struct part parts[PARTS];
    struct heads *heads; /* by party */
    size_t head_count, head_size;
    pthread_mutex_t mutex;
    int next; /* -1: counting heads, then the parts */
    enum rc rc;
};

struct sweep {
    struct part *part;
    int32_t today;
};

static enum rc take_stay(void *state, const struct db_stay_at *at)
{
    struct sweep *sweep = state;
    struct part *part = sweep->part;

    if (at->to_day != DATE_NONE && at->to_day < sweep->today)
        return RC_OK;
    if (part->count == part->size) {
        part->size = part->size ? 2 * part->size : 1024;
        part->stays = mem_realloc(part->stays, part->size, sizeof(*part->stays));
    }
    part->stays[part->count++] = (struct geo_stay){.id = at->stay,
                                                   .party_id = at->party,
                                                   .at = {at->lon, at->lat},
                                                   .accuracy_m = at->accuracy_m,
                                                   .from_day = at->from_day,
                                                   .to_day = at->to_day};
    return RC_OK;
}

static enum rc take_heads(void *state, int64_t party, int32_t heads)
{
    struct loading *l = state;

    if (l->head_count == l->head_size) {
        l->head_size = l->head_size ? 2 * l->head_size : 1024;
        l->heads = mem_realloc(l->heads, l->head_size, sizeof(*l->heads));
    }
    l->heads[l->head_count++] = (struct heads){party, heads};
    return RC_OK;
}

static enum rc run_task(struct loading *l, struct db *db, int task)
{
    struct sweep sweep = {.today = l->today};

    if (task < 0)
        return db_person_heads_sweep(db, take_heads, l);
    sweep.part = &l->parts[task];
    return db_stay_sweep(db, l->bounds[task], l->bounds[task + 1], take_stay, &sweep);
}

/* The next task; false when there is none, or something failed. Keeps @p rc. */
static bool take_task(struct loading *l, enum rc rc, int *ret_task)
{
    bool any;

    pthread_mutex_lock(&l->mutex);
    if (rc && !l->rc)
        l->rc = rc;
    any = !l->rc && l->next < PARTS;
    if (any)
        *ret_task = l->next++;
    pthread_mutex_unlock(&l->mutex);
    return any;
}

static void *run_thread(void *state)
{
    struct loading *l = state;
    struct db *db = NULL;
    enum rc rc = db_store_read(l->store, &db);
    int task;

    while (take_task(l, rc, &task))
        rc = run_task(l, db, task);
    db_close(db);
    return NULL;
}

static void run_threads(struct loading *l)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    pthread_t threads[THREADS_MAX - 1];
    int count = 0;

    while (count < THREADS_MAX - 1 && count < cores - 1) {
        if (pthread_create(&threads[count], NULL, run_thread, l)) {
            log_warn("presence.no_thread", "fewer threads build the index");
            break;
        }
        count++;
    }
    run_thread(l); /* this one works too */
    while (count > 0)
        pthread_join(threads[--count], NULL);
}

/* --- putting together --- */

static int32_t heads_of(const struct loading *l, int64_t party)
{
    size_t low = 0, high = l->head_count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (l->heads[mid].party < party)
            low = mid + 1;
        else
            high = mid;
    }
    return low < l->head_count && l->heads[low].party == party ? l->heads[low].count : 0;
}

static enum rc put_parts(const struct loading *l, struct geo_presence *presence)
{
    size_t count = 0;
    struct geo_stay *stays;
    enum rc rc;

    for (size_t i = 0; i < PARTS; i++)
        count += l->parts[i].count;
    stays = mem_calloc(count, sizeof(*stays));
    count = 0;
    for (size_t i = 0; i < PARTS; i++) {
        const struct part *part = &l->parts[i];

        for (size_t k = 0; k < part->count; k++) {
            stays[count] = part->stays[k];
            stays[count].heads = heads_of(l, stays[count].party_id);
            count++;
        }
    }
    rc = geo_presence_put_all(presence, stays, count);
    free(stays);
    return rc;
}

static enum rc find_bounds(struct loading *l)
{
    struct db *db;
    enum rc rc = db_store_read(l->store, &db);

    if (rc)
        return rc;
    rc = db_stay_bounds(db, PARTS, l->bounds);
    db_close(db);
    return rc;
}

enum rc app_presence_load(struct db_store *store, int32_t today,
                          struct geo_presence **ret_presence)
{
    struct loading l = {.store = store, .today = today, .next = -1};
    struct geo_presence *presence = geo_presence_new();
    enum rc rc = find_bounds(&l);

    pthread_mutex_init(&l.mutex, NULL);
    if (!rc) {
        run_threads(&l);
        rc = l.rc;
    }
    if (!rc)
        rc = put_parts(&l, presence);
    pthread_mutex_destroy(&l.mutex);
    for (size_t i = 0; i < PARTS; i++)
        free(l.parts[i].stays);
    free(l.heads);
    if (rc)
        geo_presence_free(presence);
    else
        *ret_presence = presence;
    return rc;
}
