/**
 * @file random.h
 * Seeded random numbers for generated data and tests (splitmix64: Steele, Lea, Flood,
 * OOPSLA 2014). Never for secrets: those come from crypto.h.
 */
#ifndef REDKITE_CORE_RANDOM_H
#define REDKITE_CORE_RANDOM_H

#include <stdint.h>

struct random {
    uint64_t state;
};

/** A generator that gives the same numbers for the same @p seed on every machine. */
struct random random_seeded(uint64_t seed);

/** 64 random bits. */
uint64_t random_next(struct random *random);

/** Uniform in [0, n); n > 0. */
uint64_t random_below(struct random *random, uint64_t n);

/** Uniform in [0, 1). */
double random_unit(struct random *random);

#endif
