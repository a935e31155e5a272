#include <stdlib.h>
#include <string.h>

#include "importers/site_csv.h"
#include "tests/support/suite.h"

#define HEAD "name,lat,lon,capacity\n"

static struct arena *arena;
static struct problems problems;
static struct imp_sites sites;

static void setup(void)
{
    arena = arena_new();
    problems_init(&problems, arena);
}

static void teardown(void)
{
    arena_free(arena);
}

static enum rc read_bytes(const char *text, size_t len)
{
    struct imp_source *source = imp_source_memory(text, len);
    struct imp_site_options options = {0};
    enum rc rc = imp_sites_read(source, &options, arena, &problems, &sites);

    imp_source_close(source);
    return rc;
}

static void refuses(const char *text, const char *field, const char *key, int64_t line)
{
    problems_init(&problems, arena);
    ck_assert_int_eq(read_bytes(text, strlen(text)), RC_INVALID);
    ck_assert_uint_eq(problems.errors, 1);
    for (size_t i = 0; i < problems.count; i++) {
        if (problems.items[i].level == PROBLEM_WARNING)
            continue;
        ck_assert_str_eq(problems.items[i].key, key);
        ck_assert_str_eq(problems.items[i].field, field);
        ck_assert_int_eq(problems.items[i].line, line);
    }
}

START_TEST(a_full_row_is_read)
{
    const char *text =
        "code;name;kind;place;country;lat;lon;zone;capacity;emergency;opens;closes;"
        "wheelchair;directions;sign;bring;key holder;alternate\n"
        "rhia;Beirut airport;luchthaven;Khalde;Liban;33,8209;35.4884;Asia/Beirut;500;650;"
        "2026-11-23T06:00Z;2026-11-25;ja;Gate 3;Red kite;Passport;Embassy;port\n"
        "port;Port;haven;;;33.9;35.5;;100;;;;;;;;;\n";
    const struct site *s;

    ck_assert_int_eq(read_bytes(text, strlen(text)), RC_OK);
    ck_assert_uint_eq(problems.count, 0);
    ck_assert_uint_eq(sites.count, 2);
    ck_assert_int_eq(sites.lines[1], 3);
    s = &sites.items[0];
    ck_assert_str_eq(s->code, "rhia");
    ck_assert_int_eq(s->kind, SITE_AIRPORT);
    ck_assert_str_eq(s->country, "LB");
    ck_assert_double_eq_tol(s->point.lat, 33.8209, 1e-12);
    ck_assert_int_eq(s->capacity, 500);
    ck_assert_int_eq(s->emergency, 650);
    ck_assert_int_eq(s->opens_ms, INT64_C(1795413600000));
    ck_assert_int_eq(s->closes_ms, INT64_C(1795564800000));
    ck_assert(s->wheelchair);
    ck_assert_str_eq(s->sign, "Red kite");
    ck_assert_str_eq(s->alternate, "port");
    ck_assert_int_eq(sites.items[1].emergency, 100);
    ck_assert_int_eq(sites.items[1].closes_ms, INT64_MAX);
}
END_TEST

START_TEST(a_code_is_made_of_the_name)
{
    ck_assert_int_eq(read_bytes(HEAD "Caf\xc3\xa9 de la Paix,33.9,35.5,10\n", 50), RC_OK);
    ck_assert_str_eq(sites.items[0].code, "cafe-de-la-paix");
    ck_assert_int_eq(sites.items[0].kind, SITE_ASSEMBLY_POINT);
}
END_TEST

START_TEST(faults_have_field_key_and_line)
{
    refuses(HEAD "A,33.9,35.5,10\nB,33.9,35.5,-1\n", "capacity",
            "problem.capacity.negative", 3);
    refuses(HEAD "A,33.9,35.5,\n", "capacity", "problem.capacity.missing", 2);
    refuses(HEAD "A,33.9,35.5,many\n", "capacity", "problem.number.wrong", 2);
    refuses(HEAD "A,91,35.5,10\n", "latitude", "problem.coordinates.swapped", 2);
    refuses(HEAD "A,91,120,10\n", "latitude", "problem.latitude.range", 2);
    refuses(HEAD "A,,,10\n", "latitude", "problem.coordinates.missing", 2);
    refuses(HEAD "A,33.9,,10\n", "longitude", "problem.coordinates.half", 2);
    refuses(HEAD "\xd8\xa8,33.9,35.5,10\n", "code", "problem.code.wrong", 2);
    refuses(HEAD "A,33.9,35.5,10\nA,33.9,35.5,10\n", "code", "problem.code.twice", 3);
    refuses(HEAD, "file", "problem.sites.none", 1);
    refuses("", "file", "problem.file.empty", 0);
    refuses("name,lat,lon\nA,1,1\n", "capacity", "problem.column.missing", 1);
    refuses("name,lat,lon,capacity,kind\nA,1,1,1,castle\n", "kind",
            "problem.kind.unknown", 2);
    refuses("name,lat,lon,capacity,opens\nA,1,1,1,noon\n", "opens",
            "problem.time.unreadable", 2);
    refuses(HEAD "\xc3\xa9,1,1,1\n\xff,1,1,1\n", "file", "problem.file.broken_utf8", 3);
}
END_TEST

START_TEST(an_alternate_that_is_not_there_is_told)
{
    const char *text = "name,lat,lon,capacity,alternate\nA,1,1,1,nowhere\n";

    ck_assert_int_eq(read_bytes(text, strlen(text)), RC_OK);
    ck_assert_str_eq(problems.items[0].key, "problem.alternate.unknown");
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("importers.site_csv");
    TCase *t = tcase_create("site_csv");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_full_row_is_read);
    tcase_add_test(t, a_code_is_made_of_the_name);
    tcase_add_test(t, faults_have_field_key_and_line);
    tcase_add_test(t, an_alternate_that_is_not_there_is_told);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    return suite_run(suite());
}
