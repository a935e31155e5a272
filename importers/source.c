#include "importers/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/core/arena.h"
#include "server/core/log.h"

struct imp_source {
    int fd; /* -1: memory */
    const char *bytes;
    uint64_t size;
    struct timespec changed;
};

enum rc imp_source_open(const char *path, struct imp_source **ret_source)
{
    struct imp_source *source;
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return RC_NOT_FOUND;
        log_error("source.open_failed", "errno=%d", errno);
        return RC_INTERNAL;
    }
    if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
        close(fd);
        return RC_INVALID;
    }
    source = mem_calloc(1, sizeof(*source));
    source->fd = fd;
    source->size = (uint64_t)st.st_size;
    source->changed = st.st_mtim;
    *ret_source = source;
    return RC_OK;
}

struct imp_source *imp_source_memory(const void *bytes, size_t len)
{
    struct imp_source *source = mem_calloc(1, sizeof(*source));

    source->fd = -1;
    source->bytes = bytes;
    source->size = len;
    return source;
}

void imp_source_close(struct imp_source *source)
{
    if (!source)
        return;
    if (source->fd >= 0)
        close(source->fd);
    free(source);
}

uint64_t imp_source_size(const struct imp_source *source)
{
    return source->size;
}

static enum rc read_file(struct imp_source *source, uint64_t offset, char *out,
                         size_t size, size_t *ret_len)
{
    size_t len = 0;

    while (len < size) {
        ssize_t n = pread(source->fd, out + len, size - len, (off_t)(offset + len));

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            log_error("source.read_failed", "errno=%d", errno);
            return RC_INTERNAL;
        }
        if (n == 0)
            break;
        len += (size_t)n;
    }
    *ret_len = len;
    return RC_OK;
}

enum rc imp_source_read(struct imp_source *source, uint64_t offset, void *out,
                        size_t size, size_t *ret_len)
{
    if (offset >= source->size) {
        *ret_len = 0;
        return RC_OK;
    }
    if (size > source->size - offset)
        size = (size_t)(source->size - offset);
    if (source->fd >= 0)
        return read_file(source, offset, out, size, ret_len);
    memcpy(out, source->bytes + offset, size);
    *ret_len = size;
    return RC_OK;
}

enum rc imp_source_unchanged(const struct imp_source *source)
{
    struct stat st;

    if (source->fd < 0)
        return RC_OK;
    if (fstat(source->fd, &st) || (uint64_t)st.st_size != source->size ||
        st.st_mtim.tv_sec != source->changed.tv_sec ||
        st.st_mtim.tv_nsec != source->changed.tv_nsec)
        return RC_CONFLICT;
    return RC_OK;
}
