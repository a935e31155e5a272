/**
 * @file box.h
 * Rectangles of longitude and latitude around shapes: what cannot be near is left out
 * before anything exact is asked. Owns nothing; safe from any thread.
 */
#ifndef REDKITE_GEO_BOX_H
#define REDKITE_GEO_BOX_H

#include <stdbool.h>
#include <stddef.h>

struct geo_shape;

/** A closed rectangle of longitudes and latitudes that does not cross the antimeridian.
 */
struct geo_box {
    double west;
    double south;
    double east;
    double north;
};

/** True when the two have a point in common, 180 and -180 being different longitudes. */
bool geo_box_meets(const struct geo_box *a, const struct geo_box *b);

/** Boxes, one or two, that hold @p shape and whatever lies within @p margin_m metres of
 * it; never too small, somewhat too large. Returns how many. */
size_t geo_box_of_shape(const struct geo_shape *shape, double margin_m,
                        struct geo_box ret_boxes[2]);

/** The same around @p box; INFINITY as margin gives the whole globe. */
size_t geo_box_widen(const struct geo_box *box, double margin_m,
                     struct geo_box ret_boxes[2]);

#endif
