#include "db/backup_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/fields.h"
#include "db/keys.h"
#include "db/scratch.h"
#include "server/core/log.h"
#include "server/core/number.h"

#define MAGIC_SIZE   8
#define FORMAT       1
#define HINT_SIZE    16
#define CLEAR_SIZE   (MAGIC_SIZE + 4 + HINT_SIZE + CRYPTO_STREAM_HEADER)
#define PIECE_SIZE   ((size_t)1 << 20)
#define MANIFEST_MAX 4096

static const uint8_t magic[MAGIC_SIZE] = {'R', 'K', 'B', 'A', 'C', 'K', 'U', 'P'};

static void put_number(uint8_t *out, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        out[i] = (uint8_t)(value >> (8 * i));
}

static uint32_t get_number(const uint8_t *in)
{
    uint32_t value = 0;

    for (int i = 0; i < 4; i++)
        value |= (uint32_t)in[i] << (8 * i);
    return value;
}

/* The same for every backup under one key: tells another key, and nothing else. */
static void key_hint(const struct db_keys *keys, uint8_t *ret_hint)
{
    uint8_t digest[CRYPTO_HASH_SIZE];
    struct crypto_hash hash;

    crypto_hash_init(&hash, &keys->backup);
    crypto_hash_add(&hash, magic, MAGIC_SIZE);
    crypto_hash_end(&hash, digest);
    memcpy(ret_hint, digest, HINT_SIZE);
}

/* --- the manifest --- */

static const struct {
    const char *name;
    size_t offset;
} numbers[] = {
    {"made_at", offsetof(struct db_manifest, made_at)},
    {"expires_at", offsetof(struct db_manifest, expires_at)},
    {"events", offsetof(struct db_manifest, events)},
    {"bad", offsetof(struct db_manifest, bad)},
    {"seq", offsetof(struct db_manifest, seq)},
    {"last", offsetof(struct db_manifest, last)},
    {"incarnation", offsetof(struct db_manifest, incarnation)},
    {"forgotten", offsetof(struct db_manifest, forgotten)},
    {"bytes", offsetof(struct db_manifest, bytes)},
    {"node", offsetof(struct db_manifest, node)},
    {"schema", offsetof(struct db_manifest, schema)},
};
#define NUMBERS (sizeof(numbers) / sizeof(numbers[0]))

static void manifest_write(const struct db_manifest *manifest, struct buffer *buf)
{
    struct db_fields *fields = db_fields_new();
    char text[24];
    int64_t value;

    for (size_t i = 0; i < NUMBERS; i++) {
        memcpy(&value, (const char *)manifest + numbers[i].offset, sizeof(value));
        snprintf(text, sizeof(text), "%" PRId64, value);
        db_fields_set_text(fields, numbers[i].name, text);
    }
    db_fields_set_text(fields, "heads", manifest->heads);
    db_fields_write(fields, buf);
    db_fields_free(fields);
}

static enum rc manifest_read(const void *bytes, size_t len, struct db_manifest *ret)
{
    struct db_manifest manifest = {0};
    struct db_fields *fields;
    const char *text;
    int64_t value;
    enum rc rc = db_fields_parse(bytes, len, &fields);

    if (rc)
        return rc;
    for (size_t i = 0; i < NUMBERS && !rc; i++) {
        text = db_fields_text(fields, numbers[i].name);
        rc = text ? number_parse_int(text, 0, INT64_MAX, &value) : RC_INVALID;
        if (!rc)
            memcpy((char *)&manifest + numbers[i].offset, &value, sizeof(value));
    }
    text = db_fields_text(fields, "heads");
    if (!text || strlen(text) >= sizeof(manifest.heads))
        rc = RC_INVALID;
    if (!rc) {
        memcpy(manifest.heads, text, strlen(text));
        *ret = manifest;
    }
    db_fields_free(fields);
    return rc;
}

/* --- writing --- */

struct sealing {
    FILE *out;
    struct crypto_stream stream;
    uint8_t *sealed; /* room for the length and one piece */
};

static enum rc write_piece(struct sealing *s, struct crypto_bytes aad,
                           struct crypto_bytes clear, bool last)
{
    size_t len = clear.len + CRYPTO_STREAM_EXTRA;

    put_number(s->sealed, (uint32_t)len);
    crypto_stream_seal(&s->stream, aad, clear, last, s->sealed + 4);
    if (fwrite(s->sealed, 1, len + 4, s->out) == len + 4)
        return RC_OK;
    log_error("backup.write_failed", "errno=%d", errno);
    return RC_BUSY;
}

