#include "geo/gazetteer_draft.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/edit.h"
#include "geo/enclosing.h"
#include "geo/gazetteer_format.h"
#include "server/core/arena.h"
#include "server/core/crypto.h"
#include "server/core/text.h"

/* A country's circle holds its towns; people are behind the last of them too. Deserts and
 * uninhabited islands may lie outside. */
#define MARGIN_FACTOR 1.25
#define MARGIN_M      30000.0
/* Folded forms are a fraction of this long. */
#define NAME_MAX_BYTES 1000

struct draft_name {
    const char *text; /* folded */
    uint32_t owner;   /* town or country */
    uint32_t kind;
};

struct draft_names {
    struct draft_name *items;
    size_t count, size;
};

struct geo_gazetteer_draft {
    struct arena *arena;
    enum rc failed; /* the first fault; told by render */
    struct gazetteer_country *countries;
    size_t country_count, country_size;
    struct gazetteer_region *regions;
    size_t region_count, region_size;
    struct gazetteer_town *towns;
    size_t town_count, town_size;
    struct draft_names names, country_names;
    struct buffer texts;
};

/* Room for one more of @p size bytes. */
static void *grown(void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return items;
    *room = *room ? 2 * *room : 64;
    return mem_realloc(items, *room, size);
}

static void fail(struct geo_gazetteer_draft *draft, enum rc rc)
{
    if (!draft->failed)
        draft->failed = rc;
}

struct geo_gazetteer_draft *geo_gazetteer_draft_new(void)
{
    struct geo_gazetteer_draft *draft = mem_calloc(1, sizeof(*draft));

    draft->arena = arena_new();
    buffer_init(&draft->texts, (size_t)1 << 30);
    buffer_putc(&draft->texts, '\0');
    return draft;
}

void geo_gazetteer_draft_free(struct geo_gazetteer_draft *draft)
{
    if (!draft)
        return;
    free(draft->countries);
    free(draft->regions);
    free(draft->towns);
    free(draft->names.items);
    free(draft->country_names.items);
    buffer_fini(&draft->texts);
    arena_free(draft->arena);
    free(draft);
}

/* The offset of a copy of @p text; 0 for NULL and "". */
static uint32_t put_text(struct geo_gazetteer_draft *draft, const char *text)
{
    size_t at = draft->texts.len;

    if (!text || !*text)
        return 0;
    if (!text_valid(text, strlen(text)))
        fail(draft, RC_INVALID);
    buffer_append(&draft->texts, text, strlen(text) + 1);
    return (uint32_t)at;
}

static void put_texts(struct geo_gazetteer_draft *draft, const char *const *texts,
                      uint32_t *offsets)
{
    for (int i = 0; i < GAZETTEER_LANGUAGES; i++)
        offsets[i] = put_text(draft, texts[i]);
}

static void put_name(struct geo_gazetteer_draft *draft, struct draft_names *names,
                     size_t owner, enum geo_name_kind kind, const char *text)
{
    char *folded;

    if (!text || !*text)
        return;
    if (strlen(text) > NAME_MAX_BYTES || text_fold(draft->arena, text, &folded)) {
        fail(draft, RC_INVALID);
        return;
    }
    if (!*folded)
        return;
    names->items = grown(names->items, names->count, &names->size, sizeof(*names->items));
    names->items[names->count++] =
        (struct draft_name){folded, (uint32_t)owner, (uint32_t)kind};
}

size_t geo_gazetteer_draft_country(struct geo_gazetteer_draft *draft,
                                   const struct geo_draft_country *country)
{
    struct gazetteer_country row = {0};
    size_t index = draft->country_count;

    memcpy(row.code, country->code, sizeof(row.code));
    memcpy(row.iso3, country->iso3, sizeof(row.iso3));
    put_texts(draft, country->names, row.names);
    draft->countries = grown(draft->countries, index, &draft->country_size, sizeof(row));
    draft->countries[draft->country_count++] = row;
    for (int i = 0; i < GEO_LANGUAGES; i++)
        geo_gazetteer_draft_country_name(draft, index, country->names[i]);
    return index;
}

void geo_gazetteer_draft_country_name(struct geo_gazetteer_draft *draft, size_t country,
                                      const char *name)
{
    put_name(draft, &draft->country_names, country, GEO_NAME_OWN, name);
}

