/**
 * @file buffer.h
 * A growing byte buffer with a cap given when it is made, so that no input can exhaust
 * memory. Always NUL-terminated. Once a write would pass the cap, nothing more is added
 * and buffer_failed stays true: check once, at the end.
 */
#ifndef REDKITE_CORE_BUFFER_H
#define REDKITE_CORE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

#include "server/core/attrs.h"
#include "server/core/rc.h"

struct buffer {
    char *data; /* len bytes and a NUL; NULL until the first write */
    size_t len;
    size_t size;
    size_t cap;
    bool failed;
};

/** An empty buffer of at most @p cap bytes. Release with buffer_fini. */
void buffer_init(struct buffer *buf, size_t cap);

/** Frees the bytes. @p buf may be used again after buffer_init. */
void buffer_fini(struct buffer *buf);

/** Empties @p buf, keeping its memory; clears the failure. */
void buffer_clear(struct buffer *buf);

/** Appends @p len bytes. */
void buffer_append(struct buffer *buf, const void *bytes, size_t len);

/** Appends a NUL-terminated text. */
void buffer_puts(struct buffer *buf, const char *text);

/** Appends one byte. */
void buffer_putc(struct buffer *buf, char c);

/** Appends printf-formatted text. */
void buffer_printf(struct buffer *buf, const char *format, ...) PRINTF_LIKE(2, 3);

/** The text so far, "" when empty. Borrowed until the next write. */
const char *buffer_text(const struct buffer *buf);

/** True once something did not fit. */
bool buffer_failed(const struct buffer *buf);

/** Reads all of @p path into @p buf. RC_NOT_FOUND (no such file), RC_TOO_LARGE (over the
 * cap, known before reading where the file tells its size), RC_INTERNAL (logged). */
MUST_CHECK enum rc buffer_read_file(struct buffer *buf, const char *path);

#endif
