#include "geo/country.h"

#include <string.h>

#include "geo/gazetteer_format.h"
#include "server/core/arena.h"
#include "server/core/text.h"

/* A name or code longer than this is none. */
#define NAME_MAX_BYTES 200

static enum rc find_code(const struct geo_gazetteer *gz, const char *text, size_t *ret)
{
    size_t len = strlen(text);

    if (len != 2 && len != 3)
        return RC_NOT_FOUND;
    for (size_t i = 0; i < gz->counts[SECTION_COUNTRIES]; i++) {
        struct geo_country country = geo_gazetteer_country(gz, i, NULL);

        if (text_same_ascii(text, len == 2 ? country.code : country.iso3)) {
            *ret = i;
            return RC_OK;
        }
    }
    return RC_NOT_FOUND;
}

static enum rc find_folded(const struct geo_gazetteer *gz, const char *folded,
                           size_t *ret)
{
    size_t low = 0, high = gz->counts[SECTION_COUNTRY_NAMES];
    size_t count = high;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(gz->texts + gz->country_names[middle].text, folded) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == count || strcmp(gz->texts + gz->country_names[low].text, folded))
        return RC_NOT_FOUND;
    if (low + 1 < count && !strcmp(gz->texts + gz->country_names[low + 1].text, folded))
        return RC_NOT_FOUND; /* several countries go by this name */
    *ret = gz->country_names[low].country;
    return RC_OK;
}

enum rc geo_country_find(const struct geo_gazetteer *gz, const char *text,
                         const char *language, struct geo_country *ret_country)
{
    struct arena *arena = arena_new();
    size_t index = 0;
    char *clean, *folded;
    enum rc rc;

    if (strlen(text) > NAME_MAX_BYTES || text_clean(arena, text, strlen(text), &clean) ||
        text_fold(arena, clean, &folded)) {
        rc = RC_NOT_FOUND;
        goto out;
    }
    rc = find_code(gz, clean, &index);
    if (rc)
        rc = find_folded(gz, folded, &index);
    if (!rc)
        *ret_country = geo_gazetteer_country(gz, index, language);
out:
    arena_free(arena);
    return rc;
}
