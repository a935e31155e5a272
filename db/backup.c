#include "db/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/engine.h"
#include "db/forgotten.h"
#include "db/ledger.h"
#include "db/meta.h"
#include "db/scratch.h"
#include "db/store.h"
#include "server/core/buffer.h"
#include "server/core/date.h"
#include "server/core/log.h"

#define NOTES_MAX ((size_t)1 << 20)

static enum rc problem(struct problems *problems, enum rc rc, const char *key,
                       const char *path)
{
    problems_error(problems, 0, "backup", key, path);
    return rc;
}

/* --- the backups that are remembered --- */

/* Lines "EXPIRES PATH". The lock orders who writes the lists beside them. */
static FILE *open_notes(const char *dir)
{
    char path[DB_PATH_SIZE];
    FILE *notes = NULL;
    int fd = -1;

    if (snprintf(path, sizeof(path), "%s/backups", dir) < (int)sizeof(path))
        fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0 && !flock(fd, LOCK_EX))
        notes = fdopen(fd, "r+");
    if (!notes) {
        log_error("backup.notes", "errno=%d", errno);
        if (fd >= 0)
            close(fd);
    }
    return notes;
}

static enum rc write_list_beside(struct db *db, const char *path)
{
    char list[DB_PATH_SIZE];

    if (snprintf(list, sizeof(list), "%s.forgotten", path) >= (int)sizeof(list))
        return RC_TOO_LARGE;
    return db_forgotten_write(db, list);
}

static void spread_one(struct db *db, const char *path)
{
    if (access(path, F_OK) || write_list_beside(db, path))
        log_warn("backup.not_reached",
                 "the list of forgotten keys beside a backup is not the newest");
}

/* What has expired is left out of the file. */
static void spread_notes(struct db *db, FILE *notes, int64_t now_ms)
{
    struct buffer kept;
    char *line = NULL;
    size_t size = 0;
    bool expired = false;

    buffer_init(&kept, NOTES_MAX);
    while (getline(&line, &size, notes) > 0) {
        char *end;
        int64_t expires = strtoll(line, &end, 10);

        line[strcspn(line, "\n")] = '\0';
        if (*end != ' ' || expires <= now_ms) {
            expired = true;
            continue;
        }
        buffer_printf(&kept, "%s\n", line);
        spread_one(db, end + 1);
    }
    free(line);
    rewind(notes);
    if (expired && !buffer_failed(&kept) && !ftruncate(fileno(notes), 0))
        fputs(buffer_text(&kept), notes);
    buffer_fini(&kept);
}

static enum rc close_notes(FILE *notes)
{
    bool ok = !fflush(notes) && !fsync(fileno(notes));

    return fclose(notes) || !ok ? RC_BUSY : RC_OK;
}

enum rc db_backup_note(struct db *db, const char *dir, const char *path,
                       int64_t expires_ms)
{
    char *whole = realpath(path, NULL);
    FILE *notes = whole && !strchr(whole, '\n') ? open_notes(dir) : NULL;
    enum rc rc;

    if (!notes) {
        free(whole);
        return RC_BUSY;
    }
    /* Written by a snapshot of now, under the lock: a forget that comes later waits for
     * it, and writes the newer list. */
    rc = fseek(notes, 0, SEEK_END) ? RC_BUSY : write_list_beside(db, path);
    fprintf(notes, "%" PRId64 " %s\n", expires_ms, whole);
    free(whole);
    return close_notes(notes) ? RC_BUSY : rc;
}

void db_backup_spread(struct db *db, const char *dir, int64_t now_ms)
{
    char path[DB_PATH_SIZE];
    FILE *notes;

    if (snprintf(path, sizeof(path), "%s/backups", dir) >= (int)sizeof(path) ||
        access(path, F_OK))
        return;
    notes = open_notes(dir);
    if (!notes)
        return;
    spread_notes(db, notes, now_ms);
    if (close_notes(notes))
        log_warn("backup.notes", "errno=%d", errno);
}

/* --- making one --- */

static enum rc count_tombstones(struct db *db, int64_t *ret_count)
{
    static const char sql[] = "SELECT count(*) FROM key WHERE forgotten IS NOT NULL";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    rc = db_step_row(db, st);
    if (!rc)
        *ret_count = db_col_int(st, 0);
    db_release(db, st);
    return rc;
}

