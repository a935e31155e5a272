#include "geo/location_text.h"

#include <string.h>

#include "geo/gazetteer_format.h"
#include "server/core/text.h"

#define TEXT_MAX_BYTES 1000

/* How many bytes at @p text divide parts; 0 for none. A hyphen divides between spaces
 * only. */
static size_t divider(const char *text)
{
    static const char *const dashes[] = {" - ", " – ", " — "};

    if (strchr(",;/|()[]", *text))
        return 1;
    for (size_t i = 0; i < sizeof(dashes) / sizeof(*dashes); i++)
        if (!strncmp(text, dashes[i], strlen(dashes[i])))
            return strlen(dashes[i]);
    return 0;
}

static void add_part(struct arena *arena, const char *from, size_t len,
                     struct location_text *text)
{
    char *part;

    if (text->count < LOCATION_PARTS && !text_clean(arena, from, len, &part) && *part)
        text->parts[text->count++] = part;
}

void location_text_parse(struct arena *arena, const char *text,
                         struct location_text *ret_text)
{
    const char *from;
    char *clean;

    *ret_text = (struct location_text){.whole = ""};
    if (!text || strlen(text) > TEXT_MAX_BYTES ||
        text_clean(arena, text, strlen(text), &clean))
        return;
    ret_text->whole = from = clean;
    while (*clean) {
        size_t skip = divider(clean);

        if (skip) {
            add_part(arena, from, (size_t)(clean - from), ret_text);
            from = clean + skip;
        }
        clean += skip ? skip : 1;
    }
    add_part(arena, from, (size_t)(clean - from), ret_text);
}

void location_text_drop(struct location_text *text, size_t index)
{
    text->count--;
    for (size_t i = index; i < text->count; i++)
        text->parts[i] = text->parts[i + 1];
}

bool location_text_is_region(const struct geo_gazetteer *gz, struct arena *arena,
                             const struct geo_town *town, const char *part)
{
    const struct gazetteer_region *region;
    char *folded, *name;

    if (town->region_index == GAZETTEER_NO_REGION || text_fold(arena, part, &folded))
        return false;
    region = &gz->regions[town->region_index];
    if (text_same_ascii(part, gz->texts + region->code))
        return true;
    for (int i = 0; i < GAZETTEER_LANGUAGES; i++)
        if (region->names[i] && !text_fold(arena, gz->texts + region->names[i], &name) &&
            !strcmp(name, folded))
            return true;
    return false;
}
