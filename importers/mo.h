/**
 * @file mo.h
 * Reads a catalogue of GNU gettext (.mo): pairs of a message and its translation. Format:
 * GNU gettext manual, "The Format of GNU MO Files"; either byte order, revision 0.
 */
#ifndef REDKITE_IMPORTERS_MO_H
#define REDKITE_IMPORTERS_MO_H

#include <stddef.h>
#include <stdint.h>

#include "server/core/attrs.h"
#include "server/core/rc.h"

/** An open catalogue over bytes of the caller's. */
struct imp_mo {
    const uint8_t *bytes;
    size_t size;
    int swapped; /* the bytes are in the other order */
    uint32_t count;
    uint32_t messages;     /* where the table of messages is */
    uint32_t translations; /* where the table of translations is */
};

/** Looks at the header and both tables. RC_INVALID when it is no catalogue. */
MUST_CHECK enum rc imp_mo_open(const void *bytes, size_t size, struct imp_mo *ret_mo);

/** Pair @p index (below count): NUL-terminated texts borrowed from the bytes. RC_INVALID
 * when one lies outside them. */
MUST_CHECK enum rc imp_mo_pair(const struct imp_mo *mo, uint32_t index,
                               const char **ret_message, const char **ret_translation);

/** The translation of @p message, by binary search. RC_NOT_FOUND when there is none. */
MUST_CHECK enum rc imp_mo_find(const struct imp_mo *mo, const char *message,
                               const char **ret_translation);

#endif
