/**
 * @file world.h
 * A small world for tests: a few countries and towns as a gazetteer in memory. Real ids,
 * names and points; populations rounded.
 */
#ifndef REDKITE_TESTS_WORLD_H
#define REDKITE_TESTS_WORLD_H

#include "geo/gazetteer.h"
#include "server/core/buffer.h"

struct world {
    struct buffer bytes;
    struct geo_gazetteer *gz;
};

/** Makes and opens it. */
void world_init(struct world *world);

/** Closes and frees it. */
void world_fini(struct world *world);

#endif
