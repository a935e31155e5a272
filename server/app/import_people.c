#include "server/app/import.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/job.h"
#include "db/ledger.h"
#include "db/party.h"
#include "db/store.h"
#include "geo/projection.h"
#include "importers/source.h"
#include "server/app/country_boxes.h"
#include "server/core/arena.h"
#include "server/core/crypto.h"
#include "server/core/log.h"

/* A slice holds the writer for at most about 50 ms, so that people's own writes are never
 * behind a list. */
#define SLICE_S       0.050
#define SLICE_PARTIES 400
#define UNDO_SLICE    200

/* Drafts of one reading. */
struct batch {
    struct arena *arena;
    struct party_draft drafts[SLICE_PARTIES];
    size_t count;
    enum rc rc; /* RC_NOT_FOUND: the list has ended */
};

/* One run over a list. While the writer works on one batch, the next is read and located
 * in a thread of its own. */
struct run {
    const struct app_import *import;
    struct imp_people *people;
    struct app_location *location;
    struct app_country_boxes *boxes;
    struct geo_projection *projection;
    struct db_job job;
    char actor[40]; /* "import:" and the job */
    bool resuming;
    struct batch batches[2];
    struct batch *reading;
    struct batch *writing;
    size_t at; /* drafts of the one being written that are written */
    int64_t resumed;
};

/* Identity of a row: the same job and line is the same write. */
static void request_of(const struct run *run, int64_t line, uint8_t *ret_request)
{
    struct crypto_hash hash;
    uint8_t digest[CRYPTO_HASH_SIZE];

    crypto_hash_init(&hash, NULL);
    crypto_hash_part(&hash, run->job.source, sizeof(run->job.source));
    crypto_hash_part(&hash, &run->job.id, sizeof(run->job.id));
    crypto_hash_part(&hash, &line, sizeof(line));
    crypto_hash_end(&hash, digest);
    memcpy(ret_request, digest, DB_REQUEST_SIZE);
}

static enum rc write_party(struct db_tx *tx, struct run *run,
                           const struct party_draft *draft)
{
    uint8_t request[DB_REQUEST_SIZE];
    char ref[REF_SIZE];
    int64_t id;

    request_of(run, draft->lines[0], request);
    if (run->resuming) {
        enum rc rc = db_ledger_find_request(tx->db, request, &id);

        if (rc != RC_NOT_FOUND) {
            run->resumed += rc == RC_OK;
            return rc;
        }
    }
    tx->request = request;
    return db_party_append(tx, draft, &id, ref);
}

/* Writes drafts until the slice's time is over; the job's progress goes into the same
 * transaction. */
static enum rc write_slice(struct db_tx *tx, void *state)
{
    struct run *run = state;
    const double until = clock_steady_s() + SLICE_S;
    struct db_job job = run->job;
    size_t at = run->at;
    enum rc rc = RC_OK;

    while (at < run->writing->count && !rc && clock_steady_s() < until)
        rc = write_party(tx, run, &run->writing->drafts[at++]);
    job.done += (int64_t)(at - run->at);
    job.last = tx->state.seq;
    if (!rc)
        rc = db_job_update(tx, &job);
    if (rc)
        return rc;
    run->job = job; /* stands once the writer commits; a failed commit ends the run */
    run->at = at;
    return RC_OK;
}

static enum rc write_batch(struct run *run)
{
    const struct db_change change = {
        .run = write_slice, .state = run, .actor = run->actor, .priority = DB_JOB};
    enum rc rc = RC_OK;

    run->at = 0;
    while (run->at < run->writing->count && !rc) {
        rc = db_write(run->import->store, &change);
        if (!rc && !progress_report(run->import->progress, run->job.done, run->job.total))
            rc = RC_CONFLICT;
    }
    return rc;
}

static enum rc read_batch(struct run *run, struct batch *batch)
{
    struct problems ignored; /* told by the check already */

