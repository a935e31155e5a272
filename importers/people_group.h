/**
 * @file people_group.h
 * Which rows of a list belong to one party: rows with the same key, wherever they stand.
 */
#ifndef REDKITE_IMPORTERS_PEOPLE_GROUP_H
#define REDKITE_IMPORTERS_PEOPLE_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/core/attrs.h"

/** Where a row is, and which party it belongs to: parties count from 0 in the order in
 * which they begin. */
struct imp_place {
    uint64_t offset;
    uint64_t key; /* hash of the party key */
    uint32_t line;
    uint32_t party;
};

/** The rows of a file. Zeroed to begin with. Freed with imp_places_fini. */
struct imp_places {
    struct imp_place *items;
    size_t count;
    size_t size;
};

/** Adds a row; @p key 0: a party of its own. */
void imp_places_add(struct imp_places *places, uint64_t key, uint64_t offset,
                    int64_t line);

/** Numbers the parties. False when the rows of each party stand together already;
 * otherwise they are sorted so that they do. */
bool imp_places_sort(struct imp_places *places);

/** Frees the rows. */
void imp_places_fini(struct imp_places *places);

/** A key's hash, never 0 for a key that is not empty. */
uint64_t imp_key_hash(const char *key, size_t len);

#endif
