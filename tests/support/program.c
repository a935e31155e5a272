#include "tests/support/program.h"

#include <check.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PRINTED_MAX   ((size_t)64 << 20)
#define ARGUMENTS_MAX 32

static void run_child(const char *const *arguments, int out, int err)
{
    char *argv[ARGUMENTS_MAX + 2] = {strdup("redkite")};
    int null = open("/dev/null", O_RDONLY);

    for (int i = 0; i < ARGUMENTS_MAX && arguments[i]; i++)
        argv[i + 1] = strdup(arguments[i]);
    unsetenv("REDKITE_DATA");
    unsetenv("REDKITE_MASTER_KEY");
    dup2(null, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    execv(REDKITE_PROGRAM, argv);
    _exit(126);
}

static void drain(struct program *p, int out, int err)
{
    struct pollfd fds[2] = {{out, POLLIN, 0}, {err, POLLIN, 0}};
    struct buffer *buffers[2] = {&p->out, &p->err};
    char bytes[4096];
    int open_fds = 2;

    while (open_fds && poll(fds, 2, -1) > 0) {
        for (int i = 0; i < 2; i++) {
            ssize_t n;

            if (!fds[i].revents)
                continue;
            n = read(fds[i].fd, bytes, sizeof(bytes));
            if (n > 0) {
                buffer_append(buffers[i], bytes, (size_t)n);
                continue;
            }
            fds[i].fd = -1;
            open_fds--;
        }
    }
}

void program_run(struct program *program, const char *const *arguments)
{
    int out[2], err[2], status;
    pid_t pid;

    buffer_init(&program->out, PRINTED_MAX);
    buffer_init(&program->err, PRINTED_MAX);
    ck_assert(!pipe2(out, O_CLOEXEC) && !pipe2(err, O_CLOEXEC));
    pid = fork();
    ck_assert_int_ge(pid, 0);
    if (!pid)
        run_child(arguments, out[1], err[1]);
    close(out[1]);
    close(err[1]);
    drain(program, out[0], err[0]);
    close(out[0]);
    close(err[0]);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    program->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void program_fini(struct program *program)
{
    buffer_fini(&program->out);
    buffer_fini(&program->err);
}

void program_check_text(int status, const char *text, const char *const *arguments)
{
    struct program p;
    const char *said;

    program_run(&p, arguments);
    said = p.out.len ? buffer_text(&p.out) : buffer_text(&p.err);
    ck_assert_msg(p.status == status, "redkite %s: exit code %d instead of %d\n%s%s",
                  arguments[0], p.status, status, buffer_text(&p.out),
                  buffer_text(&p.err));
    ck_assert_msg(!text || strstr(said, text), "redkite %s: '%s' is not in\n%s",
                  arguments[0], text ? text : "", said);
    program_fini(&p);
}

void program_check(int status, const char *const *arguments)
{
    program_check_text(status, NULL, arguments);
}
