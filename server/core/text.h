/**
 * @file text.h
 * UTF-8 text: strict reading, one normal form, and the folded form that searches compare.
 * Tables: libutf8proc.
 */
#ifndef REDKITE_CORE_TEXT_H
#define REDKITE_CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

/** True when the @p len bytes are well-formed UTF-8 (no overlong forms, surrogates or
 * values over U+10FFFF). */
bool text_valid(const char *text, size_t len);

/** Cleans what a person or file gave: strict UTF-8, NFC, runs of white space to one
 * space, none at the ends. RC_INVALID for broken UTF-8, control characters (tab, CR and
 * LF count as white space), bidirectional overrides (U+202A-202E, U+2066-2069), and more
 * than 64 MiB. */
MUST_CHECK enum rc text_clean(struct arena *arena, const char *text, size_t len,
                              char **ret_text);

/** The form that searches compare: NFKD, marks off, case folded, letters that have no
 * decomposition spelled out (ø o, ł l, ß ss, æ ae), punctuation and hyphens to one space.
 * @p text must be valid UTF-8 of at most 64 MiB; RC_INVALID otherwise. */
MUST_CHECK enum rc text_fold(struct arena *arena, const char *text, char **ret_text);

/** Bytes of Windows-1252 to UTF-8. The five undefined bytes, NUL and more than 64 MiB
 * give RC_INVALID. */
MUST_CHECK enum rc text_from_windows1252(struct arena *arena, const char *bytes,
                                         size_t len, char **ret_text);

/** True when @p text is equal to @p other but for ASCII letter case. */
bool text_same_ascii(const char *text, const char *other);

#endif
