#include "db/forgotten.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/fields.h"
#include "db/party.h"
#include "db/state.h"
#include "db/token.h"
#include "server/core/date.h"
#include "server/core/random.h"
#include "tests/support/household.h"
#include "tests/support/suite.h"

#define OTHERS  400
#define WRAPPED 72 /* a wrapped key: nonce, key, tag */
#define KEYS    16

static struct test_store t;
static struct arena *arena;

/* Strings that stand nowhere else. */
static const char *const canaries[] = {
    "Kanariepiet",  "Quetzalcoatline", "+9613987654", "03 98 76 54", "quetzal@kanarie.be",
    "KNR9917755",   "71071299123",     "Vogelkooi",   "Voliere",     "35.123456789",
    "33.987654321", "35,123456789",    "zaadjes",
};
#define CANARIES (sizeof(canaries) / sizeof(canaries[0]))

static const double point[] = {35.123456789, 33.987654321};

static void setup(void)
{
    test_store_open(&t, 0);
    arena = arena_new();
}

static void teardown(void)
{
    arena_free(arena);
    test_store_close(&t);
}

/* --- looking through files --- */

static bool file_holds(const char *path, const void *bytes, size_t len)
{
    struct buffer buf;
    bool found;

    buffer_init(&buf, (size_t)1 << 30);
    ck_assert_int_eq(buffer_read_file(&buf, path), RC_OK);
    found = memmem(buffer_text(&buf), buf.len, bytes, len) != NULL;
    buffer_fini(&buf);
    return found;
}

/* True when any file of the data directory holds the bytes: database, log, index of the
 * log, lock, list. */
static bool anywhere(const void *bytes, size_t len)
{
    DIR *dir = opendir(t.data);
    struct dirent *entry;
    bool found = false;

    ck_assert_ptr_nonnull(dir);
    while ((entry = readdir(dir))) {
        const char *path = arena_printf(arena, "%s/%s", t.data, entry->d_name);

        if (entry->d_type == DT_REG)
            found |= file_holds(path, bytes, len);
    }
    closedir(dir);
    return found;
}

static void expect_no_canary(void)
{
    for (size_t i = 0; i < CANARIES; i++)
        ck_assert_msg(!anywhere(canaries[i], strlen(canaries[i])), "%s is in the clear",
                      canaries[i]);
    for (int i = 0; i < 2; i++) {
        uint64_t swapped;

        memcpy(&swapped, &point[i], sizeof(swapped));
        swapped = __builtin_bswap64(swapped);
        ck_assert(!anywhere(&point[i], sizeof(point[i])));
        ck_assert(!anywhere(&swapped, sizeof(swapped)));
    }
}

/* --- the canary party --- */

struct canary {
    struct person person;
    struct stay stays[2];
    struct party_draft draft;
    int64_t id;
    char ref[REF_SIZE];
};

static enum rc append(struct db_tx *tx, void *state)
{
    struct canary *c = state;

    return db_party_append(tx, &c->draft, &c->id, c->ref);
}

static void append_canary(struct canary *c)
{
    *c = (struct canary){.person = person_blank()};
    c->person.surname = canaries[0];
    c->person.given_names = canaries[1];
    c->person.phones[0] = (struct phone){canaries[2], canaries[3]};
    c->person.phone_count = 1;
    c->person.mail = canaries[4];
    c->person.document =
        (struct document){DOCUMENT_PASSPORT, canaries[5], "BE", DATE_NONE};
    c->person.national_number = canaries[6];
    c->person.remark = canaries[12];
    c->person.need = NEED_PREGNANT;
    c->person.marks = MARK_MEDICINE;
    c->stays[0] = c->stays[1] = household_stay(STAY_RESIDENCE, DATE_NONE);
    c->stays[1].kind = STAY_TRIP;
    for (int i = 0; i < 2; i++) {
        c->stays[i].place = canaries[7 + i];
        c->stays[i].point = (struct geo_point){point[0], point[1]};
        c->stays[i].coordinates = "35.123456789 33.987654321";
    }
    c->draft = (struct party_draft){.party = party_blank(),
                                    .persons = &c->person,
                                    .person_count = 1,
                                    .stays = c->stays,
                                    .stay_count = 2};
    c->draft.party.home_contact = "Vogelkooi 7";
    ck_assert_int_eq(test_store_write(&t, append, c), RC_OK);
}

/* Parties before and behind it, so that its rows and keys move about in their pages. */
static void append_others(unsigned first)
{
    const struct stay stay = household_stay(STAY_TRIP, DATE_NONE);

    for (unsigned i = 0; i < OTHERS; i++)
        household_append(&t, arena_printf(arena, "Other%u", first + i), &stay, NULL);
}

