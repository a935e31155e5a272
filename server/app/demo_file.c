#include "server/app/demo_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/core/arena.h"
#include "server/core/log.h"

static enum rc write_fd(void *state, const char *bytes, size_t len)
{
    int fd = *(int *)state;

    while (len) {
        ssize_t n = write(fd, bytes, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            log_error("demo.write_failed", "errno=%d", errno);
            return RC_INTERNAL;
        }
        bytes += n;
        len -= (size_t)n;
    }
    return RC_OK;
}

enum rc app_demo_file_write(const struct app_demo_options *options,
                            const struct geo_gazetteer *gz, const char *path,
                            const struct progress *progress,
                            struct app_demo_counts *ret_counts)
{
    struct app_demo_counts counts;
    struct app_demo_sink sink = {.write = write_fd};
    size_t size = strlen(path) + sizeof(".part");
    char *part = mem_alloc(size);
    enum rc rc;
    int fd;

    snprintf(part, size, "%s.part", path);
    fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    sink.state = &fd;
    if (fd < 0) {
        log_error("demo.open_failed", "errno=%d", errno);
        free(part);
        return RC_INTERNAL;
    }
    rc = app_demo_people_generate(options, gz, &sink, progress, &counts);
    if (close(fd) && !rc)
        rc = RC_INTERNAL;
    if (!rc && rename(part, path)) {
        log_error("demo.rename_failed", "errno=%d", errno);
        rc = RC_INTERNAL;
    }
    if (rc)
        unlink(part);
    else
        *ret_counts = counts;
    free(part);
    return rc;
}
