/**
 * @file bench.h
 * What the benchmarks share. Each is one file, bench_WHAT.c, with one row in the table of
 * bench.c: it draws its data from the seed, and gives bench_measure a case, our side and
 * a peer's, which are run in turn, five rounds of each, and compared by their medians. A
 * peer that needs a library of its own is a program of tests/bench that lies beside
 * redkite in a build with tests; see bench_program.
 */
#ifndef REDKITE_CLI_BENCH_H
#define REDKITE_CLI_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

#define BENCH_ROUNDS_MAX 99

/** What one round took and found. */
struct bench_sample {
    double seconds;    /* of the work alone, without drawing data */
    uint64_t checksum; /* of the answer, see bench_checksum */
};

/** One side of a comparison. run does the whole work once and takes its own time. */
struct bench_side {
    const char *name; /* who, such as "geod_inverse for each pair"; NULL: no such side */
    enum rc (*run)(void *state, struct bench_sample *ret_sample);
    void *state;
    double share; /* the part of the work that it does, 0 < share <= 1; its time is
                     divided by this, and the output says so. 0 reads as 1. */
};

/** One comparison. */
struct bench_case {
    const char *name;  /* such as "nearest 1 of 50" */
    const char *sizes; /* such as "1,000,000 people, 50 sites" */
    const char *unit;  /* what is counted, such as "people" */
    double count;      /* how many of them one run does */
    struct bench_side ours;
    struct bench_side peer;
    double goal_rate; /* least units a second; 0 when there is none */
    double goal;      /* least ratio of the peer's time to ours; 0 when there is none */
    /** Tells whether both answers agree, after all rounds, and how nearly in @p ret_text
     * of
     * @p size bytes. NULL: the checksums must be equal. */
    bool (*agree)(void *state, char *ret_text, size_t size);
    void *agree_state;
    /** Writes what else there is to say about our side's rounds, such as how much was
     * found; ours.state is its state. NULL: nothing. */
    void (*note)(void *state, char *ret_text, size_t size);
};

/** A run of the command: options, and the results so far. */
struct bench {
    uint64_t seed;
    int64_t n; /* main size asked for; 0: the benchmark's own */
    int rounds;
    bool full; /* peers do the whole work, however long it takes */
    struct arena *arena;
    struct bench_result *results;
    size_t count;
};

/** The figures of one case. Texts live in the arena of the run. */
struct bench_result {
    struct bench_case what;
    double ours_s;
    double peer_s; /* scaled to the whole work; 0 without a peer */
    bool has_peer;
    bool same;
    char agreement[160]; /* what agree wrote, or "" */
    char note[160];      /* what note wrote, or "" */
};

/** n as asked for, or @p usual. */
int64_t bench_size(const struct bench *bench, int64_t usual);

/** Runs both sides in turn and keeps the result. A differing answer is kept in it, not an
 * error; whatever a side returns stops the run. */
MUST_CHECK enum rc bench_measure(struct bench *bench, const struct bench_case *what);

/** A peer that is the program @p program beside redkite, called with `--seed S --n N` and
 * the further text @p extra (may be NULL) as one argument more; 0 for N means the usual
 * size, as in bench_size. It prints
 * {"seconds": 0.123, "checksum": "0123456789abcdef"} on standard output. Where there is
 * no such program the side has no name: the case is then measured without a peer, and
 * says so. Lives as long as the run. */
struct bench_side bench_program(struct bench *bench, const char *name,
                                const char *program, const char *extra);

/** CPU seconds of this process so far, all threads. For work in one thread. */
double bench_cpu_s(void);

/** FNV-1a over @p size bytes, going on from @p sum (0 at first). */
uint64_t bench_checksum(uint64_t sum, const void *bytes, size_t size);

/** @p value with a comma between thousands, in the arena of the run. */
const char *bench_number(const struct bench *bench, int64_t value);

/** Transportation problem and whole parties against LEMON's network simplex. */
MUST_CHECK enum rc bench_assignment(struct bench *bench);
/** Bulk distances against geod_inverse. */
MUST_CHECK enum rc bench_distance(struct bench *bench);
/** Durable writes against a bare group commit of the same bytes. */
MUST_CHECK enum rc bench_durable(struct bench *bench);
/** Misspelt names of towns, each looked for. No peer. */
MUST_CHECK enum rc bench_gazetteer(struct bench *bench);
/** The nearest sites against geod_inverse for each pair. */
MUST_CHECK enum rc bench_nearest(struct bench *bench);
/** Points over zones against GEOS prepared covers. */
MUST_CHECK enum rc bench_overlay(struct bench *bench);
/** A list of people into an empty register: wall and CPU. */
MUST_CHECK enum rc bench_import(struct bench *bench);
/** A start over a large register: until it accepts writes, until the index is there. */
MUST_CHECK enum rc bench_start(struct bench *bench);

#endif