int geo_gazetteer_draft_region(struct geo_gazetteer_draft *draft, size_t country,
                               const char *code, const char *const names[GEO_LANGUAGES])
{
    struct gazetteer_region row = {.country = (uint32_t)country,
                                   .code = put_text(draft, code)};

    put_texts(draft, names, row.names);
    draft->regions =
        grown(draft->regions, draft->region_count, &draft->region_size, sizeof(row));
    draft->regions[draft->region_count] = row;
    return (int)draft->region_count++;
}

size_t geo_gazetteer_draft_town(struct geo_gazetteer_draft *draft,
                                const struct geo_draft_town *town)
{
    size_t index = draft->town_count;
    struct gazetteer_town row = {
        .country = (uint16_t)town->country,
        .region = town->region < 0 ? GAZETTEER_NO_REGION : (uint16_t)town->region,
        .rank = (uint8_t)town->rank,
    };

    if (!geo_point_valid(town->point) || town->id <= 0 || town->id > UINT32_MAX ||
        town->population < 0 || town->population > UINT32_MAX ||
        town->country >= draft->country_count ||
        (town->region >= 0 && (size_t)town->region >= draft->region_count)) {
        fail(draft, RC_INVALID);
    } else {
        row.id = (uint32_t)town->id;
        row.population = (uint32_t)town->population;
        row.lon_e5 = (int32_t)lround(town->point.lon * 1e5);
        row.lat_e5 = (int32_t)lround(town->point.lat * 1e5);
    }
    row.name = put_text(draft, town->name);
    put_texts(draft, town->names, row.names);
    draft->towns = grown(draft->towns, index, &draft->town_size, sizeof(row));
    draft->towns[draft->town_count++] = row;
    geo_gazetteer_draft_name(draft, index, GEO_NAME_OWN, town->name);
    for (int i = 0; i < GEO_LANGUAGES; i++)
        geo_gazetteer_draft_name(draft, index, GEO_NAME_LOCAL, town->names[i]);
    return index;
}

