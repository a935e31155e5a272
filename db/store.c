#include "db/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/backup.h"
#include "db/directory.h"
#include "db/engine.h"
#include "db/forgotten.h"
#include "db/keys.h"
#include "db/meta.h"
#include "db/migrate.h"
#include "db/rebuild.h"
#include "db/scratch.h"
#include "db/writer.h"
#include "server/core/log.h"

#define PATH_SIZE 4096
#define KEY_CHECK "redkite"

struct db_store {
    struct db_config config;
    char database[PATH_SIZE];
    char forgotten[PATH_SIZE];
    struct db_keys keys;
    int lock;      /* file descriptor, -1: not held */
    struct db *db; /* the writer's; when reading only, one to look at meta */
    struct db_writer *writer;
    int64_t incarnation;
};

static enum rc problem(struct problems *problems, enum rc rc, const char *key,
                       const char *detail)
{
    problems_error(problems, 0, "data_dir", key, detail);
    return rc;
}

static enum rc set_path(char *out, const char *dir, const char *name)
{
    return snprintf(out, PATH_SIZE, "%s/%s", dir, name) < PATH_SIZE ? RC_OK
                                                                    : RC_TOO_LARGE;
}

/* --- the lock --- */

static void tell_holder(int fd, struct problems *problems)
{
    char holder[64] = {0};
    ssize_t n = pread(fd, holder, sizeof(holder) - 1, 0);

    holder[n > 0 ? strcspn(holder, "\n") : 0] = '\0';
    problems_error(problems, 0, "data_dir", "problem.data_dir.locked",
                   *holder ? holder : "?");
}

static enum rc take_lock(const char *dir, struct problems *problems, int *ret_lock)
{
    char path[PATH_SIZE], line[64];
    int fd, len;

    if (set_path(path, dir, "lock"))
        return RC_TOO_LARGE;
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return problem(problems, RC_INVALID, "problem.data_dir.unwritable", dir);
    if (flock(fd, LOCK_EX | LOCK_NB)) {
        tell_holder(fd, problems);
        close(fd);
        return RC_BUSY;
    }
    len = snprintf(line, sizeof(line), "process %ld\n", (long)getpid());
    if (ftruncate(fd, 0) || pwrite(fd, line, (size_t)len, 0) != len)
        log_warn("store.lock_note", "errno=%d", errno); /* the lock itself holds */
    *ret_lock = fd;
    return RC_OK;
}

static void drop_lock(int fd)
{
    if (fd >= 0)
        close(fd);
}

/* --- making a new one --- */

/* Something sealed under the master key: tells another key at once, and opens nothing. */
static enum rc write_key_check(struct db *db)
{
    struct crypto_hash hash;
    uint8_t digest[CRYPTO_HASH_SIZE];
    char hex[2 * CRYPTO_HASH_SIZE + 1];

    crypto_hash_init(&hash, &db_keys_of(db)->wrap);
    crypto_hash_add(&hash, KEY_CHECK, sizeof(KEY_CHECK));
    crypto_hash_end(&hash, digest);
    return db_meta_set(db, "key_check", crypto_hex(digest, sizeof(digest), hex));
}

static enum rc check_key(struct db *db)
{
    struct arena *arena = arena_new();
    struct crypto_hash hash;
    uint8_t digest[CRYPTO_HASH_SIZE];
    char hex[2 * CRYPTO_HASH_SIZE + 1], *known;
    enum rc rc = db_meta_get(db, arena, "key_check", &known);

    crypto_hash_init(&hash, &db_keys_of(db)->wrap);
    crypto_hash_add(&hash, KEY_CHECK, sizeof(KEY_CHECK));
    crypto_hash_end(&hash, digest);
    if (!rc && strcmp(known, crypto_hex(digest, sizeof(digest), hex)))
        rc = RC_FORBIDDEN;
    arena_free(arena);
    return rc;
}

static enum rc fill_new(struct db *db, const struct db_config *config)
{
    uint64_t incarnation;
    enum rc rc = db_migrate(db, 0);

    crypto_random(&incarnation, sizeof(incarnation));
    if (!rc)
        rc = db_begin(db);
    if (!rc)
        rc = write_key_check(db);
    if (!rc)
        rc = db_rebuild_note(db);
    if (!rc)
        rc = db_meta_set_int(db, "node", config->node);
    if (!rc)
        rc = db_meta_set_int(db, "incarnation", (int64_t)(incarnation >> 1));
    if (!rc)
        return db_commit(db);
    db_rollback(db);
    return rc;
}

