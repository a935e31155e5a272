#include "geo/plan_pool.h"

#include <stdlib.h>
#include <string.h>

/* So many parties of each size are chosen for each pair of nodes; sizes from the last
 * class on share it. */
#define KEPT    12
#define CLASSES 8
#define NOBODY  UINT32_MAX

/* The cheapest changes of one size between one pair of nodes, as a heap with the dearest
 * first. */
struct shelf {
    uint32_t count;
    uint32_t party[KEPT];
    int64_t cost[KEPT];
};

struct chooser {
    const struct plan_net *net;
    const int64_t *cost;
    size_t nodes;
    uint32_t *shelf_of; /* nodes x nodes: where the pair's shelves begin, or NOBODY */
    struct shelf *shelves;
    uint32_t count;
    uint32_t size;
};

static struct shelf *shelf_for(struct chooser *c, size_t r, size_t q, int32_t seats)
{
    uint32_t *first = &c->shelf_of[r * c->nodes + q];
    int32_t class = seats < CLASSES ? seats : CLASSES;

    if (*first == NOBODY) {
        if (c->count + CLASSES > c->size) {
            c->size = c->size ? c->size * 2 : 64 * CLASSES;
            c->shelves = mem_realloc(c->shelves, c->size, sizeof(*c->shelves));
        }
        *first = c->count;
        for (int k = 0; k < CLASSES; k++)
            c->shelves[c->count++].count = 0;
    }
    return &c->shelves[*first + (uint32_t) class - 1];
}

static bool dearer(const struct shelf *s, int a, int b)
{
    return s->cost[a] != s->cost[b] ? s->cost[a] > s->cost[b] : s->party[a] > s->party[b];
}

static void swap(struct shelf *s, int a, int b)
{
    int64_t cost = s->cost[a];
    uint32_t party = s->party[a];

    s->cost[a] = s->cost[b];
    s->party[a] = s->party[b];
    s->cost[b] = cost;
    s->party[b] = party;
}

static void sink(struct shelf *s)
{
    int at = 0;

    for (;;) {
        int child = 2 * at + 1;

        if (child >= KEPT)
            return;
        if (child + 1 < KEPT && dearer(s, child + 1, child))
            child++;
        if (!dearer(s, child, at))
            return;
        swap(s, at, child);
        at = child;
    }
}

/* Parties come in order, so that among equals the lower ones stay. */
static void put(struct shelf *s, uint32_t party, int64_t cost)
{
    if (s->count < KEPT) {
        int at = (int)s->count++;

        s->party[at] = party;
        s->cost[at] = cost;
        for (; at > 0 && dearer(s, at, (at - 1) / 2); at = (at - 1) / 2)
            swap(s, at, (at - 1) / 2);
    } else if (cost < s->cost[0]) {
        s->party[0] = party;
        s->cost[0] = cost;
        sink(s);
    }
}

static void choose(struct chooser *c, const uint32_t *at, bool *chosen)
{
    const struct plan_net *net = c->net;

    for (uint32_t i = 0; i < net->parties; i++) {
        int64_t now = c->cost[at[i]];

        for (uint32_t a = net->first[i]; a < net->first[i + 1]; a++) {
            if (a == at[i])
                continue;
            chosen[i] |= c->cost[a] < now;
            put(shelf_for(c, net->node[at[i]], net->node[a], net->seats[i]), i,
                c->cost[a] - now);
        }
    }
    for (uint32_t k = 0; k < c->count; k++)
        for (uint32_t n = 0; n < c->shelves[k].count; n++)
            chosen[c->shelves[k].party[n]] = true;
}

static void make_room(struct plan_pool *pool, const struct plan_net *net, size_t parties,
                      size_t arcs)
{
    pool->net = (struct plan_net){.sites = net->sites};
    pool->net.seats = mem_calloc(parties + 1, sizeof(*pool->net.seats));
    pool->net.weight = mem_calloc(parties + 1, sizeof(*pool->net.weight));
    pool->net.first = mem_calloc(parties + 1, sizeof(*pool->net.first));
    pool->net.node = mem_calloc(arcs + 1, sizeof(*pool->net.node));
    pool->net.cost = mem_calloc(arcs + 1, sizeof(*pool->net.cost));
    pool->net.capacity = mem_calloc(net->sites + 1, sizeof(*pool->net.capacity));
    pool->party_of = mem_calloc(parties + 1, sizeof(*pool->party_of));
    pool->at = mem_calloc(parties + 1, sizeof(*pool->at));
}

static void add_party(struct plan_pool *pool, const struct plan_net *net, uint32_t i,
                      uint32_t at)
{
    struct plan_net *own = &pool->net;
    size_t j = own->parties++;
    uint32_t first = own->first[j];
    uint32_t count = net->first[i + 1] - net->first[i];

    own->seats[j] = net->seats[i];
    own->weight[j] = net->weight[i];
    memcpy(&own->node[first], &net->node[net->first[i]], count * sizeof(*own->node));
    memcpy(&own->cost[first], &net->cost[net->first[i]], count * sizeof(*own->cost));
    own->first[j + 1] = first + count;
    pool->party_of[j] = i;
    pool->at[j] = first + at - net->first[i];
}

void plan_pool_init(struct plan_pool *pool, const struct plan_net *net,
                    const uint32_t *at, const int64_t *cost, const bool *divided)
{
    size_t nodes = plan_net_nodes(net);
    struct chooser c = {.net = net, .cost = cost, .nodes = nodes};
    bool *chosen = mem_alloc(net->parties + 1);
    size_t parties = 0;
    size_t arcs = 0;

    c.shelf_of = mem_alloc(nodes * nodes * sizeof(*c.shelf_of));
    memset(c.shelf_of, 0xff, nodes * nodes * sizeof(*c.shelf_of));
    memcpy(chosen, divided, net->parties);
    choose(&c, at, chosen);
    for (size_t i = 0; i < net->parties; i++) {
        parties += chosen[i];
        arcs += chosen[i] ? net->first[i + 1] - net->first[i] : 0;
    }
    make_room(pool, net, parties, arcs);
    for (size_t r = 0; r < nodes; r++)
        pool->net.capacity[r] = net->capacity[r];
    for (uint32_t i = 0; i < net->parties; i++) {
        if (chosen[i])
            add_party(pool, net, i, at[i]);
        else
            pool->net.capacity[net->node[at[i]]] -= net->seats[i];
    }
    free(c.shelf_of);
    free(c.shelves);
    free(chosen);
}

void plan_pool_fini(struct plan_pool *pool)
{
    free(pool->net.seats);
    free(pool->net.weight);
    free(pool->net.first);
    free(pool->net.node);
    free(pool->net.cost);
    free(pool->net.capacity);
    free(pool->party_of);
    free(pool->at);
}
