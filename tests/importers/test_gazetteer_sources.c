#include "importers/gazetteer_sources.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "geo/country.h"
#include "geo/place.h"
#include "tests/support/mo_bytes.h"
#include "tests/support/suite.h"

/* Two towns: 276781 "Beirut", LB, PPLC, region 04, 1,916,100 people at 35.50157 E
 * 33.89332 N; 3 "Saint Test", LB, PPL, region 99, there too. */
static const char cities[] = "\x28\x08\xda\xe4\x21\x12\x06"
                             "Beirut\x1a\x02LB\x3a\x04PPLC\x42\x02"
                             "04\x48\xc4\xf9\x74\x50\x9a\xaf\xb1\x03\x58\xa8\xde\x9d\x03"
                             "\x1b\x08\x06\x12\x0aSaint Test\x1a\x02LB\x3a\x03PPL\x42\x02"
                             "99";

static const char *const dutch[][2] = {{"", ""}, {"276781", "Beiroet"}};
static const char *const none[][2] = {{"", ""}};

static char folder[64];
static struct imp_gazetteer_sources sources;
static struct geo_gazetteer_draft *draft;
static struct problems problems;
static struct arena *arena;

static const char *in_folder(const char *name)
{
    return arena_printf(arena, "%s/%s", folder, name);
}

static void put(const char *name, const void *bytes, size_t size)
{
    FILE *file = fopen(in_folder(name), "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
}

static void put_text(const char *name, const char *text)
{
    put(name, text, strlen(text));
}

static void put_names(const char *language, const char *const (*pairs)[2], size_t count)
{
    struct buffer buf;

    buffer_init(&buf, 1 << 16);
    mkdir(in_folder(language), 0700);
    mkdir(in_folder(arena_printf(arena, "%s/LC_MESSAGES", language)), 0700);
    mo_bytes_put(&buf, pairs, count, false);
    put(arena_printf(arena, "%s/LC_MESSAGES/geonames.mo", language), buf.data, buf.len);
    buffer_fini(&buf);
}

static void put_cldr(void)
{
    static const char *const languages[] = {"nl", "fr", "de", "en", "ar", "el",
                                            "es", "fa", "he", "it", "ja", "pt",
                                            "ru", "tr", "uk", "zh"};

    mkdir(in_folder("main"), 0700);
    mkdir(in_folder("subdivisions"), 0700);
    for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++) {
        put_text(arena_printf(arena, "main/%s.xml", languages[i]),
                 strcmp(languages[i], "nl")
                     ? "<territory type=\"LB\">Liban</territory>\n"
                     : "<territory type=\"LB\">Libanon</territory>\n");
        put_text(arena_printf(arena, "subdivisions/%s.xml", languages[i]),
                 strcmp(languages[i], "nl")
                     ? "<subdivision type=\"lbba\">Beirut</subdivision>\n"
                     : "<subdivision type=\"lbba\">Beiroet</subdivision>\n");
    }
}

