#include "tests/support/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/crisis.h"
#include "db/fields.h"
#include "db/forgotten.h"
#include "db/keys.h"
#include "db/party.h"
#include "db/site.h"
#include "db/state.h"
#include "server/core/random.h"
#include "tests/support/store.h"
#include "tests/support/suite.h"

#define NODES   3
#define OPS     40 /* a node does between two exchanges */
#define AHEAD   (INT64_C(2) * 86400 * 1000)
#define BACK    (INT64_C(3600) * 1000)
#define PARTIES 20000
#define KEYS    40000
#define EVENTS  40000

/* The nodes at work. */
struct script {
    struct history *history;
    struct random random;
    struct test_store nodes[NODES];
    int64_t sent[NODES][NODES]; /* seq of [from] that [to] has */
    int64_t parties[PARTIES];
    size_t party_count;
    struct crisis crisis;
};

struct turn {
    struct script *script;
    int node;
};

static int64_t some_party(struct script *s)
{
    return s->parties[random_below(&s->random, s->party_count)];
}

static const char *some_text(struct script *s, struct db_tx *tx)
{
    return arena_printf(tx->arena, "text %u", (unsigned)random_below(&s->random, 1000));
}

static void draw_person(struct script *s, struct db_tx *tx, struct person *person)
{
    unsigned phone = (unsigned)random_below(&s->random, 500);

    person->surname = some_text(s, tx);
    person->given_names = some_text(s, tx);
    person->class = (enum person_class)(1 + random_below(&s->random, 6));
    person->phones[0] =
        (struct phone){arena_printf(tx->arena, "+9613%06u", phone), some_text(s, tx)};
    person->phone_count = 1;
}

static void draw_stay(struct script *s, struct db_tx *tx, struct stay *stay)
{
    stay->kind = random_below(&s->random, 2) ? STAY_TRIP : STAY_RESIDENCE;
    stay->place = some_text(s, tx);
    stay->located = random_below(&s->random, 4);
    stay->point = (struct geo_point){35.0 + random_unit(&s->random),
                                     33.0 + random_unit(&s->random)};
    stay->accuracy_m = 500;
}

static enum rc create_party(struct script *s, struct db_tx *tx)
{
    struct person persons[2] = {person_blank(), person_blank()};
    struct stay stay = stay_blank();
    struct party_draft draft = {.party = party_blank(),
                                .persons = persons,
                                .person_count = 1 + random_below(&s->random, 2),
                                .stays = &stay,
                                .stay_count = 1};
    char ref[REF_SIZE];
    int64_t id;
    enum rc rc;

    draw_person(s, tx, &persons[0]);
    draw_person(s, tx, &persons[1]);
    persons[0].need = NEED_AGED;
    persons[1].member = 2;
    draw_stay(s, tx, &stay);
    rc = db_party_append(tx, &draft, &id, ref);
    if (!rc)
        s->parties[s->party_count++] = id;
    return rc;
}

static enum rc change_person(struct script *s, struct db_tx *tx)
{
    struct person *persons, after;
    size_t count;
    enum rc rc = db_person_list(tx->db, tx->arena, some_party(s), &persons, &count);

    if (rc || !count)
        return rc;
    after = persons[0];
    if (random_below(&s->random, 3))
        draw_person(s, tx, &after);
    else
        after.given_names = NULL;
    return db_person_change(tx, &persons[0], &after);
}

static enum rc add_stay(struct script *s, struct db_tx *tx)
{
    struct stay stay = stay_blank();
    enum rc rc;

    draw_stay(s, tx, &stay);
    stay.party_id = some_party(s);
    rc = db_stay_append(tx, &stay, NULL);
    return rc == RC_NOT_FOUND ? RC_OK : rc; /* forgotten, or not heard of yet */
}

static enum rc forget(struct script *s, struct db_tx *tx)
{
    enum rc rc = db_forget_append(tx, some_party(s));

    s->history->forgotten += !rc;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* What a later version of the program may write. */
static enum rc add_unknown(struct script *s, struct db_tx *tx)
{
    static const struct db_noun drone = {.name = "drone"};
    const struct db_target target = {.noun = &drone};
    const struct db_target known = {.noun = &db_noun_crisis, .subject = s->crisis.id};
    struct db_fields *fields = db_fields_new();
    enum rc rc;

    db_fields_set_text(fields, "colour", some_text(s, tx));
    rc = db_ledger_append(tx, &target, fields, NULL);
    if (!rc)
        rc = db_ledger_append(tx, &known, fields, NULL);
    db_fields_free(fields);
    return rc;
}

static enum rc change_site(struct script *s, struct db_tx *tx)
{
    struct site *sites, after, site = site_blank();
    size_t count;
    enum rc rc = db_site_list(tx->db, tx->arena, s->crisis.id, &sites, &count);

    if (rc)
        return rc;
    site.crisis_id = s->crisis.id;
    site.code = some_text(s, tx);
    if (count < 5)
        return db_site_append(tx, &site, NULL);
    after = sites[random_below(&s->random, count)];
    site = after;
    after.name = some_text(s, tx);
    after.capacity = (int64_t)random_below(&s->random, 1000);
    rc = db_site_change(tx, &site, &after);
    return rc ? rc : db_site_remove(tx, after.id, random_below(&s->random, 4) == 0);
}

static enum rc take_turn(struct db_tx *tx, void *state)
{
    struct turn *turn = state;
    struct script *s = turn->script;
    int64_t *now = &s->nodes[turn->node].now_ms;
    enum rc rc = RC_OK;

