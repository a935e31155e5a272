#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "geo/distance.h"
#include "geo/plan.h"
#include "geo/plan_check.h"
#include "server/core/buffer.h"
#include "tests/support/instance.h"
#include "tests/support/suite.h"

/* 200 small instances, and what GLPK or CBC, run as a program of its own, finds to be the
 * best plan: our bound is never above it, our plan never below, so the gap told is never
 * smaller than the true one. */
#define INSTANCES 200

static const char oracle[] = "/usr/bin/glpsol";
static char folder[] = "/tmp/redkite-oracle-XXXXXX";

static char *path_of(struct arena *arena, const char *name)
{
    return arena_printf(arena, "%s/%s", folder, name);
}

/* What the oracle minimises. */
struct question {
    const struct geo_plan_input *in;
    bool metres;        /* metres x seats, else weight left */
    int64_t weight_max; /* with metres: no more may be left */
};

static int64_t metres(const struct geo_plan_input *in, size_t i, size_t k)
{
    double m;

    ck_assert_int_eq(geo_distance_between(in->parties[i].at, in->sites[k].at, &m), RC_OK);
    return (int64_t)floor(m + 0.5);
}

static void write_goal(struct buffer *lp, const struct question *q)
{
    for (size_t i = 0; i < q->in->party_count; i++) {
        const struct geo_plan_party *p = &q->in->parties[i];

        for (size_t k = 0; k < q->in->site_count && q->metres; k++)
            buffer_printf(lp, " + %" PRId64 " x%zu_%zu\n", p->seats * metres(q->in, i, k),
                          i, k);
        if (!q->metres)
            buffer_printf(lp, " + %" PRId64 " u%zu\n", p->weight, i);
    }
}

static void write_rows(struct buffer *lp, const struct question *q)
{
    const struct geo_plan_input *in = q->in;

    for (size_t i = 0; i < in->party_count; i++) {
        for (size_t k = 0; k < in->site_count; k++)
            buffer_printf(lp, " + x%zu_%zu", i, k);
        buffer_printf(lp, " + u%zu = 1\n", i);
    }
    for (size_t k = 0; k < in->site_count; k++) {
        for (size_t i = 0; i < in->party_count; i++)
            buffer_printf(lp, " + %d x%zu_%zu\n", in->parties[i].seats, i, k);
        buffer_printf(lp, " <= %d\n", in->sites[k].capacity);
    }
    if (!q->metres)
        return;
    for (size_t i = 0; i < in->party_count; i++)
        buffer_printf(lp, " + %" PRId64 " u%zu\n", in->parties[i].weight, i);
    buffer_printf(lp, " <= %" PRId64 "\n", q->weight_max);
}

static void write_question(struct arena *arena, const struct question *q)
{
    struct buffer lp;
    FILE *file = fopen(path_of(arena, "q.lp"), "wb");

    ck_assert_ptr_nonnull(file);
    buffer_init(&lp, (size_t)1 << 20);
    buffer_puts(&lp, "Minimize\n goal:");
    write_goal(&lp, q);
    buffer_puts(&lp, "Subject To\n");
    write_rows(&lp, q);
    buffer_puts(&lp, "Binary\n");
    for (size_t i = 0; i < q->in->party_count; i++) {
        buffer_printf(&lp, " u%zu\n", i);
        for (size_t k = 0; k < q->in->site_count; k++)
            buffer_printf(&lp, " x%zu_%zu\n", i, k);
    }
    buffer_puts(&lp, "End\n");
    ck_assert(!buffer_failed(&lp));
    ck_assert_uint_eq(fwrite(buffer_text(&lp), 1, lp.len, file), lp.len);
    fclose(file);
    buffer_fini(&lp);
}

static void run(const char *const *argv)
{
    pid_t pid = fork();
    int status;

    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        int nowhere = open("/dev/null", O_WRONLY);

        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
        execv(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_int_eq(status, 0);
}

/* The line "s mip ROWS COLUMNS o VALUE" of glpsol's answer: o says that it is the
 * optimum. */
static int64_t read_value(const char *path)
{
    char line[256];
    FILE *file = fopen(path, "rb");
    double value = -1;

    ck_assert_ptr_nonnull(file);
    while (value < 0 && fgets(line, sizeof(line), file))
        if (sscanf(line, "s mip %*d %*d o %lf", &value) != 1)
            value = -1;
    fclose(file);
    ck_assert_double_ge(value, 0);
    return (int64_t)floor(value + 0.5);
}

static int64_t ask(struct arena *arena, const struct question *q)
{
    const char *question = path_of(arena, "q.lp");
    const char *answer = path_of(arena, "a.txt");
    const char *const argv[] = {oracle, "--lp", question, "-w", answer, NULL};

    write_question(arena, q);
    run(argv);
    return read_value(answer);
}

static struct geo_plan plan_of(struct arena *arena, const struct geo_plan_input *in)
{
    struct problems problems;
    struct geo_plan plan;
    struct geo_plan_proof proof;

    problems_init(&problems, arena);
    ck_assert_int_eq(geo_plan_compute(in, arena, NULL, &problems, &plan), RC_OK);
    ck_assert_int_eq(geo_plan_check(in, &plan, &problems, &proof), RC_OK);
    return plan;
}

/* How often our plan was the best, for those who look at the output. */
static int weight_hits;
static int metres_hits;

static void compare(uint64_t seed)
{
    struct arena *arena = arena_new();
    struct instance_wish wish = {seed,
                                 6 + seed % 9,
                                 2 + seed % 3,
                                 0.7 + 0.05 * (double)(seed % 13),
                                 1 + (int32_t)(seed % 2),
                                 5,
                                 1 + seed % 4,
                                 0,
                                 false};
    struct geo_plan_input in = instance_make(arena, &wish);
    struct geo_plan plan = plan_of(arena, &in);
    struct question q = {&in, false, 0};
    int64_t weight = ask(arena, &q);
    int64_t way;

    ck_assert_int_le(plan.weight_bound, weight);
    ck_assert_int_ge(plan.weight_left, weight);
    q = (struct question){&in, true, plan.weight_left};
    way = ask(arena, &q);
    ck_assert_int_le(plan.metres_bound, way);
    ck_assert_int_ge(plan.metres, way);
    weight_hits += plan.weight_left == weight;
    metres_hits += plan.metres == way && plan.weight_left == weight;
    arena_free(arena);
}

static void remove_files(void)
{
    struct arena *arena = arena_new();

    remove(path_of(arena, "q.lp"));
    remove(path_of(arena, "a.txt"));
    rmdir(folder);
    arena_free(arena);
}

START_TEST(the_gap_told_is_never_smaller_than_the_true_one)
{
    if (access(oracle, X_OK)) {
        printf("not looked at: there is no %s on this machine\n", oracle);
        return;
    }
    ck_assert_ptr_nonnull(mkdtemp(folder));
    for (uint64_t seed = 0; seed < INSTANCES; seed++)
        compare(seed);
    printf("of %d plans %d left the least weight behind, %d were the best\n", INSTANCES,
           weight_hits, metres_hits);
    remove_files();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("geo.plan_oracle");
    TCase *tc = tcase_create("oracle");

    tcase_add_test(tc, the_gap_told_is_never_smaller_than_the_true_one);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