static void set_up(void)
{
    arena = arena_new();
    snprintf(folder, sizeof(folder), "/tmp/redkite-sources-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    put("cities.pbf", cities, sizeof(cities) - 1);
    put_names("nl", dutch, 2);
    put_names("fr", none, 1);
    put_names("de", none, 1);
    put_names("en", none, 1);
    put_cldr();
    put_text("iso.json",
             "{\"3166-1\":[{\"alpha_2\":\"LB\",\"alpha_3\":\"LBN\","
             "\"name\":\"Lebanon\",\"official_name\":\"Lebanese Republic\"}]}");
    put_text(
        "countryInfo.txt",
        "#ISO\tISO3\n"
        "LB\tLBN\t422\tLE\tLebanon\tBeirut\t10400\t4125247\tAS\t.lb\tLBP\tPound\t961\t"
        "\t\tar-LB\t272103\tSY,IL\t\n"
        "AN\tANT\t530\tNT\tNetherlands Antilles\tW\t960\t136197\tNA\t.an\tANG\tG\t599\t"
        "\t\tnl-AN\t0\tGP\t\n");
    put_text("admin1Codes.txt", "LB.04\tBeirut\tBeirut\t276780\n");
    put_text("cities15000.txt",
             "276781\tBeirut\tBeirut\tBEY,Beyrut,beiluteu,بيروت\t33.88894\t35.49442\n");
    put_text("aliases.csv", "alias,country,town\n# ours\nBeyrouth,LB,Beirut\n");
    put_text("regions.csv", "country,code,name\nLB,99,Nieuw\n");
    sources = (struct imp_gazetteer_sources){
        .cities = in_folder("cities.pbf"),
        .tables = folder,
        .locale = folder,
        .iso = in_folder("iso.json"),
        .cldr = folder,
        .aliases = in_folder("aliases.csv"),
        .regions = in_folder("regions.csv"),
    };
    problems_init(&problems, arena);
    draft = geo_gazetteer_draft_new();
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st;
    (void)kind;
    (void)ftw;
    return remove(path);
}

static void tear_down(void)
{
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    geo_gazetteer_draft_free(draft);
    arena_free(arena);
}

static bool finds(const struct geo_gazetteer *gz, const char *text, int64_t id)
{
    struct geo_place_query query = {
        .text = text, .country = "LB", .language = "nl", .limit = 3};
    struct geo_place *places;
    size_t count;

    return !geo_place_search(gz, arena, &query, &places, &count) && count &&
           places[0].match <= GEO_MATCH_OTHER && places[0].town.id == id;
}

START_TEST(all_sources_together_are_a_gazetteer)
{
    struct geo_country country;
    struct geo_gazetteer *gz;
    struct geo_town town;
    struct buffer buf;

    buffer_init(&buf, 1 << 20);
    ck_assert_int_eq(imp_gazetteer_load(&sources, NULL, &problems, draft), RC_OK);
    ck_assert_int_eq(geo_gazetteer_draft_render(draft, &buf), RC_OK);
    ck_assert_int_eq(geo_gazetteer_open_bytes(buf.data, buf.len, &gz), RC_OK);
    ck_assert_uint_eq(geo_gazetteer_country_count(gz), 1); /* AN is no more */
    ck_assert_int_eq(geo_gazetteer_get(gz, 276781, "nl", &town), RC_OK);
    ck_assert_str_eq(town.name, "Beiroet");
    ck_assert_str_eq(town.own_name, "Beirut");
    ck_assert_str_eq(town.region, "Beiroet"); /* by its English name */
    ck_assert_str_eq(town.country_name, "Libanon");
    ck_assert_int_eq(town.population, 1916100);
    ck_assert_int_eq(town.rank, GEO_TOWN_CAPITAL);
    ck_assert_double_eq_tol(town.point.lon, 35.50157, 1e-9);
    ck_assert_double_eq_tol(town.point.lat, 33.89332, 1e-9);
    ck_assert_int_eq(geo_gazetteer_get(gz, 3, "nl", &town), RC_OK);
    ck_assert_str_eq(town.region, "Nieuw");
    ck_assert(finds(gz, "Beyrouth", 276781));
    ck_assert(finds(gz, "Beyrut", 276781));
    ck_assert(finds(gz, "بيروت", 276781));
    ck_assert(!finds(gz, "BEY", 276781));      /* an airport */
    ck_assert(!finds(gz, "beiluteu", 276781)); /* made by a machine */
    ck_assert(finds(gz, "St. Test", 3));
    ck_assert_int_eq(geo_country_find(gz, "Lebanese Republic", "nl", &country), RC_OK);
    geo_gazetteer_close(gz);
    buffer_fini(&buf);
}
END_TEST

/* Each source in turn is missing. */
START_TEST(a_missing_source_is_named)
{
    const char **const each[] = {&sources.cities, &sources.tables, &sources.locale,
                                 &sources.iso,    &sources.cldr,   &sources.aliases,
                                 &sources.regions};

    *each[_i] = in_folder("missing");
    ck_assert_int_eq(imp_gazetteer_load(&sources, NULL, &problems, draft), RC_INVALID);
    ck_assert_uint_eq(problems.errors, 1);
    ck_assert_ptr_nonnull(strstr(problems.items[0].detail, "missing"));
}
END_TEST

/* Each source in turn is damaged. */
static const struct {
    const char *name;
    const char *text;
    const char *key;
    int64_t line;
} damages[] = {
    {"cities.pbf", "\x7f\x01", "problem.gazetteer.cities", 0},
    {"nl/LC_MESSAGES/geonames.mo", "no catalogue", "problem.gazetteer.catalogue", 0},
    {"iso.json", "{", "problem.gazetteer.iso", 0},
    {"countryInfo.txt", "LB\tLBN\n", "problem.file.columns", 1},
    {"admin1Codes.txt", "LB.04\tX\tX\t1\nLB.05\n", "problem.file.columns", 2},
    {"cities15000.txt", "276781\tBeirut\n", "problem.file.columns", 1},
    {"aliases.csv", "alias,country,town\nBeyrouth,LB,Beiruth\n",
     "problem.gazetteer.alias", 2},
    {"aliases.csv", "alias,country,town\nBeyrouth,XX,Beirut\n", "problem.country.unknown",
     2},
    {"regions.csv", "country,code,name\nLB,99\n", "problem.file.columns", 2},
};

START_TEST(a_damaged_source_is_told_with_its_line)
{
    put_text(damages[_i].name, damages[_i].text);
    ck_assert_int_eq(imp_gazetteer_load(&sources, NULL, &problems, draft), RC_INVALID);
    ck_assert_uint_ge(problems.errors, 1);
    ck_assert_str_eq(problems.items[0].key, damages[_i].key);
    ck_assert_int_eq(problems.items[0].line, damages[_i].line);
}
END_TEST

static bool stop(void *state, int64_t done, int64_t total)
{
    (void)state;
    (void)done;
    (void)total;
    return false;
}

START_TEST(it_stops_when_asked)
{
    struct progress progress = {stop, NULL};

    ck_assert_int_eq(imp_gazetteer_load(&sources, &progress, &problems, draft),
                     RC_CONFLICT);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("importers.gazetteer_sources");
    TCase *tcase = tcase_create("gazetteer_sources");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, all_sources_together_are_a_gazetteer);
    tcase_add_loop_test(tcase, a_missing_source_is_named, 0, 7);
    tcase_add_loop_test(tcase, a_damaged_source_is_told_with_its_line, 0,
                        sizeof(damages) / sizeof(*damages));
    tcase_add_test(tcase, it_stops_when_asked);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
