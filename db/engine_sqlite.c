#include "db/engine.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/file.h"
#include "server/core/buffer.h"
#include "server/core/log.h"

#define CACHE_SLOTS                                                                      \
    256 /* statements: a power of two, several times what the program has */
#define BUSY_MS          5000
#define CHECKPOINT_PAGES 4000
#define BULK_PAGES       20000
#define SCRIPT_MAX       ((size_t)1 << 20)
#define APPLICATION_ID   "0x524b4954" /* "RKIT" in the file header */

struct db_stmt {
    const char *sql; /* the literal: its address is the key */
    sqlite3_stmt *handle;
};

struct db {
    sqlite3 *handle;
    const struct db_keys *keys;
    bool sync_failed;
    int checkpoint_pages; /* the log is moved into the file when it has so many */
    struct db_stmt cache[CACHE_SLOTS];
};

/* What SQLite says, in our words. Logged here, once. */
static enum rc fail(struct db *db, int code, const char *what)
{
    int extended = sqlite3_extended_errcode(db->handle);

    if (extended == SQLITE_IOERR_FSYNC || extended == SQLITE_IOERR_DIR_FSYNC)
        db->sync_failed = true;
    log_error("db.failed", "what=%s code=%d extended=%d", what, code, extended);
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_INTERRUPT:
        return RC_BUSY;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return RC_INVALID;
    default:
        return RC_INTERNAL;
    }
}

static enum rc run(struct db *db, const char *sql)
{
    int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? RC_OK : fail(db, code, "script");
}

/* After each commit. SQLite's own way of doing this keeps a failed sync to itself. */
static int after_commit(void *state, sqlite3 *handle, const char *name, int pages)
{
    struct db *db = state;
    int code;

    if (pages < db->checkpoint_pages)
        return SQLITE_OK;
    code = sqlite3_wal_checkpoint_v2(handle, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    if (code != SQLITE_OK && code != SQLITE_BUSY)
        (void)fail(db, code, "checkpoint after a commit");
    return SQLITE_OK; /* the commit itself is safe in the log */
}

/* security.md 1: what every connection is set to. temp_store in memory, since savepoints
 * copy pages; secure_delete, since a forgotten key must not stay in a freed page. */
static enum rc configure(struct db *db, enum db_mode mode)
{
    static const char common[] =
        "PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON;"
        "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;";
    static const char writer[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                 "PRAGMA secure_delete = ON; PRAGMA cache_size = -65536;";
    enum rc rc;

    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_MS);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    rc = run(db, common);
    if (!rc && mode == DB_CREATE)
        rc = run(db, "PRAGMA application_id = " APPLICATION_ID ";");
    if (!rc && mode != DB_READ) {
        int chunk = 4 << 20; /* growing files sync slower than preallocated ones */

        rc = run(db, writer);
        db->checkpoint_pages = CHECKPOINT_PAGES;
        sqlite3_wal_hook(db->handle, after_commit, db);
        sqlite3_file_control(db->handle, NULL, SQLITE_FCNTL_CHUNK_SIZE, &chunk);
    }
    return rc;
}

enum rc db_open(const char *path, enum db_mode mode, struct db **ret_db)
{
    int flags = mode == DB_READ     ? SQLITE_OPEN_READONLY
                : mode == DB_CREATE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                    : SQLITE_OPEN_READWRITE;
    struct db *db;
    enum rc rc = mode == DB_CREATE ? RC_OK : db_file_check(path);
    int code;

    if (rc)
        return rc;
    db = mem_calloc(1, sizeof(*db));
    code = sqlite3_open_v2(path, &db->handle, flags | SQLITE_OPEN_NOMUTEX, NULL);
    rc = code == SQLITE_OK ? configure(db, mode) : fail(db, code, "open");
    if (rc) {
        db_close(db);
        return rc;
    }
    *ret_db = db;
    return RC_OK;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    for (size_t i = 0; i < CACHE_SLOTS; i++)
        sqlite3_finalize(db->cache[i].handle);
    sqlite3_close(db->handle);
    free(db);
}

void db_set_keys(struct db *db, const struct db_keys *keys)
{
    db->keys = keys;
}

const struct db_keys *db_keys_of(const struct db *db)
{
    return db->keys;
}

/* @-words of migrations, in SQLite's words. */
static enum rc expand(const char *sql, struct buffer *buf)
{
    static const struct {
        const char *word;
        const char *text;
    } words[] = {
        {"@integer", "INTEGER"},
        {"@blob", "BLOB"},
        {"@strict", "STRICT"},
        {"@clustered", "STRICT, WITHOUT ROWID"},
    };

    while (*sql) {
        bool found = false;

        for (size_t i = 0; *sql == '@' && !found && i < sizeof(words) / sizeof(words[0]);
             i++) {
            size_t len = strlen(words[i].word);

            if (strncmp(sql, words[i].word, len))
                continue;
            buffer_puts(buf, words[i].text);
            sql += len;
            found = true;
        }
        if (!found)
            buffer_putc(buf, *sql++);
    }
    return buffer_failed(buf) ? RC_TOO_LARGE : RC_OK;
}

enum rc db_run_script(struct db *db, const char *sql)
{
    struct buffer buf;
    enum rc rc;

    buffer_init(&buf, SCRIPT_MAX);
    rc = expand(sql, &buf);
    if (!rc)
        rc = run(db, buffer_text(&buf));
    buffer_fini(&buf);
    return rc;
}

enum rc db_prepare(struct db *db, const char *sql, struct db_stmt **ret_st)
{
    size_t slot = ((uintptr_t)sql >> 3) * 0x9e3779b1u % CACHE_SLOTS;
    struct db_stmt *st = &db->cache[slot];
    int code;

    for (size_t i = 0; st->handle && st->sql != sql; i++) {
        assert(i < CACHE_SLOTS);
        slot = (slot + 1) % CACHE_SLOTS;
        st = &db->cache[slot];
    }
    if (!st->handle) {
        code = sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                  &st->handle, NULL);
        if (code != SQLITE_OK)
            return fail(db, code, sql);
        st->sql = sql;
    }
    *ret_st = st;
    return RC_OK;
}

