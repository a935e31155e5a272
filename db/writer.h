/**
 * @file writer.h
 * The writer thread: takes waiting changes, runs each in a savepoint and commits them
 * together, at most 64 or 20 ms at a time. Nobody is answered before the commit
 * (security.md 1). Inside db; others call db_write.
 */
#ifndef REDKITE_DB_WRITER_H
#define REDKITE_DB_WRITER_H

#include "db/ledger.h"
#include "db/store.h"

struct db_writer;

/** What the writer works with; the connection and state are its own from here on. */
struct db_writer_config {
    struct db *db;
    struct db_ledger_state state;
    const struct clock *clock;
    enum rc (*after_forget)(
        void *state); /* called after the commit of a change that threw keys away */
    void *after_forget_state;
};

/** Starts the thread. Stop with db_writer_stop. */
MUST_CHECK enum rc db_writer_start(const struct db_writer_config *config,
                                   struct db_writer **ret_writer);

/** Finishes what waits and ends the thread. NULL is fine. */
void db_writer_stop(struct db_writer *writer);

/** Waits for its turn, runs, returns after the commit. */
MUST_CHECK enum rc db_writer_run(struct db_writer *writer,
                                 const struct db_change *change);

/** How many changes wait for their turn. */
size_t db_writer_waiting(struct db_writer *writer);

#endif
