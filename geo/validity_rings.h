/**
 * @file validity_rings.h
 * How the rings of a shape stand to themselves and each other. Only geo/validity.c uses
 * it.
 */
#ifndef REDKITE_GEO_VALIDITY_RINGS_H
#define REDKITE_GEO_VALIDITY_RINGS_H

#include "geo/validity.h"

/** Appends to @p faults, or counts it when they are full. */
void geo_faults_add(struct geo_faults *faults, struct geo_fault fault);

/** Adds what is wrong between edges and between rings. Each ring of @p shape is closed,
 * on the globe, and around no pole. */
void geo_validity_rings(const struct geo_shape *shape, struct geo_faults *faults);

#endif
