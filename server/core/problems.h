/**
 * @file problems.h
 * What is wrong with an input: for each fault the line, the field and a text key, never a
 * sentence. The texts stand in web/texts (and, for the command line, in the same keys).
 */
#ifndef REDKITE_CORE_PROBLEMS_H
#define REDKITE_CORE_PROBLEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/core/arena.h"

enum problem_level {
    PROBLEM_ERROR,   /* nothing is written */
    PROBLEM_WARNING, /* kept as typed, told */
};

struct problem {
    enum problem_level level;
    int64_t line;       /* 1-based line or feature of the file; 0 where there is none */
    const char *field;  /* column, form field or JSON pointer */
    const char *key;    /* text key, such as "problem.birth_date.future" */
    const char *detail; /* what was found, or NULL; shown to who typed it, never logged */
};

struct problems {
    struct arena *arena; /* keeps the texts */
    struct problem *items;
    size_t count; /* kept: at most PROBLEMS_KEPT of each level */
    size_t size;
    size_t errors; /* all, kept or not */
    size_t warnings;
};

/** So many of each level are kept; the others are counted. */
#define PROBLEMS_KEPT 1000

/** Empty; texts and rows live in @p arena. */
void problems_init(struct problems *problems, struct arena *arena);

/** Adds an error. @p detail may be NULL; texts are copied. */
void problems_error(struct problems *problems, int64_t line, const char *field,
                    const char *key, const char *detail);

/** Adds a warning, see problems_error. */
void problems_warn(struct problems *problems, int64_t line, const char *field,
                   const char *key, const char *detail);

/** True when there is at least one error. */
bool problems_any(const struct problems *problems);

#endif
