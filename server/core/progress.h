/**
 * @file progress.h
 * How long work tells how far it is, and learns that it should stop.
 */
#ifndef REDKITE_CORE_PROGRESS_H
#define REDKITE_CORE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/** Told now and then (at least every 0.2 s of work): @p done of @p total, 0 when unknown.
 * Returning false asks the work to stop; it then ends with RC_CONFLICT and leaves nothing
 * half done. */
struct progress {
    bool (*report)(void *state, int64_t done, int64_t total);
    void *state;
};

/** Reports to @p progress, which may be NULL. True: go on. */
static inline bool progress_report(const struct progress *progress, int64_t done,
                                   int64_t total)
{
    return !progress || progress->report(progress->state, done, total);
}

#endif
