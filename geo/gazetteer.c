#include "geo/gazetteer.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "geo/gazetteer_format.h"
#include "server/core/arena.h"
#include "server/core/crypto.h"
#include "server/core/log.h"
#include "server/core/text.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the gazetteer is mapped as it is: little-endian"
#endif

const size_t gazetteer_record_size[SECTION_COUNT] = {
    [SECTION_TEXTS] = 1,
    [SECTION_COUNTRIES] = sizeof(struct gazetteer_country),
    [SECTION_COUNTRY_NAMES] = sizeof(struct gazetteer_country_name),
    [SECTION_REGIONS] = sizeof(struct gazetteer_region),
    [SECTION_TOWNS] = sizeof(struct gazetteer_town),
    [SECTION_IDS] = sizeof(uint32_t),
    [SECTION_NAMES] = sizeof(struct gazetteer_name),
    [SECTION_POSTINGS] = sizeof(uint32_t),
    [SECTION_LISTS] = sizeof(uint32_t),
    [SECTION_LETTERS] = sizeof(uint32_t),
    [SECTION_LENGTHS] = sizeof(uint8_t),
};

/* Ten metres for each root of an inhabitant is the built-up area of a dense town
 * (Brussels, Beirut, Kabul, London), three kilometres the villages that go by its name,
 * and where two sources put the same point. Of 6,000 towns of Natural Earth 95 in 100 lie
 * within. */
#define RADIUS_BASE_M     3000.0
#define RADIUS_PER_ROOT_M 10.0
#define RADIUS_UNKNOWN_M  5000.0

static bool extents_ok(const struct gazetteer_header *header, size_t size)
{
    for (int i = 0; i < SECTION_COUNT; i++) {
        const struct gazetteer_extent *e = &header->sections[i];

        if (e->offset % 8 || e->offset < sizeof(*header) || e->offset > size)
            return false;
        if (e->count > (size - e->offset) / gazetteer_record_size[i] ||
            e->count > UINT32_MAX)
            return false;
    }
    return true;
}

static bool hash_ok(const struct gazetteer_header *header, size_t size)
{
    const uint8_t *bytes = (const uint8_t *)header;
    size_t at = offsetof(struct gazetteer_header, hash);
    uint8_t found[CRYPTO_HASH_SIZE];
    struct crypto_hash hash;

    crypto_hash_init(&hash, NULL);
    crypto_hash_add(&hash, bytes, at);
    crypto_hash_add(&hash, bytes + sizeof(*header), size - sizeof(*header));
    crypto_hash_end(&hash, found);
    return !memcmp(found, bytes + at, sizeof(found));
}

static void point_at_sections(struct geo_gazetteer *gz)
{
    const struct gazetteer_header *header = (const void *)gz->bytes;
    const void *at[SECTION_COUNT];

    for (int i = 0; i < SECTION_COUNT; i++) {
        at[i] = gz->bytes + header->sections[i].offset;
        gz->counts[i] = header->sections[i].count;
    }
    gz->texts = at[SECTION_TEXTS];
    gz->countries = at[SECTION_COUNTRIES];
    gz->country_names = at[SECTION_COUNTRY_NAMES];
    gz->regions = at[SECTION_REGIONS];
    gz->towns = at[SECTION_TOWNS];
    gz->ids = at[SECTION_IDS];
    gz->names = at[SECTION_NAMES];
    gz->postings = at[SECTION_POSTINGS];
    gz->lists = at[SECTION_LISTS];
    gz->letters = at[SECTION_LETTERS];
    gz->lengths = at[SECTION_LENGTHS];
}

static bool text_ok(const struct geo_gazetteer *gz, uint32_t text)
{
    return text < gz->counts[SECTION_TEXTS];
}

static bool range_ok(uint32_t first, uint32_t count, size_t limit)
{
    return first <= limit && count <= limit - first;
}

static bool point_ok(int32_t lon_e5, int32_t lat_e5)
{
    return geo_point_valid((struct geo_point){lon_e5 / 1e5, lat_e5 / 1e5});
}

static bool countries_ok(const struct geo_gazetteer *gz)
{
    for (size_t i = 0; i < gz->counts[SECTION_COUNTRIES]; i++) {
        const struct gazetteer_country *c = &gz->countries[i];

        for (int l = 0; l < GAZETTEER_LANGUAGES; l++)
            if (!text_ok(gz, c->names[l]))
                return false;
        if (!point_ok(c->lon_e5, c->lat_e5) ||
            !range_ok(c->town_first, c->town_count, gz->counts[SECTION_TOWNS]) ||
            !range_ok(c->list_first, c->list_count, gz->counts[SECTION_LISTS]))
            return false;
    }
    for (size_t i = 0; i < gz->counts[SECTION_COUNTRY_NAMES]; i++)
        if (!text_ok(gz, gz->country_names[i].text) ||
            gz->country_names[i].country >= gz->counts[SECTION_COUNTRIES])
            return false;
    return true;
}