    arena_reset(batch->arena);
    problems_init(&ignored, batch->arena);
    batch->count = 0;
    while (batch->count < SLICE_PARTIES) {
        struct party_draft *draft = &batch->drafts[batch->count];
        enum rc rc = imp_people_next(run->people, batch->arena, &ignored, draft);

        if (rc)
            return rc;
        for (size_t i = 0; i < draft->stay_count; i++)
            app_location_fill(run->location, &draft->stays[i]);
        batch->count++;
    }
    return RC_OK;
}

static void *run_reader(void *state)
{
    struct run *run = state;

    run->reading->rc = read_batch(run, run->reading);
    return NULL;
}

/* Writes the batch that is there and reads the next meanwhile. */
static enum rc write_and_read(struct run *run)
{
    pthread_t reader;
    enum rc rc;

    if (pthread_create(&reader, NULL, run_reader, run)) {
        log_error("import.no_thread", "the reader could not be started");
        return RC_INTERNAL;
    }
    rc = write_batch(run);
    pthread_join(reader, NULL);
    return rc;
}

static enum rc write_all(struct run *run)
{
    enum rc rc = RC_OK;

    run->writing = &run->batches[0];
    run->reading = &run->batches[1];
    imp_people_rewind(run->people);
    run->writing->rc = read_batch(run, run->writing);
    while (!rc && !run->writing->rc) {
        struct batch *written = run->writing;

        rc = write_and_read(run);
        run->writing = run->reading;
        run->reading = written;
    }
    if (!rc && run->writing->rc == RC_NOT_FOUND) /* the last one is short */
        return write_batch(run);
    return rc ? rc : run->writing->rc;
}

/* --- the job --- */

static enum rc start_job(struct db_tx *tx, void *state)
{
    return db_job_append(tx, state);
}

static enum rc update_job(struct db_tx *tx, void *state)
{
    return db_job_update(tx, state);
}

static enum rc write_job(const struct app_import *import,
                         enum rc (*fn)(struct db_tx *, void *), struct db_job *job)
{
    const struct db_change change = {
        .run = fn, .state = job, .actor = "system", .priority = DB_JOB};

    return db_write(import->store, &change);
}

/* Finds the job of this file, done or cut off, or starts one. */
static enum rc open_job(struct run *run, struct arena *arena, int64_t parties,
                        bool *ret_done)
{
    const uint8_t *hash = imp_people_hash(run->people);
    enum rc rc = db_job_find(run->import->db, arena, hash, &run->job);

    *ret_done = !rc && !strcmp(run->job.state, "done");
    run->resuming = !rc;
    if (rc == RC_NOT_FOUND) {
        run->job =
            (struct db_job){.kind = "import", .state = "running", .total = parties};
        memcpy(run->job.source, hash, sizeof(run->job.source));
        rc = write_job(run->import, start_job, &run->job);
    }
    run->job.done = 0;
    snprintf(run->actor, sizeof(run->actor), "import:%lld", (long long)run->job.id);
    return rc;
}

static enum rc finish_job(struct run *run, const struct imp_people_counts *counts)
{
    char message[96];

    snprintf(message, sizeof(message), "%lld parties, %lld people",
             (long long)counts->parties, (long long)counts->people);
    run->job.state = "done";
    run->job.message = message;
    return write_job(run->import, update_job, &run->job);
}

static enum rc write_list(struct run *run, struct arena *arena,
                          struct app_import_people *result)
{
    bool done = false;
    enum rc rc = open_job(run, arena, result->counts.parties, &done);

    if (rc)
        return rc;
    result->job_id = run->job.id;
    result->already = done;
    if (done)
        return RC_OK;
    rc = write_all(run);
    result->resumed = run->resumed;
    result->located = app_location_counts(run->location);
    return rc ? rc : finish_job(run, &result->counts);
}

static struct run *run_new(const struct app_import *import)
{
    struct run *run = mem_calloc(1, sizeof(*run));

    run->import = import;
    for (size_t i = 0; i < 2; i++)
        run->batches[i].arena = arena_new();
    run->location = app_location_new(import->gz);
    run->boxes = app_country_boxes_new(import->gz);
    run->projection = geo_projection_new();
    return run;
}