static enum rc make_database(const struct db_config *config, const char *path,
                             struct problems *problems)
{
    struct db_keys keys;
    struct db *db = NULL;
    enum rc rc = RC_OK;

    if (access(config->master_key, F_OK))
        rc = db_keys_create(config->master_key, problems);
    if (!rc)
        rc = db_keys_load(config->master_key, problems, &keys);
    if (rc)
        return rc;
    rc = db_open(path, DB_CREATE, &db);
    if (!rc) {
        db_set_keys(db, &keys);
        rc = fill_new(db, config);
    }
    db_close(db);
    crypto_wipe(&keys, sizeof(keys));
    return rc;
}

/* What a start that was cut off left, and what goes with it. */
static void remove_part(const char *part)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char path[PATH_SIZE];

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        if (snprintf(path, sizeof(path), "%s%s", part, ends[i]) < PATH_SIZE)
            unlink(path);
}

/* Made under another name, so that a database is there whole or not at all. */
static enum rc make_whole(const struct db_config *config, const char *path,
                          struct problems *problems)
{
    char part[PATH_SIZE];
    enum rc rc;

    if (!access(path, F_OK)) /* made while this waited for the lock */
        return problem(problems, RC_CONFLICT, "problem.data_dir.exists", config->dir);
    if (set_path(part, config->dir, "redkite.db.new"))
        return RC_TOO_LARGE;
    remove_part(part);
    rc = make_database(config, part, problems);
    if (!rc && rename(part, path)) {
        log_error("store.rename_failed", "errno=%d", errno);
        rc = RC_BUSY;
    }
    if (!rc)
        rc = db_directory_sync(config->dir);
    if (rc)
        remove_part(part);
    return rc;
}

enum rc db_store_init(const struct db_config *config, struct problems *problems)
{
    char path[PATH_SIZE];
    int lock = -1;
    enum rc rc;

    if (set_path(path, config->dir, "redkite.db"))
        return problem(problems, RC_TOO_LARGE, "problem.data_dir.unwritable",
                       config->dir);
    if (mkdir(config->dir, 0700) && errno != EEXIST)
        return problem(problems, RC_INVALID, "problem.data_dir.unwritable", config->dir);
    if (!access(path, F_OK))
        return problem(problems, RC_CONFLICT, "problem.data_dir.exists", config->dir);
    rc = take_lock(config->dir, problems, &lock);
    if (!rc)
        rc = make_whole(config, path, problems);
    drop_lock(lock);
    return rc;
}

/* --- opening --- */

/* Left between a migration and its fold: a writer comes first. */
static enum rc check_folded(const struct db_store *store)
{
    bool due;
    enum rc rc = db_rebuild_due(store->db, &due);

    return !rc && due ? RC_CONFLICT : rc;
}

static enum rc open_database(struct db_store *store, struct problems *problems)
{
    const char *dir = store->config.dir;
    enum rc rc = db_open(store->database, store->config.read_only ? DB_READ : DB_WRITE,
                         &store->db);
    int version;

    if (rc == RC_NOT_FOUND)
        return problem(problems, rc, "problem.data_dir.empty", dir);
    if (rc)
        return problem(problems, rc, "problem.database.damaged", store->database);
    db_set_keys(store->db, &store->keys);
    rc = db_version_get(store->db, &version);
    if (rc)
        return problem(problems, rc == RC_BUSY ? rc : RC_INVALID,
                       "problem.database.damaged", store->database);
    if (version > db_schema_version())
        return problem(problems, RC_CONFLICT, "problem.database.newer", dir);
    if (store->config.read_only && version < db_schema_version())
        return problem(problems, RC_CONFLICT, "problem.database.older", dir);
    if (!store->config.read_only)
        rc = db_migrate(store->db, 0);
    if (rc)
        return problem(problems, rc, "problem.database.damaged", store->database);
    rc = check_key(store->db);
    if (rc == RC_FORBIDDEN)
        return problem(problems, rc, "problem.master_key.wrong",
                       store->config.master_key);
    if (!rc)
        rc =
            store->config.read_only ? check_folded(store) : db_rebuild_refresh(store->db);
    if (rc == RC_CONFLICT)
        return problem(problems, rc, "problem.database.older", dir);
    if (rc == RC_BUSY)
        return problem(problems, rc, "problem.data_dir.full", dir);
    return rc ? problem(problems, RC_INVALID, "problem.database.damaged", store->database)
              : RC_OK;
}

