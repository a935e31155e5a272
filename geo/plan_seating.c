#include <stdlib.h>
#include <string.h>

#include "geo/plan_exchange.h"

/* So many parties of each size are kept for each pair of nodes. */
#define KEPT        4
#define CLASSES_MAX 48
#define REACH_MAX   64
#define NO_COST     (INT64_MAX / 4)

static int compare_sizes(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a;
    int32_t y = *(const int32_t *)b;

    return (x > y) - (x < y);
}

/* Parties of equal size compete for the few places kept; the largest sizes share one
 * class when there are too many different ones. */
static void set_classes(struct plan_seating *s)
{
    const struct plan_net *net = s->net;
    int32_t *sizes = mem_alloc((net->parties + 1) * sizeof(*sizes));
    int32_t limit[CLASSES_MAX] = {0};
    int32_t most = 8;

    memcpy(sizes, net->seats, net->parties * sizeof(*sizes));
    if (net->parties)
        qsort(sizes, net->parties, sizeof(*sizes), compare_sizes);
    s->classes = 0;
    for (size_t i = 0; i < net->parties && s->classes < CLASSES_MAX; i++)
        if (i == 0 || sizes[i] != sizes[i - 1])
            limit[s->classes++] = sizes[i];
    if (net->parties && sizes[net->parties - 1] > most)
        most = sizes[net->parties - 1];
    s->reach = most < REACH_MAX ? most : REACH_MAX;
    free(sizes);
    for (size_t i = 0; i < net->parties; i++) {
        uint32_t fits = 0;

        while (fits + 1 < s->classes && limit[fits] < net->seats[i])
            fits++;
        s->size_class[i] = (uint8_t)fits;
    }
}

static void join(struct plan_seating *s, uint32_t i, size_t r)
{
    if (s->member_count[r] == s->member_size[r]) {
        s->member_size[r] = s->member_size[r] ? s->member_size[r] * 2 : 16;
        s->members[r] =
            mem_realloc(s->members[r], s->member_size[r], sizeof(*s->members[r]));
    }
    s->place[i] = s->member_count[r];
    s->members[r][s->member_count[r]++] = i;
    s->room[r] -= s->net->seats[i];
}

static void leave(struct plan_seating *s, uint32_t i, size_t r)
{
    uint32_t last = s->members[r][--s->member_count[r]];

    s->members[r][s->place[i]] = last;
    s->place[last] = s->place[i];
    s->room[r] += s->net->seats[i];
}

void plan_seating_init(struct plan_seating *s, const struct plan_net *net,
                       const int64_t *price, int64_t out_unit, const uint32_t *at)
{
    size_t nodes = plan_net_nodes(net);

    *s = (struct plan_seating){.net = net,
                               .nodes = nodes,
                               .price = price,
                               .out_unit = out_unit,
                               .tabu = PLAN_NOBODY};
    s->at = mem_alloc((net->parties + 1) * sizeof(*s->at));
    s->room = mem_calloc(nodes, sizeof(*s->room));
    s->members = mem_calloc(nodes, sizeof(*s->members));
    s->member_count = mem_calloc(nodes, sizeof(*s->member_count));
    s->member_size = mem_calloc(nodes, sizeof(*s->member_size));
    s->place = mem_calloc(net->parties + 1, sizeof(*s->place));
    s->size_class = mem_calloc(net->parties + 1, sizeof(*s->size_class));
    set_classes(s);
    s->leaves = mem_calloc(nodes, sizeof(*s->leaves));
    s->options = mem_calloc(nodes * nodes, sizeof(*s->options));
    s->scratch = mem_alloc((nodes * s->classes * KEPT + 1) * sizeof(*s->scratch));
    s->best = mem_calloc(nodes * ((size_t)s->reach + 1), sizeof(*s->best));
    for (size_t r = 0; r < nodes; r++)
        s->room[r] = net->capacity[r];
    for (uint32_t i = 0; i < net->parties; i++) {
        s->at[i] = at[i];
        join(s, i, net->node[at[i]]);
    }
}

