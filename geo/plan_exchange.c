#include "geo/plan_exchange.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define NO_COST  (INT64_MAX / 4)
#define HOPS_MAX 6
#define NO_LABEL UINT32_MAX

/* A chain so far: @p excess seats have still to leave @p node. */
struct plan_label {
    int64_t cost;
    size_t node;
    int32_t excess;
    uint32_t previous;
    struct plan_option taken; /* what led here */
};

static void offer(struct plan_option *row, int64_t shift, int32_t reach,
                  struct plan_option option)
{
    if (shift < 1 || shift > reach)
        return;
    if (option.cost < row[shift].cost)
        row[shift] = option;
}

static void offer_pairs(const struct plan_seating *s, struct plan_option *row,
                        const struct plan_leave *out, size_t out_count)
{
    const int32_t *seats = s->net->seats;

    for (size_t a = 0; a < out_count; a++) {
        offer(row, seats[out[a].party], s->reach,
              (struct plan_option){out[a].cost, out[a].arc, PLAN_NOBODY, PLAN_NOBODY});
        for (size_t b = a + 1; b < out_count; b++)
            offer(row, (int64_t)seats[out[a].party] + seats[out[b].party], s->reach,
                  (struct plan_option){out[a].cost + out[b].cost, out[a].arc, out[b].arc,
                                       PLAN_NOBODY});
    }
}

const struct plan_option *plan_seating_options(struct plan_seating *s, size_t r, size_t q)
{
    struct plan_option **known = &s->options[r * s->nodes + q];
    const int32_t *seats = s->net->seats;
    const struct plan_leave *out;
    const struct plan_leave *back;
    size_t out_count;
    size_t back_count;

    out = plan_seating_leaves(s, r, q, &out_count);
    if (*known || !out_count)
        return *known;
    *known = mem_alloc(((size_t)s->reach + 1) * sizeof(**known));
    for (int32_t shift = 0; shift <= s->reach; shift++)
        (*known)[shift] =
            (struct plan_option){NO_COST, PLAN_NOBODY, PLAN_NOBODY, PLAN_NOBODY};
    offer_pairs(s, *known, out, out_count);
    back = plan_seating_leaves(s, q, r, &back_count);
    for (size_t a = 0; a < out_count; a++)
        for (size_t b = 0; b < back_count; b++)
            offer(*known, (int64_t)seats[out[a].party] - seats[back[b].party], s->reach,
                  (struct plan_option){out[a].cost + back[b].cost, out[a].arc,
                                       PLAN_NOBODY, back[b].arc});
    return *known;
}

static uint32_t owner(const struct plan_seating *s, uint32_t arc)
{
    size_t low = 0;
    size_t high = s->net->parties;

    while (high - low > 1) {
        size_t middle = (low + high) / 2;

        if (s->net->first[middle] <= arc)
            low = middle;
        else
            high = middle;
    }
    return (uint32_t)low;
}

static bool moves(const struct plan_seating *s, const struct plan_option *o, uint32_t i)
{
    const uint32_t arcs[] = {o->out, o->also, o->back};

    for (int k = 0; k < 3; k++)
        if (arcs[k] != PLAN_NOBODY && arcs[k] >= s->net->first[i] &&
            arcs[k] < s->net->first[i + 1])
            return true;
    return false;
}

/* A chain visits each node once and moves each party once. */
static bool may_follow(const struct plan_seating *s, uint32_t label, size_t q,
                       const struct plan_option *o)
{
    const uint32_t arcs[] = {o->out, o->also, o->back};

    if (s->tabu != PLAN_NOBODY && moves(s, o, s->tabu))
        return false;
    for (; label != NO_LABEL; label = s->labels[label].previous) {
        const struct plan_label *l = &s->labels[label];

        if (l->node == q)
            return false;
        if (l->previous == NO_LABEL)
            break;
        for (int k = 0; k < 3; k++)
            if (arcs[k] != PLAN_NOBODY && moves(s, &l->taken, owner(s, arcs[k])))
                return false;
    }
    return true;
}

static uint32_t add_label(struct plan_seating *s, struct plan_label label)
{
    if (s->label_count == s->label_size) {
        s->label_size = s->label_size ? s->label_size * 2 : 256;
        s->labels = mem_realloc(s->labels, s->label_size, sizeof(*s->labels));
    }
    s->labels[s->label_count] = label;
    return s->label_count++;
}

struct search {
    int64_t limit; /* the best chain that ends, or what the caller allows */
    uint32_t end;
};

static void step(struct plan_seating *s, struct search *search, uint32_t from, size_t q,
                 int32_t shift)
{
    const struct plan_option *o = &s->options[s->labels[from].node * s->nodes + q][shift];
    struct plan_label l = s->labels[from];
    int64_t fits = shift < s->room[q] ? shift : s->room[q];
    int64_t cost =
        l.cost + o->cost + s->price[l.node] * (shift - l.excess) - s->price[q] * fits;
    int32_t excess = (int32_t)(shift - fits);
    int64_t *best = &s->best[q * ((size_t)s->reach + 1) + (size_t)excess];
    uint32_t label;

    if (cost >= search->limit || cost >= *best || !may_follow(s, from, q, o))
        return;
    *best = cost;
    label = add_label(s, (struct plan_label){cost, q, excess, from, *o});
    if (excess == 0) {
        search->limit = cost;
        search->end = label;
    }
}

static void expand(struct plan_seating *s, struct search *search, uint32_t from)
{
    size_t r = s->labels[from].node;
    int32_t excess = s->labels[from].excess;

    for (size_t q = 0; q < s->nodes; q++) {
        const struct plan_option *row;

        if (q == r || s->room[q] < 0)
            continue;
        row = plan_seating_options(s, r, q);
        if (!row)
            continue;
        for (int32_t shift = excess; shift <= s->reach; shift++)
            if (row[shift].cost < NO_COST)
                step(s, search, from, q, shift);
    }
}

static void carry_out(struct plan_seating *s, uint32_t label)
{
    for (; s->labels[label].previous != NO_LABEL; label = s->labels[label].previous) {
        const struct plan_option o = s->labels[label].taken;
        const uint32_t arcs[] = {o.out, o.also, o.back};

        for (int k = 0; k < 3; k++)
            if (arcs[k] != PLAN_NOBODY)
                plan_seating_move(s, owner(s, arcs[k]), arcs[k]);
    }
}

static void begin(struct plan_seating *s, const struct plan_source *sources, size_t count)
{
    size_t width = (size_t)s->reach + 1;

    for (size_t k = 0; k < s->nodes * width; k++)
        s->best[k] = NO_COST;
    s->label_count = 0;
    for (size_t k = 0; k < count; k++) {
        assert(sources[k].amount >= 1 && sources[k].amount <= s->reach);
        add_label(s, (struct plan_label){.node = sources[k].node,
                                         .excess = sources[k].amount,
                                         .previous = NO_LABEL});
    }
}

bool plan_seating_chain(struct plan_seating *s, const struct plan_source *sources,
                        size_t count, int64_t limit, int64_t *ret_cost)
{
    struct search search = {limit, NO_LABEL};
    uint32_t next = 0;

    begin(s, sources, count);
    for (int hop = 0; hop < HOPS_MAX && next < s->label_count; hop++) {
        uint32_t stop = s->label_count;

        for (; next < stop; next++)
            if (s->labels[next].excess > 0)
                expand(s, &search, next);
    }
    if (search.end == NO_LABEL)
        return false;
    *ret_cost = search.limit;
    carry_out(s, search.end);
    return true;
}
