#include <string.h>

#include "server/core/arena.h"
#include "server/model/code.h"
#include "server/model/post.h"
#include "tests/support/suite.h"

static struct arena *arena;
static struct problems problems;
static struct post posts[6];

static struct post make(const char *code, enum post_kind kind, const char *country,
                        const char *jurisdiction)
{
    struct post post = post_blank();

    post.code = post.name = code;
    post.kind = kind;
    memcpy(post.country, country, COUNTRY_SIZE);
    post.jurisdiction = jurisdiction;
    return post;
}

static void setup(void)
{
    arena = arena_new();
    problems_init(&problems, arena);
    posts[0] = make("honorary", POST_HONORARY_CONSULATE, "AF", "AF");
    posts[1] = make("consulate", POST_CONSULATE, "IT", NULL);
    posts[2] = make("islamabad", POST_EMBASSY, "PK", "PK AF");
    posts[3] = make("rome", POST_EMBASSY, "IT", "IT SM");
    posts[4] = make("beirut", POST_EMBASSY, "LB", "LB");
    posts[5] = make("amman", POST_EMBASSY, "JO", "JO LB");
}

static void teardown(void)
{
    arena_free(arena);
}

static void belongs(const char *country, const char *code)
{
    const struct post *post = post_for_country(posts, 6, country);

    ck_assert_msg(post != NULL, "%s has no post", country);
    ck_assert_str_eq(post->code, code);
}

START_TEST(kabul_belongs_to_islamabad)
{
    belongs("AF", "islamabad");
}
END_TEST

START_TEST(an_embassy_in_the_country_goes_first)
{
    belongs("LB", "beirut");
    belongs("IT", "rome");
    belongs("SM", "rome");
    ck_assert_ptr_null(post_for_country(posts, 6, "NZ"));
}
END_TEST

START_TEST(a_closed_post_gives_way_to_the_one_that_covers_it)
{
    posts[2].state = POST_EVACUATED;
    ck_assert_ptr_null(post_for_country(posts, 6, "AF"));
    posts[2].covered_by = "amman";
    belongs("AF", "amman");
    posts[4].state = POST_CLOSED;
    belongs("LB", "amman");
}
END_TEST

START_TEST(posts_that_cover_each_other_end)
{
    posts[2].state = posts[4].state = POST_CLOSED;
    posts[2].covered_by = "beirut";
    posts[4].covered_by = "islamabad";
    ck_assert_ptr_null(post_for_country(posts, 6, "AF"));
}
END_TEST

START_TEST(equal_posts_go_by_code)
{
    posts[3] = make("aaa", POST_EMBASSY, "TR", "AF");
    belongs("AF", "aaa");
}
END_TEST

START_TEST(faults_are_named)
{
    posts[0].code = "Not A Code";
    posts[0].name = "";
    posts[0].jurisdiction = "AF QQ";
    posts[0].zone = "in Asia";
    posts[0].located = true;
    posts[0].point = (struct geo_point){.lon = 0, .lat = 91};
    ck_assert_int_eq(post_check(&posts[0], 4, &problems), RC_INVALID);
    ck_assert_uint_eq(problems.errors, 5);
    ck_assert_int_eq(post_check(&posts[2], 4, &problems), RC_OK);
}
END_TEST

START_TEST(codes_are_made_of_names)
{
    char *code;

    ck_assert_int_eq(code_make(arena, "S\xc3\xa3o Tom\xc3\xa9 & Pr\xc3\xadncipe!", &code),
                     RC_OK);
    ck_assert_str_eq(code, "sao-tome-principe");
    ck_assert(code_valid(code));
    ck_assert_int_eq(code_make(arena, "\xd8\xa8", &code), RC_INVALID);
    ck_assert(!code_valid("") && !code_valid("-a") && !code_valid("a--b"));
    ck_assert(!code_valid("A") && !code_valid("a-"));
    ck_assert(zone_name_valid("Asia/Beirut") && zone_name_valid("Etc/GMT-3"));
    ck_assert(!zone_name_valid("/etc/passwd") && !zone_name_valid("Asia//Beirut"));
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("model.post");
    TCase *t = tcase_create("post");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, kabul_belongs_to_islamabad);
    tcase_add_test(t, an_embassy_in_the_country_goes_first);
    tcase_add_test(t, a_closed_post_gives_way_to_the_one_that_covers_it);
    tcase_add_test(t, posts_that_cover_each_other_end);
    tcase_add_test(t, equal_posts_go_by_code);
    tcase_add_test(t, faults_are_named);
    tcase_add_test(t, codes_are_made_of_names);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    return suite_run(suite());
}