static void forget_leaves(struct plan_seating *s, size_t r)
{
    free(s->leaves[r].first);
    free(s->leaves[r].items);
    s->leaves[r] = (struct plan_leaves){0};
    for (size_t q = 0; q < s->nodes; q++) {
        free(s->options[r * s->nodes + q]);
        s->options[r * s->nodes + q] = NULL;
        free(s->options[q * s->nodes + r]);
        s->options[q * s->nodes + r] = NULL;
    }
}

void plan_seating_fini(struct plan_seating *s)
{
    for (size_t r = 0; r < s->nodes; r++) {
        forget_leaves(s, r);
        free(s->members[r]);
    }
    free(s->at);
    free(s->room);
    free(s->members);
    free(s->member_count);
    free(s->member_size);
    free(s->place);
    free(s->size_class);
    free(s->leaves);
    free(s->options);
    free(s->scratch);
    free(s->labels);
    free(s->best);
}

int64_t plan_seating_cost(const struct plan_seating *s, uint32_t i, uint32_t arc)
{
    const struct plan_net *net = s->net;
    uint32_t node = net->node[arc];

    if (node == net->sites)
        return net->weight[i] * s->out_unit;
    return net->seats[i] * (net->cost[arc] + s->price[node]);
}

void plan_seating_move(struct plan_seating *s, uint32_t i, uint32_t arc)
{
    size_t from = s->net->node[s->at[i]];
    size_t to = s->net->node[arc];

    leave(s, i, from);
    join(s, i, to);
    s->at[i] = arc;
    forget_leaves(s, from);
    forget_leaves(s, to);
}

static bool cheaper(const struct plan_leave *a, const struct plan_leave *b)
{
    return a->cost != b->cost ? a->cost < b->cost : a->party < b->party;
}

/* Keeps the KEPT cheapest, in order. */
static void keep(struct plan_leave *row, struct plan_leave leave)
{
    int at = KEPT - 1;

    if (!cheaper(&leave, &row[at]))
        return;
    while (at > 0 && cheaper(&leave, &row[at - 1])) {
        row[at] = row[at - 1];
        at--;
    }
    row[at] = leave;
}

static void fill_scratch(struct plan_seating *s, size_t r)
{
    size_t rows = s->nodes * s->classes;

    for (size_t k = 0; k < rows * KEPT; k++)
        s->scratch[k] = (struct plan_leave){NO_COST, PLAN_NOBODY, 0};
    for (uint32_t m = 0; m < s->member_count[r]; m++) {
        uint32_t i = s->members[r][m];
        int64_t now = plan_seating_cost(s, i, s->at[i]);

        for (uint32_t a = s->net->first[i]; a < s->net->first[i + 1]; a++) {
            size_t row = s->net->node[a] * s->classes + s->size_class[i];

            if (a != s->at[i])
                keep(&s->scratch[row * KEPT],
                     (struct plan_leave){plan_seating_cost(s, i, a) - now, i, a});
        }
    }
}

static void find_leaves(struct plan_seating *s, size_t r)
{
    struct plan_leaves *leaves = &s->leaves[r];
    size_t width = (size_t)s->classes * KEPT;
    uint32_t count = 0;

    fill_scratch(s, r);
    for (size_t k = 0; k < s->nodes * width; k++)
        count += s->scratch[k].party != PLAN_NOBODY;
    leaves->first = mem_alloc((s->nodes + 1) * sizeof(*leaves->first));
    leaves->items = mem_alloc((count + 1) * sizeof(*leaves->items));
    leaves->known = true;
    count = 0;
    for (size_t q = 0; q < s->nodes; q++) {
        leaves->first[q] = count;
        for (size_t k = q * width; k < (q + 1) * width; k++)
            if (s->scratch[k].party != PLAN_NOBODY)
                leaves->items[count++] = s->scratch[k];
    }
    leaves->first[s->nodes] = count;
}

const struct plan_leave *plan_seating_leaves(struct plan_seating *s, size_t r, size_t q,
                                             size_t *ret_count)
{
    if (!s->leaves[r].known)
        find_leaves(s, r);
    *ret_count = s->leaves[r].first[q + 1] - s->leaves[r].first[q];
    return &s->leaves[r].items[s->leaves[r].first[q]];
}
