#include "geo/plan_round.h"

#include <stdlib.h>

#include "geo/plan_exchange.h"
#include "geo/plan_pool.h"

#define NO_COST    (INT64_MAX / 4)
#define ROUNDS_MAX 20

/* Each party to the arc that carries most of it; marks those that are divided. */
static void choose_arcs(const struct plan_net *net, const struct plan_flow *flow,
                        uint32_t *at, bool *divided)
{
    for (size_t i = 0; i < net->parties; i++) {
        at[i] = net->first[i];
        for (uint32_t a = net->first[i]; a < net->first[i + 1]; a++)
            if (flow->carried[a] > flow->carried[at[i]])
                at[i] = a;
        divided[i] = flow->carried[at[i]] < net->seats[i];
    }
}

/* Where no chain helps, the party whose loss weighs least stays behind. */
static void leave_one_behind(struct plan_seating *s, size_t r)
{
    uint32_t who =
        s->members[r][0]; /* some of the divided are here, or it were not full */

    for (uint32_t m = 1; m < s->member_count[r]; m++) {
        uint32_t i = s->members[r][m];
        int64_t more = s->net->weight[i] - s->net->weight[who];

        if (more < 0 || (more == 0 && i < who))
            who = i;
    }
    plan_seating_move(s, who, s->net->first[who + 1] - 1);
}

static void mend(struct plan_seating *s, size_t r)
{
    while (s->room[r] < 0) {
        int32_t amount = -s->room[r] < s->reach ? (int32_t)-s->room[r] : s->reach;
        bool found = false;
        int64_t cost;

        for (; !found && amount > 0; amount--)
            found = plan_seating_chain(s, &(struct plan_source){r, amount}, 1, NO_COST,
                                       &cost);
        if (!found)
            leave_one_behind(s, r);
    }
}

/* Brings people to free seats that have a price, from where seats have none. */
static bool fill(struct plan_seating *s)
{
    struct plan_source *sources = mem_calloc(s->nodes, sizeof(*sources));
    size_t count = 0;
    bool any = false;
    int64_t cost;

    for (size_t r = 0; r < s->nodes; r++)
        if (s->price[r] == 0)
            sources[count++] = (struct plan_source){r, 1};
    while (plan_seating_chain(s, sources, count, 0, &cost))
        any = true;
    free(sources);
    return any;
}

static uint32_t best_arc(const struct plan_seating *s, uint32_t i)
{
    uint32_t best = s->at[i];
    int64_t least = plan_seating_cost(s, i, best);

    for (uint32_t a = s->net->first[i]; a < s->net->first[i + 1]; a++) {
        int64_t cost = plan_seating_cost(s, i, a);

        if (cost < least) {
            least = cost;
            best = a;
        }
    }
    return best;
}

/* Party @p i does not stand at its best node: puts it there when the others can make room
 * for less than that gains. */
static bool put_back(struct plan_seating *s, uint32_t i, uint32_t best)
{
    uint32_t now = s->at[i];
    size_t r = s->net->node[now];
    size_t q = s->net->node[best];
    int64_t gain = plan_seating_cost(s, i, now) - plan_seating_cost(s, i, best);
    int64_t fits = s->room[q] < s->net->seats[i] ? s->room[q] : s->net->seats[i];
    int64_t excess = s->net->seats[i] - fits;
    int64_t cost;
    bool better;

    gain += s->price[q] * fits - s->price[r] * s->net->seats[i];
    if (excess > s->reach)
        return false;
    plan_seating_move(s, i, best);
    s->tabu = i;
    better = excess == 0
                 ? gain > 0
                 : plan_seating_chain(s, &(struct plan_source){q, (int32_t)excess}, 1,
                                      gain, &cost);
    s->tabu = PLAN_NOBODY;
    if (!better)
        plan_seating_move(s, i, now);
    return better;
}

static bool put_all_back(struct plan_seating *s)
{
    bool any = false;

    for (uint32_t i = 0; i < s->net->parties; i++) {
        uint32_t best = best_arc(s, i);

        if (best != s->at[i])
            any |= put_back(s, i, best);
    }
    return any;
}

/* What each party costs on each of its arcs, prices included. */
static int64_t *arc_costs(const struct plan_net *net, int64_t out_unit,
                          const int64_t *price)
{
    int64_t *cost = mem_alloc((net->first[net->parties] + 1) * sizeof(*cost));

    for (size_t i = 0; i < net->parties; i++) {
        for (uint32_t a = net->first[i]; a + 1 < net->first[i + 1]; a++)
            cost[a] = net->seats[i] * (net->cost[a] + price[net->node[a]]);
        cost[net->first[i + 1] - 1] = net->weight[i] * out_unit;
    }
    return cost;
}

static void exchange(struct plan_seating *s)
{
    bool better = true;

    for (size_t r = 0; r < s->nodes; r++)
        mend(s, r);
    for (int round = 0; better && round < ROUNDS_MAX; round++) {
        better = fill(s);
        better |= put_all_back(s);
    }
}

void plan_round_compute(const struct plan_net *net, const struct plan_flow *flow,
                        int64_t out_unit, const int64_t *price, uint32_t *ret_at)
{
    int64_t *cost = arc_costs(net, out_unit, price);
    bool *divided = mem_alloc(net->parties + 1);
    struct plan_pool pool;
    struct plan_seating s;

    choose_arcs(net, flow, ret_at, divided);
    plan_pool_init(&pool, net, ret_at, cost, divided);
    plan_seating_init(&s, &pool.net, price, out_unit, pool.at);
    exchange(&s);
    for (size_t j = 0; j < pool.net.parties; j++) {
        uint32_t i = pool.party_of[j];

        ret_at[i] = net->first[i] + s.at[j] - pool.net.first[j];
    }
    plan_seating_fini(&s);
    plan_pool_fini(&pool);
    free(divided);
    free(cost);
}
