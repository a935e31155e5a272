#include "importers/site_csv.h"

#include <stdlib.h>
#include <string.h>

#include "importers/row.h"
#include "server/model/code.h"

enum column {
    COLUMN_CODE,
    COLUMN_NAME,
    COLUMN_KIND,
    COLUMN_PLACE,
    COLUMN_COUNTRY,
    COLUMN_LATITUDE,
    COLUMN_LONGITUDE,
    COLUMN_ZONE,
    COLUMN_CAPACITY,
    COLUMN_EMERGENCY,
    COLUMN_OPENS,
    COLUMN_CLOSES,
    COLUMN_WHEELCHAIR,
    COLUMN_DIRECTIONS,
    COLUMN_SIGN,
    COLUMN_BRING,
    COLUMN_KEY_HOLDER,
    COLUMN_ALTERNATE,
    COLUMN_COUNT,
};

/* clang-format off */
static const struct imp_column columns_known[COLUMN_COUNT] = {
    [COLUMN_CODE] = {"code", "site|id", false},
    [COLUMN_NAME] = {"name", "site name|naam|nom|name des ortes", true},
    [COLUMN_KIND] = {"kind", "type|soort|sorte|art", false},
    [COLUMN_PLACE] = {"place", "town|city|address|plaats|stad|adres|lieu|ville|adresse|ort|stadt", false},
    [COLUMN_COUNTRY] = {"country", "land|pays", false},
    [COLUMN_LATITUDE] = {"latitude", "lat|breedtegraad|breitengrad", true},
    [COLUMN_LONGITUDE] = {"longitude", "lon|lng|long|lengtegraad|langengrad", true},
    [COLUMN_ZONE] = {"zone", "time zone|timezone|tijdzone|fuseau horaire|zeitzone", false},
    [COLUMN_CAPACITY] = {"capacity", "nominal capacity|capaciteit|capacite|kapazitat", true},
    [COLUMN_EMERGENCY] = {"emergency", "emergency capacity|noodcapaciteit|capacite d urgence|notkapazitat", false},
    [COLUMN_OPENS] = {"opens", "open from|opent|ouvre|offnet", false},
    [COLUMN_CLOSES] = {"closes", "open until|sluit|ferme|schliesst", false},
    [COLUMN_WHEELCHAIR] = {"wheelchair", "wheelchair access|rolstoel|fauteuil roulant|rollstuhl", false},
    [COLUMN_DIRECTIONS] = {"directions", "how to find it|wegbeschrijving|itineraire|wegbeschreibung", false},
    [COLUMN_SIGN] = {"sign", "recognition sign|herkenningsteken|signe de reconnaissance|erkennungszeichen", false},
    [COLUMN_BRING] = {"bring", "what to bring|meebrengen|a apporter|mitbringen", false},
    [COLUMN_KEY_HOLDER] = {"key_holder", "sleutelhouder|detenteur des cles|schlusselinhaber", false},
    [COLUMN_ALTERNATE] = {"alternate", "alternative|uitwijkplaats|lieu de remplacement|ausweichort", false},
};

static const struct imp_word kind_words[] = {
    {"assembly point", SITE_ASSEMBLY_POINT}, {"verzamelpunt", SITE_ASSEMBLY_POINT},
    {"point de rassemblement", SITE_ASSEMBLY_POINT}, {"sammelpunkt", SITE_ASSEMBLY_POINT},
    {"gate", SITE_GATE}, {"poort", SITE_GATE}, {"porte", SITE_GATE}, {"tor", SITE_GATE},
    {"checkpoint", SITE_CHECKPOINT}, {"controlepost", SITE_CHECKPOINT}, {"poste de controle", SITE_CHECKPOINT},
    {"kontrollpunkt", SITE_CHECKPOINT},
    {"reception", SITE_RECEPTION}, {"onthaal", SITE_RECEPTION}, {"accueil", SITE_RECEPTION},
    {"empfang", SITE_RECEPTION},
    {"hospital", SITE_HOSPITAL}, {"ziekenhuis", SITE_HOSPITAL}, {"hopital", SITE_HOSPITAL},
    {"krankenhaus", SITE_HOSPITAL},
    {"airport", SITE_AIRPORT}, {"luchthaven", SITE_AIRPORT}, {"aeroport", SITE_AIRPORT},
    {"flughafen", SITE_AIRPORT},
    {"port", SITE_PORT}, {"haven", SITE_PORT}, {"hafen", SITE_PORT},
    {"border", SITE_BORDER}, {"grens", SITE_BORDER}, {"frontiere", SITE_BORDER}, {"grenze", SITE_BORDER},
    {"hub", SITE_HUB}, {"safe haven", SITE_SAFE_HAVEN}, {"toevluchtsoord", SITE_SAFE_HAVEN},
    {"refuge", SITE_SAFE_HAVEN}, {"zufluchtsort", SITE_SAFE_HAVEN},
};
/* clang-format on */