static int index_of(struct db_stmt *st, const char *name)
{
    int index = sqlite3_bind_parameter_index(st->handle, name);

    assert(index > 0);
    return index;
}

void db_bind_int(struct db_stmt *st, const char *name, int64_t value)
{
    sqlite3_bind_int64(st->handle, index_of(st, name), value);
}

void db_bind_text(struct db_stmt *st, const char *name, const char *text)
{
    sqlite3_bind_text(st->handle, index_of(st, name), text, -1, SQLITE_STATIC);
}

void db_bind_blob(struct db_stmt *st, const char *name, const void *bytes, size_t len)
{
    sqlite3_bind_blob64(st->handle, index_of(st, name), bytes, len, SQLITE_STATIC);
}

void db_bind_null(struct db_stmt *st, const char *name)
{
    sqlite3_bind_null(st->handle, index_of(st, name));
}

enum rc db_step_row(struct db *db, struct db_stmt *st)
{
    int code = sqlite3_step(st->handle);

    if (code == SQLITE_ROW)
        return RC_OK;
    if (code == SQLITE_DONE)
        return RC_NOT_FOUND;
    return fail(db, code, st->sql);
}

enum rc db_step_done(struct db *db, struct db_stmt *st)
{
    enum rc rc = db_step_row(db, st);

    db_release(db, st);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

void db_release(struct db *db, struct db_stmt *st)
{
    (void)db;
    sqlite3_reset(st->handle);
    sqlite3_clear_bindings(st->handle);
}

int64_t db_col_int(struct db_stmt *st, int column)
{
    return sqlite3_column_int64(st->handle, column);
}

bool db_col_null(struct db_stmt *st, int column)
{
    return sqlite3_column_type(st->handle, column) == SQLITE_NULL;
}

char *db_col_text(struct db_stmt *st, struct arena *arena, int column)
{
    return arena_strdup(arena, (const char *)sqlite3_column_text(st->handle, column));
}

const void *db_col_blob(struct db_stmt *st, int column, size_t *ret_len)
{
    const void *bytes = sqlite3_column_blob(st->handle, column);

    *ret_len = (size_t)sqlite3_column_bytes(st->handle, column);
    return bytes;
}

int db_col_count(struct db_stmt *st)
{
    return sqlite3_column_count(st->handle);
}

char db_col_type(struct db_stmt *st, int column)
{
    switch (sqlite3_column_type(st->handle, column)) {
    case SQLITE_INTEGER:
        return 'i';
    case SQLITE_FLOAT:
        return 'r';
    case SQLITE_TEXT:
        return 't';
    case SQLITE_BLOB:
        return 'b';
    default:
        return 'n';
    }
}

/* One step of a cached statement: transactions run many times a second. */
static enum rc run_cached(struct db *db, const char *sql)
{
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    return rc ? rc : db_step_done(db, st);
}

enum rc db_begin(struct db *db)
{
    static const char sql[] = "BEGIN IMMEDIATE";