void geo_gazetteer_draft_name(struct geo_gazetteer_draft *draft, size_t town,
                              enum geo_name_kind kind, const char *name)
{
    put_name(draft, &draft->names, town, kind, name);
}
static int by_population(const void *a, const void *b)
{
    const struct gazetteer_town *x = a, *y = b;

    if (x->country != y->country)
        return x->country < y->country ? -1 : 1;
    if (x->population != y->population)
        return x->population > y->population ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static int by_text(const void *a, const void *b)
{
    const struct draft_name *x = a, *y = b;
    int order = strcmp(x->text, y->text);

    if (order)
        return order;
    if (x->owner != y->owner)
        return x->owner < y->owner ? -1 : 1;
    return x->kind < y->kind ? -1 : x->kind > y->kind;
}

/* Sorts, and keeps one of each text and owner: the one that counts most. */
static void sort_names(struct draft_names *names)
{
    size_t kept = 0;

    if (names->count)
        qsort(names->items, names->count, sizeof(*names->items), by_text);
    for (size_t i = 0; i < names->count; i++) {
        const struct draft_name *last = kept ? &names->items[kept - 1] : NULL;

        if (last && last->owner == names->items[i].owner &&
            !strcmp(last->text, names->items[i].text))
            continue;
        names->items[kept++] = names->items[i];
    }
    names->count = kept;
}

/* Sorts the towns, and lets the names follow theirs. */
static void sort_towns(struct geo_gazetteer_draft *draft, uint32_t *ids)
{
    size_t count = draft->town_count;
    uint32_t *place = mem_calloc(count + 1, sizeof(*place));

    /* While sorting, the three spare bytes hold where the town stood. */
    for (size_t i = 0; i < count; i++)
        for (int b = 0; b < 3; b++)
            draft->towns[i].pad[b] = (uint8_t)(i >> (8 * b));
    if (count)
        qsort(draft->towns, count, sizeof(*draft->towns), by_population);
    for (size_t i = 0; i < count; i++) {
        uint8_t *pad = draft->towns[i].pad;

        place[pad[0] | pad[1] << 8 | pad[2] << 16] = (uint32_t)i;
        memset(pad, 0, sizeof(draft->towns[i].pad));
        ids[i] = (uint32_t)i;
    }
    for (size_t i = 0; i < draft->names.count; i++)
        draft->names.items[i].owner = place[draft->names.items[i].owner];
    free(place);
}

static int by_id(const void *a, const void *b, void *state)
{
    const struct gazetteer_town *towns = state;
    uint32_t x = towns[*(const uint32_t *)a].id, y = towns[*(const uint32_t *)b].id;

    return x < y ? -1 : x > y;
}

/* Each country's towns and the circle around them. */
static void fill_countries(struct geo_gazetteer_draft *draft)
{
    struct geo_point *points = mem_calloc(draft->town_count + 1, sizeof(*points));
    size_t first = 0, last;

    for (size_t c = 0; c < draft->country_count; c++, first = last) {
        struct gazetteer_country *row = &draft->countries[c];
        struct geo_point centre;
        double radius_m;

        for (last = first; last < draft->town_count && draft->towns[last].country == c;
             last++)
            points[last - first] = (struct geo_point){draft->towns[last].lon_e5 / 1e5,
                                                      draft->towns[last].lat_e5 / 1e5};
        row->town_first = (uint32_t)first;
        row->town_count = (uint32_t)(last - first);
        if (first == last)
            continue;
        geo_enclosing_circle(points, last - first, &centre, &radius_m);
        row->lon_e5 = (int32_t)lround(centre.lon * 1e5);
        row->lat_e5 = (int32_t)lround(centre.lat * 1e5);
        row->radius_m = (uint32_t)(radius_m * MARGIN_FACTOR + MARGIN_M);
    }
    free(points);
}

/* The tables of names, made of the sorted names. */
struct name_tables {
    struct gazetteer_name *names;
    uint32_t *postings;
    uint32_t *lists;
    uint32_t *letters;
    uint8_t *lengths;
    size_t name_count, list_count;
};

static void fill_names(struct geo_gazetteer_draft *draft, struct name_tables *tables)
{
    const struct draft_name *items = draft->names.items;

    for (size_t i = 0; i < draft->names.count; i++) {
        struct gazetteer_name *name = &tables->names[tables->name_count];

        if (i == 0 || strcmp(items[i - 1].text, items[i].text)) {
            name->text = put_text(draft, items[i].text);
            name->posting_first = (uint32_t)i;
            tables->name_count++;
        } else {
            name--;
        }
        name->posting_count++;
        tables->postings[i] = items[i].owner | items[i].kind << POSTING_KIND_SHIFT;
    }
}

static void list_name(const struct geo_gazetteer_draft *draft, struct name_tables *tables,
                      uint32_t name)
{
    const char *text = draft->texts.data + tables->names[name].text;
    size_t at = tables->list_count++;

    tables->lists[at] = name;
    tables->letters[at] = edit_letters(text);
    tables->lengths[at] = edit_length(text);
}

/* All names, then those of each country. A name is in a country's list once. */
static void fill_lists(struct geo_gazetteer_draft *draft, struct name_tables *tables)
{
    size_t postings = draft->names.count, at = tables->name_count;
    uint32_t *fill = mem_calloc(draft->country_count + 1, sizeof(*fill));
    uint32_t *listed = mem_calloc(postings + 1, sizeof(*listed));

    for (uint32_t n = 0; n < tables->name_count; n++)
        list_name(draft, tables, n);
    for (size_t i = 0; i < postings; i++)
        fill[draft->towns[tables->postings[i] & POSTING_TOWN_MASK].country]++;
    for (size_t c = 0, sum = 0; c < draft->country_count; c++) {
        sum += fill[c];
        fill[c] = (uint32_t)(sum - fill[c]);
    }
    for (uint32_t n = 0; n < tables->name_count; n++)
        for (uint32_t p = 0; p < tables->names[n].posting_count; p++) {
            uint32_t posting = tables->postings[tables->names[n].posting_first + p];

            listed[fill[draft->towns[posting & POSTING_TOWN_MASK].country]++] = n;
        }
    /* Names came in order, so a country's are sorted, and doubles stand together. */
    for (size_t c = 0, i = 0; c < draft->country_count; c++) {
        draft->countries[c].list_first = (uint32_t)at;
        for (size_t first = i; i < fill[c]; i++)
            if (i == first || listed[i] != listed[i - 1])
                list_name(draft, tables, listed[i]);
        draft->countries[c].list_count = (uint32_t)(tables->list_count - at);
        at = tables->list_count;
    }
    free(fill);
    free(listed);
}

static struct gazetteer_country_name *
fill_country_names(struct geo_gazetteer_draft *draft)
{
    size_t count = draft->country_names.count;
    struct gazetteer_country_name *rows = mem_calloc(count + 1, sizeof(*rows));

    for (size_t i = 0; i < count; i++)
        rows[i] = (struct gazetteer_country_name){
            put_text(draft, draft->country_names.items[i].text),
            draft->country_names.items[i].owner};
    return rows;
}

static void write_file(struct buffer *buf, const void *const *sections,
                       const size_t *counts)
{
    static const char zeros[8];
    struct gazetteer_header header = {.version = GAZETTEER_VERSION};
    size_t size = sizeof(header), start = buf->len;
    struct crypto_hash hash;

    memcpy(header.magic, GAZETTEER_MAGIC, sizeof(header.magic));
    for (int i = 0; i < SECTION_COUNT; i++) {
        header.sections[i] = (struct gazetteer_extent){size, counts[i]};
        size += (counts[i] * gazetteer_record_size[i] + 7) / 8 * 8;
    }
    header.size = size;
    buffer_append(buf, &header, sizeof(header));
    for (int i = 0; i < SECTION_COUNT; i++) {
        size_t bytes = counts[i] * gazetteer_record_size[i];

        buffer_append(buf, sections[i], bytes);
        buffer_append(buf, zeros, (8 - bytes % 8) % 8);
    }
    if (buffer_failed(buf))
        return;
    crypto_hash_init(&hash, NULL);
    crypto_hash_add(&hash, &header, offsetof(struct gazetteer_header, hash));
    crypto_hash_add(&hash, buf->data + start + sizeof(header), size - sizeof(header));
    crypto_hash_end(&hash, (uint8_t *)buf->data + start +
                               offsetof(struct gazetteer_header, hash));
}

static bool fits(const struct geo_gazetteer_draft *draft)
{
    return draft->town_count < (1u << 24) && draft->country_count < UINT16_MAX &&
           draft->region_count < GAZETTEER_NO_REGION &&
           draft->names.count < UINT32_MAX / 2;
}

enum rc geo_gazetteer_draft_render(struct geo_gazetteer_draft *draft, struct buffer *buf)
{
    size_t most = draft->names.count + 1;
    struct gazetteer_country_name *country_names;
    struct name_tables tables;
    uint32_t *ids;

    if (draft->failed)
        return draft->failed;
    if (!fits(draft))
        return RC_TOO_LARGE;
    tables = (struct name_tables){.names = mem_calloc(most, sizeof(*tables.names)),
                                  .postings = mem_calloc(most, sizeof(uint32_t)),
                                  .lists = mem_calloc(2 * most, sizeof(uint32_t)),
                                  .letters = mem_calloc(2 * most, sizeof(uint32_t)),
                                  .lengths = mem_calloc(2 * most, 1)};
    ids = mem_calloc(draft->town_count + 1, sizeof(*ids));
    sort_towns(draft, ids);
    qsort_r(ids, draft->town_count, sizeof(*ids), by_id, draft->towns);
    fill_countries(draft);
    sort_names(&draft->names);
    sort_names(&draft->country_names);
    fill_names(draft, &tables);
    country_names = fill_country_names(draft);
    if (buffer_failed(&draft->texts)) {
        fail(draft, RC_TOO_LARGE);
    } else {
        fill_lists(draft, &tables);
        write_file(buf,
                   (const void *[SECTION_COUNT]){
                       draft->texts.data, draft->countries, country_names, draft->regions,
                       draft->towns, ids, tables.names, tables.postings, tables.lists,
                       tables.letters, tables.lengths},
                   (const size_t[SECTION_COUNT]){
                       draft->texts.len, draft->country_count, draft->country_names.count,
                       draft->region_count, draft->town_count, draft->town_count,
                       tables.name_count, draft->names.count, tables.list_count,
                       tables.list_count, tables.list_count});
    }
    free(country_names);
    free(ids);
    free(tables.names);
    free(tables.postings);
    free(tables.lists);
    free(tables.letters);
    free(tables.lengths);
    if (draft->failed)
        return draft->failed;
    return buffer_failed(buf) ? RC_TOO_LARGE : RC_OK;
}
