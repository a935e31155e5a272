/**
 * @file clock.h
 * Time is passed in: whoever needs the time of day holds a clock, and tests hold one they
 * can set.
 */
#ifndef REDKITE_CORE_CLOCK_H
#define REDKITE_CORE_CLOCK_H

#include <stdint.h>

/** Where time comes from. now_ms: UTC milliseconds since 1970-01-01. */
struct clock {
    int64_t (*now_ms)(void *state);
    void *state;
};

/** UTC milliseconds since 1970 by @p clock. */
int64_t clock_now_ms(const struct clock *clock);

/** The machine's clock. */
extern const struct clock clock_system;

/** A clock that shows *@p ms, which the caller sets. */
struct clock clock_fixed(int64_t *ms);

/** Seconds on a steady clock that is never set back: for measuring, not for telling time.
 */
double clock_steady_s(void);

#endif
