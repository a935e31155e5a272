#include "server/app/duplicates.h"

#include <stdlib.h>
#include <string.h>

#include "db/party.h"
#include "db/token.h"

/* People who share a value, and the pairs found so far. */
struct search {
    struct db *db;
    struct arena *arena; /* of the group's people */
    enum db_token kind;
    int64_t group;
    struct person *people;
    size_t count, size;
    struct app_duplicate *pairs;
    size_t pair_count, pair_size;
};

static void add_pair(struct search *s, const struct person *a, const struct person *b,
                     bool certain)
{
    const struct person *first = a->id < b->id ? a : b, *second = a->id < b->id ? b : a;

    if (s->pair_count == s->pair_size) {
        s->pair_size = s->pair_size ? 2 * s->pair_size : 64;
        s->pairs = mem_realloc(s->pairs, s->pair_size, sizeof(*s->pairs));
    }
    s->pairs[s->pair_count++] = (struct app_duplicate){
        first->id, second->id, first->party_id, second->party_id, certain};
}

static int by_birth(const void *a, const void *b)
{
    const struct person *x = a, *y = b;

    if (x->birth_day != y->birth_day)
        return x->birth_day < y->birth_day ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

/* A phone is shared by families, and by a tour operator's whole list: only equal birth
 * dates count there, which lie side by side. */
static void compare_group(struct search *s)
{
    if (s->count < 2)
        return;
    qsort(s->people, s->count, sizeof(*s->people), by_birth);
    for (size_t i = 0; i < s->count; i++)
        for (size_t k = i + 1; k < s->count; k++) {
            const struct person *a = &s->people[i], *b = &s->people[k];

            if (s->kind == DB_TOKEN_PHONE && a->birth_day != b->birth_day)
                break;
            if (a->party_id == b->party_id)
                continue; /* a family's own list is the family's to know */
            if (person_same_certain(a, b))
                add_pair(s, a, b, true);
            else if (person_same_possible(a, b))
                add_pair(s, a, b, false);
        }
}

static enum rc take_subject(void *state, enum db_token kind, int64_t group,
                            int64_t subject)
{
    struct search *s = state;
    enum rc rc;

    if (kind != s->kind || group != s->group) {
        compare_group(s);
        s->kind = kind;
        s->group = group;
        s->count = 0;
        arena_reset(s->arena);
    }
    if (s->count == s->size) {
        s->size = s->size ? 2 * s->size : 16;
        s->people = mem_realloc(s->people, s->size, sizeof(*s->people));
    }
    rc = db_person_get(s->db, s->arena, subject, &s->people[s->count]);
    if (!rc)
        s->count++;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Certain before possible, so that the first of equal pairs is the one to keep. */
static int by_pair(const void *a, const void *b)
{
    const struct app_duplicate *x = a, *y = b;

    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    if (x->other != y->other)
        return x->other < y->other ? -1 : 1;
    return (int)y->certain - (int)x->certain;
}

static size_t unique(struct app_duplicate *pairs, size_t count)
{
    size_t kept = 0;

    if (count)
        qsort(pairs, count, sizeof(*pairs), by_pair);
    for (size_t i = 0; i < count; i++)
        if (!kept || pairs[kept - 1].person != pairs[i].person ||
            pairs[kept - 1].other != pairs[i].other)
            pairs[kept++] = pairs[i];
    return kept;
}

enum rc app_duplicates_find(struct db *db, struct arena *arena,
                            struct app_duplicate **ret_pairs, size_t *ret_count)
{
    static const enum db_token kinds[] = {DB_TOKEN_DOCUMENT, DB_TOKEN_NATIONAL_NUMBER,
                                          DB_TOKEN_PHONE};
    struct search s = {.db = db, .arena = arena_new()};
    enum rc rc = RC_OK;

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && !rc; i++)
        rc = db_token_shared(db, kinds[i], take_subject, &s);
    compare_group(&s);
    if (!rc) {
        s.pair_count = unique(s.pairs, s.pair_count);
        *ret_pairs = arena_memdup(arena, s.pairs, s.pair_count * sizeof(*s.pairs));
        *ret_count = s.pair_count;
    }
    free(s.people);
    free(s.pairs);
    arena_free(s.arena);
    return rc;
}
