#include "geo/place.h"

#include <string.h>

#include "geo/country.h"
#include "geo/edit.h"
#include "geo/gazetteer_draft.h"
#include "geo/gazetteer_format.h"
#include "server/core/text.h"

/* Shorter texts are too near to too much. */
#define ERRORS_FROM_BYTES 3
#define TEXT_MAX_BYTES    1000

/* A town found so far, and how good it is: lower ranks first. */
struct hit {
    uint32_t town;
    uint32_t name;
    enum geo_match match;
    uint64_t rank;
};

struct search {
    const struct geo_gazetteer *gz;
    const char *text; /* folded */
    size_t len;
    int country; /* -1 for all */
    const uint32_t *list;
    const uint8_t *shared;
    size_t list_count;
    bool typing;
    size_t limit, count;
    struct hit hits[GEO_PLACE_MOST]; /* sorted by rank */
};

const char *geo_match_name(enum geo_match match)
{
    switch (match) {
    case GEO_MATCH_WHOLE:
        return "whole";
    case GEO_MATCH_OTHER:
        return "other";
    case GEO_MATCH_ONE_ERROR:
        return "one_error";
    case GEO_MATCH_WORDS:
        return "words";
    case GEO_MATCH_TWO_ERRORS:
        return "two_errors";
    case GEO_MATCH_START:
        return "start";
    }
    return "whole";
}

/* Match first, then whose name it is, population last. */
static uint64_t rank_of(const struct search *s, enum geo_match match, uint32_t posting)
{
    uint32_t town = posting & POSTING_TOWN_MASK;
    uint64_t other = posting >> POSTING_KIND_SHIFT >= GEO_NAME_OTHER;
    uint64_t order = match;

    if (s->typing && (match == GEO_MATCH_WORDS || match == GEO_MATCH_START))
        order = GEO_MATCH_ONE_ERROR; /* one class, before the errors */
    else if (s->typing && match >= GEO_MATCH_ONE_ERROR)
        order = (uint64_t)match + GEO_MATCH_START;
    return order << 33 | other << 32 | (UINT32_MAX - s->gz->towns[town].population);
}

static bool before(const struct search *s, const struct hit *a, const struct hit *b)
{
    if (a->rank != b->rank)
        return a->rank < b->rank;
    return s->gz->towns[a->town].id < s->gz->towns[b->town].id;
}

/* Keeps the best @p limit towns, each once. */
static void keep(struct search *s, uint32_t name, uint32_t posting, enum geo_match match)
{
    uint32_t town = posting & POSTING_TOWN_MASK;
    struct hit hit = {town, name, match, rank_of(s, match, posting)};
    size_t at, old = s->count;

    if (s->count == s->limit && !before(s, &hit, &s->hits[s->count - 1]))
        return;
    for (size_t i = 0; i < s->count; i++)
        if (s->hits[i].town == town) {
            if (!before(s, &hit, &s->hits[i]))
                return;
            old = i;
            break;
        }
    if (old == s->limit)
        old--;
    for (at = old; at > 0 && before(s, &hit, &s->hits[at - 1]); at--)
        s->hits[at] = s->hits[at - 1];
    s->hits[at] = hit;
    if (old == s->count)
        s->count++;
}

static void keep_name(struct search *s, uint32_t name, enum geo_match match)
{
    const struct gazetteer_name *n = &s->gz->names[name];

    for (uint32_t i = 0; i < n->posting_count; i++) {
        uint32_t posting = s->gz->postings[n->posting_first + i];
        uint32_t town = posting & POSTING_TOWN_MASK;
        enum geo_match as = match;

        if (s->country >= 0 && s->gz->towns[town].country != s->country)
            continue;
        if (match == GEO_MATCH_WHOLE && posting >> POSTING_KIND_SHIFT >= GEO_NAME_OTHER)
            as = GEO_MATCH_OTHER;
        keep(s, name, posting, as);
    }
}

static const char *text_at(const struct search *s, size_t entry)
{
    return s->gz->texts + s->gz->names[s->list[entry]].text;
}

/* The first entry that is not before @p text. */
static size_t lower_bound(const struct search *s)
{
    size_t low = 0, high = s->list_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(text_at(s, middle), s->text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Names that begin with the text. True when one is the text. */
static bool find_starts(struct search *s)
{
    bool whole = false;

    for (size_t i = lower_bound(s); i < s->list_count; i++) {
        const char *text = text_at(s, i);

        if (strncmp(text, s->text, s->len))
            break;
        if (!text[s->len])
            whole = true;
        keep_name(s, s->list[i],
                  !text[s->len]         ? GEO_MATCH_WHOLE
                  : text[s->len] == ' ' ? GEO_MATCH_WORDS
                                        : GEO_MATCH_START);
    }
    return whole;
}

/* Names within two errors: one pass over the sorted names, most of them skipped by what
 * they share with one that was too far away. */
static void find_errors(struct search *s)
{
    struct edit edit;

    if (s->len < ERRORS_FROM_BYTES || !edit_init(&edit, s->text, EDIT_ERRORS_MAX))
        return;
    for (size_t i = 0; i < s->list_count; i++) {
        int shared = i ? s->shared[i] : 0;
        int errors;

        if (edit_hopeless(&edit, shared))
            continue;
        errors = edit_distance(&edit, text_at(s, i), shared);
        if (errors == 1)
            keep_name(s, s->list[i], GEO_MATCH_ONE_ERROR);
        else if (errors == 2)
            keep_name(s, s->list[i], GEO_MATCH_TWO_ERRORS);
    }
}

static enum rc use_country(struct search *s, const char *code)
{
    struct geo_country country;

    s->country = -1;
    s->list = s->gz->lists;
    s->shared = s->gz->shared;
    s->list_count = s->gz->counts[SECTION_NAMES];
    if (!code)
        return RC_OK;
    if (geo_country_find(s->gz, code, NULL, &country))
        return RC_NOT_FOUND;
    s->country = (int)country.index;
    s->list += s->gz->countries[country.index].list_first;
    s->shared += s->gz->countries[country.index].list_first;
    s->list_count = s->gz->countries[country.index].list_count;
    return RC_OK;
}

enum rc geo_place_search(const struct geo_gazetteer *gz, struct arena *arena,
                         const struct geo_place_query *query,
                         struct geo_place **ret_places, size_t *ret_count)
{
    struct search s = {.gz = gz, .typing = query->typing};
    struct geo_place *places;
    char *folded;

    if (strlen(query->text) > TEXT_MAX_BYTES || text_fold(arena, query->text, &folded))
        return RC_INVALID;
    if (use_country(&s, query->country))
        return RC_NOT_FOUND;
    s.text = folded;
    s.len = strlen(folded);
    s.limit = query->limit < GEO_PLACE_MOST ? query->limit : GEO_PLACE_MOST;
    if (s.len && s.limit && !find_starts(&s))
        find_errors(&s);
    places = arena_array(arena, s.count + 1, sizeof(*places));
    for (size_t i = 0; i < s.count; i++)
        places[i] = (struct geo_place){
            geo_gazetteer_town(gz, s.hits[i].town, query->language), s.hits[i].match,
            gz->texts + gz->names[s.hits[i].name].text};
    *ret_places = places;
    *ret_count = s.count;
    return RC_OK;
}
