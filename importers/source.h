/**
 * @file source.h
 * Where an importer's bytes come from: a file, or memory. Can be read more than once,
 * from anywhere, so that a file of any size is checked first and read again.
 */
#ifndef REDKITE_IMPORTERS_SOURCE_H
#define REDKITE_IMPORTERS_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "server/core/attrs.h"
#include "server/core/rc.h"

struct imp_source;

/** Opens the regular file @p path for reading. Close with imp_source_close. RC_NOT_FOUND
 * (no such file), RC_INVALID (a directory, pipe or device), RC_INTERNAL (logged). */
MUST_CHECK enum rc imp_source_open(const char *path, struct imp_source **ret_source);

/** The @p len bytes at @p bytes, borrowed. Close with imp_source_close. */
NEVER_NULL struct imp_source *imp_source_memory(const void *bytes, size_t len);

/** NULL is fine. */
void imp_source_close(struct imp_source *source);

/** Its size in bytes when it was opened. */
uint64_t imp_source_size(const struct imp_source *source);

/** Reads up to @p size bytes at @p offset; fewer only at the end. RC_INTERNAL (logged).
 */
MUST_CHECK enum rc imp_source_read(struct imp_source *source, uint64_t offset, void *out,
                                   size_t size, size_t *ret_len);

/** RC_CONFLICT when the file was changed since it was opened, so that what was checked is
 * no longer what is read. */
MUST_CHECK enum rc imp_source_unchanged(const struct imp_source *source);

#endif
