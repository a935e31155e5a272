/**
 * @file ref.h
 * What a citizen quotes: a party's ref (8 characters of Crockford base 32 and a check
 * character) and a person's tag (ref, member number, own check character), as on
 * wristbands and roster rows.
 *
 * Check character: weighted sum over GF(32) with polynomial x^5 + x^2 + 1; the weights
 * are distinct powers of the generator, none zero, so every single wrong character and
 * every swap of two neighbours changes it. Same alphabet as the rest.
 */
#ifndef REDKITE_CORE_REF_H
#define REDKITE_CORE_REF_H

#include <stdint.h>

#include "server/core/attrs.h"
#include "server/core/rc.h"

/** 8 characters, check character, NUL. */
#define REF_SIZE 10
/** Ref with its check character, two characters of member number, check character, NUL.
 */
#define TAG_SIZE       13
#define TAG_MEMBER_MAX 1023

/** The ref made of the low 40 bits of @p number, into @p out of REF_SIZE bytes. Returns
 * @p out. */
char *ref_format(uint64_t number, char *out);

/** Reads a ref as typed: lower case, spaces and hyphens, O for 0, I and L for 1 are
 * accepted. Writes the canonical form into @p out of REF_SIZE bytes. RC_INVALID when a
 * character or the check is wrong. */
MUST_CHECK enum rc ref_parse(const char *text, char *out);

/** Tag of member @p member (0 to TAG_MEMBER_MAX) of the party with canonical @p ref, into
 * @p out of TAG_SIZE bytes. Returns @p out. */
char *tag_format(const char *ref, int member, char *out);

/** Reads a tag as typed, see ref_parse: @p ret_ref gets REF_SIZE bytes. RC_INVALID when
 * anything is wrong, the ref's own check included. */
MUST_CHECK enum rc tag_parse(const char *text, char *ret_ref, int *ret_member);

#endif
