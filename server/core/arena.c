#include "server/core/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)16384)

struct block {
    struct block *next;
    size_t size;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
};

struct arena {
    struct block *head; /* the block being filled; older ones follow */
};

static void out_of_memory(void)
{
    fputs("redkite: out of memory\n", stderr);
    abort();
}

void *mem_alloc(size_t size)
{
    void *p = malloc(size ? size : 1);

    if (!p)
        out_of_memory();
    return p;
}

void *mem_calloc(size_t count, size_t size)
{
    void *p = calloc(count ? count : 1, size ? size : 1);

    if (!p)
        out_of_memory();
    return p;
}

void *mem_realloc(void *old, size_t count, size_t size)
{
    void *p;

    if (!count || !size) {
        count = 1;
        size = 1;
    }
    p = reallocarray(old, count, size);
    if (!p)
        out_of_memory();
    return p;
}

char *mem_strdup(const char *text)
{
    size_t len = strlen(text) + 1;

    return memcpy(mem_alloc(len), text, len);
}

static struct block *block_new(size_t size)
{
    struct block *b;

    if (size > SIZE_MAX / 2)
        out_of_memory();
    b = mem_alloc(sizeof(*b) + size);
    b->next = NULL;
    b->size = size;
    b->used = 0;
    return b;
}

struct arena *arena_new(void)
{
    struct arena *arena = mem_alloc(sizeof(*arena));

    arena->head = block_new(BLOCK_SIZE);
    return arena;
}

static void free_blocks(struct block *b)
{
    while (b) {
        struct block *next = b->next;

        free(b);
        b = next;
    }
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    free_blocks(arena->head);
    free(arena);
}

void arena_reset(struct arena *arena)
{
    free_blocks(arena->head->next);
    arena->head->next = NULL;
    arena->head->used = 0;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    struct block *b = arena->head;
    void *p;

    if (size > SIZE_MAX / 4)
        out_of_memory();
    size = (size + align - 1) / align * align;
    if (b->size - b->used < size) {
        struct block *fresh = block_new(size > BLOCK_SIZE ? size : BLOCK_SIZE);

        if (size > BLOCK_SIZE) { /* a block of its own, behind the one being filled */
            fresh->next = b->next;
            b->next = fresh;
        } else {
            fresh->next = b;
            arena->head = fresh;
        }
        b = fresh;
    }
    p = b->bytes + b->used;
    b->used += size;
    return memset(p, 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t total;

    if (__builtin_mul_overflow(count, size, &total))
        out_of_memory();
    return arena_alloc(arena, total);
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
    char *copy = arena_alloc(arena, len + 1);

    if (len)
        memcpy(copy, text, len);
    return copy;
}

void *arena_memdup(struct arena *arena, const void *bytes, size_t len)
{
    void *copy = arena_alloc(arena, len);

    if (len)
        memcpy(copy, bytes, len);
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    char *text;
    int len;

    va_start(args, format);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0)
        out_of_memory();
    text = arena_alloc(arena, (size_t)len + 1);
    va_start(args, format);
    vsnprintf(text, (size_t)len + 1, format, args);
    va_end(args);
    return text;
}