static enum rc write_list(void *state)
{
    struct db_store *store = state;
    enum rc rc = db_forgotten_write(store->db, store->forgotten);

    if (rc)
        return rc;
    db_backup_spread(store->db, store->config.dir, clock_now_ms(store->config.clock));
    return RC_OK;
}

static enum rc start_writer(struct db_store *store)
{
    struct db_writer_config config = {.db = store->db,
                                      .clock = store->config.clock,
                                      .after_forget = write_list,
                                      .after_forget_state = store};
    int64_t node;
    enum rc rc = db_meta_get_int(store->db, "node", &node);

    if (!rc)
        rc = db_ledger_state_load(store->db, (int)node, &config.state);
    if (!rc) /* a kill between a forget and its line: the tombstones know */
        rc = write_list(store);
    db_scratch_clean(store->config.dir);
    config.state.incarnation = store->incarnation;
    return rc ? rc : db_writer_start(&config, &store->writer);
}

static enum rc open_parts(struct db_store *store, struct problems *problems)
{
    enum rc rc = db_keys_load(store->config.master_key, problems, &store->keys);

    if (!rc && !store->config.read_only) {
        if (access(store->database, F_OK))
            return problem(problems, RC_NOT_FOUND, "problem.data_dir.empty",
                           store->config.dir);
        rc = take_lock(store->config.dir, problems, &store->lock);
    }
    if (!rc)
        rc = open_database(store, problems);
    if (!rc)
        rc = db_meta_get_int(store->db, "incarnation", &store->incarnation);
    if (!rc && !store->config.read_only)
        rc = start_writer(store);
    return rc;
}

enum rc db_store_open(const struct db_config *config, struct problems *problems,
                      struct db_store **ret_store)
{
    struct db_store *store = mem_calloc(1, sizeof(*store));
    enum rc rc;

    store->config = *config;
    store->lock = -1;
    rc = set_path(store->database, config->dir, "redkite.db");
    if (!rc)
        rc = set_path(store->forgotten, config->dir, "forgotten");
    if (!rc)
        rc = open_parts(store, problems);
    if (rc) {
        if (!problems_any(problems))
            problems_error(problems, 0, "data_dir", "problem.database.damaged",
                           config->dir);
        db_store_close(store);
        return rc;
    }
    *ret_store = store;
    return RC_OK;
}

void db_store_close(struct db_store *store)
{
    if (!store)
        return;
    db_writer_stop(store->writer);
    db_close(store->db);
    drop_lock(store->lock);
    crypto_wipe(&store->keys, sizeof(store->keys));
    free(store);
}

enum rc db_store_read(struct db_store *store, struct db **ret_db)
{
    enum rc rc = db_open(store->database, DB_READ, ret_db);

    if (!rc)
        db_set_keys(*ret_db, &store->keys);
    return rc;
}

enum rc db_write(struct db_store *store, const struct db_change *change)
{
    if (!store->writer)
        return RC_FORBIDDEN;
    return db_writer_run(store->writer, change);
}

/* A change that may have been made before. */
struct once {
    const struct db_change *change;
    int64_t subject;
};

static enum rc run_once(struct db_tx *tx, void *state)
{
    struct once *once = state;
    const struct db_change *change = once->change;
    enum rc rc = db_ledger_find_request(tx->db, change->request, &once->subject);

    if (rc != RC_NOT_FOUND)
        return rc;
    once->subject = 0;
    rc = change->run(tx, change->state);
    if (rc || tx->request) /* nothing was appended: there is nothing to find */
        return rc;
    return db_ledger_find_request(tx->db, change->request, &once->subject);
}

enum rc db_write_once(struct db_store *store, const struct db_change *change,
                      int64_t *ret_subject)
{
    struct once once = {change, 0};
    struct db_change guarded = *change;
    enum rc rc;

    guarded.run = run_once;
    guarded.state = &once;
    rc = db_write(store, &guarded);
    if (!rc)
        *ret_subject = once.subject;
    return rc;
}

size_t db_store_waiting(const struct db_store *store)
{
    return store->writer ? db_writer_waiting(store->writer) : 0;
}

int64_t db_store_incarnation(const struct db_store *store)
{
    return store->incarnation;
}

const struct db_keys *db_store_keys(const struct db_store *store)
{
    return &store->keys;
}

const struct clock *db_store_clock(const struct db_store *store)
{
    return store->config.clock;
}

const char *db_store_dir(const struct db_store *store)
{
    return store->config.dir;
}
