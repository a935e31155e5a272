/**
 * @file hilbert.h
 * The place of a point along a Hilbert curve: what is near in space is near in memory.
 */
#ifndef REDKITE_GEO_HILBERT_H
#define REDKITE_GEO_HILBERT_H

#include <stdint.h>

#include "geo/point.h"

/** The key of @p p, valid, on a curve over 65,536 x 65,536 cells of longitude and
 * latitude (D. Hilbert, 1891; the usual quadrant by quadrant walk). */
uint32_t geo_hilbert_key(struct geo_point p);

#endif
