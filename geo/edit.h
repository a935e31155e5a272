/**
 * @file edit.h
 * Typing errors between one text and many others: letters left out, added or changed, and
 * neighbours swapped, each counted as one ("optimal string alignment"; Ukkonen's band,
 * Information and Control 64, 1985). Texts are folded UTF-8.
 */
#ifndef REDKITE_GEO_EDIT_H
#define REDKITE_GEO_EDIT_H

#include <stdbool.h>
#include <stdint.h>

/** Texts of more characters are not compared. */
#define EDIT_TEXT_MAX 60
/** More errors than this are not looked for. */
#define EDIT_ERRORS_MAX 2
/** One more than the most errors: further away. */
#define EDIT_FAR (EDIT_ERRORS_MAX + 1)

/** No error weighs less. */
#define EDIT_WEIGHT_LEAST 4

/** A text that others are compared with; on the caller's stack. */
struct edit {
    uint32_t text[EDIT_TEXT_MAX];
    int length;
    uint32_t letters;              /* edit_letters of it */
    uint32_t alike[EDIT_TEXT_MAX]; /* letters a to z that are easily typed as this one */
    int added[EDIT_TEXT_MAX];      /* weight of this one being one too many */
};

/** Starts with @p text. False when it is empty or longer than EDIT_TEXT_MAX. */
bool edit_init(struct edit *edit, const char *text);

/** Which letters are in @p text, as bits; several letters may share one. */
uint32_t edit_letters(const char *text);

/** How many characters @p text has, at most 255. */
uint8_t edit_length(const char *text);

/** True when a text of these letters and length may be within EDIT_ERRORS_MAX errors: an
 * error changes the length by one at most, and two letters come or go. */
static inline bool edit_possible(const struct edit *edit, uint32_t letters, int length)
{
    uint32_t differ = letters ^ edit->letters;

    for (int i = 0; i < 2 * EDIT_ERRORS_MAX; i++)
        differ &= differ - 1; /* takes one bit away */
    return (differ == 0) & (length - edit->length <= EDIT_ERRORS_MAX) &
           (edit->length - length <= EDIT_ERRORS_MAX);
}

/** Errors between the text and @p other, or EDIT_FAR. */
int edit_distance(const struct edit *edit, const char *other);

/** How unlikely it is that somebody who meant @p other typed the text: lower is likelier.
 * Swapped letters, one left out, one doubled, a neighbour on the keyboard (QWERTY, QWERTZ
 * and AZERTY) or one that sounds alike are likelier than any other letter, and the first
 * letter is seldom wrong. @p other is within EDIT_ERRORS_MAX errors. */
int edit_weight(const struct edit *edit, const char *other);

#endif
