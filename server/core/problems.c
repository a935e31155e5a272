#include "server/core/problems.h"

#include <string.h>

void problems_init(struct problems *problems, struct arena *arena)
{
    *problems = (struct problems){.arena = arena};
}

static void add(struct problems *problems, struct problem problem)
{
    size_t *level =
        problem.level == PROBLEM_ERROR ? &problems->errors : &problems->warnings;

    if (++*level > PROBLEMS_KEPT)
        return; /* a thousand warnings must not push out the first error */
    if (problems->count == problems->size) {
        size_t size = problems->size ? problems->size * 2 : 8;
        struct problem *items = arena_array(problems->arena, size, sizeof(*items));

        if (problems->count)
            memcpy(items, problems->items, problems->count * sizeof(*items));
        problems->items = items;
        problems->size = size;
    }
    problem.field = arena_strdup(problems->arena, problem.field);
    problem.key = arena_strdup(problems->arena, problem.key);
    problem.detail = arena_strdup(problems->arena, problem.detail);
    problems->items[problems->count++] = problem;
}

void problems_error(struct problems *problems, int64_t line, const char *field,
                    const char *key, const char *detail)
{
    add(problems, (struct problem){PROBLEM_ERROR, line, field, key, detail});
}

void problems_warn(struct problems *problems, int64_t line, const char *field,
                   const char *key, const char *detail)
{
    add(problems, (struct problem){PROBLEM_WARNING, line, field, key, detail});
}

bool problems_any(const struct problems *problems)
{
    return problems->errors > 0;
}
