/**
 * @file store.h
 * A data directory: the database, its lock, the list of forgotten keys, and the one
 * writer thread. Everybody else reads over connections of their own.
 */
#ifndef REDKITE_DB_STORE_H
#define REDKITE_DB_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/ledger.h"
#include "server/core/attrs.h"
#include "server/core/clock.h"
#include "server/core/problems.h"
#include "server/core/rc.h"

struct db;
struct db_store;

/** Where the data and the master key lie. Borrowed while the store is open. */
struct db_config {
    const char *dir;        /* data directory */
    const char *master_key; /* key file, outside of dir */
    const struct clock *clock;
    int node;       /* for db_store_init: 0 is the centre */
    bool read_only; /* no lock, no writer: while another process may be writing */
};

/** Makes the data directory, the master key file (unless it is there) and an empty
 * database. RC_CONFLICT when there is one already; RC_INVALID when the directory cannot
 * be made. */
MUST_CHECK enum rc db_store_init(const struct db_config *config,
                                 struct problems *problems);

/**
 * Opens the directory, brings the schema up to date and starts the writer. With a problem
 * each: RC_NOT_FOUND no database or key; RC_BUSY another process has it (the problem says
 * which); RC_CONFLICT made by a newer program; RC_FORBIDDEN the key belongs to another
 * database; RC_INVALID damaged, or a key file that is none.
 */
MUST_CHECK enum rc db_store_open(const struct db_config *config,
                                 struct problems *problems, struct db_store **ret_store);

/** Finishes what is under way, stops the writer, releases the lock. NULL is fine. */
void db_store_close(struct db_store *store);

/** A read-only connection that can open sealed rows. Close with db_close, before the
 * store. */
MUST_CHECK enum rc db_store_read(struct db_store *store, struct db **ret_db);

/** People's writes go before jobs'. */
enum db_priority {
    DB_PEOPLE,
    DB_JOB,
};

/** One change: runs in the writer thread within a savepoint, and appends events. */
struct db_change {
    enum rc (*run)(struct db_tx *tx, void *state);
    void *state;
    const char *actor;      /* account id, "citizen", "import:<job>", "system" */
    const uint8_t *request; /* idempotency key for its first event, or NULL */
    enum db_priority priority;
};

/**
 * Runs @p change and returns once it is durable, or nothing of it is there. A change
 * whose run fails is rolled back alone and its code comes back. RC_BUSY: disk full or the
 * like, try again; RC_INTERNAL: the disk no longer syncs, writing has stopped. Callable
 * from any thread, not from within a change.
 */
MUST_CHECK enum rc db_write(struct db_store *store, const struct db_change *change);

/**
 * Like db_write for a change with a request, which may come again: when its event is here
 * already, nothing runs. *@p ret_subject is the subject of that event either way; RC_OK
 * from a change that appended nothing leaves it at 0.
 */
MUST_CHECK enum rc db_write_once(struct db_store *store, const struct db_change *change,
                                 int64_t *ret_subject);

/** How many changes wait for the writer: what load there is. */
size_t db_store_waiting(const struct db_store *store);

/** Which copy of the ledger this is: new after each restore. Roster cut-offs are
 * (incarnation, seq). */
int64_t db_store_incarnation(const struct db_store *store);

/** The keys of the store. Borrowed. */
const struct db_keys *db_store_keys(const struct db_store *store);

/** The clock of the store. Borrowed. */
const struct clock *db_store_clock(const struct db_store *store);

/** The data directory. Borrowed. */
const char *db_store_dir(const struct db_store *store);

/** The schema version this program writes. */
int db_schema_version(void);

#endif
