#include <stdlib.h>
#include <string.h>

#include "geo/plan_work.h"

/* The cost that the @p keep-th cheapest item of a list has at the prices. */
static int64_t dearest_kept(const struct plan_work *w, const struct plan_list *list,
                            size_t keep)
{
    int64_t cost[PLAN_KEEP] = {0};
    size_t count = 0;

    if (list->count <= keep || keep > PLAN_KEEP)
        return INT64_MAX;
    for (size_t n = 0; n < list->count; n++) {
        int64_t c = list->items[n].metres + w->flow.price[list->items[n].site];
        size_t at = count < keep ? count++ : keep;

        for (; at > 0 && c < cost[at - 1]; at--)
            if (at < keep)
                cost[at] = cost[at - 1];
        if (at < keep)
            cost[at] = c;
    }
    return cost[keep - 1];
}

void plan_net_release(struct plan_work *w)
{
    struct plan_net *net = &w->net;

    free(net->seats);
    free(net->weight);
    free(net->first);
    free(net->node);
    free(net->cost);
    free(net->capacity);
    free(w->party_of);
    free(w->rank);
    free(w->flow.carried);
    *net = (struct plan_net){0};
    w->party_of = NULL;
    w->rank = NULL;
    w->flow.carried = NULL;
}

static void make_room(struct plan_work *w)
{
    struct plan_net *net = &w->net;
    size_t parties = 0;
    size_t arcs = 0;

    for (size_t i = 0; i < w->in->party_count; i++) {
        size_t count = w->lists[i].count;

        parties += count > 0;
        arcs += count ? count + 1 : 0;
    }
    plan_net_release(w);
    net->sites = w->in->site_count;
    net->seats = mem_calloc(parties + 1, sizeof(*net->seats));
    net->weight = mem_calloc(parties + 1, sizeof(*net->weight));
    net->first = mem_calloc(parties + 1, sizeof(*net->first));
    net->capacity = mem_calloc(net->sites + 1, sizeof(*net->capacity));
    net->node = mem_alloc((arcs + 1) * sizeof(*net->node));
    net->cost = mem_alloc((arcs + 1) * sizeof(*net->cost));
    w->party_of = mem_calloc(parties + 1, sizeof(*w->party_of));
    if (!w->flow.price)
        w->flow.price = arena_array(w->arena, net->sites + 1, sizeof(*w->flow.price));
}

static void add_party(struct plan_work *w, size_t i, size_t keep, uint32_t *arcs)
{
    struct plan_net *net = &w->net;
    const struct plan_list *list = &w->lists[i];
    int64_t most = dearest_kept(w, list, keep);

    w->party_of[net->parties] = (uint32_t)i;
    net->seats[net->parties] = w->parties[i].seats;
    net->weight[net->parties] = w->parties[i].weight;
    net->first[net->parties++] = *arcs;
    net->capacity[net->sites] += w->parties[i].seats;
    for (size_t n = 0; n < list->count; n++) {
        const struct plan_near *item = &list->items[n];

        if (item->metres + w->flow.price[item->site] > most)
            continue;
        net->node[*arcs] = item->site;
        net->cost[(*arcs)++] = item->metres;
    }
    net->node[(*arcs)++] = (uint32_t)net->sites;
}

void plan_net_build(struct plan_work *w, size_t keep)
{
    struct plan_net *net = &w->net;
    uint32_t arcs = 0;

    make_room(w);
    for (size_t k = 0; k < net->sites; k++)
        net->capacity[k] = w->closed[k] ? 0 : w->sites[k].capacity;
    for (size_t i = 0; i < w->in->party_count; i++)
        if (w->lists[i].count)
            add_party(w, i, keep, &arcs);
    net->first[net->parties] = arcs;
    net->node = mem_realloc(net->node, arcs + 1, sizeof(*net->node));
    net->cost = mem_realloc(net->cost, arcs + 1, sizeof(*net->cost));
    w->flow.carried = mem_calloc(arcs + 1, sizeof(*w->flow.carried));
}

int64_t plan_net_least(const struct plan_work *w, size_t j, const int64_t *price)
{
    const struct plan_list *list = &w->lists[w->party_of[j]];
    int64_t least = INT64_MAX;

    for (size_t n = 0; n < list->count; n++) {
        int64_t cost = list->items[n].metres + price[list->items[n].site];

        least = cost < least ? cost : least;
    }
    return least;
}