static void run_free(struct run *run)
{
    imp_people_close(run->people);
    geo_projection_free(run->projection);
    app_country_boxes_free(run->boxes);
    app_location_free(run->location);
    for (size_t i = 0; i < 2; i++)
        arena_free(run->batches[i].arena);
    free(run);
}

static enum rc open_list(struct run *run, struct imp_source *source,
                         const struct imp_people_options *options)
{
    struct imp_people_options with = *options;

    if (!run->projection)
        return RC_INTERNAL; /* no PROJ: coordinates would be lost */
    with.projection = run->projection;
    with.boxes_of = app_country_boxes_ask(run->boxes);
    return imp_people_open(source, &with, run->import->progress, run->import->problems,
                           &run->people);
}

enum rc app_import_people(const struct app_import *import, const char *path,
                          const struct imp_people_options *options,
                          struct app_import_people *ret_result)
{
    struct app_import_people result = {0};
    struct imp_source *source = NULL;
    struct arena *arena = arena_new();
    struct run *run = run_new(import);
    enum rc rc = imp_source_open(path, &source);

    if (!rc)
        rc = open_list(run, source, options);
    if (!rc)
        rc = imp_people_check(run->people, import->progress, import->problems,
                              &result.counts);
    if (!rc && !import->dry_run)
        rc = write_list(run, arena, &result);
    if (!rc || rc == RC_INVALID || rc == RC_CONFLICT)
        *ret_result = result;
    run_free(run);
    imp_source_close(source);
    arena_free(arena);
    return rc;
}

/* --- undo --- */

struct undo {
    struct db *db;
    struct arena *arena; /* of what is looked at */
    const struct db_job *job;
    char actor[40];
    int64_t after; /* seq looked at so far */
    int64_t parties[UNDO_SLICE];
    size_t count;
};

static enum rc collect_party(void *state, const struct db_event *event)
{
    struct undo *u = state;
    struct party party;
    enum rc rc;

    u->after = event->seq;
    if (event->stamp != event->subject || strcmp(event->noun, "party") ||
        strcmp(event->actor, u->actor))
        return RC_OK;
    rc = db_party_get(u->db, u->arena, event->subject, &party);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc; /* removed before, or forgotten */
    u->parties[u->count++] = event->subject;
    return u->count == UNDO_SLICE ? RC_TOO_LARGE : RC_OK; /* enough for one slice */
}

static enum rc remove_parties(struct db_tx *tx, void *state)
{
    struct undo *u = state;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < u->count && !rc; i++)
        rc = db_party_remove(tx, u->parties[i]);
    return rc;
}

static enum rc undo_slice(const struct app_import *import, struct undo *u)
{
    const struct db_change change = {
        .run = remove_parties, .state = u, .actor = u->actor, .priority = DB_JOB};
    enum rc rc;

    u->count = 0;
    arena_reset(u->arena);
    rc = db_ledger_walk(import->db, u->after, u->job->last, collect_party, u);
    if (rc && u->count < UNDO_SLICE)
        return rc;
    return u->count ? db_write(import->store, &change) : RC_OK;
}

enum rc app_import_undo(const struct app_import *import, int64_t job_id,
                        int64_t *ret_parties)
{
    struct arena *arena = arena_new();
    struct undo u = {.db = import->db, .arena = arena_new()};
    struct db_job job;
    int64_t parties = 0;
    enum rc rc = db_job_get(import->db, arena, job_id, &job);

    if (!rc && strcmp(job.kind, "import"))
        rc = RC_NOT_FOUND;
    u.job = &job;
    u.after = rc ? 0 : job.first;
    snprintf(u.actor, sizeof(u.actor), "import:%lld", (long long)job_id);
    while (!rc) {
        rc = undo_slice(import, &u);
        parties += (int64_t)u.count;
        if (!rc && u.count < UNDO_SLICE)
            break;
        if (!rc && !progress_report(import->progress, parties, job.total))
            rc = RC_CONFLICT;
    }
    if (!rc) {
        job.state = "undone";
        rc = write_job(import, update_job, &job);
    }
    if (!rc)
        *ret_parties = parties;
    arena_free(u.arena);
    arena_free(arena);
    return rc;
}
