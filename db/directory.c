#include "db/directory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "server/core/log.h"

#define PATH_SIZE 4096

enum rc db_directory_sync(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int failed = fd < 0 || fsync(fd);

    if (failed)
        log_error("directory.sync_failed", "errno=%d", errno);
    if (fd >= 0)
        close(fd);
    return failed ? RC_BUSY : RC_OK;
}

enum rc db_directory_sync_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char dir[PATH_SIZE];

    if (!slash)
        return db_directory_sync(".");
    if (slash == path)
        return db_directory_sync("/");
    if (snprintf(dir, sizeof(dir), "%.*s", (int)(slash - path), path) >= PATH_SIZE)
        return RC_TOO_LARGE;
    return db_directory_sync(dir);
}
