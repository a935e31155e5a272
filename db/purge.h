/**
 * @file purge.h
 * Who has been kept long enough, by the rules that the register itself can decide
 * (domain.md, "Keeping and forgetting"): trips 14 days after the stated return, residence
 * 12 months after the last confirmation. What touches a crisis, and what has no fact to
 * start a clock from, is counted and left to people.
 */
#ifndef REDKITE_DB_PURGE_H
#define REDKITE_DB_PURGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/progress.h"
#include "server/core/rc.h"

struct db;
struct db_tx;

#define DB_PURGE_TRIP_DAYS       14
#define DB_PURGE_RESIDENCE_DAYS  365
#define DB_PURGE_CRISIS_DAYS     30 /* either side of a crisis */
#define DB_PURGE_ANNOUNCED_HOURS 48
#define DB_PURGE_QUIET_HOURS     72 /* after a crisis opened */

/** What there is of a party or trip. All but events is zero once it is forgotten. */
struct db_holdings {
    int64_t parties; /* removed or not */
    int64_t people;
    int64_t stays;
    int64_t needs;
    int64_t keys;
    int64_t events; /* under its keys: they stay, closed for ever */
};

/** Counts what party or trip @p subject has. */
MUST_CHECK enum rc db_purge_holdings(struct db *db, int64_t subject,
                                     struct db_holdings *ret_holdings);

/** The open crisis, no exercise, that touches a country where party @p party stays.
 * RC_NOT_FOUND when there is none. */
MUST_CHECK enum rc db_purge_crisis(struct db *db, int64_t party, int64_t *ret_crisis);

/** One thing to forget: a party with all that hangs on it, or one trip. */
struct db_due {
    int64_t subject;
    bool trip;
};

/** Who is due, and how many would be if it were decided. */
struct db_due_list {
    struct db_due *items; /* by party */
    size_t count;
    int64_t open_crisis;    /* stays: an open crisis touches the country */
    int64_t closed_crisis;  /* stays: one that was closed touched them */
    int64_t no_country;     /* stays: nobody knows where, so nor whether a crisis did */
    int64_t unconfirmed;    /* residences that nobody ever confirmed */
    int64_t reported;       /* stays reported or scanned in a crisis */
    int64_t nowhere;        /* parties without any stay */
    int64_t removed;        /* parties taken off the lists */
    int64_t last_opened_ms; /* when the newest crisis was opened, 0: never */
};

/** Lists who was due at @p as_of_ms and still is, in @p arena. RC_CONFLICT stopped. */
MUST_CHECK enum rc db_purge_due(struct db *db, struct arena *arena, int64_t as_of_ms,
                                const struct progress *progress,
                                struct db_due_list *ret_list);

/** When a purge was announced; RC_NOT_FOUND when none is under way. */
MUST_CHECK enum rc db_purge_announced(struct db *db, int64_t *ret_ms);

/** Announces a purge at @p ms; 0 takes it back, or ends it. */
MUST_CHECK enum rc db_purge_announce(struct db_tx *tx, int64_t ms);

#endif
