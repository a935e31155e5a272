/**
 * @file plan.h
 * A plan as lists show it: one version of a crisis, never edited. Its rows and what
 * proves it are geo/plan.h's.
 */
#ifndef REDKITE_MODEL_PLAN_H
#define REDKITE_MODEL_PLAN_H

#include <stdint.h>

#define PLAN_HASH_SIZE 32

struct plan {
    int64_t id;        /* stamp; 0 before it is written */
    int64_t crisis_id; /* stamp */
    int version;       /* 1, 2, ... in the crisis */
    int64_t at;        /* ms UTC: the time it plans for */
    int64_t incarnation;
    int64_t seq;                  /* cut-off: what the plan has seen */
    const char *rules;            /* rule set, such as "default" */
    uint8_t hash[PLAN_HASH_SIZE]; /* SHA-256 of the canonical instance */
    int64_t people;
    int64_t served;       /* people, not parties */
    int64_t weight_left;  /* of those who could be planned and remain */
    int64_t weight_bound; /* no plan leaves less */
    int64_t metres;       /* metres x seats of those served */
    int64_t metres_bound; /* no plan that leaves no more behind has fewer */
};

#endif
