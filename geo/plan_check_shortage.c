#include <stdlib.h>

#include "geo/plan_check_state.h"

static bool only_within(const struct plan_check *c, const struct geo_plan_party *p,
                        const bool *set)
{
    for (size_t k = 0; k < c->in->site_count; k++)
        if (!set[k] && plan_check_usable(c, p, k))
            return false;
    return true;
}

static void check_shortage(struct plan_check *c, const struct geo_plan_shortage *s,
                           uint32_t n)
{
    bool *set = mem_calloc(c->in->site_count + 1, sizeof(*set));
    struct geo_plan_shortage found = {0};

    for (size_t k = 0; k < s->site_count; k++) {
        size_t site = s->sites[k] < c->in->site_count ? s->sites[k] : c->in->site_count;

        set[site] = true;
        found.places += site < c->in->site_count ? c->site[site].capacity : 0;
        found.taken += c->taken[site];
    }
    for (size_t i = 0; i < c->in->party_count; i++) {
        const struct geo_plan_row *row = &c->plan->rows[i];
        bool planned =
            row->reason == GEO_PLAN_SERVED || row->reason == GEO_PLAN_R4_SEATS_SHORT;

        if (planned && only_within(c, &c->party[i], set)) {
            found.parties++;
            found.people += c->party[i].seats;
        } else if (row->shortage == n) {
            plan_check_fault(c, "rows.shortage", "problem.plan_check.shortage",
                             c->party[i].id);
        }
    }
    plan_check_same(c, "shortages.places", s->places, found.places);
    plan_check_same(c, "shortages.taken", s->taken, found.taken);
    plan_check_same(c, "shortages.parties", s->parties, found.parties);
    plan_check_same(c, "shortages.people", s->people, found.people);
    free(set);
}

/* Who is told that seats are short may not see free ones, and shares a shortage. */
static void check_short(struct plan_check *c, size_t i)
{
    const struct geo_plan_row *row = &c->plan->rows[i];
    bool is_short = row->reason == GEO_PLAN_R4_SEATS_SHORT;

    if (is_short != (row->shortage < c->plan->shortage_count))
        plan_check_fault(c, "rows.shortage", "problem.plan_check.shortage",
                         row->party_id);
    for (size_t k = 0; k < c->in->site_count && is_short; k++)
        if (c->site[k].capacity - c->taken[k] >= row->seats &&
            plan_check_reaches(c, &c->party[i], k))
            plan_check_fault(c, "rows.reason", "problem.plan_check.seat_free",
                             row->party_id);
}

void plan_check_shortages(struct plan_check *c)
{
    for (size_t i = 0; i < c->in->party_count; i++)
        check_short(c, i);
    for (uint32_t n = 0; n < c->plan->shortage_count; n++)
        check_shortage(c, &c->plan->shortages[n], n);
}
