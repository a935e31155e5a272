#include "server/cli/bench.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "server/cli/cli.h"
#include "server/cli/commands.h"
#include "server/cli/commit.h"
#include "server/core/json.h"
#include "server/core/number.h"

#define DEFAULT_SEED   1
#define DEFAULT_ROUNDS 5
#define JSON_MAX       ((size_t)1 << 20)

const char cli_bench_help[] =
    "Usage: redkite bench [WHAT] [--seed N] [--n N] [--rounds N] [--full] [--json]\n\n"
    "Measures this program against named peers on the same seeded data, in turn, and\n"
    "checks that the answers agree. Without WHAT, everything; a WHAT that does not "
    "exist\n"
    "lists them. Times are medians of all rounds.\n\n"
    "  --seed N    other data (1)\n"
    "  --n N       other main size than each benchmark's own\n"
    "  --rounds N  rounds of each side, 1 to 99 (5)\n"
    "  --full      peers do the whole work instead of a scaled sample\n"
    "  --json      one JSON object instead of text\n\n"
    "Peers that need a library of their own are programs beside redkite, built by the\n"
    "target 'peers'; a comparison whose peer is not there is measured alone and says "
    "so.\n"
    "Exit code 7: two answers differ.\n";

/* clang-format off */
static const struct {
    const char *name;
    const char *summary;
    enum rc (*run)(struct bench *bench);
} benchmarks[] = {
    {"assignment", "parties to sites, whole, against network simplex", bench_assignment},
    {"distance", "bulk distances against geod_inverse", bench_distance},
    {"durable", "durable writes against a bare group commit", bench_durable},
    {"gazetteer", "misspelt names of towns, each looked for", bench_gazetteer},
    {"import", "a list of people into an empty register", bench_import},
    {"nearest", "the nearest sites against geod_inverse for each pair", bench_nearest},
    {"overlay", "many points over many zones against GEOS", bench_overlay},
    {"start", "a start over a large register", bench_start},
};
/* clang-format on */

#define BENCHMARK_COUNT (sizeof(benchmarks) / sizeof(benchmarks[0]))

/* What the options ask for besides struct bench. */
struct request {
    const char *what; /* NULL: everything */
    bool json;
};

static const char *cpu_model(struct arena *arena)
{
    FILE *file = fopen("/proc/cpuinfo", "r");
    char line[256];
    const char *model = "unknown";

    while (file && fgets(line, sizeof(line), file)) {
        char *colon = strchr(line, ':');

        if (!colon || strncmp(line, "model name", strlen("model name")))
            continue;
        colon[strcspn(colon, "\n")] = '\0';
        model = arena_strdup(arena, colon + strspn(colon, ": \t"));
        break;
    }
    if (file)
        fclose(file);
    return model;
}

static double ratio(const struct bench_result *r)
{
    return r->has_peer && r->ours_s > 0.0 ? r->peer_s / r->ours_s : 0.0;
}

static void print_result(const struct bench_result *r)
{
    const struct bench_case *c = &r->what;

    printf("\n%s (%s)\n", c->name, c->sizes);
    printf("  %-38s %10.4f s  %14.0f %s/s", c->ours.name, r->ours_s, c->count / r->ours_s,
           c->unit);
    if (c->goal_rate > 0.0)
        printf(" (goal %.*f: %s)", c->goal_rate < 10.0 ? 1 : 0, c->goal_rate,
               c->count / r->ours_s >= c->goal_rate ? "met" : "MISSED");
    putchar('\n');
    if (r->note[0])
        printf("  %s\n", r->note);
    if (!r->has_peer) {
        puts("  no peer in this build");
        return;
    }
    printf("  %-38s %10.4f s  %14.0f %s/s\n", c->peer.name, r->peer_s,
           c->count / r->peer_s, c->unit);
    if (c->peer.share > 0.0 && c->peer.share < 1.0)
        printf("  the peer did %.3g %% of the work; its time is scaled to the whole\n",
               100.0 * c->peer.share);
    printf("  %.1f times as fast", ratio(r));
    if (c->goal > 0.0)
        printf(" (goal %g: %s)", c->goal, ratio(r) >= c->goal ? "met" : "MISSED");
    printf("; answers %s%s%s\n", r->same ? "agree" : "DIFFER",
           r->agreement[0] ? ", " : "", r->agreement);
}

static void print_text(const struct bench *bench)
{
    printf("redkite %s (%s), %s, %ld cores, seed %llu, median of %d\n", REDKITE_VERSION,
           cli_commit, cpu_model(bench->arena), sysconf(_SC_NPROCESSORS_ONLN),
           (unsigned long long)bench->seed, bench->rounds);
    for (size_t i = 0; i < bench->count; i++)
        print_result(&bench->results[i]);
}

