/**
 * @file number.h
 * Numbers in text, read whole or refused; independent of the locale.
 */
#ifndef REDKITE_CORE_NUMBER_H
#define REDKITE_CORE_NUMBER_H

#include <stdint.h>

#include "server/core/attrs.h"
#include "server/core/rc.h"

/** A decimal integer with optional sign and nothing around it, in [min, max]. RC_INVALID
 * otherwise. */
MUST_CHECK enum rc number_parse_int(const char *text, int64_t min, int64_t max,
                                    int64_t *ret_value);

/** A decimal number ("-4.35", "1e3"; a point, never a comma), finite. RC_INVALID
 * otherwise. */
MUST_CHECK enum rc number_parse_double(const char *text, double *ret_value);

/** Shortest decimal text that reads back as @p value, into @p out of 32 bytes. Returns @p
 * out.
 * @p value must be finite. */
char *number_format_double(double value, char *out);

#endif
