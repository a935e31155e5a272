/**
 * @file household.h
 * Made-up households for tests of the database.
 */
#ifndef REDKITE_TESTS_HOUSEHOLD_H
#define REDKITE_TESTS_HOUSEHOLD_H

#include "db/party.h"
#include "tests/support/store.h"

/** A household of two, both called @p surname, with a phone and a passport made from it;
 * @p stay is where they are. Ends the test unless it is appended. Returns the party's id;
 * @p ret_ref (REF_SIZE bytes) may be NULL. */
int64_t household_append(struct test_store *t, const char *surname,
                         const struct stay *stay, char *ret_ref);

/** A stay in Beirut, LB, from 2026-01-01 to @p to_day (DATE_NONE: open). */
struct stay household_stay(enum stay_kind kind, int32_t to_day);

/** Number of people that can be found. */
int64_t household_people(struct db *db);

/** Forgets party @p id. */
void household_forget(struct test_store *t, int64_t id);

#endif
