/**
 * @file location_text.h
 * A place as people type it, in parts: "Hamra, Beirut (Liban)". For location.c only.
 */
#ifndef REDKITE_GEO_LOCATION_TEXT_H
#define REDKITE_GEO_LOCATION_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "geo/gazetteer.h"
#include "server/core/arena.h"

/** More parts than these are left off. */
#define LOCATION_PARTS 6

struct location_text {
    const char *whole;                 /* cleaned; "" where there is nothing */
    const char *parts[LOCATION_PARTS]; /* what commas, brackets and the like divide */
    size_t count;
};

/** Divides @p text (may be NULL). Text that is not UTF-8, or over 1,000 bytes, has no
 * parts. */
void location_text_parse(struct arena *arena, const char *text,
                         struct location_text *ret_text);

/** Takes part @p index out. */
void location_text_drop(struct location_text *text, size_t index);

/** True when @p part is the name or code of the region that @p town is in. */
bool location_text_is_region(const struct geo_gazetteer *gz, struct arena *arena,
                             const struct geo_town *town, const char *part);

#endif
