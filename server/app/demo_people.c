#include "server/app/demo_people.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "importers/csv_write.h"
#include "server/app/demo_household.h"
#include "server/app/demo_places.h"
#include "server/core/arena.h"
#include "server/core/buffer.h"
#include "server/core/date.h"
#include "server/model/party.h"

/* Bytes gathered before the sink gets them, and the most one party can add. */
#define FLUSH_BYTES ((size_t)64 << 10)
#define BUFFER_MAX  ((size_t)256 << 10)
/* People in the region at most: more than any crisis has seen. */
#define REGION_MAX     30000
#define REGION_PERCENT 95
/* People remembered, so that some come again. */
#define REMEMBERED 64

/* Where and when a party is. */
struct whereabouts {
    char place[320];
    const char *country; /* "" not told */
    char own_country[3];
    bool located;
    struct geo_point point;
    int accuracy_m;
    bool trip;
    int32_t from_day;
    int32_t to_day;
};

struct generator {
    const struct app_demo_options *options;
    const struct app_demo_sink *sink;
    struct app_demo_places *places;
    struct app_demo_registry *registry;
    struct random random;
    struct buffer buf;
    struct imp_csv_writer writer;
    struct app_demo_counts counts;
    struct app_demo_person remembered[REMEMBERED];
    struct whereabouts remembered_at;
    int64_t remembered_count;
};

static bool chance(struct generator *g, unsigned per_thousand)
{
    return random_below(&g->random, 1000) < per_thousand;
}

static void write_header(struct generator *g)
{
    static const char *const names[] = {"party",
                                        "surname",
                                        "given_names",
                                        "other_script",
                                        "birth_date",
                                        "sex",
                                        "relation",
                                        "nationality",
                                        "document_kind",
                                        "document",
                                        "document_expires",
                                        "national_number",
                                        "phone",
                                        "mail",
                                        "class",
                                        "need",
                                        "marks",
                                        "language",
                                        "source",
                                        "trust",
                                        "confirmed",
                                        "stay",
                                        "place",
                                        "country",
                                        "latitude",
                                        "longitude",
                                        "accuracy",
                                        "from",
                                        "to"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        imp_csv_write_text(&g->writer, names[i]);
    imp_csv_write_end(&g->writer);
}

static void write_marks(struct generator *g, unsigned marks)
{
    char text[128] = "";
    size_t len = 0;

    for (int i = 0; i < MARK_COUNT; i++)
        if (marks & 1U << i)
            len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s",
                                    len ? "," : "", mark_name((enum mark)(1U << i)));
    imp_csv_write_text(&g->writer, text);
}

static void write_person(struct generator *g, const struct app_demo_person *p)
{
    struct imp_csv_writer *w = &g->writer;
    char own[2 * APP_DEMO_NAME_SIZE + 1] = "";

    if (*p->name.own_surname)
        snprintf(own, sizeof(own), "%s %s", p->name.own_surname, p->name.own_given);
    imp_csv_write_text(w, p->name.surname);
    imp_csv_write_text(w, p->name.given);
    imp_csv_write_text(w, own);
    imp_csv_write_day(w, p->birth_day);
    imp_csv_write_text(w, sex_name(p->sex));
    imp_csv_write_text(w, relation_name(p->relation));
    imp_csv_write_text(w, p->nationality);
    imp_csv_write_text(w, document_kind_name(p->document_kind));
    imp_csv_write_text(w, p->document);
    imp_csv_write_day(w, p->document_expires);
    imp_csv_write_text(w, p->national_number);
    imp_csv_write_text(w, p->phone);
    imp_csv_write_text(w, p->mail);
    imp_csv_write_text(w, class_name(p->class));
    imp_csv_write_text(w, need_name(p->need));
    write_marks(g, p->marks);
}

/* What the rows of a party share, drawn once. */
struct standing {
    const char *language;
    enum source source;
    enum trust trust;
    int32_t confirmed_day;
};

static struct standing draw_standing(struct generator *g, const char *language)
{
    static const struct {
        unsigned below;
        enum source source;
    } sources[] = {{600, SOURCE_WEB},           {850, SOURCE_POST},
                   {930, SOURCE_TOUR_OPERATOR}, {970, SOURCE_EMPLOYER},
                   {990, SOURCE_RELATIVE},      {1000, SOURCE_CALL}};
    uint64_t at = random_below(&g->random, 1000);
    struct standing s = {.language = language, .trust = TRUST_CONFIRMED};
    size_t i = 0;

    while (at >= sources[i].below)
        i++;
    s.source = sources[i].source;
    if (s.source == SOURCE_RELATIVE || s.source == SOURCE_CALL)
        s.trust = TRUST_UNCONFIRMED;
    s.confirmed_day = g->options->today - (int32_t)random_below(&g->random, 500);
    return s;
}

