/**
 * @file subject.h
 * How a subject is named on the command line: by its stamp, or a party by its ref.
 */
#ifndef REDKITE_CLI_SUBJECT_H
#define REDKITE_CLI_SUBJECT_H

#include <stdint.h>

#include "server/core/attrs.h"
#include "server/core/rc.h"

struct db;

/** Reads @p text. RC_INVALID neither a ref nor a stamp; RC_NOT_FOUND no party has that
 * ref. */
MUST_CHECK enum rc cli_subject_find(struct db *db, const char *text,
                                    int64_t *ret_subject);

#endif