static enum rc describe(struct db *copy, const struct progress *progress,
                        struct db_manifest *m)
{
    struct db_ledger_state state;
    struct db_verdict verdict;
    int version;
    enum rc rc = db_ledger_verify(copy, progress, &verdict);

    if (!rc)
        rc = db_meta_get_int(copy, "node", &m->node);
    if (!rc)
        rc = db_meta_get_int(copy, "incarnation", &m->incarnation);
    if (!rc)
        rc = db_ledger_state_load(copy, (int)m->node, &state);
    if (!rc)
        rc = db_version_get(copy, &version);
    if (!rc)
        rc = count_tombstones(copy, &m->forgotten);
    if (rc)
        return rc;
    m->schema = version;
    m->seq = state.seq;
    m->last = state.last;
    m->events = verdict.events;
    m->bad = verdict.bad;
    crypto_hex(verdict.heads, CRYPTO_HASH_SIZE, m->heads);
    return RC_OK;
}

/* The snapshot, closed again, and what the manifest says of it. */
static enum rc take_snapshot(struct db_store *store, const char *copy,
                             const struct progress *progress, struct db_manifest *m)
{
    struct db *db = NULL, *read = NULL;
    struct stat st;
    int fd = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    enum rc rc = fd < 0 ? RC_BUSY : db_store_read(store, &db);

    if (fd >= 0)
        close(fd);
    if (!rc)
        rc = db_copy_to(db, copy);
    db_close(db);
    if (!rc)
        rc = db_open(copy, DB_READ, &read);
    if (!rc)
        rc = describe(read, progress, m);
    db_close(read);
    if (!rc && stat(copy, &st))
        rc = RC_INTERNAL;
    if (!rc)
        m->bytes = st.st_size;
    return rc;
}

static enum rc check_place(const char *path, struct problems *problems)
{
    char dir[DB_PATH_SIZE];
    const char *slash = strrchr(path, '/');

    if (!access(path, F_OK))
        return problem(problems, RC_CONFLICT, "problem.backup.exists", path);
    if (snprintf(dir, sizeof(dir), "%.*s", slash ? (int)(slash - path + 1) : 1,
                 slash ? path : ".") >= (int)sizeof(dir) ||
        access(dir, W_OK | X_OK))
        return problem(problems, RC_INVALID, "problem.backup.unwritable", path);
    return RC_OK;
}

static enum rc make(struct db_store *store, const char *path, const char *copy,
                    const struct progress *progress, struct db_manifest *m)
{
    struct db *db = NULL;
    enum rc rc;

    m->made_at = clock_now_ms(db_store_clock(store));
    m->expires_at = m->made_at + DB_BACKUP_DAYS * DATE_DAY_MS;
    rc = take_snapshot(store, copy, progress, m);
    if (!rc)
        rc = db_backup_file_store(path, copy, db_store_keys(store), m, progress);
    if (rc)
        return rc;
    rc = db_store_read(store, &db);
    if (!rc)
        rc = db_backup_note(db, db_store_dir(store), path, m->expires_at);
    db_close(db);
    if (rc)
        unlink(path); /* it could not be restored without its list */
    return rc;
}

enum rc db_backup_make(struct db_store *store, const char *path,
                       const struct progress *progress, struct problems *problems,
                       struct db_manifest *ret_manifest)
{
    struct db_manifest manifest = {0};
    struct db_scratch scratch;
    char copy[DB_PATH_SIZE];
    enum rc rc = check_place(path, problems);

    if (rc)
        return rc;
    rc = db_scratch_open(db_store_dir(store), "backup", &scratch);
    if (rc)
        return problem(problems, rc,
                       rc == RC_BUSY ? "problem.data_dir.same_work"
                                     : "problem.data_dir.unwritable",
                       db_store_dir(store));
    rc = make(store, path, db_scratch_path(&scratch, "redkite.db", copy), progress,
              &manifest);
    db_scratch_close(&scratch);
    if (rc == RC_BUSY)
        return problem(problems, rc, "problem.backup.unwritable", path);
    if (!rc)
        *ret_manifest = manifest;
    return rc;
}
