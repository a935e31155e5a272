/**
 * @file crisis.h
 * How sub-commands are told which crisis they mean.
 */
#ifndef REDKITE_CLI_CRISIS_H
#define REDKITE_CLI_CRISIS_H

#include <stdint.h>

#include "server/core/attrs.h"

struct db;

/** The crisis that @p text names: its id, or its name, letter case ignored. NULL: the
 * newest open one. Prints what is wrong and returns the exit code, CLI_OK when found. */
MUST_CHECK int cli_crisis_find(struct db *db, const char *text, int64_t *ret_id);

#endif