static void write_stay(struct generator *g, const struct standing *s,
                       const struct whereabouts *at)
{
    struct imp_csv_writer *w = &g->writer;

    imp_csv_write_text(w, s->language);
    imp_csv_write_text(w, source_name(s->source));
    imp_csv_write_text(w, trust_name(s->trust));
    imp_csv_write_day(w, s->confirmed_day);
    imp_csv_write_text(w, stay_kind_name(at->trip ? STAY_TRIP : STAY_RESIDENCE));
    imp_csv_write_text(w, at->place);
    imp_csv_write_text(w, at->country);
    if (at->located) {
        imp_csv_write_double(w, at->point.lat, 6);
        imp_csv_write_double(w, at->point.lon, 6);
        imp_csv_write_int(w, at->accuracy_m);
    } else {
        imp_csv_write_text(w, NULL);
        imp_csv_write_text(w, NULL);
        imp_csv_write_text(w, NULL);
    }
    imp_csv_write_day(w, at->from_day);
    imp_csv_write_day(w, at->to_day);
    imp_csv_write_end(w);
}

static void write_row(struct generator *g, const struct app_demo_person *p,
                      const struct standing *s, const struct whereabouts *at)
{
    char key[24];

    snprintf(key, sizeof(key), "D%07lld", (long long)g->counts.parties);
    imp_csv_write_text(&g->writer, key);
    write_person(g, p);
    write_stay(g, s, at);
    g->counts.people++;
}

/* Most trips are under way; some are over and some to come. */
static void draw_days(struct generator *g, struct whereabouts *at)
{
    int32_t today = g->options->today;
    int32_t length = 3 + (int32_t)random_below(&g->random, 18);
    int32_t gone = (int32_t)random_below(&g->random, (uint64_t)length);

    at->from_day = at->to_day = DATE_NONE;
    if (at->trip) {
        at->from_day = today - gone;
        if (chance(g, 60))
            at->from_day = today - length - 1 - gone;
        else if (chance(g, 100))
            at->from_day = today + 1 + gone;
        at->to_day = at->from_day + length;
    } else if (chance(g, 600)) {
        at->from_day = today - 30 - (int32_t)random_below(&g->random, 7000);
    }
}

/* Two neighbouring letters of a name changed places; ASCII only. */
static void misspell(struct generator *g, char *text)
{
    size_t len = strlen(text), at;

    if (len < 4)
        return;
    at = 1 + random_below(&g->random, len - 2);
    if ((unsigned char)text[at] < 0x80 && (unsigned char)text[at + 1] < 0x80) {
        char c = text[at];

        text[at] = text[at + 1];
        text[at + 1] = c;
    }
}

static enum app_demo_precision draw_precision(struct generator *g)
{
    static const unsigned below[APP_DEMO_PRECISIONS] = {250, 500, 830, 900,
                                                        950, 980, 1000};
    uint64_t at = random_below(&g->random, 1000);
    int precision = 0;

    while (at >= below[precision])
        precision++;
    return (enum app_demo_precision)precision;
}

static void draw_point(struct generator *g, const struct geo_town *town,
                       struct whereabouts *at, int least, int span)
{
    at->located = true;
    at->point = app_demo_point(&g->random, town->point, town->accuracy_m / 2);
    at->accuracy_m = least + (int)random_below(&g->random, (uint64_t)span);
}

static void write_itinerary(struct generator *g, const struct geo_town *town,
                            struct whereabouts *at, const char *language)
{
    struct geo_town next = *town;

    for (int i = 0; i < 8 && next.index == town->index; i++)
        next = app_demo_place_near(g->places, &g->random, town, language);
    snprintf(at->place, sizeof(at->place), "%.150s - %.150s", town->name, next.name);
    at->country = "";
}

static void write_wrong(struct generator *g, const struct geo_town *town,
                        struct whereabouts *at)
{
    snprintf(at->place, sizeof(at->place), "%.300s", town->name);
    if (chance(g, 500))
        misspell(g, at->place);
    else
        at->country = strcmp(town->country, "LB") ? "LB" : "EG";
}

static void draw_whereabouts(struct generator *g, enum app_demo_spread spread,
                             const char *language, struct whereabouts *at)
{
    struct geo_town town = app_demo_place_draw(g->places, &g->random, spread, language);
    enum app_demo_precision precision = draw_precision(g);

    at->place[0] = '\0';
    at->located = false;
    memcpy(at->own_country, town.country, sizeof(at->own_country));
    at->country = at->own_country;
    switch (precision) {
    case APP_DEMO_GPS:
        draw_point(g, &town, at, 5, 46);
        break;
    case APP_DEMO_ADDRESS:
        draw_point(g, &town, at, 30, 121);
        snprintf(at->place, sizeof(at->place), "%d Example Street, %.250s",
                 1 + (int)random_below(&g->random, 200), town.name);
        break;
    case APP_DEMO_TOWN:
        snprintf(at->place, sizeof(at->place), "%.300s", town.name);
        break;
    case APP_DEMO_AREA:
        snprintf(at->place, sizeof(at->place), "%.300s",
                 *town.region ? town.region : town.name);
        break;
    case APP_DEMO_COUNTRY:
        break;
    case APP_DEMO_ITINERARY:
        write_itinerary(g, &town, at, language);
        break;
    case APP_DEMO_WRONG:
        write_wrong(g, &town, at);
        break;
    }
    g->counts.parties_by[precision]++;
    draw_days(g, at);
}

