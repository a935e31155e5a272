/**
 * @file listed.h
 * What zones and sites of a crisis have in common at the command line: list, remove,
 * restore.
 */
#ifndef REDKITE_CLI_LISTED_H
#define REDKITE_CLI_LISTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/core/arena.h"
#include "server/core/rc.h"

struct db;
struct db_tx;
struct json;

/** One thing of the list. */
struct cli_listed {
    int64_t id;
    const char *name;   /* what it is called by: a zone's name, a site's code */
    const void *record; /* struct zone or struct site */
};

/** Things of one crisis. */
struct cli_listing {
    struct arena *arena;
    int64_t crisis_id;
    bool removed; /* those that were removed, instead of those that are there */
    struct cli_listed *items;
    size_t count;
};

/** A kind of thing. */
struct cli_listed_kind {
    const char *name; /* of the sub-command and of one thing */
    bool unique;      /* no two of a crisis that are there share a name */
    enum rc (*load)(struct db *db, struct cli_listing *listing);
    enum rc (*remove)(struct db_tx *tx, int64_t id, bool gone);
    void (*print)(const struct cli_listed *item);
    void (*json)(const struct cli_listed *item, struct json *json);
};

/** Runs list, remove or restore: argv[0] is the verb. Returns the exit code. */
int cli_listed(int argc, char **argv, const struct cli_listed_kind *kind);

#endif
