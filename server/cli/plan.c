#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "geo/plan.h"
#include "geo/plan_check.h"
#include "importers/plan_json.h"
#include "server/cli/cli.h"
#include "server/cli/commands.h"
#include "server/cli/plan_print.h"
#include "server/cli/plan_run.h"
#include "server/core/arena.h"
#include "server/core/buffer.h"
#include "server/core/json.h"

const char cli_plan_help[] =
    "Usage: redkite plan solve INSTANCE.json [--out PLAN.json] [--json]\n"
    "       redkite plan check INSTANCE.json PLAN.json [--json]\n"
    "       redkite plan run [--crisis CRISIS] [--at TIME] [--out DIR] [--data DIR]\n"
    "       redkite plan list | show [--crisis CRISIS] [--data DIR]\n\n"
    "run plans a crisis of the database (default: the newest open one) for TIME "
    "(default:\n"
    "now), keeps the plan, and with --out writes a roster for each site that it uses. "
    "list\n"
    "names the plans of the crisis, show prints the newest. The other two work on files\n"
    "alone:\n"
    "solve decides which party goes to which assembly point: the least weight left "
    "behind,\n"
    "then the least way. It prints who is served, who remains and why, and how far from "
    "the\n"
    "best possible plan this one can be at most.\n"
    "check proves that a plan can be carried out and that what it claims is true, "
    "without\n"
    "any code of the planner. Exit code 7 when it is not.\n\n"
    "  --out FILE  writes the plan\n"
    "  --json      prints the plan, or what check found, as JSON\n\n"
    "Formats: geo/schema/plan_instance.schema.json and geo/schema/plan.schema.json. An\n"
    "instance that needs what this planner does not know (lifts, wheelchairs, curfews, "
    "...)\n"
    "is refused by that name. Equal instances give equal plans, in whatever order.\n";

struct plan_options {
    const char *verb;
    const char *instance;
    const char *plan; /* check: the file; solve: --out */
    bool json;
};

/* What a verb works with. */
struct plan_run {
    struct arena *arena;
    struct problems problems;
    struct geo_plan_input in;
    struct geo_plan plan;
};

