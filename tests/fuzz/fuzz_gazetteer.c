/* Any bytes as a gazetteer's file: with the right hash put in, it opens or is refused;
 * one that opens can be searched, and every town and country read. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "geo/country.h"
#include "geo/gazetteer.h"
#include "geo/gazetteer_format.h"
#include "geo/location.h"
#include "geo/place.h"
#include "server/core/arena.h"
#include "server/core/crypto.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_hash(uint8_t *bytes, size_t size)
{
    struct gazetteer_header *header = (void *)bytes;
    struct crypto_hash hash;

    crypto_hash_init(&hash, NULL);
    crypto_hash_add(&hash, bytes, offsetof(struct gazetteer_header, hash));
    crypto_hash_add(&hash, bytes + sizeof(*header), size - sizeof(*header));
    crypto_hash_end(&hash, header->hash);
}

static void read_all(const struct geo_gazetteer *gz)
{
    size_t letters = 0;

    for (size_t i = 0; i < geo_gazetteer_town_count(gz); i++) {
        struct geo_town town = geo_gazetteer_town(gz, i, "nl");

        letters += strlen(town.name) + strlen(town.region) + strlen(town.country_name);
    }
    for (size_t i = 0; i < geo_gazetteer_country_count(gz); i++)
        letters += strlen(geo_gazetteer_country(gz, i, "fr").name);
    if (letters == SIZE_MAX)
        abort();
}

static void ask(const struct geo_gazetteer *gz, struct arena *arena)
{
    static const char *const texts[] = {"Tripoli",       "Anvres",     "a",
                                        "Hamra, Beirut", "Paris (TX)", "بيروت"};

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        struct geo_location_input input = {.place = texts[i],
                                           .country = i % 2 ? "LB" : NULL,
                                           .has_point = i % 3 == 0,
                                           .point = {35.5, 33.9},
                                           .accuracy_m = 10.0};
        struct geo_place_query query = {.text = texts[i], .limit = 10, .typing = true};
        struct geo_location location = geo_location_choose(gz, arena, &input);
        struct geo_place *places;
        size_t count;

        if (location.candidate_count > GEO_LOCATION_CANDIDATES ||
            geo_place_search(gz, arena, &query, &places, &count) || count > query.limit)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct geo_gazetteer *gz;
    struct arena *arena;
    uint8_t *bytes;

    if (size < sizeof(struct gazetteer_header))
        return 0;
    bytes = mem_alloc(size);
    memcpy(bytes, data, size);
    put_hash(bytes, size);
    if (!geo_gazetteer_open_bytes(bytes, size, &gz)) {
        arena = arena_new();
        read_all(gz);
        ask(gz, arena);
        arena_free(arena);
        geo_gazetteer_close(gz);
    }
    free(bytes);
    return 0;
}
