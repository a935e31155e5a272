#include <errno.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "server/cli/bench.h"
#include "server/core/log.h"

/* The command line of a program beside redkite that does a peer's work. */
struct peer_program {
    char *argv[7];
};

int64_t bench_size(const struct bench *bench, int64_t usual)
{
    return bench->n ? bench->n : usual;
}

double bench_cpu_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

uint64_t bench_checksum(uint64_t sum, const void *bytes, size_t size)
{
    const unsigned char *p = bytes;

    sum = sum ? sum : UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < size; i++)
        sum = (sum ^ p[i]) * UINT64_C(0x100000001b3);
    return sum;
}

const char *bench_number(const struct bench *bench, int64_t value)
{
    char digits[24];
    size_t len = (size_t)snprintf(digits, sizeof(digits), "%" PRId64, value);
    char *text = arena_alloc(bench->arena, 2 * sizeof(digits));
    char *p = text;

    for (size_t i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0 && digits[i - 1] != '-')
            *p++ = ',';
        *p++ = digits[i];
    }
    return text;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double *seconds, int count)
{
    qsort(seconds, (size_t)count, sizeof(*seconds), by_size);
    return count % 2 ? seconds[count / 2]
                     : (seconds[count / 2 - 1] + seconds[count / 2]) / 2.0;
}

static enum rc run_side(const struct bench_side *side, double *ret_seconds,
                        uint64_t *ret_checksum)
{
    struct bench_sample sample = {0};
    enum rc rc = side->run(side->state, &sample);

    if (rc)
        return rc;
    *ret_seconds = sample.seconds / (side->share > 0.0 ? side->share : 1.0);
    *ret_checksum = sample.checksum;
    return RC_OK;
}

enum rc bench_measure(struct bench *bench, const struct bench_case *what)
{
    struct bench_result result = {
        .what = *what, .has_peer = what->peer.name, .same = true};
    double ours[BENCH_ROUNDS_MAX] = {0}, peer[BENCH_ROUNDS_MAX] = {0};
    uint64_t our_sum = 0, peer_sum = 0;
    struct bench_result *grown;
    enum rc rc;

    for (int round = 0; round < bench->rounds; round++) {
        rc = run_side(&what->ours, &ours[round], &our_sum);
        if (!rc && result.has_peer)
            rc = run_side(&what->peer, &peer[round], &peer_sum);
        if (rc)
            return rc;
        if (result.has_peer && !what->agree && our_sum != peer_sum)
            result.same = false;
    }
    result.ours_s = median(ours, bench->rounds);
    if (result.has_peer)
        result.peer_s = median(peer, bench->rounds);
    if (result.has_peer && what->agree)
        result.same =
            what->agree(what->agree_state, result.agreement, sizeof(result.agreement));
    if (what->note)
        what->note(what->ours.state, result.note, sizeof(result.note));
    grown = arena_array(bench->arena, bench->count + 1, sizeof(*grown));
    if (bench->count)
        memcpy(grown, bench->results, bench->count * sizeof(*grown));
    grown[bench->count++] = result;
    bench->results = grown;
    return RC_OK;
}

/* Starts the program with its standard output in a pipe, whose reading end is returned.
 */
static enum rc start(const struct peer_program *peer, pid_t *ret_pid, int *ret_end)
{
    posix_spawn_file_actions_t actions;
    int ends[2], error;

    if (pipe(ends)) {
        log_error("bench.pipe_failed", "errno=%d", errno);
        return RC_INTERNAL;
    }
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    error = posix_spawn(ret_pid, peer->argv[0], &actions, NULL, peer->argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (error) {
        log_error("bench.peer_not_started", "errno=%d", error);
        close(ends[0]);
        return RC_INTERNAL;
    }
    *ret_end = ends[0];
    return RC_OK;
}

/* One line of JSON, whose form is fixed. */
static enum rc read_sample(int end, struct bench_sample *ret_sample)
{
    char line[200];
    size_t len = 0;
    ssize_t got;

    while (len < sizeof(line) - 1 &&
           (got = read(end, line + len, sizeof(line) - 1 - len)) != 0) {
        if (got < 0 && errno != EINTR)
            return RC_INTERNAL;
        len += got > 0 ? (size_t)got : 0;
    }
    line[len] = '\0';
    if (sscanf(line, " {\"seconds\": %lf, \"checksum\": \"%16" SCNx64 "\"}",
               &ret_sample->seconds, &ret_sample->checksum) != 2)
        return RC_INTERNAL;
    return RC_OK;
}

static enum rc run_program(void *state, struct bench_sample *ret_sample)
{
    const struct peer_program *peer = state;
    int end, status = 0;
    pid_t pid;
    enum rc rc = start(peer, &pid, &end);

    if (rc)
        return rc;
    rc = read_sample(end, ret_sample);
    close(end);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (!rc && (!WIFEXITED(status) || WEXITSTATUS(status)))
        rc = RC_INTERNAL;
    if (rc)
        log_error("bench.peer_failed", "status=%d", status);
    return rc;
}

struct bench_side bench_program(struct bench *bench, const char *name,
                                const char *program, const char *extra)
{
    struct peer_program *peer = arena_alloc(bench->arena, sizeof(*peer));
    char self[4096];
    ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
    char *slash;

    if (len < 0)
        return (struct bench_side){0};
    self[len] = '\0';
    slash = strrchr(self, '/');
    slash[1] = '\0';
    peer->argv[0] = arena_printf(bench->arena, "%s%s", self, program);
    if (access(peer->argv[0], X_OK))
        return (struct bench_side){0};
    peer->argv[1] = arena_strdup(bench->arena, "--seed");
    peer->argv[2] = arena_printf(bench->arena, "%" PRIu64, bench->seed);
    peer->argv[3] = arena_strdup(bench->arena, "--n");
    peer->argv[4] = arena_printf(bench->arena, "%" PRId64, bench->n);
    peer->argv[5] = arena_strdup(bench->arena, extra);
    return (struct bench_side){.name = name, .run = run_program, .state = peer};
}
