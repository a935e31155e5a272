/**
 * @file texts.h
 * The sentences people read, by language and key, from texts/{nl,fr,de,en}.json, which
 * are built in.
 */
#ifndef REDKITE_WEB_TEXTS_H
#define REDKITE_WEB_TEXTS_H

#include "server/core/attrs.h"

/** The text for @p key in @p language ("nl", "fr", "de", "en"; any other reads as "en").
 * The key itself where there is no such text, which a test rules out for the keys in use.
 * Borrowed, for good. Safe from any thread. */
NEVER_NULL const char *web_text(const char *language, const char *key);

#endif
