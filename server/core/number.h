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

/** Decimal text that reads back as @p value, which must be finite: 15 digits where they
 * do (what was typed with so many prints as typed), else 16 or 17. Into @p out of 32
 * bytes; returns @p out. */
char *number_format_double(double value, char *out);

#endif
