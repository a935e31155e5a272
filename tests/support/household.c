#include "tests/support/household.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "db/forgotten.h"
#include "server/core/date.h"

#define DAY_2026 20454

struct writing {
    const struct party_draft *draft;
    int64_t id;
    char ref[REF_SIZE];
};

static enum rc append(struct db_tx *tx, void *state)
{
    struct writing *w = state;

    return db_party_append(tx, w->draft, &w->id, w->ref);
}

static enum rc forget(struct db_tx *tx, void *state)
{
    return db_forget_append(tx, *(int64_t *)state);
}

int64_t household_append(struct test_store *t, const char *surname,
                         const struct stay *stay, char *ret_ref)
{
    struct person persons[2] = {person_blank(), person_blank()};
    struct stay stays[1] = {*stay};
    struct party_draft draft = {
        .persons = persons, .person_count = 2, .stays = stays, .stay_count = 1};
    struct writing w = {.draft = &draft};
    char phone[32], document[32];

    draft.party = party_blank();
    snprintf(phone, sizeof(phone), "+96170%06zu", strlen(surname) * 1009);
    snprintf(document, sizeof(document), "%.24sX1", surname);
    for (int i = 0; i < 2; i++) {
        persons[i].surname = surname;
        persons[i].given_names = i ? "Ties" : "Linde";
        persons[i].member = i + 1;
        persons[i].need = NEED_OTHER;
    }
    persons[0].phones[0] = (struct phone){phone, phone};
    persons[0].phone_count = 1;
    persons[0].document = (struct document){DOCUMENT_PASSPORT, document, "BE", DATE_NONE};
    ck_assert_int_eq(test_store_write(t, append, &w), RC_OK);
    if (ret_ref)
        memcpy(ret_ref, w.ref, REF_SIZE);
    return w.id;
}

struct stay household_stay(enum stay_kind kind, int32_t to_day)
{
    struct stay stay = stay_blank();

    stay.kind = kind;
    stay.place = "Beirut";
    memcpy(stay.country, "LB", 3);
    stay.located = true;
    stay.point = (struct geo_point){35.4797, 33.8959};
    stay.accuracy_m = 500;
    stay.from_day = DAY_2026;
    stay.to_day = to_day;
    return stay;
}

int64_t household_people(struct db *db)
{
    int64_t people;

    ck_assert_int_eq(db_person_count(db, &people), RC_OK);
    return people;
}

void household_forget(struct test_store *t, int64_t id)
{
    ck_assert_int_eq(test_store_write(t, forget, &id), RC_OK);
}
