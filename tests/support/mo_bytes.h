/**
 * @file mo_bytes.h
 * Makes a gettext catalogue for tests.
 */
#ifndef REDKITE_TESTS_MO_BYTES_H
#define REDKITE_TESTS_MO_BYTES_H

#include <stdbool.h>
#include <stddef.h>

#include "server/core/buffer.h"

/** Appends a catalogue of @p count pairs (message, translation; sorted by message), in
 * the other byte order when @p swapped. */
void mo_bytes_put(struct buffer *buf, const char *const (*pairs)[2], size_t count,
                  bool swapped);

#endif
