/* Files at the command line: lists that are refused, crises that are missing, and sites
 * and zones taken away and back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/program.h"
#include "tests/support/store.h"
#include "tests/support/suite.h"

static struct test_store t;
static char path[128];

static const char sites[] = "code;name;kind;latitude;longitude;capacity\n"
                            "airport;Airport;airport;33.8209;35.4884;100\n"
                            "port;Port;port;33.9010;35.5190;50\n";
static const char zones[] =
    "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":"
    "{\"name\":\"Beirut\",\"level\":3,\"radius_m\":9000},\"geometry\":"
    "{\"type\":\"Point\",\"coordinates\":[35.5,33.9]}}]}";

#define REDKITE(status, text, ...)                                                       \
    program_says(status, text, __VA_ARGS__, "--data", t.data, "--master-key", t.key)

static const char *file(const char *name, const char *text)
{
    FILE *f;

    snprintf(path, sizeof(path), "%s/%s", t.dir, name);
    f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(text, f), 0);
    ck_assert_int_eq(fclose(f), 0);
    return path;
}

static void setup(void)
{
    test_store_open(&t, 0);
    db_close(t.db); /* the register is the program's */
    db_store_close(t.store);
    t.db = NULL;
    t.store = NULL;
}

static void teardown(void)
{
    test_store_close(&t);
}

static void open_crisis(void)
{
    REDKITE(0, "Cedar: stage 5, LB, EXERCISE", "crisis", "open", "Cedar", "--countries",
            "LB", "--stage", "5", "--exercise");
}

START_TEST(a_list_that_is_wrong_throughout_is_refused_line_by_line)
{
    file("bad.csv", "surname;birth_date;sex\n;1985-02-30;Q\n;2999-01-01;M\n");
    REDKITE(3, "bad.csv:2: birth_date: ", "import", "people", path);
    REDKITE(3, "bad.csv:3: surname: ", "import", "people", path);
    REDKITE(3, "5 errors, nothing written", "import", "people", path);
    REDKITE(0, "The register is whole.", "check");
}
END_TEST

START_TEST(without_a_gazetteer_no_list_is_taken_in)
{
    file("good.csv", "surname;place\nMerelbeke;Beirut\n");
    ck_assert_int_eq(setenv("REDKITE_GAZETTEER", "/nowhere/gazetteer.bin", 1), 0);
    REDKITE(4, "the gazetteer cannot be opened: towns would not be found", "import",
            "people", path);
}
END_TEST

START_TEST(a_missing_crisis_is_told)
{
    file("sites.csv", sites);
    REDKITE(4, "there is no open crisis", "import", "sites", path);
    open_crisis();
    REDKITE(4, "there is no crisis 'Larch'", "import", "sites", path, "--crisis",
            "Larch");
    REDKITE(0, "2 sites taken in", "import", "sites", path, "--crisis", "cedar");
    REDKITE(0, "this file was taken in before", "import", "sites", path);
}
END_TEST

START_TEST(what_to_import_and_from_where_must_be_said)
{
    REDKITE(2, "say what to import", "import", "people");
    REDKITE(2, "say what to import", "import", "cats", "x.csv");
    REDKITE(4, "there is no file /nowhere.csv", "import", "posts", "/nowhere.csv");
    REDKITE(2, "'x' is no job", "import", "--undo", "x");
    REDKITE(4, "there is no import 4242", "import", "--undo", "4242");
}
END_TEST

START_TEST(a_site_is_taken_away_and_back)
{
    open_crisis();
    REDKITE(0, "2 sites", "import", "sites", file("sites.csv", sites));
    REDKITE(0, "\"code\":\"port\"", "site", "list", "--json");
    REDKITE(0, "site port (", "site", "remove", "PORT");
    REDKITE(4, "there is no site 'port' in this crisis", "site", "remove", "port");
    REDKITE(0, "airport", "site", "list");
    REDKITE(0, "\"capacity\":100,\"emergency\":100}]", "site", "list", "--json");
    REDKITE(0, "is there again", "site", "restore", "port");
    REDKITE(4, "there is no removed site 'port'", "site", "restore", "port");
    REDKITE(0, "The register is whole.", "check", "--rebuild");
}
END_TEST

START_TEST(a_code_that_was_given_anew_is_not_given_twice)
{
    open_crisis();
    REDKITE(0, "2 sites", "import", "sites", file("sites.csv", sites));
    REDKITE(0, "removed", "site", "remove", "port");
    REDKITE(0, "1 sites taken in", "import", "sites",
            file("again.csv", "code;name;latitude;longitude;capacity\n"
                              "port;New port;33.91;35.52;70\n"));
    REDKITE(5, "another site is called 'port' now", "site", "restore", "port");
    REDKITE(0, "removed", "site", "remove", "port");
    REDKITE(5, "2 sites are called 'port': give the id", "site", "restore", "port");
}
END_TEST

START_TEST(a_zone_is_taken_away_and_back)
{
    open_crisis();
    REDKITE(0, "1 zones taken in", "import", "zones", file("zones.geojson", zones));
    REDKITE(0, "level 3  danger         Beirut", "zone", "list");
    REDKITE(0, "removed; to take that back: redkite zone restore", "zone", "remove",
            "Beirut", "--crisis", "Cedar");
    REDKITE(0, "[]", "zone", "list", "--json");
    REDKITE(0, "is there again", "zone", "restore", "beirut");
    REDKITE(0, "\"name\":\"Beirut\",\"kind\":\"danger\",\"level\":3", "zone", "list",
            "--json");
}
END_TEST

START_TEST(verbs_and_words_that_are_wrong_are_told)
{
    REDKITE(2, "say list, remove SITE or restore SITE", "site", "cancel");
    REDKITE(2, "say which: its name or id", "site", "remove");
    REDKITE(2, "list takes no more words", "zone", "list", "x");
    REDKITE(2, "there is no verb 'cancel'", "zone", "cancel");
    program_says(0, "Usage: redkite site list", "site", "--help");
    REDKITE(4, "there is no open crisis", "site", "list");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("flow.files");
    TCase *tests = tcase_create("files");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_list_that_is_wrong_throughout_is_refused_line_by_line);
    tcase_add_test(tests, without_a_gazetteer_no_list_is_taken_in);
    tcase_add_test(tests, a_missing_crisis_is_told);
    tcase_add_test(tests, what_to_import_and_from_where_must_be_said);
    tcase_add_test(tests, a_site_is_taken_away_and_back);
    tcase_add_test(tests, a_code_that_was_given_anew_is_not_given_twice);
    tcase_add_test(tests, a_zone_is_taken_away_and_back);
    tcase_add_test(tests, verbs_and_words_that_are_wrong_are_told);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