    for (int i = 0; i < OPS && !rc; i++) {
        uint64_t what = random_below(&s->random, 100);

        *now += (int64_t)random_below(&s->random, 5000);
        if (what < 30 || !s->party_count)
            rc = create_party(s, tx);
        else if (what < 60)
            rc = change_person(s, tx);
        else if (what < 70)
            rc = add_stay(s, tx);
        else if (what < 78)
            rc = db_party_remove(tx, some_party(s));
        else if (what < 86)
            rc = db_party_restore(tx, some_party(s));
        else if (what < 90)
            rc = forget(s, tx);
        else if (what < 97)
            rc = change_site(s, tx);
        else
            rc = add_unknown(s, tx);
    }
    return rc;
}

/* --- exchange --- */

struct exchange {
    struct script *script;
    struct db *from;
    struct db_tx *tx;
    int64_t *sent;
};

static enum rc party_of_key(struct db *db, int64_t id, int64_t *ret_party)
{
    static const char sql[] = "SELECT party FROM key WHERE id = :id";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", id);
    rc = db_step_row(db, st);
    if (!rc)
        *ret_party = db_col_int(st, 0);
    db_release(db, st);
    return rc;
}

/* Keys are named after the event that brought them. */
static enum rc pass_key(struct exchange *x, int64_t id)
{
    struct history *h = x->script->history;
    struct history_key key = {.id = id};
    enum rc rc = db_key_get(x->from, id, NULL, &key.key);
    bool known = false;

    if (rc == RC_NOT_FOUND)
        return RC_OK;
    if (!rc)
        rc = party_of_key(x->from, id, &key.party);
    if (rc)
        return rc;
    for (size_t i = h->key_count; i-- > 0 && !known;)
        known = h->keys[i].id == id;
    if (!known)
        h->keys[h->key_count++] = key;
    return db_key_put(x->tx->db, id, key.party, &key.key);
}

static enum rc pass_event(void *state, const struct db_event *event)
{
    struct exchange *x = state;
    enum rc rc = pass_key(x, event->stamp);

    *x->sent = event->seq;
    return rc ? rc : db_ledger_receive(x->tx, event);
}

static enum rc pass_events(struct db_tx *tx, void *state)
{
    struct exchange *x = state;

    x->tx = tx;
    return db_ledger_walk(x->from, *x->sent, INT64_MAX, pass_event, x);
}

static void exchange(struct script *s, int from, int to)
{
    struct exchange x = {s, s->nodes[from].db, NULL, &s->sent[from][to]};

    ck_assert_int_eq(test_store_write(&s->nodes[to], pass_events, &x), RC_OK);
}

static enum rc keep_event(void *state, const struct db_event *event)
{
    struct history *h = state;
    struct db_event *e = &h->events[h->count++];

    ck_assert_uint_lt(h->count, EVENTS);
    *e = *event;
    e->actor = arena_strdup(h->arena, event->actor);
    e->noun = arena_strdup(h->arena, event->noun);
    e->fields = arena_memdup(h->arena, event->fields, event->fields_len);
    if (event->request)
        e->request = arena_memdup(h->arena, event->request, DB_REQUEST_SIZE);
    return RC_OK;
}

/* Everything to everybody, who then agree. */
static void finish(struct script *s)
{
    uint8_t hash[CRYPTO_HASH_SIZE];
    int64_t rows;

    for (int i = 1; i < NODES; i++)
        exchange(s, i, 0);
    for (int i = 1; i < NODES; i++)
        exchange(s, 0, i);
    for (int i = 0; i < NODES; i++) {
        ck_assert_int_eq(db_state_hash(s->nodes[i].db, hash, &rows), RC_OK);
        if (i == 0)
            memcpy(s->history->state, hash, sizeof(hash));
        ck_assert_mem_eq(s->history->state, hash, sizeof(hash));
    }
    ck_assert_int_eq(db_ledger_walk(s->nodes[0].db, 0, INT64_MAX, keep_event, s->history),
                     RC_OK);
}

static enum rc open_crisis(struct db_tx *tx, void *state)
{
    struct crisis *crisis = state;

    crisis->name = "History";
    return db_crisis_append(tx, crisis, &crisis->id);
}

/* Rounds: each node writes for a while, then they exchange; the third hears the others
 * now and then only. */
static void play(struct script *s, size_t events)
{
    while ((size_t)s->sent[0][1] < events) {
        for (int node = 0; node < NODES; node++) {
            struct turn turn = {s, node};

            if (node == 1 && random_below(&s->random, 4) == 0)
                s->nodes[node].now_ms -= BACK;
            ck_assert_int_eq(test_store_write(&s->nodes[node], take_turn, &turn), RC_OK);
        }
        exchange(s, 1, 0);
        exchange(s, 2, 0);
        exchange(s, 0, 1);
        if (random_below(&s->random, 3) == 0)
            exchange(s, 0, 2);
    }
}

void history_make(struct history *history, uint64_t seed, size_t events)
{
    struct script *s = mem_calloc(1, sizeof(*s));

    *history = (struct history){.arena = arena_new()};
    history->events = arena_array(history->arena, EVENTS, sizeof(*history->events));
    history->keys = arena_array(history->arena, KEYS, sizeof(*history->keys));
    s->history = history;
    s->random = random_seeded(seed);
    for (int i = 0; i < NODES; i++)
        test_store_open(&s->nodes[i], i);
    s->nodes[2].now_ms += AHEAD;
    ck_assert_int_eq(test_store_write(&s->nodes[0], open_crisis, &s->crisis), RC_OK);
    for (int i = 1; i < NODES; i++)
        exchange(s, 0, i);
    play(s, events);
    finish(s);
    for (int i = 0; i < NODES; i++)
        test_store_close(&s->nodes[i]);
    free(s);
}

void history_free(struct history *history)
{
    if (history->arena)
        arena_free(history->arena);
}
