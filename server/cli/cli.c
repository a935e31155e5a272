#include "server/cli/cli.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "server/core/buffer.h"
#include "server/core/clock.h"
#include "server/core/json.h"
#include "web/texts.h"

#define ERRORS_SHOWN   100 /* what is wrong: enough to mend a file */
#define WARNINGS_SHOWN 20
#define BAR_WIDTH      30
#define BAR_EVERY_S    0.1

/* A terminal has one progress bar at a time and a process one Ctrl-C. */
static volatile sig_atomic_t interrupted;
static double last_drawn;
static const char *bar_label;

int cli_exit_of(enum rc rc)
{
    switch (rc) {
    case RC_OK:
        return CLI_OK;
    case RC_INVALID:
    case RC_TOO_LARGE:
        return CLI_INVALID;
    case RC_NOT_FOUND:
        return CLI_NOT_FOUND;
    case RC_CONFLICT:
    case RC_FORBIDDEN:
        return CLI_CONFLICT;
    case RC_BUSY:
        return CLI_BUSY;
    case RC_INTERNAL:
        return CLI_INTERNAL;
    }
    return CLI_INTERNAL;
}

int cli_usage(const char *name, const char *format, ...)
{
    va_list args;

    fprintf(stderr, "redkite %s: ", name);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "\nSee 'redkite %s --help'.\n", name);
    return CLI_USAGE;
}

int cli_fail(enum rc rc, const char *format, ...)
{
    va_list args;

    fputs("redkite: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return cli_exit_of(rc);
}

static void print_problem(const char *file, const struct problem *p)
{
    const char *level = p->level == PROBLEM_WARNING ? "warning: " : "";

    if (p->line)
        fprintf(stderr, "%s:%lld: ", file, (long long)p->line);
    else
        fprintf(stderr, "%s: ", file);
    if (p->field)
        fprintf(stderr, "%s: ", p->field);
    fprintf(stderr, "%s%s", level, web_text("en", p->key));
    if (p->detail)
        fprintf(stderr, " (%s)", p->detail);
    fprintf(stderr, " [%s]\n", p->key);
}

static void problems_as_json(const char *file, const struct problems *problems)
{
    struct buffer buf;
    struct json json;

    buffer_init(&buf, (size_t)64 << 20);
    json_init(&json, &buf);
    json_open(&json, NULL);
    json_text(&json, "file", file);
    json_int(&json, "errors", (int64_t)problems->errors);
    json_int(&json, "warnings", (int64_t)problems->warnings);
    json_open_array(&json, "problems");
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *p = &problems->items[i];

        json_open(&json, NULL);
        json_text(&json, "level", p->level == PROBLEM_WARNING ? "warning" : "error");
        json_int(&json, "line", p->line);
        json_text(&json, "field", p->field);
        json_text(&json, "key", p->key);
        json_text(&json, "detail", p->detail);
        json_close(&json);
    }
    json_close_array(&json);
    json_close(&json);
    puts(buffer_text(&buf));
    buffer_fini(&buf);
}

/* Prints the first of one level; returns how many were left out, kept or not. */
static size_t print_level(const char *file, const struct problems *problems,
                          enum problem_level level, size_t most)
{
    size_t all = level == PROBLEM_ERROR ? problems->errors : problems->warnings,
           shown = 0;

    for (size_t i = 0; i < problems->count && shown < most; i++) {
        if (problems->items[i].level != level)
            continue;
        print_problem(file, &problems->items[i]);
        shown++;
    }
    return all - shown;
}

void cli_print_problems(const char *file, const struct problems *problems, bool json)
{
    size_t errors, warnings;

    if (json) {
        problems_as_json(file, problems);
        return;
    }
    errors = print_level(file, problems, PROBLEM_ERROR, ERRORS_SHOWN);
    warnings = print_level(file, problems, PROBLEM_WARNING, WARNINGS_SHOWN);
    if (errors)
        fprintf(stderr, "%s: and %zu more errors\n", file, errors);
    if (warnings)
        fprintf(stderr, "%s: and %zu more warnings\n", file, warnings);
}

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

static void draw(int64_t done, int64_t total)
{
    int filled = total > 0 ? (int)(done * BAR_WIDTH / total) : 0;

    fprintf(stderr, "\r%-14s [", bar_label);
    for (int i = 0; i < BAR_WIDTH; i++)
        fputc(i < filled ? '#' : '.', stderr);
    if (total > 0)
        fprintf(stderr, "] %3lld %% (%lld of %lld) ", (long long)(done * 100 / total),
                (long long)done, (long long)total);
    else
        fprintf(stderr, "] %lld ", (long long)done);
    fflush(stderr);
}

static bool report(void *state, int64_t done, int64_t total)
{
    double now = clock_steady_s();

    (void)state;
    if (isatty(STDERR_FILENO) && (now - last_drawn >= BAR_EVERY_S || done == total)) {
        draw(done, total);
        last_drawn = now;
    }
    return !interrupted;
}

struct progress cli_progress(const char *label)
{
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = SA_RESETHAND};

    sigaction(SIGINT, &action, NULL); /* a second Ctrl-C ends the process */
    last_drawn = 0;
    bar_label = label;
    return (struct progress){report, NULL};
}

void cli_progress_end(void)
{
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
}