static enum rc write_front(struct sealing *s, const struct db_keys *keys,
                           const struct db_manifest *manifest)
{
    uint8_t clear[CLEAR_SIZE];
    struct buffer buf;
    enum rc rc;

    memcpy(clear, magic, MAGIC_SIZE);
    put_number(clear + MAGIC_SIZE, FORMAT);
    key_hint(keys, clear + MAGIC_SIZE + 4);
    crypto_stream_seal_init(&s->stream, &keys->backup,
                            clear + CLEAR_SIZE - CRYPTO_STREAM_HEADER);
    buffer_init(&buf, MANIFEST_MAX);
    manifest_write(manifest, &buf);
    rc = fwrite(clear, 1, CLEAR_SIZE, s->out) == CLEAR_SIZE ? RC_OK : RC_BUSY;
    if (!rc)
        rc = write_piece(s, (struct crypto_bytes){clear, CLEAR_SIZE},
                         (struct crypto_bytes){buf.data, buf.len}, false);
    buffer_fini(&buf);
    return rc;
}

static enum rc write_body(struct sealing *s, FILE *in, int64_t total,
                          const struct progress *progress)
{
    uint8_t *clear = mem_alloc(PIECE_SIZE);
    int64_t done = 0;
    enum rc rc = RC_OK;

    while (!rc && done < total) {
        size_t want =
            total - done < (int64_t)PIECE_SIZE ? (size_t)(total - done) : PIECE_SIZE;

        if (fread(clear, 1, want, in) != want) {
            log_error("backup.read_failed", "errno=%d", errno);
            rc = RC_INTERNAL;
            break;
        }
        done += (int64_t)want;
        rc = write_piece(s, (struct crypto_bytes){"", 0},
                         (struct crypto_bytes){clear, want}, done == total);
        if (!rc && !progress_report(progress, done, total))
            rc = RC_CONFLICT;
    }
    crypto_wipe(clear, PIECE_SIZE);
    free(clear);
    return rc;
}

static FILE *create(const char *path, int flags)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "wb");

    if (!file)
        log_error("backup.create_failed", "errno=%d", errno);
    if (!file && fd >= 0)
        close(fd);
    return file;
}

static enum rc close_synced(FILE *file)
{
    bool ok = !fflush(file) && !fsync(fileno(file));

    if (fclose(file) || !ok) {
        log_error("backup.sync_failed", "errno=%d", errno);
        return RC_BUSY;
    }
    return RC_OK;
}

/* Under its name, unless there is one, and the directory synced. */
static enum rc publish(const char *part, const char *path)
{
    char dir[DB_PATH_SIZE];
    const char *slash = strrchr(path, '/');
    int fd;

    if (renameat2(AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE))
        return errno == EEXIST ? RC_CONFLICT : RC_BUSY;
    snprintf(dir, sizeof(dir), "%.*s", slash ? (int)(slash - path + 1) : 1,
             slash ? path : ".");
    fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd))
        log_warn("backup.dir_sync", "errno=%d", errno);
    if (fd >= 0)
        close(fd);
    return RC_OK;
}

enum rc db_backup_file_store(const char *path, const char *source,
                             const struct db_keys *keys,
                             const struct db_manifest *manifest,
                             const struct progress *progress)
{
    char part[DB_PATH_SIZE];
    struct sealing s = {0};
    enum rc rc = RC_BUSY;
    FILE *in;

    if (snprintf(part, sizeof(part), "%s.part", path) >= (int)sizeof(part))
        return RC_TOO_LARGE;
    in = fopen(source, "rbe");
    if (in)
        s.out = create(part, O_TRUNC);
    if (!in || !s.out)
        goto out;
    s.sealed = mem_alloc(PIECE_SIZE + CRYPTO_STREAM_EXTRA + 4);
    rc = write_front(&s, keys, manifest);
    if (!rc)
        rc = write_body(&s, in, manifest->bytes, progress);
    if (close_synced(s.out) && !rc)
        rc = RC_BUSY;
    if (!rc)
        rc = publish(part, path);
    if (rc)
        unlink(part);
out:
    if (in)
        fclose(in);
    crypto_wipe(&s.stream, sizeof(s.stream));
    free(s.sealed);
    return rc;
}

/* --- reading --- */

struct db_backup_file {
    FILE *in;
    struct crypto_stream stream;
    int64_t bytes; /* of the database */
    uint8_t *sealed;
    uint8_t *clear;
};

static enum rc problem(struct problems *problems, enum rc rc, const char *key)
{
    problems_error(problems, 0, "backup", key, NULL);
    return rc;
}

/* The next piece into file->clear. */
static enum rc read_piece(struct db_backup_file *file, struct crypto_bytes aad,
                          struct problems *problems, size_t *ret_len, bool *ret_last)
{
    uint8_t size[4];
    size_t len;