static const struct imp_words kinds = {kind_words,
                                       sizeof(kind_words) / sizeof(kind_words[0])};

/* A code as given, or made of the name; NULL leaves it to site_check to tell. */
static const char *read_code(const struct imp_row *row, const char *name)
{
    char *code = imp_row_text(row, COLUMN_CODE);

    if (!code && name && code_make(row->reader->arena, name, &code))
        return NULL;
    return code;
}

static void read_capacity(const struct imp_row *row, struct site *site)
{
    struct imp_cell capacity = imp_row_cell(row, COLUMN_CAPACITY);
    struct imp_cell emergency = imp_row_cell(row, COLUMN_EMERGENCY);

    if (!*capacity.text)
        imp_row_fault(row, COLUMN_CAPACITY, "problem.capacity.missing", NULL);
    site->capacity = imp_cell_int(row->reader, &capacity, 0);
    site->emergency = imp_cell_int(row->reader, &emergency, site->capacity);
}

static void read_point(const struct imp_row *row, struct site *site)
{
    struct imp_cell lat = imp_row_cell(row, COLUMN_LATITUDE);
    struct imp_cell lon = imp_row_cell(row, COLUMN_LONGITUDE);

    if (!*lat.text && !*lon.text)
        imp_row_fault(row, COLUMN_LATITUDE, "problem.coordinates.missing", NULL);
    else if (!imp_cell_point(row->reader, &lat, &lon, &site->point) ||
             !imp_cell_point_fits(row->reader, &lat, site->point, site->country))
        site->point = (struct geo_point){0}; /* told */
}

static void read_site(const struct imp_row *row, struct site *site)
{
    struct imp_cell opens = imp_row_cell(row, COLUMN_OPENS);
    struct imp_cell closes = imp_row_cell(row, COLUMN_CLOSES);
    struct imp_cell country = imp_row_cell(row, COLUMN_COUNTRY);
    struct imp_cell wheelchair = imp_row_cell(row, COLUMN_WHEELCHAIR);

    *site = site_blank();
    site->name = imp_row_text(row, COLUMN_NAME);
    site->code = read_code(row, site->name);
    site->kind =
        (enum site_kind)imp_row_word(row, COLUMN_KIND, &kinds, SITE_ASSEMBLY_POINT);
    site->place = imp_row_text(row, COLUMN_PLACE);
    imp_cell_country(row->reader, &country, site->country);
    read_point(row, site);
    site->zone = imp_row_text(row, COLUMN_ZONE);
    read_capacity(row, site);
    site->opens_ms = imp_cell_time(row->reader, &opens, 0);
    site->closes_ms = imp_cell_time(row->reader, &closes, INT64_MAX);
    site->wheelchair = imp_cell_yes(row->reader, &wheelchair);
    site->directions = imp_row_text(row, COLUMN_DIRECTIONS);
    site->sign = imp_row_text(row, COLUMN_SIGN);
    site->bring = imp_row_text(row, COLUMN_BRING);
    site->key_holder = imp_row_text(row, COLUMN_KEY_HOLDER);
    site->alternate = imp_row_text(row, COLUMN_ALTERNATE);
}

