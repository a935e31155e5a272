#include "importers/people_group.h"

#include <stdlib.h>
#include <string.h>

#include "server/core/arena.h"

void imp_places_add(struct imp_places *places, uint64_t key, uint64_t offset,
                    int64_t line)
{
    if (places->count == places->size) {
        places->size = places->size ? 2 * places->size : 1024;
        places->items = mem_realloc(places->items, places->size, sizeof(*places->items));
    }
    places->items[places->count++] =
        (struct imp_place){.offset = offset, .key = key, .line = (uint32_t)line};
}

void imp_places_fini(struct imp_places *places)
{
    free(places->items);
    *places = (struct imp_places){0};
}

/* splitmix64's finish spreads FNV-1a over all bits. */
static uint64_t spread(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

uint64_t imp_key_hash(const char *key, size_t len)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    if (!len)
        return 0;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)key[i]) * UINT64_C(0x100000001b3);
    hash = spread(hash);
    return hash ? hash : 1;
}

/* Open addressing: the row that begins the party of each key, plus one. */
static uint32_t *find_slot(uint32_t *slots, size_t mask, const struct imp_place *items,
                           uint64_t key)
{
    size_t at = (size_t)key & mask;

    while (slots[at] && items[slots[at] - 1].key != key)
        at = (at + 1) & mask;
    return &slots[at];
}

static int by_party(const void *a, const void *b)
{
    const struct imp_place *x = a, *y = b;

    if (x->party != y->party)
        return x->party < y->party ? -1 : 1;
    return x->offset < y->offset ? -1 : x->offset > y->offset;
}

bool imp_places_sort(struct imp_places *places)
{
    struct imp_place *items = places->items;
    size_t size = 1024;
    uint32_t *slots, parties = 0;
    bool scattered = false;

    while (size < 2 * places->count)
        size *= 2;
    slots = mem_calloc(size, sizeof(*slots));
    for (size_t i = 0; i < places->count; i++) {
        uint32_t *slot = NULL;

        if (items[i].key)
            slot = find_slot(slots, size - 1, items, items[i].key);
        if (slot && *slot) {
            items[i].party = items[*slot - 1].party;
            scattered = scattered || items[i].party != items[i - 1].party;
            continue;
        }
        items[i].party = parties++;
        if (slot)
            *slot = (uint32_t)i + 1;
    }
    free(slots);
    if (scattered)
        qsort(items, places->count, sizeof(*items), by_party);
    return scattered;
}