    if (fread(size, 1, sizeof(size), file->in) != sizeof(size))
        return problem(problems, RC_INVALID, "problem.backup.cut_short");
    len = get_number(size);
    if (len < CRYPTO_STREAM_EXTRA || len > PIECE_SIZE + CRYPTO_STREAM_EXTRA)
        return problem(problems, RC_INVALID, "problem.backup.altered");
    if (fread(file->sealed, 1, len, file->in) != len)
        return problem(problems, RC_INVALID, "problem.backup.cut_short");
    if (crypto_stream_open(&file->stream, aad, (struct crypto_bytes){file->sealed, len},
                           ret_last, file->clear))
        return problem(problems, RC_INVALID, "problem.backup.altered");
    *ret_len = len - CRYPTO_STREAM_EXTRA;
    return RC_OK;
}

static enum rc read_front(struct db_backup_file *file, const struct db_keys *keys,
                          struct problems *problems, struct db_manifest *ret_manifest)
{
    uint8_t clear[CLEAR_SIZE], hint[HINT_SIZE];
    bool last;
    size_t len;
    enum rc rc;

    len = fread(clear, 1, CLEAR_SIZE, file->in);
    if (len < MAGIC_SIZE || memcmp(clear, magic, MAGIC_SIZE))
        return problem(problems, RC_INVALID, "problem.backup.not_a_backup");
    if (len < CLEAR_SIZE)
        return problem(problems, RC_INVALID, "problem.backup.cut_short");
    if (get_number(clear + MAGIC_SIZE) != FORMAT)
        return problem(problems, RC_CONFLICT, "problem.backup.newer");
    key_hint(keys, hint);
    if (memcmp(clear + MAGIC_SIZE + 4, hint, HINT_SIZE))
        return problem(problems, RC_FORBIDDEN, "problem.backup.key");
    if (crypto_stream_open_init(&file->stream, &keys->backup,
                                clear + CLEAR_SIZE - CRYPTO_STREAM_HEADER))
        return problem(problems, RC_INVALID, "problem.backup.altered");
    rc =
        read_piece(file, (struct crypto_bytes){clear, CLEAR_SIZE}, problems, &len, &last);
    if (!rc && manifest_read(file->clear, len, ret_manifest))
        rc = problem(problems, RC_INVALID, "problem.backup.altered");
    return rc;
}

enum rc db_backup_file_open(const char *path, const struct db_keys *keys,
                            struct problems *problems, struct db_backup_file **ret_file,
                            struct db_manifest *ret_manifest)
{
    struct db_backup_file *file;
    struct db_manifest manifest;
    FILE *in = fopen(path, "rbe");
    enum rc rc;

    if (!in)
        return problem(problems, RC_NOT_FOUND, "problem.backup.missing");
    file = mem_calloc(1, sizeof(*file));
    file->in = in;
    file->sealed = mem_alloc(PIECE_SIZE + CRYPTO_STREAM_EXTRA);
    file->clear = mem_alloc(PIECE_SIZE);
    rc = read_front(file, keys, problems, &manifest);
    if (rc) {
        db_backup_file_close(file);
        return rc;
    }
    file->bytes = manifest.bytes;
    *ret_file = file;
    *ret_manifest = manifest;
    return RC_OK;
}

static enum rc extract_pieces(struct db_backup_file *file, FILE *out,
                              const struct progress *progress, struct problems *problems)
{
    int64_t done = 0;
    bool last = false;
    size_t len;
    enum rc rc = RC_OK;

    while (!rc && !last) {
        rc = read_piece(file, (struct crypto_bytes){"", 0}, problems, &len, &last);
        if (rc)
            return rc;
        if (fwrite(file->clear, 1, len, out) != len) {
            log_error("restore.write_failed", "errno=%d", errno);
            return RC_BUSY;
        }
        done += (int64_t)len;
        if (!progress_report(progress, done, file->bytes))
            rc = RC_CONFLICT;
    }
    if (!rc && (done != file->bytes || getc(file->in) != EOF))
        rc = problem(problems, RC_INVALID, "problem.backup.altered");
    return rc;
}

enum rc db_backup_file_extract(struct db_backup_file *file, const char *target,
                               const struct progress *progress, struct problems *problems)
{
    FILE *out = create(target, O_EXCL);
    enum rc rc;

    if (!out)
        return RC_BUSY;
    rc = extract_pieces(file, out, progress, problems);
    if (close_synced(out) && !rc)
        rc = RC_BUSY;
    if (rc)
        unlink(target);
    return rc;
}

void db_backup_file_close(struct db_backup_file *file)
{
    if (!file)
        return;
    fclose(file->in);
    crypto_wipe(file->clear, PIECE_SIZE);
    crypto_wipe(&file->stream, sizeof(file->stream));
    free(file->sealed);
    free(file->clear);
    free(file);
}
