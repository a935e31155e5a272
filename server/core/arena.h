/**
 * @file arena.h
 * Memory that is freed together: one arena per request or run. Not for several threads at
 * once. No memory left aborts the process.
 */
#ifndef REDKITE_CORE_ARENA_H
#define REDKITE_CORE_ARENA_H

#include <stddef.h>
#include <stdint.h>

#include "server/core/attrs.h"

struct arena;

/** A new, empty arena. Free with arena_free. */
NEVER_NULL struct arena *arena_new(void);

/** Frees @p arena and everything in it. NULL is fine. */
void arena_free(struct arena *arena);

/** Forgets everything in @p arena but keeps its first block for reuse. */
void arena_reset(struct arena *arena);

/** @p size zeroed bytes, aligned for any type; lives as long as @p arena. */
NEVER_NULL void *arena_alloc(struct arena *arena, size_t size);

/** @p count zeroed elements of @p size bytes; aborts when the product overflows. */
NEVER_NULL void *arena_array(struct arena *arena, size_t count, size_t size);

/** A copy of the NUL-terminated @p text. NULL stays NULL. */
char *arena_strdup(struct arena *arena, const char *text);

/** A NUL-terminated copy of the @p len bytes at @p text. */
NEVER_NULL char *arena_strndup(struct arena *arena, const char *text, size_t len);

/** A copy of @p len bytes. */
NEVER_NULL void *arena_memdup(struct arena *arena, const void *bytes, size_t len);

/** printf into the arena. */
NEVER_NULL char *arena_printf(struct arena *arena, const char *format, ...)
    PRINTF_LIKE(2, 3);

/** malloc, calloc or realloc that aborts when there is no memory; free with free(). */
NEVER_NULL void *mem_alloc(size_t size);
/** Zeroed, see mem_alloc. Aborts when the product overflows. */
NEVER_NULL void *mem_calloc(size_t count, size_t size);
/** Grows or shrinks @p old to @p count elements of @p size bytes, see mem_alloc. */
NEVER_NULL void *mem_realloc(void *old, size_t count, size_t size);
/** A heap copy of @p text, see mem_alloc. */
NEVER_NULL char *mem_strdup(const char *text);

#endif
