#include "geo/place.h"

#include <math.h>
#include <string.h>

#include "geo/country.h"
#include "geo/distance.h"
#include "geo/edit.h"
#include "geo/gazetteer_draft.h"
#include "geo/gazetteer_format.h"
#include "server/core/text.h"

/* Shorter texts are too near to too much. */
#define ERRORS_FROM_BYTES 3
#define TEXT_MAX_BYTES    1000
/* A name that others use counts like a small error more. */
#define WEIGHT_OTHER_NAME 4
/* Later words left off; not an error while they are still to be typed. */
#define WEIGHT_WORDS 7
/* A second error is rarer than a first, besides what it weighs itself. */
#define WEIGHT_SECOND 2
/* A rank: class of match, weight, population. */
#define RANK_CLASS_SHIFT  48
#define RANK_WEIGHT_SHIFT 32

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
    const uint32_t *letters;
    const uint8_t *lengths;
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

/* Errors and words left off are told apart by how likely they are. */
static uint64_t class_of(const struct search *s, enum geo_match match)
{
    static const uint8_t complete[] = {0, 1, 2, 2, 2, 4}, begun[] = {0, 1, 3, 2, 3, 2};

    return s->typing ? begun[match] : complete[match];
}

/* Match first, then how likely the errors are and whose name it is, population last. */
static uint64_t rank_of(const struct search *s, enum geo_match match, uint32_t posting,
                        int weight)
{
    uint32_t town = posting & POSTING_TOWN_MASK;
    bool other = posting >> POSTING_KIND_SHIFT >= GEO_NAME_OTHER;

    return class_of(s, match) << RANK_CLASS_SHIFT |
           (uint64_t)(weight + (other ? WEIGHT_OTHER_NAME : 0)) << RANK_WEIGHT_SHIFT |
           (UINT32_MAX - s->gz->towns[town].population);
}

static bool before(const struct search *s, const struct hit *a, const struct hit *b)
{
    if (a->rank != b->rank)
        return a->rank < b->rank;
    return s->gz->towns[a->town].id < s->gz->towns[b->town].id;
}

/* Keeps the best @p limit towns, each once. */
static void keep(struct search *s, uint32_t name, uint32_t posting, enum geo_match match,
                 int weight)
{
    uint32_t town = posting & POSTING_TOWN_MASK;
    struct hit hit = {town, name, match, rank_of(s, match, posting, weight)};
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

static void keep_name(struct search *s, uint32_t name, enum geo_match match, int weight)
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
        keep(s, name, posting, as, weight);
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
        if (!text[s->len]) {
            whole = true;
            keep_name(s, s->list[i], GEO_MATCH_WHOLE, 0);
        } else if (text[s->len] == ' ') {
            keep_name(s, s->list[i], GEO_MATCH_WORDS, s->typing ? 0 : WEIGHT_WORDS);
        } else {
            keep_name(s, s->list[i], GEO_MATCH_START, 0);
        }
    }
    return whole;
}

/* True when nothing with so many errors can be better than what is kept. */
static bool too_late(const struct search *s, int errors)
{
    uint64_t best = class_of(s, GEO_MATCH_ONE_ERROR) << RANK_CLASS_SHIFT |
                    (uint64_t)(errors * EDIT_WEIGHT_LEAST) << RANK_WEIGHT_SHIFT;

    return s->count == s->limit && s->hits[s->count - 1].rank < best;
}

/* Names within two errors: one pass over all of them, most ruled out by their letters. */
static void find_errors(struct search *s)
{
    struct edit edit;

    if (s->len < ERRORS_FROM_BYTES || !edit_init(&edit, s->text))
        return;
    for (size_t i = 0; i < s->list_count; i++) {
        enum geo_match match;
        int errors;

        if (!edit_possible(&edit, s->letters[i], s->lengths[i]))
            continue;
        errors = edit_distance(&edit, text_at(s, i));
        match = errors == 1 ? GEO_MATCH_ONE_ERROR : GEO_MATCH_TWO_ERRORS;
        if (errors < EDIT_FAR && !too_late(s, errors))
            keep_name(s, s->list[i], match,
                      edit_weight(&edit, text_at(s, i)) + (errors - 1) * WEIGHT_SECOND);
    }
}

static enum rc use_country(struct search *s, const char *code)
{
    struct geo_country country;

    s->country = -1;
    s->list = s->gz->lists;
    s->letters = s->gz->letters;
    s->lengths = s->gz->lengths;
    s->list_count = s->gz->counts[SECTION_NAMES];
    if (!code)
        return RC_OK;
    if (geo_country_find(s->gz, code, NULL, &country))
        return RC_NOT_FOUND;
    s->country = (int)country.index;
    s->list += s->gz->countries[country.index].list_first;
    s->letters += s->gz->countries[country.index].list_first;
    s->lengths += s->gz->countries[country.index].list_first;
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

/* Grows with the distance between two places on a sphere. */
static double haversine(struct geo_point a, struct geo_point b)
{
    double up = sin((b.lat - a.lat) * M_PI / 360.0);
    double across = sin((b.lon - a.lon) * M_PI / 360.0);

    return up * up +
           cos(a.lat * M_PI / 180.0) * cos(b.lat * M_PI / 180.0) * across * across;
}

enum rc geo_place_nearest(const struct geo_gazetteer *gz,
                          const struct geo_country *country, struct geo_point point,
                          struct geo_town *ret_town, double *ret_m)
{
    size_t first = country ? country->town_first : 0, best = 0;
    size_t count = country ? country->town_count : geo_gazetteer_town_count(gz);
    double least = INFINITY;
    struct geo_town town;
    enum rc rc;

    if (!count)
        return RC_NOT_FOUND;
    for (size_t i = first; i < first + count; i++) {
        const struct gazetteer_town *t = &gz->towns[i];
        double gap =
            haversine(point, (struct geo_point){t->lon_e5 / 1e5, t->lat_e5 / 1e5});

        if (gap < least) {
            least = gap;
            best = i;
        }
    }
    town = geo_gazetteer_town(gz, best, NULL);
    rc = geo_distance_between(point, town.point, ret_m);
    if (!rc)
        *ret_town = town;
    return rc;
}
