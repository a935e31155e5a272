#include "db/restore.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/backup.h"
#include "db/engine.h"
#include "db/forgotten.h"
#include "db/keys.h"
#include "db/meta.h"
#include "db/migrate.h"
#include "db/rebuild.h"
#include "db/scratch.h"
#include "db/store.h"
#include "server/core/log.h"
#include "server/core/stamp.h"

/* One restore under way. */
struct run {
    const struct db_restore *restore;
    const struct progress *progress;
    struct problems *problems;
    struct arena *arena;
    struct db_keys keys;
    bool made_dir;
    struct db_scratch scratch;
    char database[DB_PATH_SIZE];
    char list[DB_PATH_SIZE];
    int64_t *forgotten; /* keys on the lists, ascending */
    size_t forgotten_count;
    struct db_restored ret;
};

static enum rc problem(const struct run *r, enum rc rc, const char *field,
                       const char *key, const char *detail)
{
    problems_error(r->problems, 0, field, key, detail);
    return rc;
}

/* --- the place --- */

static bool may_stay(const char *name)
{
    static const char *const names[] = {".", "..", "forgotten", "lock", "restore.tmp"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (!strcmp(name, names[i]))
            return true;
    return false;
}

static enum rc check_dir(struct run *r)
{
    const char *path = r->restore->config->dir;
    bool empty = true;
    struct dirent *entry;
    DIR *dir;

    r->made_dir = !mkdir(path, 0700);
    if (!r->made_dir && errno != EEXIST)
        return problem(r, RC_INVALID, "data_dir", "problem.data_dir.unwritable", path);
    dir = opendir(path);
    if (!dir)
        return problem(r, RC_INVALID, "data_dir", "problem.data_dir.unwritable", path);
    while ((entry = readdir(dir)))
        empty = empty && may_stay(entry->d_name);
    closedir(dir);
    return empty
               ? RC_OK
               : problem(r, RC_CONFLICT, "data_dir", "problem.data_dir.not_empty", path);
}

/* --- the lists of forgotten keys --- */

static int compare_keys(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static bool is_listed(const struct run *r, int64_t key)
{
    return r->forgotten_count &&
           bsearch(&key, r->forgotten, r->forgotten_count, sizeof(key), compare_keys);
}

static void add_keys(struct run *r, const struct db_forgotten *items, size_t count)
{
    int64_t *keys = arena_array(r->arena, r->forgotten_count + count, sizeof(*keys));
    size_t n = r->forgotten_count;

    if (n)
        memcpy(keys, r->forgotten, n * sizeof(*keys));
    for (size_t i = 0; i < count; i++) {
        keys[n++] = items[i].key;
        if (stamp_ms(items[i].stamp) > r->ret.newest_ms)
            r->ret.newest_ms = stamp_ms(items[i].stamp);
    }
    qsort(keys, n, sizeof(*keys), compare_keys);
    r->forgotten = keys;
    r->forgotten_count = n;
}

/* The one given or beside the backup, and the one in the directory where there is one. */
static enum rc read_lists(struct run *r)
{
    const char *given = r->restore->forgotten;
    struct db_forgotten *items;
    char here[DB_PATH_SIZE];
    size_t count;
    enum rc rc;

    if (!given)
        given = arena_printf(r->arena, "%s.forgotten", r->restore->file);
    rc = db_forgotten_read(given, r->arena, &items, &count);
    if (rc == RC_NOT_FOUND)
        return problem(r, RC_FORBIDDEN, "forgotten", "problem.forgotten.missing", given);
    if (rc)
        return problem(r, rc, "forgotten", "problem.forgotten.damaged", given);
    add_keys(r, items, count);
    if (snprintf(here, sizeof(here), "%s/forgotten", r->restore->config->dir) >=
        (int)sizeof(here))
        return problem(r, RC_TOO_LARGE, "data_dir", "problem.data_dir.unwritable", NULL);
    rc = db_forgotten_read(here, r->arena, &items, &count);
    if (!rc)
        add_keys(r, items, count);
    else if (rc != RC_NOT_FOUND)
        return problem(r, rc, "forgotten", "problem.forgotten.damaged", here);
    return RC_OK;
}

/* A list that lacks a tombstone of the backup is older than the backup. Then: which keys
 * are to be thrown away. */
static enum rc compare_lists(struct run *r, struct db *db, int64_t **ret_keys,
                             size_t *ret_count)
{
    static const char sql[] =
        "SELECT id FROM key WHERE forgotten IS NOT NULL ORDER BY id";
    int64_t *keys = arena_array(r->arena, r->forgotten_count + 1, sizeof(*keys));
    size_t count = 0, at = 0;
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    while (!(rc = db_step_row(db, st))) {
        int64_t tombstone = db_col_int(st, 0);

        if (!is_listed(r, tombstone)) {
            rc = problem(r, RC_FORBIDDEN, "forgotten", "problem.forgotten.older", NULL);
            break;
        }
        for (; r->forgotten[at] < tombstone; at++)
            if (!count || keys[count - 1] != r->forgotten[at])
                keys[count++] = r->forgotten[at];
        while (at < r->forgotten_count && r->forgotten[at] == tombstone)
            at++;
    }
    db_release(db, st);
    if (rc != RC_NOT_FOUND)
        return rc;
    for (; at < r->forgotten_count; at++)
        if (!count || keys[count - 1] != r->forgotten[at])
            keys[count++] = r->forgotten[at];
    *ret_keys = keys;
    *ret_count = count;
    return RC_OK;
}

/* --- a new life --- */

static enum rc choose_node(struct run *r, struct db *db)
{
    static const char highest[] = "SELECT coalesce(max(stamp % 1024), 0) FROM event";
    static const char taken[] = "SELECT 1 FROM event WHERE stamp % 1024 = :node LIMIT 1";
    int wanted = r->restore->config->node;
    int64_t last = 0;
    struct db_stmt *st;
    enum rc rc = db_prepare(db, wanted == DB_NODE_NEXT ? highest : taken, &st);

    if (rc)
        return rc;
    if (wanted != DB_NODE_NEXT)
        db_bind_int(st, ":node", wanted);
    rc = db_step_row(db, st);
    if (!rc)
        last = db_col_int(st, 0);
    db_release(db, st);
    if (wanted != DB_NODE_NEXT) {
        if (!rc || wanted == r->ret.manifest.node)
            return problem(r, RC_CONFLICT, "node", "problem.node.taken", NULL);
        r->ret.node = wanted;
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    if (rc)
        return rc;
    last = last > r->ret.manifest.node ? last : r->ret.manifest.node;
    if (last >= STAMP_NODE_MAX)
        return problem(r, RC_CONFLICT, "node", "problem.node.none_left", NULL);
    r->ret.node = (int)last + 1;
    return RC_OK;
}

static enum rc append_forgets(struct run *r, struct db *db, const int64_t *keys,
                              size_t count)
{
    struct db_tx tx = {.db = db,
                       .clock = r->restore->config->clock,
                       .actor = "system",
                       .arena = r->arena};
    enum rc rc = db_ledger_state_load(db, r->ret.node, &tx.state);

    tx.state.incarnation = r->ret.incarnation;
    return rc ? rc : db_forget_keys(&tx, keys, count);
}

static enum rc begin_anew(struct run *r, struct db *db)
{
    uint64_t incarnation;
    int64_t *keys;
    size_t count;
    enum rc rc = compare_lists(r, db, &keys, &count);

    if (!rc)
        rc = choose_node(r, db);
    if (rc)
        return rc;
    crypto_random(&incarnation, sizeof(incarnation));
    r->ret.incarnation = (int64_t)(incarnation >> 1);
    r->ret.forgotten = (int64_t)count;
    rc = db_begin(db);
    if (!rc)
        rc = db_meta_set_int(db, "node", r->ret.node);
    if (!rc)
        rc = db_meta_set_int(db, "incarnation", r->ret.incarnation);
    if (!rc)
        rc = append_forgets(r, db, keys, count);
    if (rc) {
        db_rollback(db);
        return rc;
    }
    rc = db_commit(db);
    return rc ? rc : db_checkpoint(db);
}

/* What the manifest says of the ledger must be so. */
static enum rc check_ledger(struct run *r, struct db *db)
{
    const struct db_manifest *m = &r->ret.manifest;
    char heads[2 * CRYPTO_HASH_SIZE + 1];
    struct db_verdict v;
    enum rc rc = db_ledger_verify(db, r->progress, &v);

    if (rc)
        return rc;
    if (v.events != m->events || v.bad != m->bad ||
        strcmp(crypto_hex(v.heads, CRYPTO_HASH_SIZE, heads), m->heads))
        return problem(r, RC_INVALID, "backup", "problem.backup.altered", NULL);
    return RC_OK;
}

static enum rc revive(struct run *r)
{
    struct db *db = NULL;
    enum rc rc = db_open(r->database, DB_WRITE, &db);

    if (rc)
        return problem(r, RC_INVALID, "backup", "problem.backup.altered", NULL);
    db_set_keys(db, &r->keys);
    rc = db_migrate(db, 0);
    if (!rc)
        rc = db_rebuild_refresh(db);
    if (!rc)
        rc = check_ledger(r, db);
    if (!rc)
        rc = begin_anew(r, db);
    if (!rc)
        rc = db_ledger_verify(db, r->progress, &r->ret.verdict);
    if (!rc)
        rc = db_forgotten_write(db, r->list);
    if (!rc)
        rc = db_checkpoint(db);
    db_close(db);
    return rc;
}

/* --- the way --- */

static enum rc check_manifest(const struct run *r)
{
    const struct db_manifest *m = &r->ret.manifest;

    if (m->schema > db_schema_version())
        return problem(r, RC_CONFLICT, "backup", "problem.database.newer", NULL);
    if (!r->restore->any_age && clock_now_ms(r->restore->config->clock) >= m->expires_at)
        return problem(r, RC_FORBIDDEN, "backup", "problem.backup.expired", NULL);
    return RC_OK;
}

/* The list first: whoever finds the database finds the list with it. */
static enum rc put_in_place(const struct run *r)
{
    const char *dir = r->restore->config->dir;
    char target[DB_PATH_SIZE];
    int fd;

    snprintf(target, sizeof(target), "%s/forgotten", dir);
    if (rename(r->list, target))
        return RC_BUSY;
    snprintf(target, sizeof(target), "%s/redkite.db", dir);
    if (renameat2(AT_FDCWD, r->database, AT_FDCWD, target, RENAME_NOREPLACE))
        return errno == EEXIST ? problem(r, RC_CONFLICT, "data_dir",
                                         "problem.data_dir.not_empty", dir)
                               : RC_BUSY;
    fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd))
        log_warn("restore.dir_sync", "errno=%d", errno);
    if (fd >= 0)
        close(fd);
    return RC_OK;
}

static enum rc restore_file(struct run *r)
{
    struct db_backup_file *file = NULL;
    enum rc rc = db_backup_file_open(r->restore->file, &r->keys, r->problems, &file,
                                     &r->ret.manifest);

    if (!rc)
        rc = check_manifest(r);
    if (!rc)
        rc = read_lists(r);
    if (!rc)
        rc = db_backup_file_extract(file, r->database, r->progress, r->problems);
    db_backup_file_close(file);
    if (!rc)
        rc = revive(r);
    return rc ? rc : put_in_place(r);
}

static enum rc restore_in_scratch(struct run *r)
{
    const char *dir = r->restore->config->dir;
    enum rc rc = db_scratch_open(dir, "restore", &r->scratch);

    if (rc)
        return problem(r, rc, "data_dir",
                       rc == RC_BUSY ? "problem.data_dir.same_work"
                                     : "problem.data_dir.unwritable",
                       dir);
    db_scratch_path(&r->scratch, "redkite.db", r->database);
    db_scratch_path(&r->scratch, "forgotten", r->list);
    rc = restore_file(r);
    db_scratch_close(&r->scratch);
    if (rc == RC_BUSY && !problems_any(r->problems))
        return problem(r, rc, "data_dir", "problem.data_dir.full", dir);
    return rc;
}

enum rc db_restore_run(const struct db_restore *restore, const struct progress *progress,
                       struct problems *problems, struct db_restored *ret_restored)
{
    struct run *r = mem_calloc(1, sizeof(*r));
    enum rc rc;

    *r = (struct run){.restore = restore,
                      .progress = progress,
                      .problems = problems,
                      .arena = arena_new()};
    rc = db_keys_load(restore->config->master_key, problems, &r->keys);
    if (!rc)
        rc = check_dir(r);
    if (!rc)
        rc = restore_in_scratch(r);
    if (!rc)
        *ret_restored = r->ret;
    else if (r->made_dir)
        rmdir(restore->config->dir);
    crypto_wipe(&r->keys, sizeof(r->keys));
    arena_free(r->arena);
    free(r);
    return rc;
}
