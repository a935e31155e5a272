#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "geo/plan_heap.h"
#include "geo/plan_net.h"

/* Below so many parties there is no sample. */
#define SAMPLE_MIN    1000
#define SAMPLE_ONE_IN 4
#define NO_EDGE       (INT64_MAX / 4)
#define POOL          UINT32_MAX /* the free seats, as a party without end */

/* The free seats are one more party (the pool) that costs nothing anywhere: then every
 * node is exactly full, and too many and too few people are mended by the same paths. */
struct state {
    const struct plan_net *net;
    size_t nodes;
    int64_t *price;
    int32_t *carried;
    int64_t *pool;   /* free seats at each node */
    int64_t *excess; /* people and free seats above capacity, negative below */
    int64_t *edge;   /* nodes x nodes: cheapest change, NO_EDGE where there is none */
    struct plan_heap *heaps; /* nodes x nodes */
    int64_t *distance;
    uint32_t *previous;
    bool *done;
};

static void state_init(struct state *s, const struct plan_net *net,
                       struct plan_flow *flow)
{
    size_t nodes = plan_net_nodes(net);

    *s = (struct state){.net = net, .nodes = nodes};
    s->price = flow->price;
    s->carried = flow->carried;
    s->pool = mem_calloc(nodes, sizeof(*s->pool));
    s->excess = mem_calloc(nodes, sizeof(*s->excess));
    s->edge = mem_calloc(nodes * nodes, sizeof(*s->edge));
    s->heaps = mem_calloc(nodes * nodes, sizeof(*s->heaps));
    s->distance = mem_calloc(nodes, sizeof(*s->distance));
    s->previous = mem_calloc(nodes, sizeof(*s->previous));
    s->done = mem_calloc(nodes, sizeof(*s->done));
}

static void state_fini(struct state *s)
{
    for (size_t i = 0; i < s->nodes * s->nodes; i++)
        plan_heap_fini(&s->heaps[i]);
    free(s->pool);
    free(s->excess);
    free(s->edge);
    free(s->heaps);
    free(s->distance);
    free(s->previous);
    free(s->done);
}

/* Everybody to the node that is best at the prices, whatever its capacity. */
static void place_parties(struct state *s)
{
    const struct plan_net *net = s->net;

    memset(s->carried, 0, net->first[net->parties] * sizeof(*s->carried));
    for (size_t r = 0; r < s->nodes; r++)
        s->excess[r] = -net->capacity[r];
    for (size_t i = 0; i < net->parties; i++) {
        uint32_t best = net->first[i];
        int64_t least = INT64_MAX;

        for (uint32_t a = net->first[i]; a < net->first[i + 1]; a++) {
            int64_t cost = net->cost[a] + s->price[net->node[a]];

            if (cost < least) {
                least = cost;
                best = a;
            }
        }
        s->carried[best] = net->seats[i];
        s->excess[net->node[best]] += net->seats[i];
    }
}

/* The pool may only lie where the price is least, which "remain" always has; it fills
 * what room there is at such nodes, and the rest goes to "remain". */
static void place_pool(struct state *s)
{
    size_t remain = s->nodes - 1;
    int64_t base = s->price[remain];
    int64_t left = 0;

    for (size_t r = 0; r < s->nodes; r++) {
        s->price[r] = s->price[r] > base ? s->price[r] - base : 0;
        if (r != remain)
            left += s->net->capacity[r];
    }
    for (size_t r = 0; r < s->nodes; r++) {
        int64_t room = -s->excess[r];

        if (s->price[r] > 0 || room <= 0 || r == remain)
            continue;
        s->pool[r] = room < left ? room : left;
        s->excess[r] += s->pool[r];
        left -= s->pool[r];
    }
    s->pool[remain] = left;
    s->excess[remain] += left;
}

static struct plan_change change_of(const struct state *s, uint32_t party, uint32_t from,
                                    uint32_t to)
{
    uint32_t first = s->net->first[party];

    return (struct plan_change){s->net->cost[to] - s->net->cost[from], party,
                                (uint16_t)(from - first), (uint16_t)(to - first)};
}

static struct plan_heap *heap_between(const struct state *s, uint32_t from, uint32_t to)
{
    return &s->heaps[s->net->node[from] * s->nodes + s->net->node[to]];
}

/* Takes off what is no longer there and notes the cheapest change. */
static void refresh_edge(struct state *s, size_t r, size_t q)
{
    struct plan_heap *heap = &s->heaps[r * s->nodes + q];
    int64_t key = NO_EDGE;

    while (heap->count &&
           !s->carried[s->net->first[heap->items[0].party] + heap->items[0].from])
        plan_heap_pop(heap);
    if (heap->count)
        key = heap->items[0].key;
    if (s->pool[r] > 0 && key > 0)
        key = 0;
    s->edge[r * s->nodes + q] = key;
}