static bool regions_ok(const struct geo_gazetteer *gz)
{
    for (size_t i = 0; i < gz->counts[SECTION_REGIONS]; i++) {
        const struct gazetteer_region *r = &gz->regions[i];

        if (!text_ok(gz, r->code))
            return false;
        for (int l = 0; l < GAZETTEER_LANGUAGES; l++)
            if (!text_ok(gz, r->names[l]))
                return false;
    }
    return true;
}

static bool towns_ok(const struct geo_gazetteer *gz)
{
    for (size_t i = 0; i < gz->counts[SECTION_TOWNS]; i++) {
        const struct gazetteer_town *t = &gz->towns[i];

        for (int l = 0; l < GAZETTEER_LANGUAGES; l++)
            if (!text_ok(gz, t->names[l]))
                return false;
        if (!text_ok(gz, t->name) || !point_ok(t->lon_e5, t->lat_e5) ||
            t->country >= gz->counts[SECTION_COUNTRIES] || t->rank > GEO_TOWN_CAPITAL)
            return false;
        if (t->region != GAZETTEER_NO_REGION && t->region >= gz->counts[SECTION_REGIONS])
            return false;
    }
    return gz->counts[SECTION_IDS] == gz->counts[SECTION_TOWNS] &&
           gz->counts[SECTION_TOWNS] <= POSTING_TOWN_MASK;
}

static bool below(const uint32_t *values, size_t count, size_t limit, uint32_t mask)
{
    uint32_t most = 0;

    for (size_t i = 0; i < count; i++)
        if ((values[i] & mask) > most)
            most = values[i] & mask;
    return count == 0 || most < limit;
}

static bool names_ok(const struct geo_gazetteer *gz)
{
    size_t names = gz->counts[SECTION_NAMES];

    for (size_t i = 0; i < names; i++)
        if (!text_ok(gz, gz->names[i].text) || !gz->names[i].posting_count ||
            !range_ok(gz->names[i].posting_first, gz->names[i].posting_count,
                      gz->counts[SECTION_POSTINGS]))
            return false;
    return gz->counts[SECTION_LISTS] >= names &&
           gz->counts[SECTION_LISTS] == gz->counts[SECTION_LETTERS] &&
           gz->counts[SECTION_LISTS] == gz->counts[SECTION_LENGTHS] &&
           below(gz->ids, gz->counts[SECTION_IDS], gz->counts[SECTION_TOWNS],
                 UINT32_MAX) &&
           below(gz->postings, gz->counts[SECTION_POSTINGS], gz->counts[SECTION_TOWNS],
                 POSTING_TOWN_MASK) &&
           below(gz->lists, gz->counts[SECTION_LISTS], names, UINT32_MAX);
}

static bool contents_ok(const struct geo_gazetteer *gz)
{
    size_t texts = gz->counts[SECTION_TEXTS];

    return texts > 0 && gz->texts[0] == '\0' && gz->texts[texts - 1] == '\0' &&
           text_valid(gz->texts, texts) && countries_ok(gz) && regions_ok(gz) &&
           towns_ok(gz) && names_ok(gz);
}

enum rc geo_gazetteer_open_bytes(const void *bytes, size_t size,
                                 struct geo_gazetteer **ret_gz)
{
    const struct gazetteer_header *header = bytes;
    struct geo_gazetteer *gz;

    if (size < sizeof(*header) || memcmp(header->magic, GAZETTEER_MAGIC, 8) ||
        header->version != GAZETTEER_VERSION || header->size != size)
        return RC_INVALID;
    if (!extents_ok(header, size) || !hash_ok(header, size))
        return RC_INVALID;
    gz = mem_calloc(1, sizeof(*gz));
    gz->bytes = bytes;
    gz->size = size;
    point_at_sections(gz);
    if (!contents_ok(gz)) {
        free(gz);
        return RC_INVALID;
    }
    *ret_gz = gz;
    return RC_OK;
}

