/**
 * @file cli.h
 * What every sub-command shares: its row in the table of main.c, exit codes, messages,
 * progress bars.
 */
#ifndef REDKITE_CLI_CLI_H
#define REDKITE_CLI_CLI_H

#include <stdbool.h>

#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/progress.h"
#include "server/core/rc.h"

/** Exit codes, the same for every sub-command and printed by --help. */
enum cli_exit {
    CLI_OK = 0,
    CLI_INTERNAL = 1, /* something failed that should not have; see standard error */
    CLI_USAGE = 2,    /* the command line is wrong */
    CLI_INVALID = 3,  /* the input is wrong; problems were printed, nothing was changed */
    CLI_NOT_FOUND = 4,    /* no such file, subject or name */
    CLI_CONFLICT = 5,     /* refused because of what is there already */
    CLI_BUSY = 6,         /* locked by another process, or disk full: try again */
    CLI_FAILED_CHECK = 7, /* the check ran and found something wrong */
    CLI_QUESTION = 8,     /* the input has several meanings: the answer is a question */
};

/** One sub-command. argv[0] is its name; options are read with getopt_long, optind
 * starting at 1. */
struct cli_command {
    const char *name;
    const char *summary; /* one line in the list */
    const char *help;    /* usage, options, files, examples: shown by --help */
    int (*run)(int argc, char **argv);
};

/** The exit code for a result code. */
int cli_exit_of(enum rc rc);

/** Prints "redkite NAME: message" and a hint to --help on standard error; returns
 * CLI_USAGE. */
int cli_usage(const char *name, const char *format, ...) PRINTF_LIKE(2, 3);

/** Prints "redkite: message" on standard error; returns cli_exit_of(rc). */
int cli_fail(enum rc rc, const char *format, ...) PRINTF_LIKE(2, 3);

/** Prints problems, one line each: "FILE:LINE: field: sentence (text.key)". With @p json,
 * as a JSON object on standard output instead. */
void cli_print_problems(const char *file, const struct problems *problems, bool json);

/** A progress bar on standard error named @p label (borrowed until it ends) when that is
 * a terminal, silent otherwise. Ctrl-C asks the work to stop. */
struct progress cli_progress(const char *label);

/** Wipes the bar. */
void cli_progress_end(void);

/** The table of sub-commands, ended by a row without name. */
extern const struct cli_command cli_commands[];

#endif
