/**
 * @file bench_overlay_data.h
 * Points and zones of the overlay's benchmark, drawn from a seed: the same for redkite
 * and for the peer program, which includes this too.
 */
#ifndef REDKITE_CLI_BENCH_OVERLAY_DATA_H
#define REDKITE_CLI_BENCH_OVERLAY_DATA_H

#include <stddef.h>
#include <stdint.h>

#include "geo/zone.h"
#include "server/core/arena.h"

/** One country of 10,000 corners, 20 circles drawn with 360, 30 blobs of 711 or 712. */
#define BENCH_OVERLAY_ZONES   51
#define BENCH_OVERLAY_CORNERS 38542

struct bench_overlay_data {
    struct geo_zone zones[BENCH_OVERLAY_ZONES]; /* each one ring */
    double *lon;
    double *lat;
    size_t count;
};

/** Draws @p count points into @p arena: 75 % in 60 clusters of Zipf weights, 25 % all
 * over the globe; of each thousand, five are corners of zones and five lie on their edges
 * or within rounding of them. */
void bench_overlay_draw(uint64_t seed, size_t count, struct arena *arena,
                        struct bench_overlay_data *ret_data);

/** What pair (@p point, @p zone) adds to the checksum of a set of pairs. */
uint64_t bench_overlay_pair(uint32_t point, uint32_t zone);

#endif
