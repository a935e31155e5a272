/**
 * @file document.h
 * Travel and identity documents.
 */
#ifndef REDKITE_MODEL_DOCUMENT_H
#define REDKITE_MODEL_DOCUMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

enum document_kind {
    DOCUMENT_UNKNOWN, /* not told */
    DOCUMENT_PASSPORT,
    DOCUMENT_IDENTITY_CARD,
    DOCUMENT_PROVISIONAL_PASSPORT,
    DOCUMENT_EU_EMERGENCY, /* EU emergency travel document, Directive (EU) 2019/997 */
    DOCUMENT_RESIDENCE_CARD,
    DOCUMENT_TRAVEL, /* refugee or stateless person's travel document */
    DOCUMENT_OTHER,
    DOCUMENT_MISSING, /* told that there is none */
};

struct document {
    enum document_kind kind;
    const char *number; /* normal form, see document_number_normalise; NULL: none */
    const char *issuer; /* country code, or NULL */
    int32_t expires;    /* day, or DATE_NONE */
};

/** "passport", "eu_emergency", ...; "" for DOCUMENT_UNKNOWN, "none" for DOCUMENT_MISSING.
 * Static. */
const char *document_kind_name(enum document_kind kind);

/** Reads what document_kind_name writes. RC_INVALID otherwise. */
MUST_CHECK enum rc document_kind_parse(const char *text, enum document_kind *ret_kind);

/** Upper-case letters and digits of @p typed, without separators (space . - / _ and
 * others). RC_INVALID when a character is no ASCII letter, digit or separator, or when
 * fewer than 4 or more than 30 are left. */
MUST_CHECK enum rc document_number_normalise(struct arena *arena, const char *typed,
                                             char **ret_number);

/** True when both are the same document: equal numbers, and neither kind nor issuer is
 * known to differ. */
bool document_same(const struct document *a, const struct document *b);

#endif
