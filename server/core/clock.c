#include "server/core/clock.h"

#include <time.h>

static int64_t system_now(void *state)
{
    struct timespec ts;

    (void)state;
    clock_gettime(CLOCK_REALTIME, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

const struct clock clock_system = {system_now, NULL};

static int64_t fixed_now(void *state)
{
    return *(int64_t *)state;
}

struct clock clock_fixed(int64_t *ms)
{
    return (struct clock){fixed_now, ms};
}

int64_t clock_now_ms(const struct clock *clock)
{
    return clock->now_ms(clock->state);
}

double clock_steady_s(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}
