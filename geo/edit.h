/**
 * @file edit.h
 * Typing errors between a text and many others that come in sorted order: letters left
 * out, added or changed, and neighbours swapped, each counted as one ("optimal string
 * alignment"; Ukkonen's band, Information and Control 64, 1985). What a text shares with
 * the one before it is not looked at again.
 */
#ifndef REDKITE_GEO_EDIT_H
#define REDKITE_GEO_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Texts of more characters are compared whole only. */
#define EDIT_TEXT_MAX 60
/** More errors than this are not looked for. */
#define EDIT_ERRORS_MAX 2
/** One more than the most errors: further away. */
#define EDIT_FAR (EDIT_ERRORS_MAX + 1)

#define EDIT_BAND  (2 * EDIT_ERRORS_MAX + 1)
#define EDIT_DEPTH (EDIT_TEXT_MAX + EDIT_ERRORS_MAX)

/** One text being compared; about 1 kB, on the caller's stack. */
struct edit {
    uint32_t text[EDIT_TEXT_MAX];
    int length;
    int errors;                 /* that are looked for: 1 or 2 */
    uint32_t other[EDIT_DEPTH]; /* the characters of the last text, as far as looked at */
    int depth;                  /* rows that stand for them */
    bool dead;                  /* nothing that goes on from there can be near */
    uint8_t rows[EDIT_DEPTH + 1][EDIT_BAND]; /* errors, around the diagonal */
};

/** Starts with @p text (UTF-8), looking for up to @p errors (1 or 2). False when it is
 * empty or longer than EDIT_TEXT_MAX. */
bool edit_init(struct edit *edit, const char *text, int errors);

/** Errors between the text and @p other, which shares at least its first @p shared
 * characters with the @p other of the call before; EDIT_FAR or more when above the limit.
 * Skipping texts is fine as long as @p shared holds. */
int edit_distance(struct edit *edit, const char *other, int shared);

/** True when a text that shares its first @p shared characters with the last one cannot
 * be near. */
static inline bool edit_hopeless(const struct edit *edit, int shared)
{
    return edit->dead && shared >= edit->depth;
}

#endif
