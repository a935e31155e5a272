#include "server/core/random.h"

#include <assert.h>

struct random random_seeded(uint64_t seed)
{
    return (struct random){seed};
}

uint64_t random_next(struct random *random)
{
    uint64_t z = (random->state += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint64_t random_below(struct random *random, uint64_t n)
{
    assert(n > 0);
    /* Multiply-shift: the bias is below n / 2^64. */
    return (uint64_t)(((unsigned __int128)random_next(random) * n) >> 64);
}

double random_unit(struct random *random)
{
    return (double)(random_next(random) >> 11) * 0x1p-53;
}
