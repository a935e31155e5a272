/**
 * @file plan_heap.h
 * The parties that could change from one node to another, cheapest first (a binary heap).
 */
#ifndef REDKITE_GEO_PLAN_HEAP_H
#define REDKITE_GEO_PLAN_HEAP_H

#include <stddef.h>
#include <stdint.h>

/** Party @p party may change from its arc @p from to its arc @p to (counted from its
 * first arc) at @p key more per seat. */
struct plan_change {
    int64_t key;
    uint32_t party;
    uint16_t from;
    uint16_t to;
};

/** Zeroed is empty. Not in order until plan_heap_order. */
struct plan_heap {
    struct plan_change *items;
    uint32_t count;
    uint32_t size;
};

/** Frees what @p heap holds. */
void plan_heap_fini(struct plan_heap *heap);

/** Makes room for @p size items in all. */
void plan_heap_reserve(struct plan_heap *heap, uint32_t size);

/** Appends without ordering: only before plan_heap_order. */
void plan_heap_append(struct plan_heap *heap, struct plan_change change);

/** Puts what was appended in order. */
void plan_heap_order(struct plan_heap *heap);

/** Adds to a heap in order. */
void plan_heap_push(struct plan_heap *heap, struct plan_change change);

/** Takes the first item off; @p heap is not empty. */
void plan_heap_pop(struct plan_heap *heap);

#endif
