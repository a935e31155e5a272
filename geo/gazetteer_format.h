/**
 * @file gazetteer_format.h
 * The gazetteer's file, byte for byte: what gazetteer_draft.c writes and gazetteer.c
 * maps. Only geo/ includes this.
 *
 * One header, then eleven sections, each an array of one record type starting at a
 * multiple of eight. All numbers are little-endian. A text is an offset into the section
 * of texts, which is UTF-8, each text with a NUL behind it; offset 0 is the empty text.
 * The hash in the header covers every other byte of the file. Everything a record points
 * at is looked at once, when the file is opened, so that searches need not.
 */
#ifndef REDKITE_GEO_GAZETTEER_FORMAT_H
#define REDKITE_GEO_GAZETTEER_FORMAT_H

#include <stddef.h>
#include <stdint.h>

#define GAZETTEER_MAGIC   "RKPLACES"
#define GAZETTEER_VERSION 1u

/** Display languages, in the order of the name columns: nl, fr, de, en. */
#define GAZETTEER_LANGUAGES 4
/** A town without region. */
#define GAZETTEER_NO_REGION UINT16_MAX

enum gazetteer_section {
    SECTION_TEXTS,         /* char */
    SECTION_COUNTRIES,     /* gazetteer_country, by code */
    SECTION_COUNTRY_NAMES, /* gazetteer_country_name, by folded text */
    SECTION_REGIONS,       /* gazetteer_region */
    SECTION_TOWNS,         /* gazetteer_town, by country, population down, id */
    SECTION_IDS,           /* uint32_t town, by GeoNames id */
    SECTION_NAMES,         /* gazetteer_name, by folded text */
    SECTION_POSTINGS,      /* uint32_t: town | kind << 28; by name, then town */
    SECTION_LISTS,         /* uint32_t name: all, then those of each country, by text */
    SECTION_LETTERS,       /* uint32_t per list entry: edit_letters of its text */
    SECTION_LENGTHS,       /* uint8_t per list entry: edit_length of its text */
    SECTION_COUNT,
};

/** Where a town of SECTION_POSTINGS ends and its kind begins. */
#define POSTING_KIND_SHIFT 28
#define POSTING_TOWN_MASK  ((1u << POSTING_KIND_SHIFT) - 1)

struct gazetteer_extent {
    uint64_t offset; /* bytes from the start of the file */
    uint64_t count;  /* records */
};

struct gazetteer_header {
    char magic[8];
    uint32_t version;
    uint32_t reserved; /* 0 */
    uint64_t size;     /* of the file */
    struct gazetteer_extent sections[SECTION_COUNT];
    uint8_t hash[32]; /* BLAKE2b-256 of the bytes before it and behind it */
};

struct gazetteer_country {
    char code[2];
    char iso3[3];
    uint8_t pad[3];
    uint32_t names[GAZETTEER_LANGUAGES];
    int32_t lon_e5; /* centre of a circle that holds the country's towns */
    int32_t lat_e5;
    uint32_t radius_m; /* 0 where nothing is known */
    uint32_t town_first;
    uint32_t town_count;
    uint32_t list_first; /* into SECTION_LISTS */
    uint32_t list_count;
};

struct gazetteer_country_name {
    uint32_t text; /* folded */
    uint32_t country;
};

struct gazetteer_region {
    uint32_t country;
    uint32_t code; /* text: as in addresses where that has letters (IL), else a number */
    uint32_t names[GAZETTEER_LANGUAGES];
};

struct gazetteer_town {
    uint32_t id; /* GeoNames */
    int32_t lon_e5;
    int32_t lat_e5;
    uint32_t population; /* 0 where unknown */
    uint32_t name;       /* as in the place itself */
    uint32_t names[GAZETTEER_LANGUAGES];
    uint16_t country;
    uint16_t region; /* GAZETTEER_NO_REGION where unknown */
    uint8_t rank;    /* enum geo_town_rank */
    uint8_t pad[3];
};

struct gazetteer_name {
    uint32_t text; /* folded, never empty */
    uint32_t posting_first;
    uint32_t posting_count; /* at least 1 */
};

/** The open file. */
struct geo_gazetteer {
    const uint8_t *bytes;
    size_t size;
    void *mapping; /* to unmap; NULL where the bytes are the caller's */
    const char *texts;
    const struct gazetteer_country *countries;
    const struct gazetteer_country_name *country_names;
    const struct gazetteer_region *regions;
    const struct gazetteer_town *towns;
    const uint32_t *ids;
    const struct gazetteer_name *names;
    const uint32_t *postings;
    const uint32_t *lists;
    const uint32_t *letters;
    const uint8_t *lengths;
    size_t counts[SECTION_COUNT];
};

/** Bytes of one record of each section. */
extern const size_t gazetteer_record_size[SECTION_COUNT];

#endif
