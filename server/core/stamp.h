/**
 * @file stamp.h
 * Stamps: order, origin and identity of every event in one signed 64-bit number, a hybrid
 * logical clock (Kulkarni et al., 2014): 42 bits of milliseconds since 2020-01-01 UTC, 11
 * bits of counter, 10 bits of node.
 */
#ifndef REDKITE_CORE_STAMP_H
#define REDKITE_CORE_STAMP_H

#include <stdint.h>

#include "server/core/attrs.h"
#include "server/core/rc.h"

/** 2020-01-01T00:00:00Z in Unix milliseconds. */
#define STAMP_EPOCH_MS     INT64_C(1577836800000)
#define STAMP_NODE_BITS    10
#define STAMP_COUNTER_BITS 11
#define STAMP_NODE_MAX     1023
/** Room for a stamp as decimal text and a NUL. */
#define STAMP_TEXT_SIZE 24

/** The stamp after @p last (0 at first) at wall clock @p now_ms on @p node: later than
 * last even when the clock stands still or was set back. */
int64_t stamp_next(int64_t last, int64_t now_ms, int node);

/** Unix milliseconds in @p stamp; what the logical clock says, not necessarily the time
 * of day. */
int64_t stamp_ms(int64_t stamp);

/** The node that made @p stamp. */
int stamp_node(int64_t stamp);

/** Decimal text, as stamps stand in JSON. Writes STAMP_TEXT_SIZE bytes at most; returns
 * @p out. */
char *stamp_format(int64_t stamp, char *out);

/** Reads what stamp_format writes. RC_INVALID unless a positive number. */
MUST_CHECK enum rc stamp_parse(const char *text, int64_t *ret_stamp);

#endif
