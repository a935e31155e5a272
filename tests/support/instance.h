/**
 * @file instance.h
 * Seeded instances for the planner's tests and bench.
 */
#ifndef REDKITE_TESTS_INSTANCE_H
#define REDKITE_TESTS_INSTANCE_H

#include "geo/plan.h"
#include "geo/zone.h"
#include "server/core/random.h"

/** What to make. */
struct instance_wish {
    uint64_t seed;
    size_t parties;
    size_t sites;
    double full;       /* seats asked for / seats there are */
    int32_t seats_min; /* of a party: 1, or 2 for none of one */
    int32_t seats_max;
    size_t weights; /* so many different weights a head, 1 for all equal */
    size_t zones;   /* no-go circles and squares among them */
    bool odd;       /* some without a place, staying, ineligible */
};

/** An instance of parties around towns in the eastern Mediterranean, in @p arena. */
struct geo_plan_input instance_make(struct arena *arena,
                                    const struct instance_wish *wish);

/** The same with all its arrays in another order. */
struct geo_plan_input instance_shuffle(struct arena *arena,
                                       const struct geo_plan_input *in, uint64_t seed);

#endif
