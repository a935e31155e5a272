#include "server/core/buffer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/core/arena.h"
#include "server/core/log.h"

void buffer_init(struct buffer *buf, size_t cap)
{
    *buf = (struct buffer){.cap = cap};
}

void buffer_fini(struct buffer *buf)
{
    free(buf->data);
    *buf = (struct buffer){.cap = buf->cap};
}

void buffer_clear(struct buffer *buf)
{
    buf->len = 0;
    buf->failed = false;
    if (buf->data)
        buf->data[0] = '\0';
}

/* Room for more bytes and the NUL. */
static bool reserve(struct buffer *buf, size_t more)
{
    size_t want, size = buf->size ? buf->size : 256;

    if (buf->failed || more > buf->cap || buf->len > buf->cap - more) {
        buf->failed = true;
        return false;
    }
    want = buf->len + more + 1;
    if (want <= buf->size)
        return true;
    while (size < want)
        size *= 2;
    buf->data = mem_realloc(buf->data, size, 1);
    buf->size = size;
    return true;
}

void buffer_append(struct buffer *buf, const void *bytes, size_t len)
{
    if (!reserve(buf, len))
        return;
    if (len)
        memcpy(buf->data + buf->len, bytes, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void buffer_puts(struct buffer *buf, const char *text)
{
    buffer_append(buf, text, strlen(text));
}

void buffer_putc(struct buffer *buf, char c)
{
    buffer_append(buf, &c, 1);
}

void buffer_printf(struct buffer *buf, const char *format, ...)
{
    va_list args;
    int len;

    va_start(args, format);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0 || !reserve(buf, (size_t)len)) {
        buf->failed = true;
        return;
    }
    va_start(args, format);
    vsnprintf(buf->data + buf->len, (size_t)len + 1, format, args);
    va_end(args);
    buf->len += (size_t)len;
}

const char *buffer_text(const struct buffer *buf)
{
    return buf->data ? buf->data : "";
}

bool buffer_failed(const struct buffer *buf)
{
    return buf->failed;
}

static enum rc read_all(struct buffer *buf, int fd)
{
    for (;;) {
        char chunk[65536];
        ssize_t n = read(fd, chunk, sizeof(chunk));

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            log_error("file.read_failed", "errno=%d", errno);
            return RC_INTERNAL;
        }
        if (n == 0)
            return RC_OK;
        buffer_append(buf, chunk, (size_t)n);
        if (buffer_failed(buf))
            return RC_TOO_LARGE;
    }
}

enum rc buffer_read_file(struct buffer *buf, const char *path)
{
    struct stat st;
    enum rc rc;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return RC_NOT_FOUND;
    if (fd < 0 || fstat(fd, &st) < 0) {
        log_error("file.open_failed", "errno=%d", errno);
        if (fd >= 0)
            close(fd);
        return RC_INTERNAL;
    }
    if (S_ISREG(st.st_mode) && (size_t)st.st_size > buf->cap)
        rc = RC_TOO_LARGE;
    else
        rc = read_all(buf, fd);
    close(fd);
    return rc;
}
