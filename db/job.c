#include "db/job.h"

#include <string.h>

#include "db/engine.h"
#include "db/ledger.h"

#define JOB_COLS "id, kind, state, source, done, total, first, last, message"

static void job_from_row(struct db_stmt *st, struct arena *arena, struct db_job *ret_job)
{
    const void *source;
    size_t len;

    *ret_job = (struct db_job){
        .id = db_col_int(st, 0),
        .kind = db_col_text(st, arena, 1),
        .state = db_col_text(st, arena, 2),
        .done = db_col_int(st, 4),
        .total = db_col_int(st, 5),
        .first = db_col_int(st, 6),
        .last = db_col_int(st, 7),
        .message = db_col_text(st, arena, 8),
    };
    source = db_col_blob(st, 3, &len);
    if (len == CRYPTO_HASH_SIZE)
        memcpy(ret_job->source, source, len);
}

static enum rc one_job(struct db *db, struct db_stmt *st, struct arena *arena,
                       struct db_job *ret_job)
{
    enum rc rc = db_step_row(db, st);

    if (!rc)
        job_from_row(st, arena, ret_job);
    db_release(db, st);
    return rc;
}

enum rc db_job_append(struct db_tx *tx, struct db_job *job)
{
    static const char sql[] =
        "INSERT INTO job (id, kind, state, source, done, total, first, last, message)"
        " VALUES (:id, :kind, :state, :source, :done, :total, :first, :first, :message)";
    struct db_stmt *st;
    enum rc rc = db_prepare(tx->db, sql, &st);

    if (rc)
        return rc;
    job->id = db_tx_stamp(tx);
    job->first = job->last = tx->state.seq;
    db_bind_int(st, ":id", job->id);
    db_bind_text(st, ":kind", job->kind);
    db_bind_text(st, ":state", job->state);
    db_bind_blob(st, ":source", job->source, sizeof(job->source));
    db_bind_int(st, ":done", job->done);
    db_bind_int(st, ":total", job->total);
    db_bind_int(st, ":first", job->first);
    db_bind_text(st, ":message", job->message);
    return db_step_done(tx->db, st);
}

enum rc db_job_update(struct db_tx *tx, const struct db_job *job)
{
    static const char sql[] =
        "UPDATE job SET state = :state, done = :done, total = :total, last = :last,"
        " message = :message WHERE id = :id";
    struct db_stmt *st;
    enum rc rc = db_prepare(tx->db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", job->id);
    db_bind_text(st, ":state", job->state);
    db_bind_int(st, ":done", job->done);
    db_bind_int(st, ":total", job->total);
    db_bind_int(st, ":last", job->last);
    db_bind_text(st, ":message", job->message);
    return db_step_done(tx->db, st);
}

enum rc db_job_get(struct db *db, struct arena *arena, int64_t id, struct db_job *ret_job)
{
    static const char sql[] = "SELECT " JOB_COLS " FROM job WHERE id = :id";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", id);
    return one_job(db, st, arena, ret_job);
}

enum rc db_job_find(struct db *db, struct arena *arena, const uint8_t *source,
                    struct db_job *ret_job)
{
    static const char sql[] =
        "SELECT " JOB_COLS " FROM job WHERE source = :source AND state <> 'undone'"
        " ORDER BY id DESC LIMIT 1";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_blob(st, ":source", source, CRYPTO_HASH_SIZE);
    return one_job(db, st, arena, ret_job);
}

enum rc db_job_list(struct db *db, struct arena *arena, struct db_job **ret_jobs,
                    size_t *ret_count)
{
    static const char sql[] = "SELECT " JOB_COLS " FROM job ORDER BY id DESC LIMIT 1000";
    struct db_job *jobs = arena_array(arena, 1000, sizeof(*jobs));
    struct db_stmt *st;
    size_t count = 0;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    while (!(rc = db_step_row(db, st)))
        job_from_row(st, arena, &jobs[count++]);
    db_release(db, st);
    if (rc != RC_NOT_FOUND)
        return rc;
    *ret_jobs = jobs;
    *ret_count = count;
    return RC_OK;
}
