#include "geo/hits.h"

#include <stdlib.h>

#include "server/core/arena.h"

/* The worst of a party. */
struct party_standing {
    int64_t party_id;
    struct geo_standing standing;
    uint16_t heads;
};

struct gathering {
    struct party_standing *items;
    size_t count;
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

static void gather(void *state, const struct geo_hit *hit, struct geo_standing standing)
{
    struct gathering *gathering = state;

    if (standing.level || standing.no_go || standing.corridor)
        gathering->items[gathering->count++] =
            (struct party_standing){hit->party_id, standing, hit->heads};
}

static int compare(const void *a, const void *b)
{
    const struct party_standing *one = a, *other = b;

    if (one->party_id != other->party_id)
        return one->party_id < other->party_id ? -1 : 1;
    return geo_zone_rank(other->standing) - geo_zone_rank(one->standing);
}

void geo_hits_tally(const struct geo_hits *hits, const struct geo_zone *zones,
                    struct geo_tally *ret_tally)
{
    struct gathering gathering = {
        .items = mem_calloc(hits->count + 1, sizeof(*gathering.items))};
    struct geo_tally tally = {0};
    size_t i = 0;

    geo_hits_standings(hits, zones, gather, &gathering);
    qsort(gathering.items, gathering.count, sizeof(*gathering.items), compare);
    while (i < gathering.count) {
        struct party_standing worst = gathering.items[i];

        for (; i < gathering.count && gathering.items[i].party_id == worst.party_id; i++)
            if (gathering.items[i].heads > worst.heads)
                worst.heads = gathering.items[i].heads;
        tally.parties[worst.standing.level]++;
        tally.heads[worst.standing.level] += worst.heads;
        tally.no_go_parties += worst.standing.no_go;
        tally.no_go_heads += worst.standing.no_go ? worst.heads : 0;
    }
    free(gathering.items);
    *ret_tally = tally;
}
