/**
 * @file crossing.h
 * Where the edges of rings meet: what validity.c asks. Owns nothing; safe from any
 * thread.
 */
#ifndef REDKITE_GEO_CROSSING_H
#define REDKITE_GEO_CROSSING_H

#include <stddef.h>
#include <stdint.h>

#include "geo/point.h"
#include "server/core/rc.h"

/** An edge laid out flat: longitudes run on over 180. */
struct geo_edge {
    struct geo_point a;
    struct geo_point b;
    uint32_t ring;
    uint32_t vertex; /* where it begins */
    uint32_t order;  /* among the ring's edges that have a length */
    uint32_t last;   /* order of the ring's last edge: it is next to edge 0 */
};

enum geo_contact {
    GEO_CONTACT_NONE,
    GEO_CONTACT_TOUCH,   /* one point, an end of one of them at least */
    GEO_CONTACT_CROSS,   /* one point, inside both */
    GEO_CONTACT_OVERLAP, /* more than a point */
};

/** How @p e and @p f meet; exact. *@p ret_at is a point where they do (rounded). */
enum geo_contact geo_crossing_contact(const struct geo_edge *e, const struct geo_edge *f,
                                      struct geo_point *ret_at);

/** Called for each pair that meets, save edges that only follow each other in their ring;
 * a pair may come twice. Returning false ends the search. */
struct geo_crossing_found {
    bool (*each)(void *state, const struct geo_edge *e, const struct geo_edge *f,
                 enum geo_contact contact, struct geo_point at);
    void *state;
};

/** Finds all pairs among @p count edges that meet. RC_TOO_LARGE when that would take too
 * long (edges that lie over each other by the ten thousand). */
enum rc geo_crossing_find(const struct geo_edge *edges, size_t count,
                          struct geo_crossing_found found);

#endif
