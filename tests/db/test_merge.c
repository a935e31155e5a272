#include "db/ledger.h"

#include <stdlib.h>

#include "db/fold.h"
#include "db/keys.h"
#include "db/state.h"
#include "server/core/random.h"
#include "tests/support/history.h"
#include "tests/support/store.h"
#include "tests/support/suite.h"

#define EVENTS 10000
#define ORDERS 3
#define SLICE  997 /* events that arrive in one change */

static const uint64_t seeds[] = {1, 2, 3};

enum keys_come {
    KEYS_FIRST,
    KEYS_AMONG, /* each at a place of its own */
    KEYS_LAST,
};

/* One arrival: an event or a key. */
struct arrival {
    uint64_t place;
    const struct db_event *event;
    const struct history_key *key;
};

struct arrivals {
    struct arrival *items;
    size_t count;
    size_t next;
};

static int by_place(const void *a, const void *b)
{
    const struct arrival *x = a, *y = b;

    return (x->place > y->place) - (x->place < y->place);
}

static struct arrivals shuffle(const struct history *h, struct random *random,
                               enum keys_come keys_come)
{
    struct arrivals a = {arena_array(h->arena, h->count + h->key_count, sizeof(*a.items)),
                         0, 0};

    for (size_t i = 0; i < h->count; i++)
        a.items[a.count++] = (struct arrival){1 + random_below(random, UINT64_MAX - 2),
                                              &h->events[i], NULL};
    for (size_t i = 0; i < h->key_count; i++) {
        uint64_t place = keys_come == KEYS_FIRST  ? 0
                         : keys_come == KEYS_LAST ? UINT64_MAX
                                                  : random_next(random);

        a.items[a.count++] = (struct arrival){place, NULL, &h->keys[i]};
    }
    qsort(a.items, a.count, sizeof(*a.items), by_place);
    return a;
}

static enum rc arrive(struct db_tx *tx, void *state)
{
    struct arrivals *a = state;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < SLICE && a->next < a->count && !rc; i++) {
        const struct arrival *item = &a->items[a->next++];

        if (item->event) {
            rc = db_ledger_receive(tx, item->event);
        } else {
            rc = db_key_put(tx->db, item->key->id, item->key->party, &item->key->key);
            if (!rc)
                rc = db_fold_under_key(tx, item->key->id);
        }
    }
    return rc;
}

static void check_order(const struct history *h, struct arrivals *a)
{
    static struct test_store t;
    struct db_verdict verdict;
    uint8_t hash[CRYPTO_HASH_SIZE];
    int64_t rows;

    test_store_open(&t, 9);
    for (a->next = 0; a->next < a->count;)
        ck_assert_int_eq(test_store_write(&t, arrive, a), RC_OK);
    ck_assert_int_eq(db_state_hash(t.db, hash, &rows), RC_OK);
    ck_assert_int_gt(rows, 1000);
    ck_assert_mem_eq(hash, h->state, sizeof(hash));
    a->next = 0; /* and again: nothing changes */
    ck_assert_int_eq(test_store_write(&t, arrive, a), RC_OK);
    ck_assert_int_eq(db_state_hash(t.db, hash, &rows), RC_OK);
    ck_assert_mem_eq(hash, h->state, sizeof(hash));
    ck_assert_int_eq(db_ledger_verify(t.db, NULL, &verdict), RC_OK);
    ck_assert_int_eq(verdict.bad, 0);
    ck_assert_int_eq(verdict.nodes, 3);
    ck_assert_uint_eq((size_t)verdict.events, h->count);
    test_store_close(&t);
}

START_TEST(any_order_of_arrival_gives_the_same_state_bytes)
{
    static const enum keys_come come[ORDERS] = {KEYS_AMONG, KEYS_LAST, KEYS_FIRST};
    struct random random = random_seeded(1000 + seeds[_i]);
    struct history h;

    history_make(&h, seeds[_i], EVENTS);
    ck_assert_uint_ge(h.count, EVENTS);
    ck_assert_uint_gt(h.forgotten, 50);
    for (int order = 0; order < ORDERS; order++) {
        struct arrivals a = shuffle(&h, &random, come[order]);

        check_order(&h, &a);
    }
    history_free(&h);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db.merge");
    TCase *tests = tcase_create("merge");

    tcase_add_loop_test(tests, any_order_of_arrival_gives_the_same_state_bytes, 0,
                        sizeof(seeds) / sizeof(seeds[0]));
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
