/**
 * @file bench_register.h
 * What the benchmarks of the register share: a register in a temporary directory of its
 * own (under TMPDIR or /tmp), and the people in it, drawn from a seed.
 */
#ifndef REDKITE_CLI_BENCH_REGISTER_H
#define REDKITE_CLI_BENCH_REGISTER_H

#include <stdint.h>

#include "db/store.h"
#include "server/core/attrs.h"
#include "server/core/random.h"
#include "server/core/rc.h"

#define BENCH_REGISTER_PATH 512

/** A register of its own. The directory holds data, master key and whatever else is
 * measured. */
struct bench_register {
    char dir[BENCH_REGISTER_PATH];
    char data[BENCH_REGISTER_PATH + 8];
    char key[BENCH_REGISTER_PATH + 8];
    char list[BENCH_REGISTER_PATH + 16]; /* path for a CSV */
    struct db_config config;
    struct db_store *store; /* NULL: closed */
};

/** Makes the directory and an empty register in it, closed. End with
 * bench_register_remove, also after a failure. */
MUST_CHECK enum rc bench_register_make(struct bench_register *reg);

/** Opens and closes its store. */
MUST_CHECK enum rc bench_register_open(struct bench_register *reg);
/** NULL is fine for the store. */
void bench_register_close(struct bench_register *reg);

/** Takes the database out of the page cache of the system, as far as the system does it
 * when asked: the next start reads from the disk. */
void bench_register_cool(const struct bench_register *reg);

/** Closes the store and removes the directory with all that is in it. */
void bench_register_remove(struct bench_register *reg);

/** Person @p index: a name that repeats, and four things to be found by that do not. */
struct bench_person {
    char surname[32];
    char given_names[32];
    char birth_date[16];
    int32_t birth_day;
    char national_number[16]; /* valid */
    char document[16];
    char phone[20];
    char mail[32];
};

/** Draws it. */
void bench_register_person(struct random *random, int64_t index,
                           struct bench_person *ret_person);

/** Number of members of the next party: 1 to 4, 2.25 on average. */
int64_t bench_register_party_size(struct random *random);

#endif
