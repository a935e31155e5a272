#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/cli/bench.h"
#include "tests/support/suite.h"

static struct bench bench;
static char peer_path[4096];

/* A program beside this one, whose body is given: what bench_program looks for. */
static void write_peer(const char *body)
{
    ssize_t len = readlink("/proc/self/exe", peer_path, sizeof(peer_path) - 40);
    FILE *file;

    ck_assert_int_gt(len, 0);
    peer_path[len] = '\0';
    snprintf(strrchr(peer_path, '/') + 1, 40, "peer_of_test_%ld", (long)getpid());
    file = fopen(peer_path, "w");
    ck_assert_ptr_nonnull(file);
    fprintf(file, "#!/bin/sh\n%s\n", body);
    fclose(file);
    ck_assert_int_eq(chmod(peer_path, 0755), 0);
}

static void set_up(void)
{
    bench = (struct bench){.seed = 7, .n = 12, .rounds = 3, .arena = arena_new()};
}

static void tear_down(void)
{
    if (peer_path[0])
        unlink(peer_path);
    arena_free(bench.arena);
}

/* Takes 3, 1, 2, ... seconds in turn, and finds 42. */
static enum rc three_one_two(void *state, struct bench_sample *ret_sample)
{
    int *round = state;

    *ret_sample = (struct bench_sample){(const double[]){3, 1, 2}[(*round)++ % 3], 42};
    return RC_OK;
}

static enum rc busy(void *state, struct bench_sample *ret_sample)
{
    (void)state;
    (void)ret_sample;
    return RC_BUSY;
}

static bool never(void *state, char *ret_text, size_t size)
{
    snprintf(ret_text, size, "%s", (const char *)state);
    return false;
}

START_TEST(medians_are_kept_and_a_sample_is_scaled)
{
    int ours = 0, peer = 0;
    struct bench_case what = {.ours = {"we", three_one_two, &ours, 0},
                              .peer = {"they", three_one_two, &peer, 0.5}};

    ck_assert_int_eq(bench_measure(&bench, &what), RC_OK);
    ck_assert_int_eq(bench_measure(&bench, &what), RC_OK);
    ck_assert_uint_eq(bench.count, 2);
    ck_assert_int_eq(ours, 6);
    ck_assert_double_eq(bench.results[0].ours_s, 2);
    ck_assert_double_eq(bench.results[0].peer_s, 4);
    ck_assert(bench.results[0].has_peer && bench.results[0].same);
}
END_TEST

START_TEST(a_side_that_fails_stops_the_run)
{
    struct bench_case what = {.ours = {"we", busy, NULL, 0}};

    ck_assert_int_eq(bench_measure(&bench, &what), RC_BUSY);
    ck_assert_uint_eq(bench.count, 0);
}
END_TEST

START_TEST(answers_that_differ_are_told)
{
    int ours = 0, peer = 0;
    char text[] = "1 of 2 differ";
    struct bench_case what = {.ours = {"we", three_one_two, &ours, 0},
                              .peer = {"they", three_one_two, &peer, 0},
                              .agree = never,
                              .agree_state = text};

    ck_assert_int_eq(bench_measure(&bench, &what), RC_OK);
    ck_assert(!bench.results[0].same);
    ck_assert_str_eq(bench.results[0].agreement, text);
}
END_TEST

START_TEST(a_peer_program_gets_seed_and_size_and_is_read)
{
    int ours = 0;
    struct bench_case what = {.ours = {"we", three_one_two, &ours, 0}};

    write_peer("[ \"$*\" = '--seed 7 --n 12 more words' ] || exit 1\n"
               "[ $# = 5 ] || exit 1\n"
               "echo '{\"seconds\": 8.5, \"checksum\": \"000000000000002a\"}'");
    what.peer = bench_program(&bench, "they", strrchr(peer_path, '/') + 1, "more words");
    ck_assert_str_eq(what.peer.name, "they");
    ck_assert_int_eq(bench_measure(&bench, &what), RC_OK);
    ck_assert_double_eq(bench.results[0].peer_s, 8.5);
    ck_assert(bench.results[0].same);
}
END_TEST

START_TEST(a_peer_program_that_fails_or_babbles_stops_the_run)
{
    static const char *const bodies[] = {
        "echo '{\"seconds\": 8.5, \"checksum\": \"2a\"}'; exit 3",
        "echo hello",
        "kill -9 $$",
        "head -c 100000 /dev/zero",
    };

    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        int ours = 0;
        struct bench_case what = {.ours = {"we", three_one_two, &ours, 0}};

        write_peer(bodies[i]);
        what.peer = bench_program(&bench, "they", strrchr(peer_path, '/') + 1, NULL);
        ck_assert_int_eq(bench_measure(&bench, &what), RC_INTERNAL);
    }
}
END_TEST

START_TEST(a_peer_that_is_not_there_leaves_us_alone)
{
    int ours = 0;
    struct bench_case what = {.ours = {"we", three_one_two, &ours, 0}};

    what.peer = bench_program(&bench, "they", "no_such_program", NULL);
    ck_assert_ptr_null(what.peer.name);
    ck_assert_int_eq(bench_measure(&bench, &what), RC_OK);
    ck_assert(!bench.results[0].has_peer);
}
END_TEST

START_TEST(numbers_and_checksums)
{
    ck_assert_str_eq(bench_number(&bench, 0), "0");
    ck_assert_str_eq(bench_number(&bench, 999), "999");
    ck_assert_str_eq(bench_number(&bench, 1000), "1,000");
    ck_assert_str_eq(bench_number(&bench, -123456), "-123,456");
    ck_assert_str_eq(bench_number(&bench, 1234567), "1,234,567");
    /* FNV-1a of "a": draft-eastlake-fnv, appendix */
    ck_assert(bench_checksum(0, "a", 1) == UINT64_C(0xaf63dc4c8601ec8c));
    ck_assert(bench_checksum(bench_checksum(0, "fo", 2), "obar", 4) ==
              UINT64_C(0x85944171f73967e8));
    ck_assert_int_eq(bench_size(&bench, 99), 12);
    bench.n = 0;
    ck_assert_int_eq(bench_size(&bench, 99), 99);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("server.bench");
    TCase *tests = tcase_create("bench");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, medians_are_kept_and_a_sample_is_scaled);
    tcase_add_test(tests, a_side_that_fails_stops_the_run);
    tcase_add_test(tests, answers_that_differ_are_told);
    tcase_add_test(tests, a_peer_program_gets_seed_and_size_and_is_read);
    tcase_add_test(tests, a_peer_program_that_fails_or_babbles_stops_the_run);
    tcase_add_test(tests, a_peer_that_is_not_there_leaves_us_alone);
    tcase_add_test(tests, numbers_and_checksums);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
