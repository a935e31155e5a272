#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "importers/people_csv.h"
#include "server/app/demo_file.h"
#include "server/app/demo_people.h"
#include "server/core/buffer.h"
#include "server/core/national_number.h"
#include "tests/support/suite.h"
#include "tests/support/world.h"

/* 2026-11-23 */
#define TODAY  20780
#define PEOPLE 5000

static struct world world;
static struct arena *arena;
static struct buffer bytes;
static struct app_demo_counts counts;

static void setup(void)
{
    world_init(&world);
    arena = arena_new();
    buffer_init(&bytes, (size_t)64 << 20);
}

static void teardown(void)
{
    buffer_fini(&bytes);
    arena_free(arena);
    world_fini(&world);
}

static enum rc keep(void *state, const char *text, size_t len)
{
    buffer_append(state, text, len);
    return RC_OK;
}

static enum rc refuse(void *state, const char *text, size_t len)
{
    (void)state;
    (void)text;
    (void)len;
    return RC_BUSY;
}

static bool stop(void *state, int64_t done, int64_t total)
{
    (void)state;
    (void)done;
    (void)total;
    return false;
}

static void generate(uint64_t seed, int64_t people)
{
    struct app_demo_options options = {.seed = seed, .people = people, .today = TODAY};
    struct app_demo_sink sink = {keep, &bytes};

    buffer_clear(&bytes);
    ck_assert_int_eq(app_demo_people_generate(&options, world.gz, &sink, NULL, &counts),
                     RC_OK);
    ck_assert(!buffer_failed(&bytes));
}

START_TEST(one_seed_gives_the_same_bytes)
{
    char *first;
    size_t len;

    generate(7, 500);
    len = bytes.len;
    first = arena_memdup(arena, bytes.data, len);
    generate(7, 500);
    ck_assert_uint_eq(bytes.len, len);
    ck_assert_mem_eq(bytes.data, first, len);
    generate(8, 500);
    ck_assert(bytes.len != len || memcmp(bytes.data, first, len) != 0);
}
END_TEST

/* What the importer finds in the generated file. */
struct found {
    struct person *people;
    size_t count;
    size_t singles;
    size_t parties;
};

static struct found import(void)
{
    struct imp_source *source = imp_source_memory(bytes.data, bytes.len);
    struct imp_people_options options = {.today = TODAY};
    struct found found = {.people = arena_array(arena, PEOPLE, sizeof(struct person))};
    struct imp_people_counts in_file;
    struct party_draft draft;
    struct problems problems;
    struct imp_people *list;

    problems_init(&problems, arena);
    ck_assert_int_eq(imp_people_open(source, &options, NULL, &problems, &list), RC_OK);
    ck_assert_int_eq(imp_people_check(list, NULL, &problems, &in_file), RC_OK);
    ck_assert_int_eq(in_file.people, counts.people);
    ck_assert_int_eq(in_file.parties, counts.parties);
    while (!imp_people_next(list, arena, &problems, &draft)) {
        found.parties++;
        found.singles += draft.person_count == 1;
        for (size_t i = 0; i < draft.person_count; i++)
            found.people[found.count++] = draft.persons[i];
    }
    for (size_t i = 0; i < problems.count; i++)
        ck_assert_msg(strstr(problems.items[i].key, "document_expires.past") != NULL,
                      "%s", problems.items[i].key);
    imp_people_close(list);
    imp_source_close(source);
    return found;
}

static int by_document(const void *a, const void *b)
{
    const struct person *x = a, *y = b;

    return strcmp(x->document.number ? x->document.number : "",
                  y->document.number ? y->document.number : "");
}

static int by_national_number(const void *a, const void *b)
{
    const struct person *x = a, *y = b;

    return strcmp(x->national_number ? x->national_number : "",
                  y->national_number ? y->national_number : "");
}

START_TEST(every_row_imports_without_a_fault)
{
    generate(1, PEOPLE);
    ck_assert_int_eq(counts.people, PEOPLE);
    ck_assert_uint_eq(import().count, PEOPLE);
}
END_TEST

/* 36.1 % of one and 2.25 in the mean; three standard errors of 2,200 households are 0.031
 * and 0.08; the duplicates add singles. */
