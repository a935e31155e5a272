#include "server/app/gazetteer_measure.h"

#include <stdlib.h>
#include <string.h>

#include "geo/place.h"
#include "server/core/arena.h"
#include "server/core/clock.h"
#include "server/core/random.h"
#include "server/core/text.h"

#define LETTERS_MOST 1000
#define SEARCH_LIMIT 10

enum slip { SLIP_OUT, SLIP_SWAP, SLIP_DOUBLE, SLIP_INSTEAD, SLIP_BESIDES };

/* A name as letters of UTF-8, each NUL-terminated. */
struct word {
    char letters[LETTERS_MOST][5];
    size_t count;
};

/* The keys beside a to z on an AZERTY keyboard. */
static const char *const keys_beside[26] = {
    "zq", "vn", "xv", "sf", "zr", "dg", "fh", "gj", "uo", "hk", "jl", "km", "lp",
    "b",  "ip", "om", "as", "et", "qd", "ry", "yi", "cb", "x",  "wc", "tu", "ae",
};

static void word_read(struct word *word, const char *text)
{
    word->count = 0;
    while (*text && word->count < LETTERS_MOST - 4) {
        char *letter = word->letters[word->count++];
        size_t n = 1;

        while ((text[n] & 0xc0) == 0x80 && n < 4)
            n++;
        memcpy(letter, text, n);
        letter[n] = '\0';
        text += n;
    }
}

static void word_write(const struct word *word, char *out)
{
    *out = '\0';
    for (size_t i = 0; i < word->count; i++)
        out = stpcpy(out, word->letters[i]);
}

static void take_out(struct word *word, size_t at)
{
    memmove(word->letters[at], word->letters[at + 1],
            (word->count - at - 1) * sizeof(word->letters[0]));
    word->count--;
}

static void put_in(struct word *word, size_t at, const char *letter)
{
    char copy[5];

    memcpy(copy, letter, sizeof(copy)); /* it may be one of the word's */
    memmove(word->letters[at + 1], word->letters[at],
            (word->count - at) * sizeof(word->letters[0]));
    memcpy(word->letters[at], copy, sizeof(copy));
    word->count++;
}

/* A wrong letter for the one at @p at: any, or a key beside it. */
static void wrong_letter(struct random *random, const char *right, bool any, char *out)
{
    const char *beside = "";

    if (!any && right[0] >= 'a' && right[0] <= 'z')
        beside = keys_beside[right[0] - 'a'];
    memset(out, 0, 5);
    out[0] = *beside ? beside[random_below(random, strlen(beside))]
                     : (char)('a' + random_below(random, 26));
}

static enum slip draw_slip(struct random *random, bool any)
{
    static const enum slip of_any[] = {SLIP_OUT, SLIP_SWAP, SLIP_INSTEAD, SLIP_BESIDES};
    uint64_t percent = random_below(random, 100);

    if (any)
        return of_any[percent / 25];
    return percent < 25   ? SLIP_OUT
           : percent < 45 ? SLIP_SWAP
           : percent < 60 ? SLIP_DOUBLE
           : percent < 85 ? SLIP_INSTEAD
                          : SLIP_BESIDES;
}

static void misspell(struct word *word, struct random *random, bool any)
{
    size_t at = random_below(random, word->count);
    char letter[5];

    wrong_letter(random, word->letters[at], any, letter);
    switch (draw_slip(random, any)) {
    case SLIP_OUT:
        if (word->count > 1)
            take_out(word, at);
        break;
    case SLIP_SWAP:
        if (at + 1 < word->count) {
            memcpy(letter, word->letters[at], sizeof(letter));
            memcpy(word->letters[at], word->letters[at + 1], sizeof(letter));
            memcpy(word->letters[at + 1], letter, sizeof(letter));
        }
        break;
    case SLIP_DOUBLE:
        put_in(word, at, word->letters[at]);
        break;
    case SLIP_INSTEAD:
        memcpy(word->letters[at], letter, sizeof(letter));
        break;
    case SLIP_BESIDES:
        put_in(word, at + random_below(random, 2), letter);
        break;
    }
}

/* @p name with the errors asked for; drawn again until it is another text. */
static void misspelt(const char *name, struct random *random,
                     const struct gazetteer_measure *what, char *out)
{
    struct word word;

    do {
        word_read(&word, name);
        for (int i = 0; i < what->errors; i++)
            misspell(&word, random, what->any_letter);
        word_write(&word, out);
    } while (what->errors && !strcmp(out, name));
}

static int by_time(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

static bool bears(struct arena *arena, const struct geo_place *place, const char *name)
{
    char *folded;

    return !strcmp(place->matched, name) ||
           (!text_fold(arena, place->town.own_name, &folded) && !strcmp(folded, name));
}

/* One search for a misspelt name. Returns its time in seconds. */
static double measure_one(const struct geo_gazetteer *gz, struct arena *arena,
                          const struct gazetteer_measure *what, struct random *random,
                          struct gazetteer_measured *measured)
{
    size_t index = random_below(random, geo_gazetteer_town_count(gz));
    struct geo_town town = geo_gazetteer_town(gz, index, NULL);
    char typed[LETTERS_MOST * 4], *name;
    struct geo_place_query query = {.text = typed,
                                    .country = what->with_country ? town.country : NULL,
                                    .limit = SEARCH_LIMIT};
    struct geo_place *places;
    size_t count = 0;
    double start;

    if (text_fold(arena, town.own_name, &name))
        return 0.0;
    misspelt(name, random, what, typed);
    start = clock_steady_s();
    if (geo_place_search(gz, arena, &query, &places, &count))
        count = 0;
    start = clock_steady_s() - start;
    if (count && bears(arena, &places[0], name))
        measured->first++;
    else if (count && places[0].match <= GEO_MATCH_OTHER)
        measured->other_town++;
    return start;
}

struct gazetteer_measured app_gazetteer_measure(const struct geo_gazetteer *gz,
                                                struct gazetteer_measure what)
{
    double *times = mem_calloc(what.names + 1, sizeof(*times));
    struct random random = random_seeded(what.seed);
    struct gazetteer_measured measured = {0};
    struct arena *arena = arena_new();

    for (size_t i = 0; i < what.names; i++) {
        times[i] = measure_one(gz, arena, &what, &random, &measured);
        arena_reset(arena);
    }
    qsort(times, what.names, sizeof(*times), by_time);
    measured.median_ms = 1e3 * times[what.names / 2];
    measured.percentile95_ms = 1e3 * times[what.names * 95 / 100];
    measured.most_ms = what.names ? 1e3 * times[what.names - 1] : 0.0;
    arena_free(arena);
    free(times);
    return measured;
}