START_TEST(no_file_holds_a_canary_in_the_clear)
{
    struct canary c;
    struct party party;

    append_canary(&c);
    expect_no_canary();
    test_store_reopen(&t);
    expect_no_canary();
    ck_assert_int_eq(db_party_find(t.db, arena, c.ref, &party), RC_OK);
    /* that the search can find: what is clear by design */
    ck_assert(anywhere("party", 5));
    ck_assert(!anywhere(c.ref, strlen(c.ref)));
}
END_TEST

/* --- forgetting it --- */

struct wrapped {
    uint8_t keys[KEYS][WRAPPED];
    size_t count;
};

static void read_wrapped(int64_t party, struct wrapped *ret_wrapped)
{
    static const char sql[] =
        "SELECT wrapped FROM key WHERE id = :party OR party = :party";
    const void *bytes;
    struct db_stmt *st;
    size_t len;

    ret_wrapped->count = 0;
    ck_assert_int_eq(db_prepare(t.db, sql, &st), RC_OK);
    db_bind_int(st, ":party", party);
    while (!db_step_row(t.db, st)) {
        bytes = db_col_blob(st, 0, &len);
        ck_assert_uint_eq(len, WRAPPED);
        memcpy(ret_wrapped->keys[ret_wrapped->count++], bytes, len);
    }
    db_release(t.db, st);
}

static size_t count_tokens(const struct canary *c)
{
    const struct db_lookup lookups[] = {
        {DB_TOKEN_PHONE, canaries[2]},    {DB_TOKEN_MAIL, canaries[4]},
        {DB_TOKEN_DOCUMENT, canaries[5]}, {DB_TOKEN_NATIONAL_NUMBER, canaries[6]},
        {DB_TOKEN_REF, c->ref},
    };
    size_t count = 0;

    for (size_t i = 0; i < sizeof(lookups) / sizeof(lookups[0]); i++) {
        struct db_subjects found;

        ck_assert_int_eq(db_token_find(t.db, arena, &lookups[i], 9, &found), RC_OK);
        count += found.count;
    }
    return count;
}

START_TEST(a_forgotten_canary_leaves_no_key_in_any_file)
{
    struct wrapped wrapped;
    struct db_verdict verdict;
    struct canary c;
    int64_t people;

    append_others(0);
    append_canary(&c);
    read_wrapped(c.id, &wrapped);
    ck_assert_uint_eq(wrapped.count, 4); /* party, person, care, trip */
    append_others(1000);
    test_store_reopen(&t); /* into the database proper */
    for (size_t i = 0; i < wrapped.count; i++)
        ck_assert(anywhere(wrapped.keys[i], WRAPPED));
    ck_assert_uint_eq(count_tokens(&c), 5);
    people = household_people(t.db);
    household_forget(&t, c.id);
    for (size_t i = 0; i < wrapped.count; i++) {
        ck_assert_msg(!anywhere(wrapped.keys[i], WRAPPED), "key %zu is still there", i);
        ck_assert_msg(!anywhere(wrapped.keys[i] + 24, 32), "key %zu in part", i);
    }
    ck_assert_uint_eq(count_tokens(&c), 0);
    ck_assert_int_eq(household_people(t.db), people - 1);
    ck_assert_int_eq(db_ledger_verify(t.db, NULL, &verdict), RC_OK);
    ck_assert_int_eq(verdict.bad, 0);
}
END_TEST

START_TEST(a_reader_in_the_way_delays_the_last_copy_of_a_key_no_longer_than_itself)
{
    struct wrapped wrapped;
    struct canary c;
    struct db *reader;

    append_canary(&c);
    read_wrapped(c.id, &wrapped);
    ck_assert_int_eq(db_store_read(t.store, &reader), RC_OK);
    ck_assert_int_eq(db_begin_read(reader), RC_OK);
    ck_assert_int_eq(household_people(reader), 1); /* the snapshot begins */
    household_forget(&t, c.id);
    ck_assert_int_eq(household_people(reader), 1);
    ck_assert_int_eq(household_people(t.db), 0);
    db_rollback(reader);
    append_others(0);
    for (size_t i = 0; i < wrapped.count; i++)
        ck_assert(!anywhere(wrapped.keys[i], WRAPPED));
    db_close(reader);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("db.canary");
    TCase *tests = tcase_create("canary");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, no_file_holds_a_canary_in_the_clear);
    tcase_add_test(tests, a_forgotten_canary_leaves_no_key_in_any_file);
    tcase_add_test(
        tests, a_reader_in_the_way_delays_the_last_copy_of_a_key_no_longer_than_itself);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