START_TEST(households_are_as_published)
{
    struct found found;
    double households;

    generate(1, PEOPLE);
    found = import();
    households = (double)(found.parties - (size_t)(counts.certain + counts.possible));
    ck_assert_double_eq_tol(
        (double)(found.singles - (size_t)(counts.certain + counts.possible)) / households,
        0.361, 0.031);
    ck_assert_double_eq_tol(
        (PEOPLE - (double)(counts.certain + counts.possible)) / households, 2.25, 0.08);
}
END_TEST

START_TEST(documents_stand_once_but_for_certain_duplicates)
{
    struct found found;
    int64_t twice = 0;

    generate(2, PEOPLE);
    found = import();
    qsort(found.people, found.count, sizeof(*found.people), by_document);
    for (size_t i = 1; i < found.count; i++)
        twice += person_same_certain(&found.people[i - 1], &found.people[i]);
    ck_assert_int_gt(counts.certain, 0);
    ck_assert_int_gt(counts.possible, 0);
    ck_assert_int_eq(twice, counts.certain);
}
END_TEST

START_TEST(national_numbers_are_right_and_stand_once)
{
    struct found found;
    size_t given = 0;

    generate(3, PEOPLE);
    found = import();
    qsort(found.people, found.count, sizeof(*found.people), by_national_number);
    for (size_t i = 0; i < found.count; i++) {
        const struct person *p = &found.people[i];
        struct national_number number;

        if (!p->national_number)
            continue;
        given++;
        ck_assert_int_eq(national_number_parse(p->national_number, &number), RC_OK);
        ck_assert(national_number_fits(&number, p->birth_day));
        if (i > 0 && found.people[i - 1].national_number)
            ck_assert_str_ne(p->national_number, found.people[i - 1].national_number);
    }
    ck_assert_uint_gt(given, PEOPLE / 3);
}
END_TEST

START_TEST(every_precision_occurs)
{
    int64_t sum = 0;

    generate(4, PEOPLE);
    for (int i = 0; i < APP_DEMO_PRECISIONS; i++) {
        ck_assert_int_gt(counts.parties_by[i], 0);
        sum += counts.parties_by[i];
    }
    ck_assert_int_eq(sum, counts.parties - counts.certain - counts.possible);
}
END_TEST

START_TEST(a_single_person_is_a_population_too)
{
    generate(5, 1);
    ck_assert_int_eq(counts.people, 1);
    ck_assert_uint_eq(import().count, 1);
}
END_TEST

START_TEST(a_refusal_of_the_sink_ends_it)
{
    struct app_demo_options options = {.seed = 1, .people = 10, .today = TODAY};
    struct app_demo_sink sink = {refuse, NULL};

    ck_assert_int_eq(app_demo_people_generate(&options, world.gz, &sink, NULL, &counts),
                     RC_BUSY);
}
END_TEST

START_TEST(a_file_is_there_whole_or_not_at_all)
{
    struct app_demo_options options = {.seed = 1, .people = PEOPLE, .today = TODAY};
    const struct progress progress = {stop, NULL};
    char dir[] = "/tmp/redkite-demo-XXXXXX";
    char path[64];
    struct stat st;

    ck_assert_ptr_nonnull(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/people.csv", dir);
    ck_assert_int_eq(app_demo_file_write(&options, world.gz, path, &progress, &counts),
                     RC_CONFLICT);
    ck_assert_int_eq(rmdir(dir), 0); /* empty */
    ck_assert_int_eq(mkdir(dir, 0700), 0);
    ck_assert_int_eq(app_demo_file_write(&options, world.gz, path, NULL, &counts), RC_OK);
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_uint_eq(st.st_mode & 0777, 0600);
    generate(1, PEOPLE);
    ck_assert_int_eq((int64_t)st.st_size, (int64_t)bytes.len);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(rmdir(dir), 0);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("server.demo_people");
    TCase *t = tcase_create("demo_people");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, one_seed_gives_the_same_bytes);
    tcase_add_test(t, every_row_imports_without_a_fault);
    tcase_add_test(t, households_are_as_published);
    tcase_add_test(t, documents_stand_once_but_for_certain_duplicates);
    tcase_add_test(t, national_numbers_are_right_and_stand_once);
    tcase_add_test(t, every_precision_occurs);
    tcase_add_test(t, a_single_person_is_a_population_too);
    tcase_add_test(t, a_refusal_of_the_sink_ends_it);
    tcase_add_test(t, a_file_is_there_whole_or_not_at_all);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    return suite_run(suite());
}
