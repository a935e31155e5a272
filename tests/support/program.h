/**
 * @file program.h
 * Runs the program itself, as a person at a terminal would.
 */
#ifndef REDKITE_TESTS_PROGRAM_H
#define REDKITE_TESTS_PROGRAM_H

#include "server/core/buffer.h"

/** What a run left. */
struct program {
    struct buffer out;
    struct buffer err;
    int status; /* exit code; 128 + signal when it was killed */
};

/** Runs redkite with @p arguments, ended by NULL, and waits for it. Environment:
 * REDKITE_DATA and REDKITE_MASTER_KEY are not handed on. Release with program_fini. */
void program_run(struct program *program, const char *const *arguments);

/** Frees what was printed. */
void program_fini(struct program *program);

/** Runs it, and ends the test with what it printed unless the exit code is @p status. */
#define program_expect(status, ...)                                                      \
    program_check(status, (const char *const[]){__VA_ARGS__, NULL})
/** See program_expect. */
void program_check(int status, const char *const *arguments);

/** The same, and standard output (or, when it is empty, standard error) must hold @p
 * text. */
#define program_says(status, text, ...)                                                  \
    program_check_text(status, text, (const char *const[]){__VA_ARGS__, NULL})
/** See program_says. */
void program_check_text(int status, const char *text, const char *const *arguments);

#endif
