#include "db/writer.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "db/engine.h"
#include "server/core/arena.h"
#include "server/core/log.h"

#define BATCH_MAX  64
#define BATCH_S    0.020
#define PRIORITIES 2
#define SETTLE_S   1

/* A change that waits; lies on the stack of its caller. */
struct pending {
    const struct db_change *change;
    struct pending *next;
    enum rc rc;
    bool done;
    pthread_cond_t answered;
};

struct queue {
    struct pending *first;
    struct pending **end;
    size_t count;
};

struct db_writer {
    struct db_writer_config config;
    struct db_tx tx; /* its state is the ledger's */
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t work;
    struct queue queues[PRIORITIES];
    bool stopping;
    bool broken;   /* a sync failed: nothing more is written */
    bool list_due; /* keys were thrown away: the list of them is to be written, */
    bool log_due;  /* and the log to be emptied */
};

static struct pending *take(struct db_writer *w)
{
    for (int i = 0; i < PRIORITIES; i++) {
        struct queue *q = &w->queues[i];
        struct pending *p = q->first;

        if (!p)
            continue;
        q->first = p->next;
        if (!q->first)
            q->end = &q->first;
        q->count--;
        p->next = NULL;
        return p;
    }
    return NULL;
}

static struct pending *take_locked(struct db_writer *w)
{
    struct pending *p;

    pthread_mutex_lock(&w->mutex);
    p = take(w);
    pthread_mutex_unlock(&w->mutex);
    return p;
}

/* Runs one change in its savepoint. When it fails, it alone is undone, and the ledger's
 * state with it. */
static enum rc run_change(struct db_writer *w, const struct db_change *change)
{
    struct db_tx *tx = &w->tx;
    const struct db_ledger_state before = tx->state;
    const bool forgot = tx->forgot;
    enum rc rc = db_savepoint(tx->db);

    if (rc)
        return rc;
    arena_reset(tx->arena);
    tx->actor = change->actor;
    tx->request = change->request;
    rc = change->run(tx, change->state);
    if (!rc)
        rc = db_savepoint_keep(tx->db);
    if (rc) {
        db_savepoint_undo(tx->db);
        tx->state = before;
        tx->forgot = forgot;
    }
    return rc;
}

/* Runs what waits, within one transaction. */
static enum rc run_batch(struct db_writer *w, struct pending *first)
{
    double until = clock_steady_s() + BATCH_S;
    struct pending *p = first;
    enum rc rc = db_begin(w->tx.db);

    for (int count = 1; p && !rc; count++) {
        p->rc = run_change(w, p->change);
        if (!db_in_transaction(w->tx.db))
            return RC_BUSY; /* an error ended it: disk full, I/O */
        if (count == BATCH_MAX || clock_steady_s() > until)
            break;
        p->next = take_locked(w);
        p = p->next;
    }
    return rc ? rc : db_commit(w->tx.db);
}

static void answer(struct db_writer *w, struct pending *first, enum rc batch)
{
    pthread_mutex_lock(&w->mutex);
    while (first) {
        struct pending *next = first->next; /* first is gone once its caller wakes */

        if (batch)
            first->rc = w->broken ? RC_INTERNAL : RC_BUSY;
        first->done = true;
        pthread_cond_signal(&first->answered);
        first = next;
    }
    pthread_mutex_unlock(&w->mutex);
}

/* What a forgetting leaves to be done; what fails now is done again, after the next batch
 * or a moment later. */
static void settle(struct db_writer *w)
{
    if (w->tx.forgot)
        w->list_due = w->log_due = true;
    w->tx.forgot = false;
    if (w->list_due)
        w->list_due = w->config.after_forget(w->config.after_forget_state) != RC_OK;
    if (w->log_due)
        w->log_due = db_checkpoint(w->tx.db) != RC_OK;
}

static void write_batch(struct db_writer *w, struct pending *first)
{
    const struct db_ledger_state before = w->tx.state;
    enum rc rc = w->broken ? RC_INTERNAL : run_batch(w, first);

    if (rc) {
        db_rollback(w->tx.db);
        w->tx.state = before;
        w->tx.forgot = false;
    } else {
        settle(w);
    }
    if (db_sync_failed(w->tx.db) && !w->broken) {
        log_error("writer.stopped", "a sync failed: restart after checking the disk");
        w->broken = true;
    }
    answer(w, first, rc);
}

/* Waits for work. With something still to settle, only a moment. */
static void wait_locked(struct db_writer *w)
{
    struct timespec until;

    if (!w->list_due && !w->log_due) {
        pthread_cond_wait(&w->work, &w->mutex);
        return;
    }
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += SETTLE_S;
    if (pthread_cond_timedwait(&w->work, &w->mutex, &until) != ETIMEDOUT)
        return;
    pthread_mutex_unlock(&w->mutex);
    settle(w);
    pthread_mutex_lock(&w->mutex);
}

static void *run_writer(void *state)
{
    struct db_writer *w = state;
    struct pending *p;

    for (;;) {
        pthread_mutex_lock(&w->mutex);
        while (!(p = take(w)) && !w->stopping)
            wait_locked(w);
        pthread_mutex_unlock(&w->mutex);
        if (!p)
            return NULL;
        write_batch(w, p);
    }
}

/* Waits on the steady clock. */
static void init_work(pthread_cond_t *work)
{
    pthread_condattr_t attributes;

    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(work, &attributes);
    pthread_condattr_destroy(&attributes);
}

enum rc db_writer_start(const struct db_writer_config *config,
                        struct db_writer **ret_writer)
{
    struct db_writer *w = mem_calloc(1, sizeof(*w));

    w->config = *config;
    w->tx = (struct db_tx){.db = config->db,
                           .state = config->state,
                           .clock = config->clock,
                           .arena = arena_new()};
    for (int i = 0; i < PRIORITIES; i++)
        w->queues[i].end = &w->queues[i].first;
    pthread_mutex_init(&w->mutex, NULL);
    init_work(&w->work);
    if (pthread_create(&w->thread, NULL, run_writer, w)) {
        log_error("writer.no_thread", "the writer could not be started");
        arena_free(w->tx.arena);
        free(w);
        return RC_INTERNAL;
    }
    *ret_writer = w;
    return RC_OK;
}

void db_writer_stop(struct db_writer *w)
{
    if (!w)
        return;
    pthread_mutex_lock(&w->mutex);
    w->stopping = true;
    pthread_cond_signal(&w->work);
    pthread_mutex_unlock(&w->mutex);
    pthread_join(w->thread, NULL);
    pthread_cond_destroy(&w->work);
    pthread_mutex_destroy(&w->mutex);
    arena_free(w->tx.arena);
    free(w);
}

enum rc db_writer_run(struct db_writer *w, const struct db_change *change)
{
    struct pending p = {.change = change};
    struct queue *q = &w->queues[change->priority];

    pthread_cond_init(&p.answered, NULL);
    pthread_mutex_lock(&w->mutex);
    *q->end = &p;
    q->end = &p.next;
    q->count++;
    pthread_cond_signal(&w->work);
    while (!p.done)
        pthread_cond_wait(&p.answered, &w->mutex);
    pthread_mutex_unlock(&w->mutex);
    pthread_cond_destroy(&p.answered);
    return p.rc;
}

size_t db_writer_waiting(struct db_writer *w)
{
    size_t count = 0;

    pthread_mutex_lock(&w->mutex);
    for (int i = 0; i < PRIORITIES; i++)
        count += w->queues[i].count;
    pthread_mutex_unlock(&w->mutex);
    return count;
}
