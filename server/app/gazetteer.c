#include "server/app/gazetteer.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "geo/country.h"
#include "geo/gazetteer_draft.h"
#include "server/core/buffer.h"
#include "server/core/log.h"

#define FILE_NAME "gazetteer.bin"
/* Several times what the world makes today. */
#define FILE_MOST ((size_t)256 << 20)

const char *app_gazetteer_path(char *out, size_t size)
{
    const char *given = getenv("REDKITE_GAZETTEER");
    char program[PATH_MAX];
    ssize_t len;
    char *slash;

    if (given && *given) {
        snprintf(out, size, "%s", given);
        return out;
    }
    len = readlink("/proc/self/exe", program, sizeof(program) - 1);
    if (len > 0) {
        program[len] = '\0';
        slash = strrchr(program, '/');
        snprintf(out, size, "%.*s/" FILE_NAME, (int)(slash - program), program);
        if (access(out, R_OK) == 0)
            return out;
    }
    snprintf(out, size, "%s/" FILE_NAME, REDKITE_DATA_DIR);
    return out;
}

enum rc app_gazetteer_open(struct geo_gazetteer **ret_gz)
{
    char path[PATH_MAX];

    return geo_gazetteer_open(app_gazetteer_path(path, sizeof(path)), ret_gz);
}

static size_t find_boxes(void *state, const char *code, struct geo_box *ret_boxes)
{
    const struct geo_gazetteer *gz = state;
    struct geo_country country;

    return geo_country_find(gz, code, NULL, &country)
               ? 0
               : geo_country_boxes(gz, &country, ret_boxes);
}

struct imp_country_boxes app_gazetteer_boxes(struct geo_gazetteer *gz)
{
    return (struct imp_country_boxes){find_boxes, gz};
}

static bool write_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

/* Beside the file first, then in its place: readers see the old one or the new one. */
static enum rc write_file(const char *path, const struct buffer *buf)
{
    char draft[PATH_MAX];
    bool ok;
    int fd;

    if (snprintf(draft, sizeof(draft), "%s.%ld", path, (long)getpid()) >=
        (int)sizeof(draft))
        return RC_INVALID;
    fd = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0) {
        log_error("gazetteer.create_failed", "errno=%d", errno);
        return RC_INTERNAL;
    }
    ok = write_all(fd, buf->data, buf->len) && fsync(fd) == 0;
    ok = close(fd) == 0 && ok;
    if (ok && rename(draft, path) == 0)
        return RC_OK;
    log_error("gazetteer.write_failed", "errno=%d", errno);
    unlink(draft);
    return RC_INTERNAL;
}

enum rc app_gazetteer_build(const struct imp_gazetteer_sources *sources, const char *out,
                            const struct progress *progress, struct problems *problems)
{
    struct geo_gazetteer_draft *draft = geo_gazetteer_draft_new();
    struct buffer buf;
    enum rc rc;

    buffer_init(&buf, FILE_MOST);
    rc = imp_gazetteer_load(sources, progress, problems, draft);
    if (rc)
        goto out;
    rc = geo_gazetteer_draft_render(draft, &buf);
    if (rc) {
        problems_error(problems, 0, "file", "problem.gazetteer.draft", rc_name(rc));
        goto out;
    }
    rc = write_file(out, &buf);
out:
    buffer_fini(&buf);
    geo_gazetteer_draft_free(draft);
    return rc;
}
