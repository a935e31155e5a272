/**
 * @file roster.h
 * Rosters as files, for the sub-commands that make them.
 */
#ifndef REDKITE_CLI_ROSTER_H
#define REDKITE_CLI_ROSTER_H

#include <stdint.h>

#include "server/core/attrs.h"

struct db;

/** Writes roster @p roster_id into the directory @p dir as CSV, JSON and text for a
 * printer: roster-NN-vN-SITE.csv and so on. Prints what is wrong and returns the exit
 * code. */
MUST_CHECK int cli_roster_write(struct db *db, int64_t roster_id, const char *dir);

#endif