/* Names follow the language the party is written to in; in the region many families have
 * names in another script. */
static enum app_demo_style draw_style(struct generator *g, bool in_region,
                                      const char **ret_language)
{
    static const char *const languages[] = {"nl", "fr", "de", "en"};
    uint64_t at = random_below(&g->random, 1000);
    int language = at < 500 ? 0 : at < 940 ? 1 : at < 960 ? 2 : 3;

    *ret_language = languages[language];
    if (chance(g, in_region ? 250 : 30))
        return APP_DEMO_ARABIC;
    if (chance(g, 30))
        return APP_DEMO_CYRILLIC;
    return (enum app_demo_style)language;
}

/* Somebody from before, in a list from elsewhere: certainly (same document), or possibly
 * (same phone and birth date, papers not told). */
static void write_again(struct generator *g)
{
    uint64_t known =
        (uint64_t)(g->remembered_count < REMEMBERED ? g->remembered_count : REMEMBERED);
    struct app_demo_person p = g->remembered[random_below(&g->random, known)];
    struct standing s = {.language = "en",
                         .source = SOURCE_RELATIVE,
                         .trust = TRUST_UNCONFIRMED,
                         .confirmed_day = g->options->today};
    bool certain = *p.document && chance(g, 400);

    if (!certain && !*p.phone)
        return;
    if (!certain) {
        p.document[0] = p.national_number[0] = '\0';
        p.document_kind = DOCUMENT_UNKNOWN;
        p.document_expires = DATE_NONE;
    } else {
        p.national_number[0] = '\0';
    }
    p.mail[0] = '\0';
    p.relation = RELATION_HEAD;
    g->counts.parties++;
    write_row(g, &p, &s, &g->remembered_at);
    if (certain)
        g->counts.certain++;
    else
        g->counts.possible++;
}

static void write_party(struct generator *g, bool in_region)
{
    struct app_demo_person people[APP_DEMO_HOUSEHOLD_MAX];
    int64_t left = g->options->people - g->counts.people;
    size_t size = app_demo_household_size(&g->random);
    struct whereabouts at = {0};
    enum app_demo_style style;
    struct standing standing;
    const char *language;

    if ((int64_t)size > left)
        size = (size_t)left;
    style = draw_style(g, in_region, &language);
    app_demo_household_draw(g->registry, &g->random, style, size, people);
    at.trip = chance(g, 250);
    draw_whereabouts(g,
                     in_region ? APP_DEMO_REGION
                     : at.trip ? APP_DEMO_TRAVELLERS
                               : APP_DEMO_RESIDENTS,
                     language, &at);
    standing = draw_standing(g, language);
    g->counts.parties++;
    for (size_t i = 0; i < size; i++)
        write_row(g, &people[i], &standing, &at);
    g->remembered[g->remembered_count++ % REMEMBERED] = people[0];
    g->remembered_at = at;
    g->remembered_at.country = g->remembered_at.own_country;
}

static enum rc flush(struct generator *g)
{
    enum rc rc = g->sink->write(g->sink->state, g->buf.data, g->buf.len);

    buffer_clear(&g->buf);
    return rc;
}

static enum rc write_all(struct generator *g, const struct progress *progress)
{
    int64_t people = g->options->people;
    int64_t region = people * REGION_PERCENT / 100;
    enum rc rc = RC_OK;

    if (region > REGION_MAX)
        region = REGION_MAX;
    write_header(g);
    while (g->counts.people < people && !rc) {
        /* Spread evenly, so that any part of the file looks like the whole. */
        write_party(g, (int64_t)random_below(&g->random, (uint64_t)people) < region);
        if (g->counts.people < people && chance(g, 10))
            write_again(g);
        if (g->buf.len < FLUSH_BYTES)
            continue;
        rc = flush(g);
        if (!rc && !progress_report(progress, g->counts.people, people))
            rc = RC_CONFLICT;
    }
    return rc ? rc : flush(g);
}

enum rc app_demo_people_generate(const struct app_demo_options *options,
                                 const struct geo_gazetteer *gz,
                                 const struct app_demo_sink *sink,
                                 const struct progress *progress,
                                 struct app_demo_counts *ret_counts)
{
    struct generator *g = mem_calloc(1, sizeof(*g));
    enum rc rc = app_demo_places_new(gz, &g->places);

    g->options = options;
    g->sink = sink;
    g->registry = app_demo_registry_new(options->today);
    g->random = random_seeded(options->seed);
    buffer_init(&g->buf, BUFFER_MAX);
    imp_csv_write_init(&g->writer, &g->buf, ';', true);
    if (!rc)
        rc = write_all(g, progress);
    if (!rc)
        *ret_counts = g->counts;
    buffer_fini(&g->buf);
    app_demo_registry_free(g->registry);
    app_demo_places_free(g->places);
    free(g);
    return rc;
}
