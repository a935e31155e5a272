#include "tests/support/event.h"

#include <string.h>

#include "db/fold.h"
#include "db/keys.h"
#include "tests/support/suite.h"

static const uint8_t no_chain[CRYPTO_HASH_SIZE];

static struct crypto_key key_of(int64_t id)
{
    struct crypto_key key = {{7}};

    memcpy(key.bytes + 8, &id, sizeof(id));
    return key;
}

static enum rc receive(struct db_tx *tx, void *state)
{
    const struct test_event *from = state;
    struct db_seal seal = {from->noun, from->subject, "fields", from->key,
                           key_of(from->key)};
    size_t len = strlen(from->fields);
    uint8_t *sealed = arena_alloc(tx->arena, len + CRYPTO_SEAL_EXTRA);
    struct db_event event = {
        .stamp = from->stamp,
        .at = 1,
        .actor = "elsewhere",
        .noun = from->noun,
        .subject = from->subject,
        .key = from->key,
        .fields = from->fields,
        .fields_len = len,
    };

    if (from->key) {
        db_seal(&seal, true, from->fields, len, sealed);
        event.fields = sealed;
        event.fields_len = len + CRYPTO_SEAL_EXTRA;
    }
    db_event_hash(no_chain, &event, event.hash);
    return db_ledger_receive(tx, &event);
}

enum rc test_event_receive(struct test_store *t, const struct test_event *event)
{
    struct test_event copy = *event;

    return test_store_write(t, receive, &copy);
}

void test_event_take(struct test_store *t, struct test_event event)
{
    ck_assert_int_eq(test_event_receive(t, &event), RC_OK);
}

static enum rc take_key(struct db_tx *tx, void *state)
{
    const int64_t *ids = state;
    struct crypto_key key = key_of(ids[0]);
    enum rc rc = db_key_put(tx->db, ids[0], ids[1], &key);

    return rc ? rc : db_fold_under_key(tx, ids[0]);
}

void test_event_key(struct test_store *t, int64_t id, int64_t party)
{
    int64_t ids[] = {id, party};

    ck_assert_int_eq(test_store_write(t, take_key, ids), RC_OK);
}
