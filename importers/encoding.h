/**
 * @file encoding.h
 * Which characters a file of text is written in, found by reading all of it once.
 */
#ifndef REDKITE_IMPORTERS_ENCODING_H
#define REDKITE_IMPORTERS_ENCODING_H

#include <stdint.h>

#include "importers/source.h"
#include "server/core/attrs.h"
#include "server/core/crypto.h"
#include "server/core/problems.h"
#include "server/core/progress.h"
#include "server/core/rc.h"

enum imp_encoding {
    IMP_ENCODING_DETECT,
    IMP_ENCODING_UTF8,
    IMP_ENCODING_WINDOWS1252,
};

struct imp_encoded {
    enum imp_encoding encoding;     /* found, never DETECT */
    uint64_t start;                 /* bytes of the byte order mark to skip */
    uint8_t hash[CRYPTO_HASH_SIZE]; /* BLAKE2b-256 of all bytes */
};

/**
 * Reads @p source to its end. UTF-8 when all of it is strict UTF-8; Windows-1252, with a
 * warning that says so, when there is no byte order mark, not one sequence of UTF-8 in
 * it, and every byte has a meaning; otherwise the UTF-8 is broken. @p wanted other than
 * DETECT settles the question.
 * Problems, all of field "file", with the line: problem.file.empty, .zero_byte, .utf16,
 * .broken_utf8, .undefined_byte (of Windows-1252). A zero byte ends the reading at once.
 * RC_INVALID with a problem, RC_CONFLICT when @p progress (may be NULL; in bytes) said
 * stop, RC_INTERNAL.
 */
MUST_CHECK enum rc imp_encoding_find(struct imp_source *source, enum imp_encoding wanted,
                                     const struct progress *progress,
                                     struct problems *problems,
                                     struct imp_encoded *ret_encoded);

#endif
