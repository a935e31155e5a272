#include "server/app/location.h"

#include <stdlib.h>
#include <string.h>

#include "geo/location.h"
#include "server/core/arena.h"
#include "server/core/crypto.h"

#define CACHE_SLOTS 16384 /* more than a list has places; a power of two */

/* One remembered answer: a later one with the same slot takes its place. */
struct answer {
    uint8_t of[CRYPTO_HASH_SIZE]; /* hash of place and country; zero: empty */
    enum geo_location_state state;
    struct geo_point point;
    double accuracy_m;
    char country[COUNTRY_SIZE];
};

struct app_location {
    const struct geo_gazetteer *gz;
    struct arena *arena;
    struct answer *cache;
    struct app_location_counts counts;
};

struct app_location *app_location_new(const struct geo_gazetteer *gz)
{
    struct app_location *l = mem_calloc(1, sizeof(*l));

    l->gz = gz;
    l->arena = arena_new();
    l->cache = mem_calloc(CACHE_SLOTS, sizeof(*l->cache));
    return l;
}

void app_location_free(struct app_location *l)
{
    if (!l)
        return;
    arena_free(l->arena);
    free(l->cache);
    free(l);
}

static void hash_texts(const struct stay *stay, uint8_t *ret_hash)
{
    struct crypto_hash hash;

    crypto_hash_init(&hash, NULL);
    crypto_hash_part(&hash, stay->place, strlen(stay->place));
    crypto_hash_part(&hash, stay->country, strlen(stay->country));
    crypto_hash_end(&hash, ret_hash);
}

static void ask(struct app_location *l, const struct stay *stay,
                struct answer *ret_answer)
{
    const struct geo_location_input input = {.place = stay->place,
                                             .country = stay->country};
    struct geo_location found;

    if (!l->gz) {
        *ret_answer = (struct answer){.state = GEO_LOCATION_UNKNOWN};
        return;
    }
    arena_reset(l->arena);
    found = geo_location_choose(l->gz, l->arena, &input);
    ret_answer->state = found.state;
    if (found.state == GEO_LOCATION_FOUND && found.source != GEO_LOCATION_TOWN)
        ret_answer->state =
            GEO_LOCATION_UNKNOWN; /* no more than a country: nobody can be sent there */
    ret_answer->point = found.point;
    ret_answer->accuracy_m = found.accuracy_m;
    memcpy(ret_answer->country, found.country, COUNTRY_SIZE);
}

static const struct answer *answer_for(struct app_location *l, const struct stay *stay)
{
    uint8_t of[CRYPTO_HASH_SIZE];
    struct answer *slot;
    uint32_t index;

    hash_texts(stay, of);
    memcpy(&index, of, sizeof(index));
    slot = &l->cache[index % CACHE_SLOTS];
    if (memcmp(slot->of, of, sizeof(of))) {
        ask(l, stay, slot);
        memcpy(slot->of, of, sizeof(of));
    }
    return slot;
}

void app_location_fill(struct app_location *l, struct stay *stay)
{
    const struct answer *answer;

    if (stay->located) {
        l->counts.coordinates++;
        return;
    }
    if (!stay->place || !*stay->place) {
        l->counts.unknown++;
        return;
    }
    answer = answer_for(l, stay);
    if (!*stay->country)
        memcpy(stay->country, answer->country, COUNTRY_SIZE);
    if (answer->state == GEO_LOCATION_FOUND) {
        stay->located = true;
        stay->point = answer->point;
        stay->accuracy_m = answer->accuracy_m;
        l->counts.towns++;
    } else if (answer->state == GEO_LOCATION_QUESTION) {
        l->counts.questions++;
    } else {
        l->counts.unknown++;
    }
}

struct app_location_counts app_location_counts(const struct app_location *l)
{
    return l->counts;
}
