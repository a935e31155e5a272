#include "geo/plan_work.h"

#include <stdlib.h>
#include <string.h>

bool plan_work_active(const struct plan_work *w, size_t i)
{
    const struct geo_plan_party *p = &w->parties[i];

    return p->located && !p->stays && !p->ineligible;
}

static int compare_ids(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_parties(const void *a, const void *b)
{
    return compare_ids(((const struct geo_plan_party *)a)->id,
                       ((const struct geo_plan_party *)b)->id);
}

static int compare_sites(const void *a, const void *b)
{
    return compare_ids(((const struct geo_plan_site *)a)->id,
                       ((const struct geo_plan_site *)b)->id);
}

static bool counts_fit(const struct geo_plan_input *in, struct problems *problems)
{
    if (in->party_count > GEO_PLAN_PARTIES_MAX)
        problems_error(problems, 0, "parties", "problem.plan.too_many", NULL);
    if (in->site_count > GEO_PLAN_SITES_MAX)
        problems_error(problems, 0, "sites", "problem.plan.too_many", NULL);
    return !problems_any(problems);
}

static void fault(struct plan_work *w, struct problems *problems, const char *field,
                  int64_t id, const char *key)
{
    problems_error(problems, 0, field, key,
                   arena_printf(w->arena, "%lld", (long long)id));
}

static void check_party(struct plan_work *w, size_t i, struct problems *problems)
{
    const struct geo_plan_party *p = &w->parties[i];

    if (i > 0 && p[-1].id == p->id)
        fault(w, problems, "parties.id", p->id, "problem.plan.id_twice");
    if (p->located && !geo_point_valid(p->at))
        fault(w, problems, "parties.at", p->id, "problem.plan.off_globe");
    if (p->seats < 1 || p->seats > GEO_PLAN_SEATS_MAX)
        fault(w, problems, "parties.seats", p->id, "problem.plan.seats");
    if (p->weight < 1 || p->weight > GEO_PLAN_WEIGHT_MAX)
        fault(w, problems, "parties.weight", p->id, "problem.plan.weight");
}

static void check_site(struct plan_work *w, size_t k, struct problems *problems)
{
    const struct geo_plan_site *s = &w->sites[k];

    if (k > 0 && s[-1].id == s->id)
        fault(w, problems, "sites.id", s->id, "problem.plan.id_twice");
    if (!geo_point_valid(s->at))
        fault(w, problems, "sites.at", s->id, "problem.plan.off_globe");
    if (s->capacity < 0 || s->capacity > GEO_PLAN_CAPACITY_MAX)
        fault(w, problems, "sites.capacity", s->id, "problem.plan.capacity");
}

static void make_room(struct plan_work *w)
{
    size_t parties = w->in->party_count;
    size_t sites = w->in->site_count;

    w->parties = arena_array(w->arena, parties + 1, sizeof(*w->parties));
    w->lists = arena_array(w->arena, parties + 1, sizeof(*w->lists));
    w->reason = arena_array(w->arena, parties + 1, sizeof(*w->reason));
    w->escort = arena_array(w->arena, parties + 1, sizeof(*w->escort));
    w->sites = arena_array(w->arena, sites + 1, sizeof(*w->sites));
    w->closed = arena_array(w->arena, sites + 1, sizeof(*w->closed));
    w->site_lon = arena_array(w->arena, sites + 1, sizeof(*w->site_lon));
    w->site_lat = arena_array(w->arena, sites + 1, sizeof(*w->site_lat));
}

static bool sorted_parties(const struct geo_plan_input *in)
{
    for (size_t i = 1; i < in->party_count; i++)
        if (in->parties[i - 1].id >= in->parties[i].id)
            return false;
    return true;
}

enum rc plan_work_load(struct plan_work *w, struct problems *problems)
{
    const struct geo_plan_input *in = w->in;

    if (!counts_fit(in, problems))
        return RC_INVALID;
    make_room(w);
    if (in->party_count)
        memcpy(w->parties, in->parties, in->party_count * sizeof(*w->parties));
    if (in->site_count)
        memcpy(w->sites, in->sites, in->site_count * sizeof(*w->sites));
    if (!sorted_parties(in))
        qsort(w->parties, in->party_count, sizeof(*w->parties), compare_parties);
    qsort(w->sites, in->site_count, sizeof(*w->sites), compare_sites);
    for (size_t i = 0; i < in->party_count; i++)
        check_party(w, i, problems);
    for (size_t k = 0; k < in->site_count; k++) {
        check_site(w, k, problems);
        w->site_lon[k] = w->sites[k].at.lon;
        w->site_lat[k] = w->sites[k].at.lat;
    }
    return problems_any(problems) ? RC_INVALID : RC_OK;
}

enum rc geo_plan_input_check(const struct geo_plan_input *in, struct problems *problems)
{
    struct plan_work w = {.in = in, .arena = arena_new()};
    enum rc rc = plan_work_load(&w, problems);

    arena_free(w.arena);
    return rc;
}