static int parse_options(int argc, char **argv, struct plan_options *o)
{
    static const struct option options[] = {
        {"json", no_argument, NULL, 'j'},
        {"out", required_argument, NULL, 'o'},
        {NULL, 0, NULL, 0},
    };
    bool check = !strcmp(argv[0], "check");
    int key;

    o->verb = argv[0];
    optind = 1;
    while ((key = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (key == 'j')
            o->json = true;
        else if (key == 'o' && !check)
            o->plan = optarg;
        else
            return cli_usage("plan", "wrong option for %s", o->verb);
    }
    if (optind + (check ? 2 : 1) != argc)
        return cli_usage("plan", check ? "check takes an instance and a plan"
                                       : "solve takes one instance");
    o->instance = argv[optind];
    if (check)
        o->plan = argv[optind + 1];
    return CLI_OK;
}

static int read_file(const char *path, struct buffer *buf)
{
    enum rc rc;

    buffer_init(buf, IMP_PLAN_BYTES_MAX);
    rc = buffer_read_file(buf, path);
    if (rc == RC_NOT_FOUND)
        return cli_fail(rc, "there is no file '%s'", path);
    if (rc == RC_TOO_LARGE)
        return cli_fail(rc, "'%s' is larger than a plan can be", path);
    return rc ? cli_fail(rc, "'%s' cannot be read", path) : CLI_OK;
}

static int read_instance(struct plan_run *run, const struct plan_options *o)
{
    struct buffer buf;
    int status = read_file(o->instance, &buf);

    if (status == CLI_OK && imp_plan_instance_parse(run->arena, buffer_text(&buf),
                                                    buf.len, &run->problems, &run->in)) {
        cli_print_problems(o->instance, &run->problems, o->json);
        status = CLI_INVALID;
    }
    buffer_fini(&buf);
    return status;
}

static int read_plan(struct plan_run *run, const struct plan_options *o)
{
    struct buffer buf;
    int status = read_file(o->plan, &buf);

    if (status == CLI_OK && imp_plan_parse(run->arena, buffer_text(&buf), buf.len,
                                           &run->problems, &run->plan)) {
        cli_print_problems(o->plan, &run->problems, o->json);
        status = CLI_INVALID;
    }
    buffer_fini(&buf);
    return status;
}

static int write_text(const char *path, const char *text, size_t len)
{
    FILE *file = fopen(path, "wb");
    bool good;

    if (!file)
        return cli_fail(RC_INTERNAL, "'%s' cannot be written: %s", path, strerror(errno));
    good = fwrite(text, 1, len, file) == len && fputc('\n', file) != EOF;
    if (fclose(file) || !good)
        return cli_fail(RC_BUSY, "'%s' cannot be written: %s", path, strerror(errno));
    return CLI_OK;
}

static int put_plan(const struct plan_run *run, const struct plan_options *o)
{
    struct buffer buf;
    int status = CLI_OK;

    buffer_init(&buf, IMP_PLAN_BYTES_MAX);
    imp_plan_render(&run->plan, &buf);
    if (buffer_failed(&buf))
        status = cli_fail(RC_TOO_LARGE, "the plan is larger than a file can be");
    if (status == CLI_OK && o->plan)
        status = write_text(o->plan, buffer_text(&buf), buf.len);
    if (status == CLI_OK && o->json)
        puts(buffer_text(&buf));
    buffer_fini(&buf);
    return status;
}

static int solve(struct plan_run *run, const struct plan_options *o)
{
    struct progress progress = cli_progress("planning");
    struct geo_plan_proof proof;
    int status = read_instance(run, o);
    enum rc rc;

    if (status)
        return status;
    rc = geo_plan_compute(&run->in, run->arena, &progress, &run->problems, &run->plan);
    cli_progress_end();
    if (rc == RC_CONFLICT)
        return cli_fail(rc, "stopped; nothing was written");
    if (rc)
        return cli_fail(rc, "the plan could not be made");
    rc = geo_plan_check(&run->in, &run->plan, &run->problems, &proof);
    if (rc) {
        cli_print_problems(o->instance, &run->problems, o->json);
        return cli_fail(RC_INTERNAL,
                        "the plan did not pass its check and was not written");
    }
    if (!o->json)
        cli_plan_print(&run->plan, NULL);
    return put_plan(run, o);
}

static void print_proof(const struct geo_plan *plan, const struct geo_plan_proof *proof,
                        bool as_json)
{
    struct buffer buf;
    struct json json;

    if (!as_json) {
        printf("The plan holds: everybody once, no site too full, every way clear, and "
               "its bounds are proven.\n");
        cli_plan_print_gap(plan);
        return;
    }
    buffer_init(&buf, 4096);
    json_init(&json, &buf);
    json_open(&json, NULL);
    json_bool(&json, "holds", true);
    json_int(&json, "weight_left", plan->weight_left);
    json_int(&json, "weight_bound", proof->weight_bound);
    json_int(&json, "metres", plan->metres);
    json_int(&json, "metres_bound", proof->metres_bound);
    json_int(&json, "seats_left", plan->seats_left);
    json_int(&json, "seats_bound", proof->seats_bound);
    json_close(&json);
    puts(buffer_text(&buf));
    buffer_fini(&buf);
}

static int check(struct plan_run *run, const struct plan_options *o)
{
    struct geo_plan_proof proof;
    int status = read_instance(run, o);
    enum rc rc;

    if (status == CLI_OK)
        status = read_plan(run, o);
    if (status)
        return status;
    rc = geo_plan_check(&run->in, &run->plan, &run->problems, &proof);
    if (rc == RC_INVALID) {
        cli_print_problems(o->plan, &run->problems, o->json);
        return CLI_FAILED_CHECK;
    }
    if (rc)
        return cli_fail(rc, "the plan could not be checked");
    print_proof(&run->plan, &proof, o->json);
    return CLI_OK;
}

static int run_verb(int argc, char **argv,
                    int (*verb)(struct plan_run *, const struct plan_options *))
{
    struct plan_options o = {0};
    struct plan_run run = {0};
    int status = parse_options(argc, argv, &o);

    if (status)
        return status;
    run.arena = arena_new();
    problems_init(&run.problems, run.arena);
    status = verb(&run, &o);
    arena_free(run.arena);
    return status;
}

/* clang-format off */
static const struct {
    const char *name;
    int (*run)(struct plan_run *run, const struct plan_options *o);
} verbs[] = {
    {"check", check},
    {"solve", solve},
};
/* clang-format on */

int cli_plan(int argc, char **argv)
{
    if (argc < 2)
        return cli_usage("plan", "say what to do: solve or check");
    if (!strcmp(argv[1], "run") || !strcmp(argv[1], "list") || !strcmp(argv[1], "show"))
        return cli_plan_run(argc - 1, argv + 1);
    for (size_t k = 0; k < sizeof(verbs) / sizeof(verbs[0]); k++)
        if (!strcmp(verbs[k].name, argv[1]))
            return run_verb(argc - 1, argv + 1, verbs[k].run);
    return cli_usage("plan", "there is no '%s'", argv[1]);
}
