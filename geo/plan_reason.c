#include <stdlib.h>
#include <string.h>

#include "geo/plan_work.h"

/* Sets of sites as bits. */
struct sets {
    size_t words;
    uint64_t *usable;  /* of each party of the net: the sites it may use */
    uint64_t *instead; /* of each site: what the parties seated there may use */
};

static void add_site(uint64_t *set, size_t site)
{
    set[site / 64] |= (uint64_t)1 << (site % 64);
}

static bool has_site(const uint64_t *set, size_t site)
{
    return set[site / 64] >> (site % 64) & 1;
}

static void sets_fill(const struct plan_work *w, struct sets *sets)
{
    const struct plan_net *net = &w->net;

    for (size_t j = 0; j < net->parties; j++) {
        uint64_t *usable = &sets->usable[j * sets->words];
        uint32_t node = net->node[w->at[j]];

        for (size_t k = 0; k < net->sites; k++)
            if (w->sites[k].capacity >= net->seats[j] &&
                plan_candidates_route(w, w->party_of[j], k))
                add_site(usable, k);
        for (size_t n = 0; n < sets->words && node < net->sites; n++)
            sets->instead[node * sets->words + n] |= usable[n];
    }
}

/* Adds what those who sit in the set could use instead, until nothing is new: whoever is
 * in there shares all of it. */
static void close_set(const struct plan_net *net, const struct sets *sets, uint64_t *set)
{
    bool grown = true;

    while (grown) {
        grown = false;
        for (size_t k = 0; k < net->sites; k++) {
            const uint64_t *more = &sets->instead[k * sets->words];

            if (!has_site(set, k))
                continue;
            for (size_t n = 0; n < sets->words; n++) {
                grown |= (more[n] & ~set[n]) != 0;
                set[n] |= more[n];
            }
        }
    }
}

static bool within(const uint64_t *part, const uint64_t *whole, size_t words)
{
    for (size_t n = 0; n < words; n++)
        if (part[n] & ~whole[n])
            return false;
    return true;
}

static void count_shortage(const struct plan_work *w, const struct sets *sets,
                           const uint64_t *set, struct geo_plan_shortage *ret)
{
    const struct plan_net *net = &w->net;

    *ret = (struct geo_plan_shortage){
        .sites = arena_array(w->arena, net->sites + 1, sizeof(*ret->sites))};
    for (size_t k = 0; k < net->sites; k++) {
        if (!has_site(set, k))
            continue;
        ret->sites[ret->site_count++] = (uint32_t)k;
        ret->places += net->capacity[k];
    }
    for (size_t j = 0; j < net->parties; j++) {
        uint32_t node = net->node[w->at[j]];

        if (within(&sets->usable[j * sets->words], set, sets->words)) {
            ret->parties++;
            ret->people += net->seats[j];
        }
        if (node < net->sites && has_site(set, node))
            ret->taken += net->seats[j];
    }
}

/* The shortage over @p set, counted when it is met first. */
static uint32_t shortage_of(const struct plan_work *w, const struct sets *sets,
                            const uint64_t *set, struct geo_plan *plan)
{
    for (size_t n = 0; n < plan->shortage_count; n++) {
        const struct geo_plan_shortage *known = &plan->shortages[n];
        size_t same = 0;
        size_t size = 0;

        for (size_t k = 0; k < w->net.sites; k++)
            size += has_site(set, k);
        for (size_t k = 0; k < known->site_count; k++)
            same += has_site(set, known->sites[k]);
        if (same == size && size == known->site_count)
            return (uint32_t)n;
    }
    count_shortage(w, sets, set, &plan->shortages[plan->shortage_count]);
    return (uint32_t)plan->shortage_count++;
}

static size_t count_short(const struct geo_plan *plan)
{
    size_t count = 0;

    for (size_t i = 0; i < plan->row_count; i++)
        count += plan->rows[i].reason == GEO_PLAN_R4_SEATS_SHORT;
    return count;
}

void plan_reason_shortages(const struct plan_work *w, struct geo_plan *plan)
{
    const struct plan_net *net = &w->net;
    struct sets sets = {.words = net->sites / 64 + 1};
    size_t count = count_short(plan);
    uint64_t *set;

    if (!count)
        return;
    plan->shortages = arena_array(w->arena, count, sizeof(*plan->shortages));
    set = mem_calloc(sets.words, sizeof(*set));
    sets.usable = mem_calloc(net->parties * sets.words, sizeof(*sets.usable));
    sets.instead = mem_calloc((net->sites + 1) * sets.words, sizeof(*sets.instead));
    sets_fill(w, &sets);
    for (size_t j = 0; j < net->parties; j++) {
        struct geo_plan_row *row = &plan->rows[w->party_of[j]];

        if (row->reason != GEO_PLAN_R4_SEATS_SHORT)
            continue;
        memcpy(set, &sets.usable[j * sets.words], sets.words * sizeof(*set));
        close_set(net, &sets, set);
        row->shortage = shortage_of(w, &sets, set, plan);
    }
    free(set);
    free(sets.usable);
    free(sets.instead);
}
