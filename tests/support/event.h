/**
 * @file event.h
 * Events as another node would send them, well-formed or odd. The data key of an id is
 * the same in every test.
 */
#ifndef REDKITE_TESTS_EVENT_H
#define REDKITE_TESTS_EVENT_H

#include <stdint.h>

#include "tests/support/store.h"

/** What differs from event to event. Stamps are those of node stamp % 1024. */
struct test_event {
    int64_t stamp;
    const char *noun;
    int64_t subject;
    int64_t key;        /* 0: clear */
    const char *fields; /* JSON; sealed where there is a key */
};

/** Receives it; the code of db_ledger_receive. */
enum rc test_event_receive(struct test_store *t, const struct test_event *event);

/** Receives @p event and expects RC_OK. */
void test_event_take(struct test_store *t, struct test_event event);

/** The data key @p id arrives, and what waited for it is folded. */
void test_event_key(struct test_store *t, int64_t id, int64_t party);

#endif
