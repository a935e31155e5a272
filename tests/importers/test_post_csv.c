#include <string.h>

#include "importers/post_csv.h"
#include "tests/support/suite.h"

static struct arena *arena;
static struct problems problems;
static struct imp_posts posts;

static void setup(void)
{
    arena = arena_new();
    problems_init(&problems, arena);
}

static void teardown(void)
{
    arena_free(arena);
}

static enum rc read_text(const char *text)
{
    struct imp_source *source = imp_source_memory(text, strlen(text));
    struct imp_post_options options = {0};
    enum rc rc = imp_posts_read(source, &options, arena, &problems, &posts);

    imp_source_close(source);
    return rc;
}

static void refuses(const char *text, const char *field, const char *key, int64_t line)
{
    problems_init(&problems, arena);
    ck_assert_int_eq(read_text(text), RC_INVALID);
    ck_assert_uint_eq(problems.errors, 1);
    ck_assert_str_eq(problems.items[0].key, key);
    ck_assert_str_eq(problems.items[0].field, field);
    ck_assert_int_eq(problems.items[0].line, line);
}

START_TEST(a_full_row_is_read)
{
    const struct post *p;

    ck_assert_int_eq(
        read_text("code;name;name_nl;type;city;country;jurisdictions;lat;lon;email;state;"
                  "covered_by\n"
                  "islamabad;Islamabad;Islamabad;embassy;Islamabad;Pakistan;"
                  "Pakistan|Afghanistan;33.7;73.1;Islamabad@Example.org;closed;doha\n"
                  "doha;Doha;;ambassade;Doha;QA;;;;;;\n"),
        RC_OK);
    ck_assert_uint_eq(problems.count, 0);
    ck_assert_uint_eq(posts.count, 2);
    p = &posts.items[0];
    ck_assert_str_eq(p->country, "PK");
    ck_assert_str_eq(p->jurisdiction, "PK AF");
    ck_assert_str_eq(p->mail, "islamabad@example.org");
    ck_assert_int_eq(p->state, POST_CLOSED);
    ck_assert(p->located);
    ck_assert_str_eq(post_for_country(posts.items, posts.count, "AF")->code, "doha");
}
END_TEST

START_TEST(codes_are_made_and_told_apart)
{
    ck_assert_int_eq(read_text("type,city,country\nembassy,Rome,Italy\n"
                               "embassy,Rome,Vatican\nconsulate,Rome,Italy\n"
                               "consulate,Rome,Italy\nconsulate general,,El Salvador\n"),
                     RC_OK);
    ck_assert_str_eq(posts.items[0].code, "rome");
    ck_assert_str_eq(posts.items[1].code, "rome-embassy");
    ck_assert_str_eq(posts.items[2].code, "rome-consulate");
    ck_assert_str_eq(posts.items[3].code, "rome-consulate-2");
    ck_assert_str_eq(posts.items[4].code, "el-salvador");
}
END_TEST

START_TEST(a_list_of_regions_is_no_list_of_countries)
{
    ck_assert_int_eq(read_text("type,city,country,jurisdictions\n"
                               "consulate general,Atlanta,US,Georgia|Florida\n"
                               "embassy,Ottawa,CA,Canada|Quebec\n"),
                     RC_OK);
    ck_assert_ptr_null(posts.items[0].jurisdiction);
    ck_assert_str_eq(posts.items[1].jurisdiction, "CA");
    ck_assert_uint_eq(problems.warnings, 2);
    ck_assert_str_eq(problems.items[0].key, "problem.jurisdiction.part");
}
END_TEST

START_TEST(faults_have_field_key_and_line)
{
    refuses("type,country\nembassy,Narnia\n", "country", "problem.country.unknown", 2);
    refuses("type,country\ncastle,Italy\n", "kind", "problem.kind.unknown", 2);
    refuses("type,country\n,Italy\n", "kind", "problem.kind.missing", 2);
    refuses("type,country,code\nembassy,Italy,Roma!\n", "code", "problem.code.wrong", 2);
    refuses("type,country,code\nembassy,IT,a\nembassy,IT,a\n", "code",
            "problem.code.twice", 3);
    refuses("type,country,lat,lon\nembassy,IT,91,12\n", "latitude",
            "problem.coordinates.swapped", 2);
    refuses("type,country,mail\nembassy,IT,write us\n", "mail", "problem.mail.wrong", 2);
    refuses("type,city\nembassy,Rome\n", "country", "problem.column.missing", 1);
    refuses("type,country\n", "file", "problem.posts.none", 1);
}
END_TEST

START_TEST(many_posts_of_one_name_are_refused)
{
    char text[2048] = "type,country\n";

    for (int i = 0; i < 30; i++)
        strncat(text, "embassy,Italy\n", sizeof(text) - strlen(text) - 1);
    ck_assert_int_eq(read_text(text), RC_INVALID);
    ck_assert_str_eq(problems.items[0].key, "problem.code.wrong");
}
END_TEST

/* Facts: the Belgian embassy in Islamabad answers for Afghanistan, Baku for Georgia, that
 * in Rome for Italy and the one at the Holy See for the Vatican. */
START_TEST(the_belgian_missions_of_wikidata_are_read)
{
    const char *path = suite_shared_data("embassies/belgian_missions_wikidata_2022.csv");
    static const struct {
        const char *country, *code;
    } facts[] = {{"AF", "islamabad"}, {"PK", "islamabad"}, {"GE", "baku"},
                 {"LB", "beirut"},    {"NZ", "canberra"},  {"IT", "rome"},
                 {"ST", "luanda"}};
    struct imp_post_options options = {0};
    struct imp_source *source;

    if (!path)
        return;
    ck_assert_int_eq(imp_source_open(path, &source), RC_OK);
    ck_assert_int_eq(imp_posts_read(source, &options, arena, &problems, &posts), RC_OK);
    imp_source_close(source);
    ck_assert_uint_eq(posts.count, 90);
    for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
        const struct post *p =
            post_for_country(posts.items, posts.count, facts[i].country);

        ck_assert_msg(p != NULL, "%s has no post", facts[i].country);
        ck_assert_str_eq(p->code, facts[i].code);
    }
    ck_assert_str_eq(post_for_country(posts.items, posts.count, "VA")->country, "VA");
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("importers.post_csv");
    TCase *t = tcase_create("post_csv");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_full_row_is_read);
    tcase_add_test(t, codes_are_made_and_told_apart);
    tcase_add_test(t, a_list_of_regions_is_no_list_of_countries);
    tcase_add_test(t, faults_have_field_key_and_line);
    tcase_add_test(t, many_posts_of_one_name_are_refused);
    tcase_add_test(t, the_belgian_missions_of_wikidata_are_read);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    return suite_run(suite());
}
