#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "geo/box.h"
#include "geo/coordinate.h"
#include "geo/distance.h"
#include "geo/projection.h"
#include "server/core/problems.h"
#include "server/core/random.h"
#include "tests/support/suite.h"

#define GOLDEN    "golden/coordinates.txt"
#define LINE_MAX  400
#define POINT_DEG 1e-7
#define RADIUS    0.01

static struct geo_projection *projection;
static struct arena *arena;
static struct problems problems;

static void set_up(void)
{
    projection = geo_projection_new();
    ck_assert_ptr_nonnull(projection);
    arena = arena_new();
    problems_init(&problems, arena);
}

static void tear_down(void)
{
    arena_free(arena);
    geo_projection_free(projection);
}

static enum rc parse(const char *text, const struct geo_box *box,
                     struct geo_coordinate *ret_got)
{
    struct geo_coordinate_ask ask = {text, box, box ? 1 : 0, 3, "position"};

    problems_init(&problems, arena);
    return geo_coordinate_parse(projection, &ask, &problems, ret_got);
}

/* Spaces off both ends, in place. */
static char *trim(char *text)
{
    char *end;

    text += strspn(text, " \n");
    end = text + strlen(text);
    while (end > text && strchr(" \n", end[-1]))
        *--end = '\0';
    return text;
}

/* \u00b0 to UTF-8, in place. */
static void unescape(char *text)
{
    char *out = text;

    while (*text) {
        unsigned code;

        if (sscanf(text, "\\u%4x", &code) != 1) {
            *out++ = *text++;
            continue;
        }
        text += strlen("\\u0000");
        if (code >= 0x800)
            *out++ = (char)(0xe0 | code >> 12);
        *out++ = (char)(code >= 0x800 ? 0x80 | (code >> 6 & 0x3f) : 0xc0 | code >> 6);
        *out++ = (char)(0x80 | (code & 0x3f));
    }
    *out = '\0';
}

/* The text key without what all of them begin with. */
static const char *fault(size_t i)
{
    const char *key = i < problems.count ? problems.items[i].key : "";

    return strncmp(key, "problem.coordinate.", 19) ? key : key + 19;
}

static bool as_expected(const struct geo_coordinate *got, const char *expect)
{
    char warning[20] = "";
    double lat, lon, radius;

    if (sscanf(expect, "%lf %lf %lf %19s", &lat, &lon, &radius, warning) < 3)
        return false;
    return fabs(got->point.lat - lat) < POINT_DEG &&
           fabs(got->point.lon - lon) < POINT_DEG &&
           fabs(got->accuracy_m - radius) <= RADIUS * radius &&
           !strcmp(fault(0), warning);
}

/* One line of the file; true when it holds. */
static bool check_line(char *line, int number)
{
    char *text = trim(strsep(&line, "|"));
    const char *expect = line ? trim(strsep(&line, "|")) : "";
    struct geo_coordinate got = {{0, 0}, 0, 0};
    struct geo_box box;
    bool boxed = line && sscanf(line, "%lf %lf %lf %lf", &box.west, &box.south, &box.east,
                                &box.north) == 4;
    bool right;
    enum rc rc;

    unescape(text);
    rc = parse(text, boxed ? &box : NULL, &got);
    if (!strncmp(expect, "refused ", 8))
        right = rc == RC_INVALID && problems.errors == 1 &&
                (!strcmp(fault(0), expect + 8) || !strcmp(fault(1), expect + 8));
    else
        right = rc == RC_OK && as_expected(&got, expect);
    if (!right)
        printf("%s:%d: %s: got rc %d %.10f %.10f %.4g %s, expected %s\n", GOLDEN, number,
               text, (int)rc, got.point.lat, got.point.lon, got.accuracy_m, fault(0),
               expect);
    return right;
}

START_TEST(golden_cases_hold)
{
    FILE *file = fopen(GOLDEN, "r");
    char line[LINE_MAX];
    int number = 0, wrong = 0, cases = 0;

    ck_assert_ptr_nonnull(file);
    while (fgets(line, sizeof(line), file)) {
        number++;
        if (line[0] == '#' || line[0] == '\n')
            continue;
        cases++;
        wrong += !check_line(line, number);
    }
    fclose(file);
    ck_assert_int_gt(cases, 100);
    ck_assert_int_eq(wrong, 0);
}
END_TEST

START_TEST(problems_carry_line_field_and_what_was_typed)
{
    struct geo_coordinate got = {{7, 7}, 7, GEO_COORDINATE_UTM};

    ck_assert_int_eq(parse("91 4.35", NULL, &got), RC_INVALID);
    ck_assert_uint_eq(problems.errors, 1);
    ck_assert_uint_eq(problems.warnings, 1);
    ck_assert_str_eq(fault(0), "swapped"); /* 4.35 91 would be a place */
    ck_assert_str_eq(fault(1), "latitude");
    ck_assert_int_eq(problems.items[1].line, 3);
    ck_assert_str_eq(problems.items[1].field, "position");
    ck_assert_str_eq(problems.items[1].detail, "91 4.35");
    ck_assert_double_eq(got.accuracy_m, 7);
    ck_assert_int_eq(parse("91N 4.35E", NULL, &got), RC_INVALID);
    ck_assert_uint_eq(problems.warnings, 0); /* the letters say which is which */
}
END_TEST

