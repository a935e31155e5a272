#include "tests/support/list.h"

#include <stdio.h>
#include <string.h>

#include "server/core/buffer.h"
#include "tests/support/suite.h"

/* 2026-11-23 */
#define TODAY 20780

struct list list;

void list_init(void)
{
    list = (struct list){.arena = arena_new(), .options = {.today = TODAY}};
    problems_init(&list.problems, list.arena);
}

void list_fini(void)
{
    arena_free(list.arena);
}

/* All parties as "ref:line.Surname[,line.Surname]@place;" */
static void describe(struct imp_people *people, struct buffer *out)
{
    struct party_draft draft;
    struct problems again;

    problems_init(&again, list.arena);
    while (!imp_people_next(people, list.arena, &again, &draft)) {
        buffer_printf(out, "%s:", draft.party.reference ? draft.party.reference : "");
        for (size_t i = 0; i < draft.person_count; i++)
            buffer_printf(out, "%s%lld.%s", i ? "," : "", (long long)draft.lines[i],
                          draft.persons[i].surname);
        if (draft.stay_count && draft.stays[0].place)
            buffer_printf(out, "@%s", draft.stays[0].place);
        buffer_putc(out, ';');
    }
}

enum rc list_check(const char *text, size_t len, struct buffer *out)
{
    struct imp_source *source = imp_source_memory(text, len);
    struct imp_people *people = NULL;
    enum rc rc = imp_people_open(source, &list.options, NULL, &list.problems, &people);

    if (!rc)
        rc = imp_people_check(people, NULL, &list.problems, &list.counts);
    if (!rc && out)
        describe(people, out);
    imp_people_close(people);
    imp_source_close(source);
    return rc;
}

void list_gives(const char *text, const char *expected)
{
    struct buffer out;

    buffer_init(&out, 1 << 20);
    ck_assert_int_eq(list_check(text, strlen(text), &out), RC_OK);
    ck_assert_str_eq(buffer_text(&out), expected);
    buffer_fini(&out);
}

struct party_draft list_only(const char *text)
{
    struct imp_source *source = imp_source_memory(text, strlen(text));
    struct imp_people *people = NULL;
    struct party_draft draft;

    ck_assert_int_eq(
        imp_people_open(source, &list.options, NULL, &list.problems, &people), RC_OK);
    ck_assert_int_eq(imp_people_next(people, list.arena, &list.problems, &draft), RC_OK);
    imp_people_close(people);
    imp_source_close(source);
    return draft;
}

static const struct problem *find(const char *key)
{
    for (size_t i = 0; i < list.problems.count; i++)
        if (!strcmp(list.problems.items[i].key, key))
            return &list.problems.items[i];
    return NULL;
}

static void told(const char *field, const char *key, int64_t line,
                 enum problem_level level)
{
    const struct problem *p = find(key);

    if (!p)
        for (size_t i = 0; i < list.problems.count; i++)
            printf("%lld %s %s\n", (long long)list.problems.items[i].line,
                   list.problems.items[i].field, list.problems.items[i].key);
    ck_assert_msg(p != NULL, "%s was not told", key);
    ck_assert_str_eq(p->field, field);
    ck_assert_int_eq(p->line, line);
    ck_assert_int_eq(p->level, level);
}

void list_refuses(const char *text, const char *field, const char *key, int64_t line)
{
    problems_init(&list.problems, list.arena);
    ck_assert_int_eq(list_check(text, strlen(text), NULL), RC_INVALID);
    told(field, key, line, PROBLEM_ERROR);
}

void list_warns(const char *text, const char *field, const char *key, int64_t line)
{
    problems_init(&list.problems, list.arena);
    ck_assert_int_eq(list_check(text, strlen(text), NULL), RC_OK);
    told(field, key, line, PROBLEM_WARNING);
}
