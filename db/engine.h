/**
 * @file engine.h
 * The seam between SQL and the storage engine: connections, statements, transactions.
 * Only engine_sqlite.c knows SQLite; a second engine implements the same functions. A
 * connection belongs to one thread at a time.
 *
 * SQL keeps to what SQLite 3.40 and PostgreSQL 15 share. In migrations the engine expands
 * @integer, @blob, @strict and
 * @clustered (a table stored in the order of its primary key).
 */
#ifndef REDKITE_DB_ENGINE_H
#define REDKITE_DB_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

struct db;
struct db_keys;
struct db_stmt;

enum db_mode {
    DB_READ,   /* nothing can be written through it */
    DB_WRITE,  /* the one writer */
    DB_CREATE, /* the one writer; makes the file */
};

/** Opens the database file @p path (":memory:" with DB_CREATE for tests). RC_NOT_FOUND
 * (no file), RC_INVALID (not a database, or cut short), RC_INTERNAL. Close with db_close.
 */
MUST_CHECK enum rc db_open(const char *path, enum db_mode mode, struct db **ret_db);

/** Closes the connection and its statements. NULL is fine. */
void db_close(struct db *db);

/** Gives the connection the keys its rows are sealed with; borrowed for its life. */
void db_set_keys(struct db *db, const struct db_keys *keys);
/** What db_set_keys gave. */
const struct db_keys *db_keys_of(const struct db *db);

/** Runs statements without results: migrations, and what only the engine understands.
 * RC_BUSY (locked, disk full), RC_INTERNAL. */
MUST_CHECK enum rc db_run_script(struct db *db, const char *sql);

/** A statement for the literal @p sql, cached by its address for the life of the
 * connection. Give it back with db_release. */
MUST_CHECK enum rc db_prepare(struct db *db, const char *sql, struct db_stmt **ret_st);

/** Binds a value by name, such as ":code". Unknown names are our mistake: asserted. */
void db_bind_int(struct db_stmt *st, const char *name, int64_t value);
/** @p text is borrowed until db_release; NULL binds null. */
void db_bind_text(struct db_stmt *st, const char *name, const char *text);
/** @p bytes are borrowed until db_release; NULL binds null. */
void db_bind_blob(struct db_stmt *st, const char *name, const void *bytes, size_t len);
/** Binds null. */
void db_bind_null(struct db_stmt *st, const char *name);

/** The next row. RC_NOT_FOUND when there is none, RC_BUSY (locked, disk full),
 * RC_INTERNAL (logged). */
MUST_CHECK enum rc db_step_row(struct db *db, struct db_stmt *st);

/** Runs a statement that returns no rows, and releases it. */
MUST_CHECK enum rc db_step_done(struct db *db, struct db_stmt *st);

/** Resets @p st for its next use. */
void db_release(struct db *db, struct db_stmt *st);

/** Values of the current row; columns count from 0. */
int64_t db_col_int(struct db_stmt *st, int column);
/** True where the value is null. */
bool db_col_null(struct db_stmt *st, int column);
/** A copy of the text, NULL for null. */
char *db_col_text(struct db_stmt *st, struct arena *arena, int column);
/** Borrowed until the next step; *ret_len may be 0. */
const void *db_col_blob(struct db_stmt *st, int column, size_t *ret_len);
/** Number of columns. */
int db_col_count(struct db_stmt *st);
/** Type of a value for dumps: 'i' integer, 't' text, 'b' blob, 'n' null, 'r' real. */
char db_col_type(struct db_stmt *st, int column);

/** Starts a write transaction. For the writer only. */
MUST_CHECK enum rc db_begin(struct db *db);
/** Starts a read transaction: one snapshot until db_rollback. */
MUST_CHECK enum rc db_begin_read(struct db *db);
/** Makes everything since db_begin durable. On failure the transaction is rolled back. */
MUST_CHECK enum rc db_commit(struct db *db);
/** Undoes everything since db_begin. */
void db_rollback(struct db *db);
/** Inside a transaction: a place to come back to. */
MUST_CHECK enum rc db_savepoint(struct db *db);
/** Keeps what came since db_savepoint. */
MUST_CHECK enum rc db_savepoint_keep(struct db *db);
/** Undoes what came since db_savepoint. */
void db_savepoint_undo(struct db *db);
/** False once an error has ended the transaction by itself. */
bool db_in_transaction(struct db *db);
/** True once a sync of the file failed: what is on the disk is unknown, so no more may be
 * written. */
bool db_sync_failed(struct db *db);

/** The schema version kept by the engine; 0 in a new database. */
MUST_CHECK enum rc db_version_get(struct db *db, int *ret_version);
/** Sets it, within a transaction. */
MUST_CHECK enum rc db_version_set(struct db *db, int version);

/** Moves everything from the log into the file and empties the log, so that no old page
 * stays behind. RC_BUSY at once when a reader is in the way. */
MUST_CHECK enum rc db_checkpoint(struct db *db);

/** Tells the engine that much will be written at once: a large page cache. */
void db_expect_bulk(struct db *db);

/** RC_INVALID with a log line when the file is damaged. Reads all of it. */
MUST_CHECK enum rc db_quick_check(struct db *db);

/** Copies a consistent snapshot of the whole database into the new file @p path. */
MUST_CHECK enum rc db_copy_to(struct db *db, const char *path);

#endif