static void result_as_json(struct json *json, const struct bench_result *r)
{
    json_open(json, NULL);
    json_text(json, "name", r->what.name);
    json_text(json, "sizes", r->what.sizes);
    json_text(json, "unit", r->what.unit);
    json_double(json, "count", r->what.count);
    json_text(json, "ours", r->what.ours.name);
    json_double(json, "ours_s", r->ours_s);
    if (r->note[0])
        json_text(json, "note", r->note);
    if (r->has_peer) {
        json_text(json, "peer", r->what.peer.name);
        json_double(json, "peer_s", r->peer_s);
        json_double(json, "peer_share",
                    r->what.peer.share > 0.0 ? r->what.peer.share : 1.0);
        json_double(json, "ratio", ratio(r));
        json_bool(json, "answers_agree", r->same);
        if (r->agreement[0])
            json_text(json, "agreement", r->agreement);
    } else {
        json_no_value(json, "peer");
    }
    if (r->what.goal_rate > 0.0)
        json_double(json, "goal_rate", r->what.goal_rate);
    if (r->what.goal > 0.0)
        json_double(json, "goal", r->what.goal);
    json_close(json);
}

static void print_json(const struct bench *bench)
{
    struct buffer buf;
    struct json json;

    buffer_init(&buf, JSON_MAX);
    json_init(&json, &buf);
    json_open(&json, NULL);
    json_text(&json, "version", REDKITE_VERSION);
    json_text(&json, "commit", cli_commit);
    json_text(&json, "cpu", cpu_model(bench->arena));
    json_int(&json, "cores", sysconf(_SC_NPROCESSORS_ONLN));
    json_text(&json, "seed",
              arena_printf(bench->arena, "%llu", (unsigned long long)bench->seed));
    json_int(&json, "rounds", bench->rounds);
    json_open_array(&json, "results");
    for (size_t i = 0; i < bench->count; i++)
        result_as_json(&json, &bench->results[i]);
    json_close_array(&json);
    json_close(&json);
    puts(buffer_text(&buf));
    buffer_fini(&buf);
}

static int unknown(const char *what)
{
    fprintf(stderr, "redkite bench: there is no benchmark '%s'; these are there:\n",
            what);
    for (size_t i = 0; i < BENCHMARK_COUNT; i++)
        fprintf(stderr, "  %-12s %s\n", benchmarks[i].name, benchmarks[i].summary);
    return CLI_USAGE;
}

static int run_all(struct bench *bench, const struct request *request)
{
    size_t found = 0;

    for (size_t i = 0; i < BENCHMARK_COUNT; i++) {
        enum rc rc;

        if (request->what && strcmp(request->what, benchmarks[i].name))
            continue;
        found++;
        rc = benchmarks[i].run(bench);
        if (rc)
            return cli_fail(rc, "benchmark '%s' failed", benchmarks[i].name);
    }
    if (!found)
        return unknown(request->what);
    if (request->json)
        print_json(bench);
    else
        print_text(bench);
    for (size_t i = 0; i < bench->count; i++)
        if (!bench->results[i].same)
            return CLI_FAILED_CHECK;
    return CLI_OK;
}

static int read_options(int argc, char **argv, struct bench *bench,
                        struct request *request)
{
    static const struct option options[] = {
        {"seed", required_argument, NULL, 's'},   {"n", required_argument, NULL, 'n'},
        {"rounds", required_argument, NULL, 'r'}, {"full", no_argument, NULL, 'f'},
        {"json", no_argument, NULL, 'j'},         {NULL, 0, NULL, 0}};
    int option;
    int64_t value = 0;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == '?')
            return cli_usage("bench", "that option is not known or lacks its value");
        if (optarg &&
            number_parse_int(optarg, option == 's' ? 0 : 1,
                             option == 'r' ? BENCH_ROUNDS_MAX : INT32_MAX, &value))
            return cli_usage("bench", "'%s' is not a number in range", optarg);
        bench->seed = option == 's' ? (uint64_t)value : bench->seed;
        bench->n = option == 'n' ? value : bench->n;
        bench->rounds = option == 'r' ? (int)value : bench->rounds;
        bench->full |= option == 'f';
        request->json |= option == 'j';
    }
    if (optind < argc)
        request->what = argv[optind++];
    if (optind < argc)
        return cli_usage("bench", "'%s' is not expected", argv[optind]);
    return CLI_OK;
}

int cli_bench(int argc, char **argv)
{
    struct bench bench = {.seed = DEFAULT_SEED, .rounds = DEFAULT_ROUNDS};
    struct request request = {0};
    int exit_code = read_options(argc, argv, &bench, &request);

    if (exit_code)
        return exit_code;
    bench.arena = arena_new();
    exit_code = run_all(&bench, &request);
    arena_free(bench.arena);
    return exit_code;
}
