/**
 * @file party.h
 * Parties with their members and stays: one append writes them all.
 */
#ifndef REDKITE_DB_PARTY_H
#define REDKITE_DB_PARTY_H

#include <stddef.h>
#include <stdint.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"
#include "server/model/party.h"
#include "server/model/person.h"
#include "server/model/stay.h"

struct db;
struct db_tx;

/** Appends @p draft, already checked: the party under a new key with its residence stays,
 * each person, each other stay and each member's care under keys of their own. A new ref
 * is drawn and written to @p ret_ref (REF_SIZE bytes). */
MUST_CHECK enum rc db_party_append(struct db_tx *tx, const struct party_draft *draft,
                                   int64_t *ret_id, char *ret_ref);

/** The party @p id. RC_NOT_FOUND: no such, removed or forgotten. */
MUST_CHECK enum rc db_party_get(struct db *db, struct arena *arena, int64_t id,
                                struct party *ret_party);

/** The party with canonical ref @p ref. RC_NOT_FOUND. */
MUST_CHECK enum rc db_party_find(struct db *db, struct arena *arena, const char *ref,
                                 struct party *ret_party);

/** Removes the party with all members and stays from every list; db_party_restore takes
 * it back. */
MUST_CHECK enum rc db_party_remove(struct db_tx *tx, int64_t id);
/** Undoes db_party_remove. */
MUST_CHECK enum rc db_party_restore(struct db_tx *tx, int64_t id);

/** The members of party @p party_id, by member number, care included. */
MUST_CHECK enum rc db_person_list(struct db *db, struct arena *arena, int64_t party_id,
                                  struct person **ret_persons, size_t *ret_count);

/** The person @p id, care included. RC_NOT_FOUND: no such, removed or forgotten. */
MUST_CHECK enum rc db_person_get(struct db *db, struct arena *arena, int64_t id,
                                 struct person *ret_person);

/** The person @p id, care included, as after the first @p until_seq events. RC_NOT_FOUND:
 * not there then, or forgotten since. */
MUST_CHECK enum rc db_person_at(struct db *db, struct arena *arena, int64_t id,
                                int64_t until_seq, struct person *ret_person);

/** The party @p id as after the first @p until_seq events. RC_NOT_FOUND as above. */
MUST_CHECK enum rc db_party_at(struct db *db, struct arena *arena, int64_t id,
                               int64_t until_seq, struct party *ret_party);

/** A stay whose place could not be found. */
struct db_unlocated {
    int64_t stay;
    int64_t party;
    enum stay_kind kind;
    const char *country; /* NULL: not even that; borrowed for the call */
};

/** Called for each of them, by id. Anything but RC_OK ends the sweep and is passed on. */
typedef enum rc db_stay_unlocated_fn(void *state, const struct db_unlocated *at);

/** Sweeps over the stays on @p day that have no position. */
MUST_CHECK enum rc db_stay_unlocated(struct db *db, int32_t day, db_stay_unlocated_fn *fn,
                                     void *state);

/** Writes what differs between @p before and @p after, both of one person; care is a
 * record of its own and not touched. */
MUST_CHECK enum rc db_person_change(struct db_tx *tx, const struct person *before,
                                    const struct person *after);

/** Number of people that are not removed. */
MUST_CHECK enum rc db_person_count(struct db *db, int64_t *ret_count);

/** Called for each party with members that are not removed, by id, with their number.
 * Anything but RC_OK ends the sweep and is passed on. */
typedef enum rc db_heads_fn(void *state, int64_t party, int32_t heads);

/** Sweeps over all parties. */
MUST_CHECK enum rc db_person_heads_sweep(struct db *db, db_heads_fn *fn, void *state);

/** Number of people removed or not of each party in @p ids (ascending), zero where
 * forgotten; one sweep. */
MUST_CHECK enum rc db_person_heads(struct db *db, const int64_t *ids, size_t count,
                                   int32_t *ret_heads);

/** The stays of party @p party_id, oldest first. */
MUST_CHECK enum rc db_stay_list(struct db *db, struct arena *arena, int64_t party_id,
                                struct stay **ret_stays, size_t *ret_count);

/** Appends a stay of an existing party. RC_NOT_FOUND when the party is forgotten. */
MUST_CHECK enum rc db_stay_append(struct db_tx *tx, const struct stay *stay,
                                  int64_t *ret_id);

/** What the presence index takes from a stay. */
struct db_stay_at {
    int64_t stay;
    int64_t party;
    enum stay_kind kind;
    int32_t from_day; /* DATE_NONE: open */
    int32_t to_day;
    double lon;
    double lat;
    double accuracy_m;
};

/** Called for each located stay, by id. Anything but RC_OK ends the sweep and is passed
 * on. */
typedef enum rc db_stay_fn(void *state, const struct db_stay_at *at);

/** Sweeps over the located stays that are not removed, with an id in (@p after, @p
 * until]: what memory is built from at start. */
MUST_CHECK enum rc db_stay_sweep(struct db *db, int64_t after, int64_t until,
                                 db_stay_fn *fn, void *state);

/** Cuts all ids of stays into @p parts ranges with about as many in each: @p parts + 1
 * ascending bounds, from 0 to INT64_MAX, for sweeps of several threads. */
MUST_CHECK enum rc db_stay_bounds(struct db *db, size_t parts, int64_t *ret_bounds);

#endif
