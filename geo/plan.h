/**
 * @file plan.h
 * The planner, first version: which party goes to which assembly point, points only.
 * Parties stay whole; places are seats; capacities are nominal; the route of a party is
 * the line from its place to the point, straight in longitude and latitude, and may not
 * enter a no-go zone. Nobody can be planned twice, and a plan is never infeasible: who
 * gets no place remains, with a reason.
 *
 * Objective, lexicographic: first the sum of the weights of the parties without a place
 * is least, then the sum over the others of metres x seats. Metres are those of
 * geo_distance_between, rounded to the nearest whole one.
 *
 * Rule set "default" gives the weight of a person as geo_plan_weight_default says; that
 * of a party is the sum over its members.
 *
 * Certificate. For any prices >= 0, sum over parties of the least (cost + price x seats),
 * minus sum over sites of price x capacity, is at most the cost of any plan. The plan
 * holds the integer prices of both levels, so that geo_plan_check, which shares no code
 * with the solver, finds the same bounds: level 1, in millionths of weight: cost 0 at a
 * site, weight x 1,000,000 for remaining; level 2, in metres x seats: cost metres x seats
 * at a site, exchange x weight for remaining; from the sum, exchange x (weight this plan
 * leaves behind) is taken off, for the bound is on plans that leave no more behind.
 *
 * Pure: equal input gives equal plans, whatever its order. Ids and numbers only.
 */
#ifndef REDKITE_GEO_PLAN_H
#define REDKITE_GEO_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/point.h"
#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/progress.h"
#include "server/core/rc.h"

struct geo_zone;

#define GEO_PLAN_PARTIES_MAX  4000000
#define GEO_PLAN_SITES_MAX    1000
#define GEO_PLAN_SEATS_MAX    10000 /* of one party */
#define GEO_PLAN_WEIGHT_MAX   ((int64_t)100000000)
#define GEO_PLAN_CAPACITY_MAX 10000000
/** Level-1 prices and bound count in this part of a unit of weight. */
#define GEO_PLAN_WEIGHT_UNIT ((int64_t)1000000)

/** Facts about a person that give its weight under rule set "default". */
struct geo_plan_person {
    bool peril;       /* need P, or inside a zone of level 4 */
    int klass;        /* 1 to 6, see domain: 1 Belgian or unrepresented EU citizen */
    char need;        /* A B C D E; P counts as peril */
    int danger;       /* level of the worst zone it is in, 0 to 4 */
    bool turned_back; /* turned back, or called in vain */
};

/** The weight of a person: 1 + 4096 peril + 512 (6 - class) + 64 need (A 4, B 3, C 2, D
 * 1, E 0) + 8 danger + turned back. Each criterion weighs more than all that follow
 * together; among equals the lower party id, which is the earlier request, comes first.
 */
int64_t geo_plan_weight_default(const struct geo_plan_person *person);

/** A party, indivisible. Certain duplicates are the caller's to remove. */
struct geo_plan_party {
    int64_t id;
    bool located;    /* at is known */
    bool stays;      /* does not wish to leave */
    bool ineligible; /* quota or eligibility says no */
    struct geo_point at;
    int32_t seats;  /* 1 to GEO_PLAN_SEATS_MAX */
    int64_t weight; /* 1 to GEO_PLAN_WEIGHT_MAX */
};

/** An assembly point. */
struct geo_plan_site {
    int64_t id;
    struct geo_point at;
    int32_t capacity; /* seats, 0 to GEO_PLAN_CAPACITY_MAX */
};

/** All a plan follows from; arrays in any order. */
struct geo_plan_input {
    const struct geo_plan_party *parties;
    size_t party_count;
    const struct geo_plan_site *sites;
    size_t site_count;
    const struct geo_zone *zones; /* no-go zones; other kinds do not change a plan */
    size_t zone_count;
    int64_t at_ms; /* the time of the plan: zones that hold then count */
};

/** Why a party remains; the number is that of the code. */
enum geo_plan_reason {
    GEO_PLAN_SERVED = 0,
    GEO_PLAN_R1_NO_ROUTE = 1,
    GEO_PLAN_R4_SEATS_SHORT = 4,
    GEO_PLAN_R5_TOO_LARGE = 5, /* for every site it could reach */
    GEO_PLAN_R6_PLACE_UNKNOWN = 6,
    GEO_PLAN_R7_STAYS = 7,
    GEO_PLAN_R8_INELIGIBLE = 8,
};
#define GEO_PLAN_REASONS 9

/** "R4"; "" for GEO_PLAN_SERVED. Static. */
const char *geo_plan_reason_code(enum geo_plan_reason reason);

/** No site, no shortage. */
#define GEO_PLAN_NONE UINT32_MAX

/** One party of a plan. */
struct geo_plan_row {
    int64_t party_id;
    int32_t seats;
    enum geo_plan_reason reason;
    bool escort;       /* stands inside a no-go zone: leaves it once, with an escort */
    uint32_t site;     /* place in geo_plan.sites, or GEO_PLAN_NONE */
    int32_t metres;    /* from the party to its site; 0 without one */
    uint32_t shortage; /* with R4: place in geo_plan.shortages, otherwise GEO_PLAN_NONE */
};

/** One site of a plan. */
struct geo_plan_load {
    int64_t site_id;
    int32_t capacity;
    int32_t taken;
    bool closed;          /* inside a no-go zone at the time of the plan */
    int64_t weight_price; /* of a seat, level 1 */
    int64_t metre_price;  /* of a seat, level 2 */
};

/** People who can only use some sites, which do not suffice: "these 312 can only use X
 * and Y with 250 places: 62 short". */
struct geo_plan_shortage {
    uint32_t *sites; /* places in geo_plan.sites, ascending */
    size_t site_count;
    int64_t parties;
    int64_t people; /* the seats those parties need */
    int64_t places; /* capacity of those sites */
    int64_t taken;  /* of those places; where some stay empty, no party fits them whole */
};

/** A plan: rows by party id, sites by id. */
struct geo_plan {
    struct geo_plan_row *rows;
    size_t row_count;
    struct geo_plan_load *sites;
    size_t site_count;
    struct geo_plan_shortage *shortages;
    size_t shortage_count;
    int64_t parties[GEO_PLAN_REASONS]; /* per reason; [0] is who is served */
    int64_t people[GEO_PLAN_REASONS];  /* the same in seats */
    /** Weight of those who could be planned and remain (R1, R4, R5), and its bound. */
    int64_t weight_left;
    int64_t weight_bound;
    /** Metres x seats of those served, and its bound among plans that leave no more
     * weight behind. */
    int64_t metres;
    int64_t metres_bound;
    int64_t exchange; /* metres a unit of weight is exchanged for in the level-2 bound */
    int64_t seats_left;  /* people with R4 */
    int64_t seats_bound; /* no plan has fewer people with R4 than this */
};

/** RC_INVALID with problems for an input outside the limits above: ids twice, points off
 * the globe, numbers out of range. Zones are taken to have passed geo_validity_check. */
MUST_CHECK enum rc geo_plan_input_check(const struct geo_plan_input *in,
                                        struct problems *problems);

/**
 * Plans. The result lives in @p arena. RC_INVALID with @p problems for an input outside
 * the limits above (ids twice, points off the globe, ...); RC_CONFLICT when @p progress,
 * which may be NULL, asked to stop; RC_INTERNAL when a distance could not be computed.
 */
MUST_CHECK enum rc geo_plan_compute(const struct geo_plan_input *in, struct arena *arena,
                                    const struct progress *progress,
                                    struct problems *problems, struct geo_plan *ret_plan);

#endif
