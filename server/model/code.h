/**
 * @file code.h
 * Checks shared by several nouns: codes that people type and time zone names.
 */
#ifndef REDKITE_MODEL_CODE_H
#define REDKITE_MODEL_CODE_H

#include <stdbool.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

/** Longest code, without NUL. */
#define CODE_MAX 40

/** True for 1 to CODE_MAX lower-case ASCII letters, digits and single hyphens between
 * them. */
bool code_valid(const char *code);

/** A code made of a name: folded, everything else a hyphen, cut to CODE_MAX. RC_INVALID
 * when the name has no ASCII letter or digit once folded. */
MUST_CHECK enum rc code_make(struct arena *arena, const char *name, char **ret_code);

/** True for what an IANA time zone name looks like ("Asia/Beirut", "Etc/GMT-3", "UTC").
 */
bool zone_name_valid(const char *zone);

#endif
