/**
 * @file names.h
 * The written names of enum values: one table per enum, its first value 0.
 */
#ifndef REDKITE_MODEL_NAMES_H
#define REDKITE_MODEL_NAMES_H

#include <stddef.h>

#include "server/core/attrs.h"
#include "server/core/rc.h"

/** The index of @p text in the @p count @p names, ASCII letter case ignored. RC_INVALID
 * when it is none of them. */
MUST_CHECK enum rc names_find(const char *const *names, size_t count, const char *text,
                              int *ret_index);

#endif