static void add_site(struct imp_sites *sites, struct arena *arena,
                     const struct site *site, int64_t line)
{
    if ((sites->count & (sites->count - 1)) == 0) { /* full at each power of two */
        size_t size = sites->count ? 2 * sites->count : 1;
        struct site *items = arena_array(arena, size, sizeof(*items));
        int64_t *lines = arena_array(arena, size, sizeof(*lines));

        if (sites->count) {
            memcpy(items, sites->items, sites->count * sizeof(*items));
            memcpy(lines, sites->lines, sites->count * sizeof(*lines));
        }
        sites->items = items;
        sites->lines = lines;
    }
    sites->items[sites->count] = *site;
    sites->lines[sites->count++] = line;
}

/* A site by its code, for sorting. */
struct entry {
    const char *code;
    size_t site;
};

static int by_code(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = strcmp(x->code, y->code);

    return order ? order : x->site < y->site ? -1 : x->site > y->site;
}

static int with_code(const void *code, const void *entry)
{
    const struct entry *e = entry;

    return strcmp(code, e->code);
}

/* Codes stand once, and alternates are told where they are not in the file. */
static void check_codes(const struct imp_sites *sites, struct arena *arena,
                        struct problems *problems)
{
    struct entry *sorted = arena_array(arena, sites->count + 1, sizeof(*sorted));
    size_t count = 0;

    for (size_t i = 0; i < sites->count; i++)
        if (sites->items[i].code)
            sorted[count++] = (struct entry){sites->items[i].code, i};
    qsort(sorted, count, sizeof(*sorted), by_code);
    for (size_t i = 1; i < count; i++)
        if (!strcmp(sorted[i].code, sorted[i - 1].code))
            problems_error(problems, sites->lines[sorted[i].site], "code",
                           "problem.code.twice", sorted[i].code);
    for (size_t i = 0; i < sites->count; i++) {
        const char *alternate = sites->items[i].alternate;

        if (alternate && !bsearch(alternate, sorted, count, sizeof(*sorted), with_code))
            problems_warn(problems, sites->lines[i], "alternate",
                          "problem.alternate.unknown", alternate);
    }
}

static enum rc read_rows(struct imp_csv *csv, const struct imp_columns *columns,
                         const struct imp_cell_reader *reader, struct imp_sites *sites)
{
    struct imp_csv_row row;
    enum rc rc;

    while (!(rc = imp_columns_next(columns, csv, reader->problems, &row))) {
        struct imp_row imp_row = {reader, columns, &row};
        size_t before = reader->problems->errors;
        struct site site;

        read_site(&imp_row, &site);
        /* A row that could not be read is not checked for what that left out. */
        if (reader->problems->errors == before &&
            site_check(&site, row.line, reader->problems))
            continue;
        add_site(sites, reader->arena, &site, row.line);
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc imp_sites_read(struct imp_source *source, const struct imp_site_options *options,
                       struct arena *arena, struct problems *problems,
                       struct imp_sites *ret_sites)
{
    struct imp_column_set set = {columns_known, COLUMN_COUNT, options->map};
    struct imp_cell_reader reader = {
        .arena = arena, .problems = problems, .boxes_of = options->boxes_of};
    struct imp_csv_options csv_options = options->csv;
    size_t before = problems->errors;
    struct imp_sites sites = {0};
    struct imp_columns columns;
    struct imp_csv *csv;
    enum rc rc;

    if (!csv_options.rows_max)
        csv_options.rows_max = IMP_SITES_MAX;
    rc = imp_csv_new(source, &csv_options, NULL, problems, &csv);
    if (rc)
        return rc;
    rc = imp_columns_read(csv, &set, problems, &columns);
    if (!rc)
        rc = read_rows(csv, &columns, &reader, &sites);
    if (!rc && !sites.count && problems->errors == before)
        problems_error(problems, columns.line, "file", "problem.sites.none", NULL);
    if (!rc)
        check_codes(&sites, arena, problems);
    imp_csv_free(csv);
    if (rc == RC_NOT_FOUND) { /* nothing but empty lines */
        problems_error(problems, 0, "file", "problem.file.empty", NULL);
        rc = RC_INVALID;
    }
    if (!rc && problems->errors > before)
        rc = RC_INVALID;
    if (!rc)
        *ret_sites = sites;
    return rc;
}
