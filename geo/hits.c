#include "geo/hits.h"

#include <stdlib.h>

#include "server/core/arena.h"

/* The worst of a party so far; party 0: free. */
struct party_slot {
    int64_t party_id;
    struct geo_standing standing;
    int32_t heads;
};

void geo_hits_fini(struct geo_hits *hits)
{
    free(hits->items);
    *hits = (struct geo_hits){0};
}

void geo_hits_standings(const struct geo_hits *hits, const struct geo_zone *zones,
                        void (*each)(void *state, const struct geo_hit *hit,
                                     struct geo_standing standing),
                        void *state)
{
    size_t i = 0;

    while (i < hits->count) {
        struct geo_standing standing = {0};
        const struct geo_hit *first = &hits->items[i];

        for (; i < hits->count && hits->items[i].stay_id == first->stay_id; i++)
            if (!hits->items[i].possible)
                geo_zone_stand(&standing, &zones[hits->items[i].zone]);
        each(state, first, geo_zone_stood(standing));
    }
}

/* The party's slot, or a free one. Parties are stamps: mixed as in splitmix64. */
static struct party_slot *slot_of(struct party_slot *slots, size_t mask, int64_t party_id)
{
    uint64_t x = (uint64_t)party_id;
    size_t at;

    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    at = (size_t)(x ^ (x >> 31)) & mask;
    while (slots[at].party_id && slots[at].party_id != party_id)
        at = (at + 1) & mask;
    return &slots[at];
}

struct tallying {
    struct party_slot *slots;
    size_t mask;
};

static void add_stay(void *state, const struct geo_hit *hit, struct geo_standing standing)
{
    struct tallying *tallying = state;
    struct party_slot *slot;

    if (!standing.level && !standing.no_go && !standing.corridor)
        return;
    slot = slot_of(tallying->slots, tallying->mask, hit->party_id);
    if (!slot->party_id || geo_zone_rank(standing) > geo_zone_rank(slot->standing))
        slot->standing = standing;
    if (hit->heads > slot->heads)
        slot->heads = hit->heads;
    slot->party_id = hit->party_id;
}

void geo_hits_tally(const struct geo_hits *hits, const struct geo_zone *zones,
                    struct geo_tally *ret_tally)
{
    struct geo_tally tally = {0};
    struct tallying tallying;
    size_t size = 64;

    while (size < 2 * hits->count)
        size *= 2;
    tallying = (struct tallying){mem_calloc(size, sizeof(*tallying.slots)), size - 1};
    geo_hits_standings(hits, zones, add_stay, &tallying);
    for (size_t i = 0; i < size; i++) {
        const struct party_slot *slot = &tallying.slots[i];

        if (!slot->party_id)
            continue;
        tally.parties[slot->standing.level]++;
        tally.heads[slot->standing.level] += slot->heads;
        tally.no_go_parties += slot->standing.no_go;
        tally.no_go_heads += slot->standing.no_go ? slot->heads : 0;
    }
    free(tallying.slots);
    *ret_tally = tally;
}
