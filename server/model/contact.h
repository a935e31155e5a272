/**
 * @file contact.h
 * Ways to reach somebody: phone and mail in the one form that is compared and looked up.
 * What was typed is kept beside it.
 */
#ifndef REDKITE_MODEL_CONTACT_H
#define REDKITE_MODEL_CONTACT_H

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

/** '+', at most 15 digits (ITU-T E.164), NUL. */
#define PHONE_SIZE 17

struct phone {
    const char *e164;  /* "+32470123456", or NULL when the number could not be read */
    const char *typed; /* as it was given */
};

/**
 * Writes @p typed as E.164 into @p out of PHONE_SIZE bytes: "+32 470/12.34.56",
 * "0032470123456" and, with a calling code, "0470 12 34 56". Spaces . / - ( ) and a
 * "(0)" behind the country code are left out.
 * @p calling_code: digits such as "32" for numbers typed without one, or NULL: then those
 * are refused.
 * RC_INVALID for other characters, fewer than 7 or more than 15 digits, or a code that
 * begins with 0.
 */
MUST_CHECK enum rc phone_normalise(const char *typed, const char *calling_code,
                                   char *out);

/** @p typed (already clean text) with its normal form where there is one; texts are
 * copied into @p arena. */
struct phone phone_make(struct arena *arena, const char *typed, const char *calling_code);

/**
 * A mail address as it is compared: no spaces around, domain in lower case; the part
 * before the @ keeps its case in writing but not here: compared in lower case, as every
 * provider people use does. RC_INVALID unless it is one @ with something before and a
 * dotted name behind, at most 254 bytes, no space, control, comma, semicolon, quote or
 * bracket (so it can never add a header line or a second address).
 */
MUST_CHECK enum rc mail_normalise(struct arena *arena, const char *typed,
                                  char **ret_mail);

#endif
