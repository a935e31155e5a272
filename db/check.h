/**
 * @file check.h
 * Whether a data directory is whole: pages, chains, keys, rows, rules between subjects.
 */
#ifndef REDKITE_DB_CHECK_H
#define REDKITE_DB_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/ledger.h"
#include "db/state.h"
#include "server/core/attrs.h"
#include "server/core/progress.h"
#include "server/core/rc.h"

struct db_store;

enum db_check_kind {
    /* What must not be: the check fails. */
    DB_CHECK_PAGES,         /* the engine finds the file damaged */
    DB_CHECK_CHAIN,         /* events that do not fit their chain */
    DB_CHECK_SEQ,           /* gaps in the order of arrival */
    DB_CHECK_EVENT,         /* events that cannot be opened although their key is here */
    DB_CHECK_ROW,           /* rows that cannot be opened */
    DB_CHECK_ROW_FORGOTTEN, /* rows under a key that is forgotten or not here */
    DB_CHECK_ROW_EVENT,     /* rows whose last event is not in the ledger */
    DB_CHECK_PERSON,        /* people whose party is missing */
    DB_CHECK_STAY,          /* stays whose party is missing */
    DB_CHECK_CARE,          /* needs whose person is missing */
    DB_CHECK_LIST_MISSING,  /* forgotten keys that are not on the list */
    DB_CHECK_LIST_NOT_THROWN, /* keys on the list that are still here */
    DB_CHECK_REBUILD,         /* rows that a rebuild does not give */
    /* What is worth knowing. */
    DB_CHECK_UNKNOWN,          /* events of nouns that this program does not know */
    DB_CHECK_WAITING_CREATION, /* events that wait for the one that creates their subject
                                */
    DB_CHECK_WAITING_KEY,      /* events that wait for their key */
    DB_CHECK_DUPLICATE,        /* people who are certainly there twice */
    DB_CHECK_KINDS,
};
#define DB_CHECK_FIRST_NOTE DB_CHECK_UNKNOWN

/** So many of each kind are named. */
#define DB_CHECK_NAMED 5

/** One kind: how many, and the first of them. */
struct db_check_line {
    int64_t count;
    int64_t ids[DB_CHECK_NAMED];       /* stamp of the event, id of the row, key or seq */
    const char *nouns[DB_CHECK_NAMED]; /* static, or NULL */
    size_t named;
};

struct db_check {
    struct db_check_line lines[DB_CHECK_KINDS];
    struct db_verdict verdict;
    struct db_state_difference difference; /* after a rebuild */
    int64_t rows;
    int64_t people;
    int64_t forgotten; /* events that can never be opened again */
};

/** Checks the store without stopping it; with @p rebuild also by folding everything anew,
 * which takes twice the room of the database for a while. RC_OK whatever it finds;
 * RC_CONFLICT stopped; RC_BUSY another check rebuilds, or the disk is full; RC_INVALID
 * the file is so damaged that nothing more can be said. */
MUST_CHECK enum rc db_check_run(struct db_store *store, bool rebuild,
                                const struct progress *progress,
                                struct db_check *ret_check);

/** True when something is there that must not be. */
bool db_check_failed(const struct db_check *check);

#endif