    return run_cached(db, sql);
}

enum rc db_begin_read(struct db *db)
{
    static const char sql[] = "BEGIN";

    return run_cached(db, sql);
}

enum rc db_commit(struct db *db)
{
    static const char sql[] = "COMMIT";
    enum rc rc = run_cached(db, sql);

    if (rc)
        db_rollback(db);
    return rc;
}

void db_rollback(struct db *db)
{
    static const char sql[] = "ROLLBACK";

    if (db_in_transaction(db) && run_cached(db, sql))
        log_error("db.rollback_failed", "the transaction is closed with the connection");
}

enum rc db_savepoint(struct db *db)
{
    static const char sql[] = "SAVEPOINT change";

    return run_cached(db, sql);
}

enum rc db_savepoint_keep(struct db *db)
{
    static const char sql[] = "RELEASE change";

    return run_cached(db, sql);
}

void db_savepoint_undo(struct db *db)
{
    static const char undo[] = "ROLLBACK TO change";
    static const char release[] = "RELEASE change";

    if (db_in_transaction(db) && (run_cached(db, undo) || run_cached(db, release)))
        db_rollback(db);
}

bool db_in_transaction(struct db *db)
{
    return !sqlite3_get_autocommit(db->handle);
}

bool db_sync_failed(struct db *db)
{
    return db->sync_failed;
}

enum rc db_version_get(struct db *db, int *ret_version)
{
    static const char sql[] = "PRAGMA user_version";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    rc = db_step_row(db, st);
    if (!rc)
        *ret_version = (int)db_col_int(st, 0);
    db_release(db, st);
    return rc;
}

enum rc db_version_set(struct db *db, int version)
{
    char sql[64];

    snprintf(sql, sizeof(sql), "PRAGMA user_version = %d",
             version); /* takes no parameter */
    return run(db, sql);
}

enum rc db_checkpoint(struct db *db)
{
    int code;

    sqlite3_busy_timeout(db->handle, 0); /* waiting would hold up every other write */
    code = sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL,
                                     NULL);
    sqlite3_busy_timeout(db->handle, BUSY_MS);
    if (code == SQLITE_BUSY)
        return RC_BUSY;
    return code == SQLITE_OK ? RC_OK : fail(db, code, "checkpoint");
}

void db_expect_bulk(struct db *db)
{
    db->checkpoint_pages = BULK_PAGES;
    if (run(db, "PRAGMA cache_size = -524288;"))
        log_warn("db.cache", "the page cache stays small");
}

enum rc db_quick_check(struct db *db)
{
    static const char sql[] = "PRAGMA quick_check(1)";
    struct arena *arena = arena_new();
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (!rc) {
        rc = db_step_row(db, st);
        if (!rc && strcmp(db_col_text(st, arena, 0), "ok")) {
            log_error("db.damaged", "quick_check found damage");
            rc = RC_INVALID;
        }
        db_release(db, st);
    }
    arena_free(arena);
    return rc;
}

enum rc db_copy_to(struct db *db, const char *path)
{
    struct db target = {0};
    sqlite3_backup *backup;
    enum rc rc = RC_OK;
    int code = sqlite3_open_v2(path, &target.handle,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);

    backup = code == SQLITE_OK
                 ? sqlite3_backup_init(target.handle, "main", db->handle, "main")
                 : NULL;
    if (!backup) {
        rc = fail(&target, sqlite3_errcode(target.handle), "copy");
    } else {
        sqlite3_backup_step(backup,
                            -1); /* all at once: stepped copies never finish under load */
        code = sqlite3_backup_finish(backup);
        if (code != SQLITE_OK)
            rc = fail(&target, code, "copy");
    }
    sqlite3_close(target.handle);
    return rc;
}
