/* Any bytes: what is cleaned is valid and clean, what is folded stays folded. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "server/core/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth)
{
    if (!truth)
        abort();
}

static void check_fold(struct arena *arena, const char *text)
{
    char *once, *twice;

    require(!text_fold(arena, text, &once));
    require(!text_fold(arena, once, &twice));
    require(!strcmp(once, twice));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    const char *bytes = (const char *)data;
    char *clean, *again, *text;

    if (!text_clean(arena, bytes, size, &clean)) {
        require(text_valid(bytes, size) && text_valid(clean, strlen(clean)));
        require(!text_clean(arena, clean, strlen(clean), &again));
        require(!strcmp(clean, again));
        check_fold(arena, clean);
    }
    if (!text_from_windows1252(arena, bytes, size, &text)) {
        require(text_valid(text, strlen(text)) && strlen(text) >= size);
        check_fold(arena, text);
    }
    arena_free(arena);
    return 0;
}
