/**
 * @file plan_check_state.h
 * The inside of the check, which shares nothing with that of the planner: plan_check.c
 * proves that a plan can be carried out and how good it is, plan_check_shortage.c that
 * what is told about seats that are short is true.
 */
#ifndef REDKITE_GEO_PLAN_CHECK_STATE_H
#define REDKITE_GEO_PLAN_CHECK_STATE_H

#include "geo/plan_check.h"

struct geo_zone;

struct plan_check {
    const struct geo_plan_input *in;
    const struct geo_plan *plan;
    struct problems *problems;
    const struct geo_plan_party *party; /* by id */
    const struct geo_plan_site *site;   /* by id */
    const struct geo_zone **zones;      /* no-go zones that hold */
    size_t zone_count;
    bool *closed;
    int64_t *taken;
    double (*place)[3]; /* of each site, in space */
    int64_t people[GEO_PLAN_REASONS];
    int64_t parties[GEO_PLAN_REASONS];
    int64_t weight_left;
    int64_t metres;
    __int128 weight_sum; /* of the three bounds */
    __int128 metres_sum;
    int64_t seats_sum;
    enum rc rc;
};

/** Notes a fault; @p id becomes its detail. */
void plan_check_fault(struct plan_check *c, const char *field, const char *key,
                      int64_t id);

/** Notes a fault unless the two agree. */
void plan_check_same(struct plan_check *c, const char *field, int64_t claimed,
                     int64_t found);

/** True when the site is open and the way there respects every no-go zone. */
bool plan_check_reaches(const struct plan_check *c, const struct geo_plan_party *p,
                        size_t k);

/** True when it could also hold the party. */
bool plan_check_usable(const struct plan_check *c, const struct geo_plan_party *p,
                       size_t k);

/** Checks shortages and the rows that name them, once taken is known. */
void plan_check_shortages(struct plan_check *c);

#endif
