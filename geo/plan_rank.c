#include <stdlib.h>

#include "geo/plan_work.h"

/* No two places on the ellipsoid are further apart: half a meridian is 20,003,931.5 m. */
#define LONGEST_M 20003932

/* A pair (weight, seats) that some parties have. */
struct kind {
    int64_t weight;
    int32_t seats;
    uint32_t number; /* the order in which it was met */
    uint32_t rank;
};

static int compare_kinds(const void *a, const void *b)
{
    const struct kind *x = a;
    const struct kind *y = b;
    int64_t left = x->weight * y->seats;
    int64_t right = y->weight * x->seats;

    return (left > right) - (left < right);
}

static int compare_numbers(const void *a, const void *b)
{
    uint32_t x = ((const struct kind *)a)->number;
    uint32_t y = ((const struct kind *)b)->number;

    return (x > y) - (x < y);
}

/* A table of kinds by hash, at most half full. */
struct kinds {
    struct kind *items;
    uint32_t count;
    uint32_t *slots; /* place in items + 1; 0 empty */
    size_t mask;
};

static uint32_t kind_of(struct kinds *kinds, int64_t weight, int32_t seats)
{
    size_t slot = ((uint64_t)weight * 0x9e3779b97f4a7c15u + (uint64_t)seats) *
                          0xbf58476d1ce4e5b9u >>
                      20 &
                  kinds->mask;

    for (; kinds->slots[slot]; slot = (slot + 1) & kinds->mask) {
        const struct kind *kind = &kinds->items[kinds->slots[slot] - 1];

        if (kind->weight == weight && kind->seats == seats)
            return kind->number;
    }
    kinds->items[kinds->count] = (struct kind){weight, seats, kinds->count, 0};
    kinds->slots[slot] = ++kinds->count;
    return kinds->count - 1;
}

static void number_ranks(struct plan_work *w, struct kinds *kinds)
{
    uint32_t rank = 0;

    w->rank_weight = arena_array(w->arena, kinds->count + 1, sizeof(*w->rank_weight));
    w->rank_seats = arena_array(w->arena, kinds->count + 1, sizeof(*w->rank_seats));
    qsort(kinds->items, kinds->count, sizeof(*kinds->items), compare_kinds);
    for (uint32_t k = 0; k < kinds->count; k++) {
        if (k == 0 || compare_kinds(&kinds->items[k - 1], &kinds->items[k]))
            rank++;
        kinds->items[k].rank = rank;
        w->rank_weight[rank] = kinds->items[k].weight;
        w->rank_seats[rank] = kinds->items[k].seats;
    }
    w->ranks = rank;
    qsort(kinds->items, kinds->count, sizeof(*kinds->items), compare_numbers);
}

void plan_rank_build(struct plan_work *w)
{
    struct plan_net *net = &w->net;
    struct kinds kinds = {.mask = 1023};

    while (kinds.mask < 2 * net->parties)
        kinds.mask = 2 * kinds.mask + 1;
    kinds.slots = mem_calloc(kinds.mask + 1, sizeof(*kinds.slots));
    kinds.items = mem_calloc(net->parties + 1, sizeof(*kinds.items));
    w->rank = mem_calloc(net->parties + 1, sizeof(*w->rank));
    for (size_t j = 0; j < net->parties; j++)
        w->rank[j] = kind_of(&kinds, net->weight[j], net->seats[j]);
    number_ranks(w, &kinds);
    w->step = (int64_t)(net->sites + 2) * (LONGEST_M + 1);
    for (size_t j = 0; j < net->parties; j++) {
        w->rank[j] = kinds.items[w->rank[j]].rank;
        net->cost[net->first[j + 1] - 1] = w->rank[j] * w->step;
    }
    free(kinds.slots);
    free(kinds.items);
}

int64_t plan_rank_split(const struct plan_work *w, int64_t price, int64_t *ret_metres)
{
    int64_t rank = (price + w->step / 2) / w->step;

    *ret_metres = price - rank * w->step;
    return rank;
}

int64_t plan_rank_value(const struct plan_work *w, int64_t rank, int64_t unit)
{
    if (rank == 0)
        return 0;
    return (int64_t)((__int128)w->rank_weight[rank] * unit / w->rank_seats[rank]);
}