/* Maps the file read-only; an empty one has nothing to map. */
static enum rc map_file(const char *path, void **ret_bytes, size_t *ret_size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    enum rc rc = RC_INTERNAL;
    struct stat st;
    void *bytes;

    if (fd < 0)
        return errno == ENOENT ? RC_NOT_FOUND : RC_INTERNAL;
    if (fstat(fd, &st))
        goto out;
    if (!S_ISREG(st.st_mode) || st.st_size == 0) {
        rc = RC_INVALID;
        goto out;
    }
    bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED)
        goto out;
    *ret_bytes = bytes;
    *ret_size = (size_t)st.st_size;
    rc = RC_OK;
out:
    if (rc == RC_INTERNAL)
        log_error("gazetteer.map_failed", "errno=%d", errno);
    close(fd);
    return rc;
}

enum rc geo_gazetteer_open(const char *path, struct geo_gazetteer **ret_gz)
{
    void *bytes;
    size_t size;
    enum rc rc = map_file(path, &bytes, &size);

    if (rc)
        return rc;
    rc = geo_gazetteer_open_bytes(bytes, size, ret_gz);
    if (rc)
        munmap(bytes, size);
    else
        (*ret_gz)->mapping = bytes;
    return rc;
}

void geo_gazetteer_close(struct geo_gazetteer *gz)
{
    if (!gz)
        return;
    if (gz->mapping)
        munmap(gz->mapping, gz->size);
    free(gz);
}

/* The column of a language, or -1. */
static int column_of(const char *language)
{
    static const char *const languages[GAZETTEER_LANGUAGES] = {"nl", "fr", "de", "en"};

    for (int i = 0; language && i < GAZETTEER_LANGUAGES; i++)
        if (!strcmp(language, languages[i]))
            return i;
    return -1;
}

static const char *named(const struct geo_gazetteer *gz, const uint32_t *names,
                         int column, const char *otherwise)
{
    return column >= 0 && names[column] ? gz->texts + names[column] : otherwise;
}

static double radius_of(uint32_t population)
{
    if (!population)
        return RADIUS_UNKNOWN_M;
    return RADIUS_BASE_M + floor(RADIUS_PER_ROOT_M * sqrt(population));
}

size_t geo_gazetteer_town_count(const struct geo_gazetteer *gz)
{
    return gz->counts[SECTION_TOWNS];
}

size_t geo_gazetteer_name_count(const struct geo_gazetteer *gz)
{
    return gz->counts[SECTION_NAMES];
}

struct geo_town geo_gazetteer_town(const struct geo_gazetteer *gz, size_t index,
                                   const char *language)
{
    const struct gazetteer_town *t = &gz->towns[index];
    const struct gazetteer_country *c = &gz->countries[t->country];
    int column = column_of(language);
    struct geo_town town = {
        .index = index,
        .id = t->id,
        .own_name = gz->texts + t->name,
        .country = {c->code[0], c->code[1]},
        .region = "",
        .region_index = t->region,
        .point = {t->lon_e5 / 1e5, t->lat_e5 / 1e5},
        .population = t->population,
        .accuracy_m = radius_of(t->population),
        .rank = t->rank,
    };

    town.name = named(gz, t->names, column, town.own_name);
    town.country_name = named(gz, c->names, column < 0 ? 3 : column, town.country);
    if (t->region != GAZETTEER_NO_REGION) {
        const uint32_t *names = gz->regions[t->region].names;

        town.region = named(gz, names, column < 0 ? 3 : column, gz->texts + names[3]);
    }
    return town;
}

enum rc geo_gazetteer_get(const struct geo_gazetteer *gz, int64_t id,
                          const char *language, struct geo_town *ret_town)
{
    size_t low = 0, high = gz->counts[SECTION_IDS];

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (gz->towns[gz->ids[middle]].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == gz->counts[SECTION_IDS] || gz->towns[gz->ids[low]].id != id)
        return RC_NOT_FOUND;
    *ret_town = geo_gazetteer_town(gz, gz->ids[low], language);
    return RC_OK;
}

size_t geo_gazetteer_country_count(const struct geo_gazetteer *gz)
{
    return gz->counts[SECTION_COUNTRIES];
}

struct geo_country geo_gazetteer_country(const struct geo_gazetteer *gz, size_t index,
                                         const char *language)
{
    const struct gazetteer_country *c = &gz->countries[index];
    int column = column_of(language);
    struct geo_country country = {
        .index = index,
        .code = {c->code[0], c->code[1]},
        .iso3 = {c->iso3[0], c->iso3[1], c->iso3[2]},
        .has_circle = c->radius_m > 0,
        .centre = {c->lon_e5 / 1e5, c->lat_e5 / 1e5},
        .radius_m = c->radius_m,
        .town_first = c->town_first,
        .town_count = c->town_count,
    };

    country.name = named(gz, c->names, column, gz->texts + c->names[3]);
    return country;
}