START_TEST(forms_are_told)
{
    static const struct {
        const char *text;
        enum geo_coordinate_form form;
    } forms[] = {
        {"33.9 35.5", GEO_COORDINATE_DECIMAL},
        {"33\u00b053'N 35\u00b030'E", GEO_COORDINATE_MINUTES},
        {"33:53:30 35:30:12", GEO_COORDINATE_SECONDS},
        {"36S 729000 3755000", GEO_COORDINATE_UTM},
        {"EPSG:3812 649328 665262", GEO_COORDINATE_EPSG},
    };
    struct geo_coordinate got;

    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        ck_assert_int_eq(parse(forms[i].text, NULL, &got), RC_OK);
        ck_assert_int_eq(got.form, forms[i].form);
    }
}
END_TEST

START_TEST(too_long_and_broken_texts_are_refused)
{
    char text[GEO_COORDINATE_TEXT_MAX + 2];
    struct geo_coordinate got;

    memset(text, '1', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    ck_assert_int_eq(parse(text, NULL, &got), RC_INVALID);
    ck_assert_str_eq(fault(0), "too_long");
    text[GEO_COORDINATE_TEXT_MAX] = '\0';
    ck_assert_int_eq(parse(text, NULL, &got), RC_INVALID);
    ck_assert_str_eq(fault(0), "unreadable");
    ck_assert_int_eq(parse("33.9\xc2 35.5", NULL, &got), RC_INVALID);
    ck_assert_int_eq(parse("33\x01 35\x01", NULL, &got), RC_INVALID);
    ck_assert_int_eq(parse("\xff", NULL, &got), RC_INVALID);
}
END_TEST

/* What is written with n decimals, then read, lies within the radius; so does what
 * everyone would write alike. */
START_TEST(the_radius_holds_what_is_written_alike)
{
    struct random random = random_seeded(20261123);

    for (int i = 0; i < 20000; i++) {
        struct geo_point p = {360.0 * random_unit(&random) - 180.0,
                              180.0 * random_unit(&random) - 90.0};
        int decimals = (int)random_below(&random, 7);
        struct geo_coordinate got;
        char text[64];
        double m = NAN;

        snprintf(text, sizeof(text), "%.*f %.*f", decimals, p.lat, decimals, p.lon);
        ck_assert_int_eq(parse(text, NULL, &got), RC_OK);
        ck_assert_int_eq(geo_distance_between(p, got.point, &m), RC_OK);
        ck_assert(m <= got.accuracy_m + 1e-6);
    }
}
END_TEST

#define ORACLE        "/usr/bin/GeoConvert"
#define ORACLE_POINTS 500

/* GeoConvert -u turns latitudes and longitudes in the file @p in into UTM in @p out. */
static bool convert(char *in, char *out)
{
    char *argv[] = {(char[]){ORACLE},
                    (char[]){"-u"},
                    (char[]){"-p"},
                    (char[]){"3"},
                    (char[]){"--input-file"},
                    in,
                    (char[]){"--output-file"},
                    out,
                    NULL};
    int status = -1;
    pid_t pid;

    return !posix_spawn(&pid, argv[0], NULL, NULL, argv, environ) &&
           waitpid(pid, &status, 0) == pid && status == 0;
}

/* GeoConvert says 36n 731167.700 3753882.212: n and s are hemispheres, which our letters
 * N and (outside band S) S are too; for places in band S the letter n is taken. */
static void check_converted(struct geo_point p, const char *utm)
{
    struct geo_coordinate got;
    double m = NAN;

    ck_assert_int_eq(parse(utm, NULL, &got), RC_OK);
    ck_assert_int_eq(geo_distance_between(p, got.point, &m), RC_OK);
    ck_assert_double_le(m, 1e-3);
    ck_assert_double_le(got.accuracy_m, 1e-3);
}

START_TEST(utm_agrees_with_geoconvert_where_it_is_installed)
{
    static struct geo_point points[ORACLE_POINTS];
    struct random random = random_seeded(20261123);
    char in[] = "/tmp/redkite_utm_in_XXXXXX", out[] = "/tmp/redkite_utm_out_XXXXXX";
    char line[80];
    FILE *file;

    if (access(ORACLE, X_OK)) {
        puts("not looked at: " ORACLE " is not on this machine");
        return;
    }
    file = fdopen(mkstemp(in), "w");
    ck_assert_ptr_nonnull(file);
    for (int i = 0; i < ORACLE_POINTS; i++) {
        /* not 32 to 40 and 50 to 58 degrees south, where S would be the band */
        points[i] = (struct geo_point){360.0 * random_unit(&random) - 180.0,
                                       113.0 * random_unit(&random) - 30.0};
        fprintf(file, "%.12f %.12f\n", points[i].lat, points[i].lon);
    }
    fclose(file);
    close(mkstemp(out));
    ck_assert(convert(in, out));
    file = fopen(out, "r");
    for (int i = 0; i < ORACLE_POINTS; i++) {
        ck_assert_ptr_nonnull(fgets(line, sizeof(line), file));
        check_converted(points[i], trim(line));
    }
    fclose(file);
    unlink(in);
    unlink(out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.coordinate");
    TCase *tests = tcase_create("coordinate");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, golden_cases_hold);
    tcase_add_test(tests, problems_carry_line_field_and_what_was_typed);
    tcase_add_test(tests, forms_are_told);
    tcase_add_test(tests, too_long_and_broken_texts_are_refused);
    tcase_add_test(tests, the_radius_holds_what_is_written_alike);
    tcase_add_test(tests, utm_agrees_with_geoconvert_where_it_is_installed);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
