#include "server/app/planning.h"

#include <string.h>

#include "db/plan.h"
#include "db/store.h"
#include "geo/plan_check.h"
#include "importers/plan_json.h"
#include "server/core/buffer.h"
#include "server/core/crypto.h"
#include "server/core/log.h"

#define TEXT_MAX ((size_t)256 << 20)
#define RULES    "default"

/* Need and class as the rule set weighs them; never who somebody is. */
static int64_t weight_of(const struct app_touched *party)
{
    int64_t weight = 0;

    for (size_t i = 0; i < party->count; i++) {
        const struct person *p = &party->persons[i];
        const struct geo_plan_person facts = {
            .peril = p->need == NEED_PERIL || party->no_go ||
                     party->level == GEO_ZONE_LEVEL_MAX,
            .klass = (int)p->class,
            .need = p->need ? *need_name(p->need) : 'E',
            .danger = party->level,
        };

        weight += geo_plan_weight_default(&facts);
    }
    return weight;
}

static void fill_parties(const struct app_situation *s, struct arena *arena,
                         struct geo_plan_input *in)
{
    struct geo_plan_party *parties = arena_array(arena, s->party_count, sizeof(*parties));

    for (size_t i = 0; i < s->party_count; i++) {
        const struct app_touched *t = &s->parties[i];

        if (!t->count)
            continue; /* everybody in it is registered twice */
        parties[in->party_count++] = (struct geo_plan_party){.id = t->party_id,
                                                             .located = t->located,
                                                             .at = t->at,
                                                             .seats = (int32_t)t->count,
                                                             .weight = weight_of(t)};
    }
    in->parties = parties;
}

/* People gather at assembly points, airports and ports that are open; the other kinds of
 * site are not places to be sent to by this planner. */
static bool is_target(const struct site *site, int64_t at_ms)
{
    switch (site->kind) {
    case SITE_ASSEMBLY_POINT:
    case SITE_AIRPORT:
    case SITE_PORT:
    case SITE_SAFE_HAVEN:
        return site->opens_ms <= at_ms && at_ms < site->closes_ms;
    case SITE_GATE:
    case SITE_CHECKPOINT:
    case SITE_RECEPTION:
    case SITE_HOSPITAL:
    case SITE_BORDER:
    case SITE_HUB:
        return false;
    }
    return false;
}

static void fill_sites(const struct app_situation *s, struct arena *arena,
                       struct geo_plan_input *in)
{
    struct geo_plan_site *sites = arena_array(arena, s->site_count, sizeof(*sites));

    for (size_t i = 0; i < s->site_count; i++) {
        const struct site *site = &s->sites[i];

        if (is_target(site, s->at_ms))
            sites[in->site_count++] =
                (struct geo_plan_site){site->id, site->point, (int32_t)site->capacity};
    }
    in->sites = sites;
}

static void fill_zones(const struct app_situation *s, struct arena *arena,
                       struct geo_plan_input *in)
{
    struct geo_zone *zones = arena_array(arena, s->zone_count, sizeof(*zones));

    for (size_t i = 0; i < s->zone_count; i++)
        if (s->zones[i].kind == GEO_ZONE_NO_GO)
            zones[in->zone_count++] = s->zones[i];
    in->zones = zones;
}

static enum rc check_input(const struct app_planning *p, struct problems *problems)
{
    if (p->input.site_count)
        return RC_OK;
    problems_error(problems, 0, "site", "problem.plan.no_site", NULL);
    return RC_INVALID;
}

/* What the plan was computed from, and what came out, as text: hashed, kept, verified
 * again by anybody. */
static enum rc render(struct app_planning *p, struct arena *arena)
{
    struct db_plan *stored = &p->stored;
    struct buffer buf;
    enum rc rc = RC_OK;

    buffer_init(&buf, TEXT_MAX);
    imp_plan_instance_render(&p->input, &buf);
    crypto_sha256(buffer_text(&buf), buf.len, stored->plan.hash);
    stored->instance = arena_strdup(arena, buffer_text(&buf));
    if (buffer_failed(&buf))
        rc = RC_TOO_LARGE;
    buffer_clear(&buf);
    imp_plan_render(&p->plan, &buf);
    stored->body = arena_strdup(arena, buffer_text(&buf));
    if (buffer_failed(&buf))
        rc = RC_TOO_LARGE;
    buffer_fini(&buf);
    return rc;
}

static void fill_summary(const struct app_planning_order *order, struct app_planning *p)
{
    struct plan *plan = &p->stored.plan;

    plan->crisis_id = order->crisis_id;
    plan->at = order->at_ms;
    plan->incarnation = db_store_incarnation(order->store);
    plan->seq = p->situation.seq;
    plan->rules = RULES;
    for (int i = 0; i < GEO_PLAN_REASONS; i++)
        plan->people += p->plan.people[i];
    plan->served = p->plan.people[GEO_PLAN_SERVED];
    plan->weight_left = p->plan.weight_left;
    plan->weight_bound = p->plan.weight_bound;
    plan->metres = p->plan.metres;
    plan->metres_bound = p->plan.metres_bound;
}

static enum rc append(struct db_tx *tx, void *state)
{
    return db_plan_append(tx, state);
}

static enum rc store_plan(const struct app_planning_order *order, struct app_planning *p,
                          struct arena *arena)
{
    const struct db_change change = {
        .run = append, .state = &p->stored, .actor = order->actor, .priority = DB_JOB};
    enum rc rc = render(p, arena);

    if (rc)
        return rc;
    fill_summary(order, p);
    return db_write(order->store, &change);
}

/* A plan that does not pass is our fault, never the user's: it is not kept. */
static enum rc check_plan(const struct app_planning *p, struct arena *arena)
{
    struct geo_plan_proof proof;
    struct problems faults;
    enum rc rc;

    problems_init(&faults, arena);
    rc = geo_plan_check(&p->input, &p->plan, &faults, &proof);
    for (size_t i = 0; i < faults.count && i < 5; i++)
        log_error("plan.rejected", "key=%s id=%s", faults.items[i].key,
                  faults.items[i].detail ? faults.items[i].detail : "");
    return rc ? RC_INTERNAL : RC_OK;
}

enum rc app_planning_run(const struct app_planning_order *order, struct arena *arena,
                         struct problems *problems, struct app_planning *ret_planning)
{
    struct app_planning p = {0};
    enum rc rc = app_situation_load(order->db, order->crisis_id, order->at_ms, arena,
                                    &p.situation);

    if (rc)
        return rc;
    p.input.at_ms = order->at_ms;
    fill_parties(&p.situation, arena, &p.input);
    fill_sites(&p.situation, arena, &p.input);
    fill_zones(&p.situation, arena, &p.input);
    rc = check_input(&p, problems);
    if (!rc)
        rc = geo_plan_compute(&p.input, arena, order->progress, problems, &p.plan);
    if (!rc)
        rc = check_plan(&p, arena);
    if (!rc)
        rc = store_plan(order, &p, arena);
    if (!rc)
        *ret_planning = p;
    return rc;
}

enum rc app_planning_load(struct db *db, struct arena *arena, int64_t plan_id,
                          struct db_plan *ret_stored, struct geo_plan *ret_plan)
{
    struct problems problems;
    struct db_plan stored;
    enum rc rc = db_plan_get(db, arena, plan_id, &stored);

    problems_init(&problems, arena);
    if (!rc &&
        imp_plan_parse(arena, stored.body, strlen(stored.body), &problems, ret_plan))
        rc = RC_INTERNAL;
    if (!rc)
        *ret_stored = stored;
    return rc;
}
