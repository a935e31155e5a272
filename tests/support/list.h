/**
 * @file list.h
 * Lists of people in tests: text in, parties or named faults out.
 */
#ifndef REDKITE_TESTS_LIST_H
#define REDKITE_TESTS_LIST_H

#include "importers/people_csv.h"
#include "server/core/buffer.h"

/** What the list under test is read with, and what came of it. */
struct list {
    struct arena *arena;
    struct problems problems;
    struct imp_people_options options;
    struct imp_people_counts counts;
};
extern struct list list;

/** Starts anew: today is 2026-11-23. For a fixture. */
void list_init(void);

/** Frees what list_init made. */
void list_fini(void);

/** Opens and checks the @p len bytes at @p text; all parties, when @p out is given, as
 * "key:line.Surname[,line.Surname]@place;". */
enum rc list_check(const char *text, size_t len, struct buffer *out);

/** @p text holds the parties @p expected, written as above. */
void list_gives(const char *text, const char *expected);

/** The first party of @p text. */
struct party_draft list_only(const char *text);

/** @p text is refused, for this among others. */
void list_refuses(const char *text, const char *field, const char *key, int64_t line);

/** @p text is read, with this warning. */
void list_warns(const char *text, const char *field, const char *key, int64_t line);

#endif
