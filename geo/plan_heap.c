#include "geo/plan_heap.h"

#include <stdbool.h>
#include <stdlib.h>

#include "server/core/arena.h"

/* The full order makes the first item, and so the plan, independent of the order in which
 * items came. */
static bool before(const struct plan_change *a, const struct plan_change *b)
{
    if (a->key != b->key)
        return a->key < b->key;
    if (a->party != b->party)
        return a->party < b->party;
    return a->to < b->to;
}

void plan_heap_fini(struct plan_heap *heap)
{
    free(heap->items);
    *heap = (struct plan_heap){0};
}

void plan_heap_reserve(struct plan_heap *heap, uint32_t size)
{
    if (size <= heap->size)
        return;
    heap->items = mem_realloc(heap->items, size, sizeof(*heap->items));
    heap->size = size;
}

void plan_heap_append(struct plan_heap *heap, struct plan_change change)
{
    if (heap->count == heap->size)
        plan_heap_reserve(heap, heap->size ? heap->size * 2 : 8);
    heap->items[heap->count++] = change;
}

static void sink(struct plan_heap *heap, uint32_t at)
{
    struct plan_change moving = heap->items[at];

    for (;;) {
        uint32_t child = 2 * at + 1;

        if (child >= heap->count)
            break;
        if (child + 1 < heap->count &&
            before(&heap->items[child + 1], &heap->items[child]))
            child++;
        if (!before(&heap->items[child], &moving))
            break;
        heap->items[at] = heap->items[child];
        at = child;
    }
    heap->items[at] = moving;
}

void plan_heap_order(struct plan_heap *heap)
{
    for (uint32_t at = heap->count / 2; at-- > 0;)
        sink(heap, at);
}

void plan_heap_push(struct plan_heap *heap, struct plan_change change)
{
    uint32_t at = heap->count;

    plan_heap_append(heap, change);
    while (at > 0 && before(&change, &heap->items[(at - 1) / 2])) {
        heap->items[at] = heap->items[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap->items[at] = change;
}

void plan_heap_pop(struct plan_heap *heap)
{
    heap->items[0] = heap->items[--heap->count];
    if (heap->count)
        sink(heap, 0);
}