static void append_changes(struct state *s, bool counting)
{
    const struct plan_net *net = s->net;

    for (uint32_t i = 0; i < net->parties; i++) {
        uint32_t from = net->first[i];

        while (!s->carried[from])
            from++;
        for (uint32_t to = net->first[i]; to < net->first[i + 1]; to++) {
            struct plan_heap *heap = heap_between(s, from, to);

            if (to == from)
                continue;
            if (counting)
                heap->size++;
            else
                plan_heap_append(heap, change_of(s, i, from, to));
        }
    }
}

static void build_edges(struct state *s)
{
    append_changes(s, true);
    for (size_t i = 0; i < s->nodes * s->nodes; i++) {
        uint32_t size = s->heaps[i].size;

        s->heaps[i].size = 0;
        plan_heap_reserve(&s->heaps[i], size);
    }
    append_changes(s, false);
    for (size_t r = 0; r < s->nodes; r++) {
        for (size_t q = 0; q < s->nodes; q++) {
            plan_heap_order(&s->heaps[r * s->nodes + q]);
            refresh_edge(s, r, q);
        }
    }
}

static size_t nearest_open(const struct state *s)
{
    size_t best = s->nodes;
    int64_t least = NO_EDGE;

    for (size_t r = 0; r < s->nodes; r++) {
        if (!s->done[r] && s->distance[r] < least) {
            least = s->distance[r];
            best = r;
        }
    }
    return best;
}

static void relax(struct state *s, size_t r)
{
    const int64_t *edge = &s->edge[r * s->nodes];
    int64_t base = s->distance[r] - s->price[r];

    for (size_t q = 0; q < s->nodes; q++) {
        int64_t distance = base + edge[q] + s->price[q];

        if (distance < s->distance[q]) {
            s->distance[q] = distance;
            s->previous[q] = (uint32_t)r;
        }
    }
}

/* The nearest node with room, from all that are too full; s->nodes when none is. */
static size_t shortest_path(struct state *s)
{
    size_t end = s->nodes;
    bool any = false;

    for (size_t r = 0; r < s->nodes; r++) {
        bool source = s->excess[r] > 0;

        s->done[r] = false;
        s->distance[r] = source ? 0 : NO_EDGE;
        s->previous[r] = POOL;
        any |= source;
    }
    while (any && end == s->nodes) {
        size_t r = nearest_open(s);

        assert(r < s->nodes); /* "remain" has room and is an arc of every party */
        s->done[r] = true;
        if (s->excess[r] < 0)
            end = r;
        else
            relax(s, r);
    }
    return end;
}

static void raise_prices(struct state *s, size_t end)
{
    for (size_t r = 0; r < s->nodes; r++)
        if (s->done[r])
            s->price[r] += s->distance[end] - s->distance[r];
}

/* The change that an edge stands for; its party is POOL when free seats move instead. */
static struct plan_change cheapest(const struct state *s, size_t r, size_t q)
{
    const struct plan_heap *heap = &s->heaps[r * s->nodes + q];

    if (heap->count && heap->items[0].key == s->edge[r * s->nodes + q])
        return heap->items[0];
    return (struct plan_change){.party = POOL};
}

static int64_t path_amount(const struct state *s, size_t end)
{
    int64_t amount = -s->excess[end];
    size_t q = end;

    while (s->previous[q] != POOL) {
        size_t r = s->previous[q];
        struct plan_change c = cheapest(s, r, q);
        int64_t there =
            c.party == POOL ? s->pool[r] : s->carried[s->net->first[c.party] + c.from];

        amount = there < amount ? there : amount;
        q = r;
    }
    return s->excess[q] < amount ? s->excess[q] : amount;
}

/* Party @p i has come to its arc @p from: it may leave again over any other. */
static void offer_changes(struct state *s, uint32_t i, uint32_t from)
{
    for (uint32_t to = s->net->first[i]; to < s->net->first[i + 1]; to++)
        if (to != from)
            plan_heap_push(heap_between(s, from, to), change_of(s, i, from, to));
}

static void refresh_from(struct state *s, size_t r)
{
    for (size_t q = 0; q < s->nodes; q++)
        if (q != r)
            refresh_edge(s, r, q);
}

