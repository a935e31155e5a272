#include "db/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/core/log.h"

#define SUFFIX    ".tmp"
#define TRIES     10
#define NAME_ROOM 64 /* for the names of files in it */

static void remove_files(int fd)
{
    int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = copy < 0 ? NULL : fdopendir(copy);
    struct dirent *entry;

    if (!dir) {
        if (copy >= 0)
            close(copy);
        return;
    }
    while ((entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..") &&
            unlinkat(fd, entry->d_name, 0))
            log_warn("scratch.left", "errno=%d", errno);
    closedir(dir);
}

/* Opens and locks the directory; it may go away between the two, when its owner ends. */
static enum rc lock_dir(const char *path, int *ret_lock)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat mine, there;

    if (fd < 0)
        return errno == ENOENT ? RC_NOT_FOUND : RC_INVALID;
    if (flock(fd, LOCK_EX | LOCK_NB)) {
        close(fd);
        return RC_BUSY;
    }
    if (fstat(fd, &mine) || stat(path, &there) || mine.st_ino != there.st_ino) {
        close(fd);
        return RC_NOT_FOUND;
    }
    *ret_lock = fd;
    return RC_OK;
}

enum rc db_scratch_open(const char *parent, const char *name,
                        struct db_scratch *ret_scratch)
{
    struct db_scratch scratch = {.lock = -1};
    enum rc rc = RC_NOT_FOUND;
    int len = snprintf(scratch.dir, sizeof(scratch.dir), "%s/%s" SUFFIX, parent, name);

    if (len < 0 || (size_t)len >= sizeof(scratch.dir) - NAME_ROOM)
        return RC_TOO_LARGE;
    for (int i = 0; rc == RC_NOT_FOUND && i < TRIES; i++) {
        if (mkdir(scratch.dir, 0700) && errno != EEXIST) {
            log_error("scratch.unwritable", "errno=%d", errno);
            return RC_INVALID;
        }
        rc = lock_dir(scratch.dir, &scratch.lock);
    }
    if (rc)
        return rc == RC_NOT_FOUND ? RC_BUSY : rc;
    remove_files(scratch.lock);
    *ret_scratch = scratch;
    return RC_OK;
}

const char *db_scratch_path(const struct db_scratch *scratch, const char *file, char *out)
{
    if (snprintf(out, DB_PATH_SIZE, "%s/%s", scratch->dir, file) >= DB_PATH_SIZE)
        out[0] = '\0'; /* never: db_scratch_open left room */
    return out;
}

void db_scratch_close(struct db_scratch *scratch)
{
    remove_files(scratch->lock);
    if (rmdir(scratch->dir))
        log_warn("scratch.left", "errno=%d", errno);
    close(scratch->lock);
}

void db_scratch_clean(const char *parent)
{
    static const char *const names[] = {"backup", "check", "restore"};
    struct db_scratch scratch;
    char path[DB_PATH_SIZE];

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (snprintf(path, sizeof(path), "%s/%s" SUFFIX, parent, names[i]) >=
                (int)sizeof(path) ||
            access(path, F_OK))
            continue;
        if (!db_scratch_open(parent, names[i], &scratch))
            db_scratch_close(&scratch);
    }
}
