/**
 * @file situation.h
 * Where everybody is, seen from one crisis at one time: which stay of a party counts,
 * which zones it is in, who cannot be found, who is registered twice. Counts and plans
 * start here.
 */
#ifndef REDKITE_APP_SITUATION_H
#define REDKITE_APP_SITUATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/hits.h"
#include "geo/zone.h"
#include "server/app/duplicates.h"
#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"
#include "server/model/crisis.h"
#include "server/model/person.h"
#include "server/model/site.h"
#include "server/model/stay.h"

struct db;
struct zone;

/** A party that the crisis touches: inside a zone, or in one of its countries at a place
 * unknown. */
struct app_touched {
    int64_t party_id;
    bool located;
    struct geo_point at;
    double accuracy_m;
    int level; /* worst zone it is in, 0: none */
    bool no_go;
    struct person *persons; /* without those registered twice */
    size_t count;
    int64_t twice; /* members left out: certainly somebody of another touched party */
};

/** A crisis and whom it touches. */
struct app_situation {
    struct crisis crisis;
    int64_t at_ms;
    int64_t seq;     /* cut-off: events of the ledger it has seen */
    int64_t cut_off; /* the highest stamp among them */
    struct geo_zone *zones;
    size_t zone_count;
    struct site *sites;
    size_t site_count;
    struct app_touched *parties; /* by id */
    size_t party_count;
    struct geo_tally tally; /* who is inside, by level; people as registered */
    int64_t possible;       /* people in no danger zone whose accuracy reaches one */
    int64_t unlocated;      /* people in the countries of the crisis at a place unknown */
    int64_t twice;          /* people left out as certain duplicates */
    int64_t maybe_twice;    /* pairs to look at */
};

/** Reads the situation of crisis @p crisis_id at @p at_ms (UTC), all in @p arena, from
 * one snapshot. RC_NOT_FOUND: no such crisis. */
MUST_CHECK enum rc app_situation_load(struct db *db, int64_t crisis_id, int64_t at_ms,
                                      struct arena *arena,
                                      struct app_situation *ret_situation);

/** A stored zone as geo/ computes with it: level 4 is no-go. RC_INVALID when its geometry
 * does not read. */
MUST_CHECK enum rc app_zone_geometry(const struct zone *zone, struct arena *arena,
                                     struct geo_zone *ret_zone);

#endif
