/**
 * @file suite.h
 * The one way a test program runs its Check suite.
 */
#ifndef REDKITE_TESTS_SUITE_H
#define REDKITE_TESTS_SUITE_H

#include <check.h>

/** Runs @p suite (which it frees) and returns what main must return. */
int suite_run(Suite *suite);

/** The path of a file of the shared test data, or NULL when that data is not on this
 * machine. Borrowed until the next call. Tests that get NULL pass without looking, and
 * say so on standard output. */
const char *suite_shared_data(const char *name);

#endif