static void move(struct state *s, size_t r, size_t q, int64_t amount)
{
    struct plan_change c = cheapest(s, r, q);

    if (c.party == POOL) {
        s->pool[r] -= amount;
        s->pool[q] += amount;
    } else {
        uint32_t from = s->net->first[c.party] + c.from;
        uint32_t to = s->net->first[c.party] + c.to;

        if (!s->carried[to])
            offer_changes(s, c.party, to);
        s->carried[from] -= (int32_t)amount;
        s->carried[to] += (int32_t)amount;
    }
    s->excess[r] -= amount;
    s->excess[q] += amount;
}

/* Moves along the path that ends at @p end. Edges are refreshed only afterwards, so that
 * every step is the one that was found. */
static void push(struct state *s, size_t end)
{
    int64_t amount = path_amount(s, end);
    size_t q;

    for (q = end; s->previous[q] != POOL; q = s->previous[q])
        move(s, s->previous[q], q, amount);
    for (q = end; q != POOL; q = s->previous[q])
        refresh_from(s, q);
}

/* Prices are told from "remain" up. A node without people and free seats may lie below
 * it: it costs nothing to raise that. */
static void settle_prices(struct state *s)
{
    int64_t base = s->price[s->nodes - 1];

    for (size_t r = 0; r < s->nodes; r++)
        s->price[r] = s->price[r] > base ? s->price[r] - base : 0;
}

static void solve_from(const struct plan_net *net, struct plan_flow *flow)
{
    struct state s;
    size_t end;

    state_init(&s, net, flow);
    place_parties(&s);
    place_pool(&s);
    build_edges(&s);
    while ((end = shortest_path(&s)) < s.nodes) {
        raise_prices(&s, end);
        push(&s, end);
    }
    settle_prices(&s);
    state_fini(&s);
}

/* Spread evenly whatever the ids mean: the finalizer of splitmix64. */
bool plan_net_sampled(size_t i, uint64_t one_in)
{
    uint64_t x = (uint64_t)i + 1;

    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return (x ^ (x >> 31)) % one_in == 0;
}

static void sample_init(struct plan_net *sample, const struct plan_net *net)
{
    size_t nodes = plan_net_nodes(net);

    *sample = (struct plan_net){.sites = net->sites};
    sample->seats = mem_alloc((net->parties + 1) * sizeof(*sample->seats));
    sample->first = mem_alloc((net->parties + 1) * sizeof(*sample->first));
    sample->node = mem_alloc((net->first[net->parties] + 1) * sizeof(*sample->node));
    sample->cost = mem_alloc((net->first[net->parties] + 1) * sizeof(*sample->cost));
    sample->capacity = mem_calloc(nodes, sizeof(*sample->capacity));
}

static void sample_fini(struct plan_net *sample)
{
    free(sample->seats);
    free(sample->first);
    free(sample->node);
    free(sample->cost);
    free(sample->capacity);
}

/* Capacities in proportion to the seats the sample asks for. */
static void sample_fill(struct plan_net *sample, const struct plan_net *net,
                        uint64_t one_in)
{
    size_t remain = net->sites;
    uint32_t arcs = 0;
    int64_t asked = 0;

    for (size_t i = 0; i < net->parties; i++) {
        uint32_t count = net->first[i + 1] - net->first[i];

        if (!plan_net_sampled(i, one_in))
            continue;
        sample->first[sample->parties] = arcs;
        sample->seats[sample->parties++] = net->seats[i];
        memcpy(&sample->node[arcs], &net->node[net->first[i]],
               count * sizeof(*sample->node));
        memcpy(&sample->cost[arcs], &net->cost[net->first[i]],
               count * sizeof(*sample->cost));
        arcs += count;
        asked += net->seats[i];
    }
    sample->first[sample->parties] = arcs;
    for (size_t r = 0; r < remain && asked; r++)
        sample->capacity[r] =
            (int64_t)((__int128)net->capacity[r] * asked / net->capacity[remain]);
    sample->capacity[remain] = asked;
}

void plan_flow_sample(const struct plan_net *net, uint64_t one_in, int64_t *price)
{
    struct plan_net sample;
    struct plan_flow flow = {.price = price};

    sample_init(&sample, net);
    sample_fill(&sample, net, one_in);
    flow.carried = mem_calloc(sample.first[sample.parties] + 1, sizeof(*flow.carried));
    plan_flow_solve(&sample, &flow);
    free(flow.carried);
    sample_fini(&sample);
}

void plan_flow_solve(const struct plan_net *net, struct plan_flow *ret)
{
    if (!ret->nearly && net->parties > SAMPLE_MIN)
        plan_flow_sample(net, SAMPLE_ONE_IN, ret->price);
    solve_from(net, ret);
}
