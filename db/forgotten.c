#include "db/forgotten.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/directory.h"
#include "db/engine.h"
#include "db/fields.h"
#include "db/ledger.h"
#include "server/core/buffer.h"
#include "server/core/log.h"
#include "server/core/stamp.h"

#define LIST_MAX       ((size_t)1 << 30)
#define KEYS_PER_EVENT 10000

static enum rc list_tombstones(struct db *db, struct buffer *buf)
{
    static const char sql[] =
        "SELECT id, forgotten FROM key WHERE forgotten IS NOT NULL ORDER BY id";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    while (!(rc = db_step_row(db, st)))
        buffer_printf(buf, "%" PRId64 " %" PRId64 "\n", db_col_int(st, 0),
                      db_col_int(st, 1));
    db_release(db, st);
    if (buffer_failed(buf))
        return RC_TOO_LARGE;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc write_synced(const char *path, const struct buffer *buf)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    size_t at = 0;
    bool ok = fd >= 0;

    while (ok && at < buf->len) {
        ssize_t n = write(fd, buf->data + at, buf->len - at);

        ok = n > 0 || (n < 0 && errno == EINTR);
        at += n > 0 ? (size_t)n : 0;
    }
    ok = ok && !fsync(fd);
    if (fd >= 0)
        close(fd);
    if (!ok)
        log_error("forgotten.write_failed", "errno=%d", errno);
    return ok ? RC_OK : RC_BUSY;
}

enum rc db_forgotten_write(struct db *db, const char *path)
{
    char part[4096];
    struct buffer buf;
    enum rc rc;

    if (snprintf(part, sizeof(part), "%s.part", path) >= (int)sizeof(part))
        return RC_TOO_LARGE;
    buffer_init(&buf, LIST_MAX);
    rc = list_tombstones(db, &buf);
    if (!rc)
        rc = write_synced(part, &buf);
    if (!rc && rename(part, path)) {
        log_error("forgotten.rename_failed", "errno=%d", errno);
        rc = RC_BUSY;
    }
    if (!rc)
        rc = db_directory_sync_of(path);
    buffer_fini(&buf);
    return rc;
}

/* One line at *p; moves it behind. */
static enum rc read_line(char **p, struct db_forgotten *ret_item)
{
    char *end = strchr(*p, '\n'), *space;

    if (!end)
        return RC_INVALID;
    *end = '\0';
    space = strchr(*p, ' ');
    if (!space)
        return RC_INVALID;
    *space = '\0';
    if (stamp_parse(*p, &ret_item->key) || stamp_parse(space + 1, &ret_item->stamp))
        return RC_INVALID;
    *p = end + 1;
    return RC_OK;
}

enum rc db_forgotten_read(const char *path, struct arena *arena,
                          struct db_forgotten **ret_items, size_t *ret_count)
{
    struct db_forgotten *items;
    size_t count = 0, lines = 0;
    struct buffer buf;
    enum rc rc;
    char *p;

    buffer_init(&buf, LIST_MAX);
    rc = buffer_read_file(&buf, path);
    if (rc)
        goto out;
    for (size_t i = 0; i < buf.len; i++)
        lines += buf.data[i] == '\n';
    items = arena_array(arena, lines, sizeof(*items));
    p = buf.data;
    while (p && *p && !rc && count < lines)
        rc = read_line(&p, &items[count++]);
    if (p && *p)
        rc = RC_INVALID;
    if (!rc) {
        *ret_items = items;
        *ret_count = count;
    }
out:
    buffer_fini(&buf);
    return rc;
}

enum rc db_forget_keys(struct db_tx *tx, const int64_t *keys, size_t count)
{
    const struct db_target target = {.noun = &db_noun_forget};
    enum rc rc = RC_OK;

    for (size_t at = 0; at < count && !rc; at += KEYS_PER_EVENT) {
        size_t part = count - at < KEYS_PER_EVENT ? count - at : KEYS_PER_EVENT;
        struct db_fields *fields = db_fields_new();

        db_fields_set_stamps(fields, "keys", keys + at, part);
        rc = db_ledger_append(tx, &target, fields, NULL);
        db_fields_free(fields);
    }
    return rc;
}

enum rc db_forget_append(struct db_tx *tx, int64_t subject)
{
    static const char sql[] = "SELECT id FROM key WHERE (id = :id OR party = :id) AND "
                              "forgotten IS NULL ORDER BY id";
    size_t count = 0, size = 0;
    int64_t *keys = NULL;
    struct db_stmt *st;
    enum rc rc = db_prepare(tx->db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", subject);
    while (!(rc = db_step_row(tx->db, st))) {
        if (count == size) {
            size = size ? 2 * size : 16;
            keys = mem_realloc(keys, size, sizeof(*keys));
        }
        keys[count++] = db_col_int(st, 0);
    }
    db_release(tx->db, st);
    if (rc == RC_NOT_FOUND && count)
        rc = db_forget_keys(tx, keys, count);
    free(keys);
    return rc;
}
