#include "db/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/directory.h"
#include "db/engine.h"
#include "server/core/log.h"

#define WRAPPED_SIZE (CRYPTO_KEY_SIZE + CRYPTO_SEAL_EXTRA)
#define HEX_SIZE     (2 * CRYPTO_KEY_SIZE)

static enum rc write_key(int fd)
{
    struct crypto_key key;
    char hex[HEX_SIZE + 2];
    enum rc rc = RC_OK;

    crypto_random(key.bytes, sizeof(key.bytes));
    crypto_hex(key.bytes, sizeof(key.bytes), hex);
    hex[HEX_SIZE] = '\n';
    if (write(fd, hex, HEX_SIZE + 1) != HEX_SIZE + 1 || fsync(fd)) {
        log_error("key.write_failed", "errno=%d", errno);
        rc = RC_INTERNAL;
    }
    crypto_wipe(&key, sizeof(key));
    crypto_wipe(hex, sizeof(hex));
    return rc;
}

enum rc db_keys_create(const char *path, struct problems *problems)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    enum rc rc;

    if (fd < 0 && errno == EEXIST) {
        problems_error(problems, 0, "master_key", "problem.master_key.exists", path);
        return RC_CONFLICT;
    }
    if (fd < 0) {
        problems_error(problems, 0, "master_key", "problem.master_key.unwritable", path);
        return RC_INVALID;
    }
    rc = write_key(fd);
    close(fd);
    return rc ? rc : db_directory_sync_of(path);
}

static int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static enum rc read_hex(const char *hex, struct crypto_key *ret_key)
{
    for (size_t i = 0; i < CRYPTO_KEY_SIZE; i++) {
        int high = nibble(hex[2 * i]), low = nibble(hex[2 * i + 1]);

        if (high < 0 || low < 0)
            return RC_INVALID;
        ret_key->bytes[i] = (uint8_t)(high << 4 | low);
    }
    return RC_OK;
}

static void derive(struct db_keys *keys)
{
    crypto_derive(&keys->master, "wrapping", 1, &keys->wrap);
    crypto_derive(&keys->master, "backups_", 1, &keys->backup);
    for (uint64_t i = 0; i < DB_TOKEN_KINDS; i++)
        crypto_derive(&keys->master, "tokens__", i, &keys->tokens[i]);
}

static enum rc read_key_file(int fd, struct crypto_key *ret_key, const char **ret_fault)
{
    char hex[HEX_SIZE + 2];
    struct stat st;
    enum rc rc;

    *ret_fault = "problem.master_key.open_to_others";
    if (fstat(fd, &st) || (st.st_mode & 077))
        return RC_INVALID;
    *ret_fault = "problem.master_key.not_a_key";
    if (read(fd, hex, sizeof(hex)) != HEX_SIZE + 1 || hex[HEX_SIZE] != '\n')
        return RC_INVALID;
    rc = read_hex(hex, ret_key);
    crypto_wipe(hex, sizeof(hex));
    return rc;
}

enum rc db_keys_load(const char *path, struct problems *problems,
                     struct db_keys *ret_keys)
{
    struct db_keys keys = {0};
    const char *fault;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    enum rc rc;

    if (fd < 0) {
        problems_error(problems, 0, "master_key", "problem.master_key.missing", path);
        return RC_NOT_FOUND;
    }
    rc = read_key_file(fd, &keys.master, &fault);
    close(fd);
    if (rc) {
        problems_error(problems, 0, "master_key", fault, path);
        return rc;
    }
    derive(&keys);
    *ret_keys = keys;
    crypto_wipe(&keys, sizeof(keys));
    return RC_OK;
}

static struct db_seal wrapping(struct db *db, int64_t id)
{
    return (struct db_seal){"key", id, "wrapped", id, db_keys_of(db)->wrap};
}

static enum rc is_taken(struct db *db, int64_t id, bool *ret_taken)
{
    static const char sql[] = "SELECT 1 FROM key WHERE id = :id";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", id);
    rc = db_step_row(db, st);
    *ret_taken = rc == RC_OK;
    db_release(db, st);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* RC_CONFLICT when the name is taken. There is one writer, so it is asked first: an
 * INSERT that returns what it did costs a journal of its own each time. */
static enum rc insert_key(struct db *db, int64_t id, int64_t party,
                          const struct crypto_key *key)
{
    static const char sql[] =
        "INSERT INTO key (id, party, wrapped) VALUES (:id, :party, :wrapped)";
    struct db_seal seal = wrapping(db, id);
    uint8_t wrapped[WRAPPED_SIZE];
    struct db_stmt *st;
    bool taken;
    enum rc rc = is_taken(db, id, &taken);

    if (!rc && taken)
        rc = RC_CONFLICT;
    if (!rc)
        rc = db_prepare(db, sql, &st);
    if (!rc) {
        db_seal(&seal, false, key->bytes, CRYPTO_KEY_SIZE, wrapped);
        db_bind_int(st, ":id", id);
        if (party)
            db_bind_int(st, ":party", party);
        db_bind_blob(st, ":wrapped", wrapped, sizeof(wrapped));
        rc = db_step_done(db, st);
    }
    crypto_wipe(&seal, sizeof(seal));
    return rc;
}

enum rc db_key_create(struct db *db, int64_t id, int64_t party,
                      struct crypto_key *ret_key)
{
    struct crypto_key key;
    enum rc rc;

    crypto_random(key.bytes, sizeof(key.bytes));
    rc = insert_key(db, id, party, &key);
    if (!rc)
        *ret_key = key;
    crypto_wipe(&key, sizeof(key));
    return rc;
}

enum rc db_key_unwrap(struct db *db, struct db_stmt *st, int column, int64_t id,
                      struct crypto_key *ret_key)
{
    struct db_seal seal = wrapping(db, id);
    enum rc rc = RC_OK;
    size_t len;
    const void *wrapped = db_col_blob(st, column, &len);

    if (len != WRAPPED_SIZE || db_unseal(&seal, wrapped, len, ret_key->bytes)) {
        log_error("key.damaged", "key=%lld", (long long)id);
        rc = RC_INTERNAL;
    }
    crypto_wipe(&seal, sizeof(seal));
    return rc;
}

enum rc db_key_get(struct db *db, int64_t id, bool *ret_forgotten,
                   struct crypto_key *ret_key)
{
    static const char sql[] = "SELECT wrapped FROM key WHERE id = :id";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", id);
    rc = db_step_row(db, st);
    if (ret_forgotten)
        *ret_forgotten = !rc && db_col_null(st, 0);
    if (!rc && db_col_null(st, 0))
        rc = RC_NOT_FOUND;
    if (!rc)
        rc = db_key_unwrap(db, st, 0, id, ret_key);
    db_release(db, st);
    return rc;
}

enum rc db_key_put(struct db *db, int64_t id, int64_t party, const struct crypto_key *key)
{
    enum rc rc = insert_key(db, id, party, key);

    return rc == RC_CONFLICT ? RC_OK : rc;
}

enum rc db_key_forget(struct db *db, int64_t id, int64_t stamp)
{
    static const char sql[] =
        "INSERT INTO key (id, forgotten) VALUES (:id, :stamp)"
        " ON CONFLICT (id) DO UPDATE SET wrapped = NULL, forgotten = :stamp"
        " WHERE key.forgotten IS NULL OR key.forgotten > :stamp";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", id);
    db_bind_int(st, ":stamp", stamp);
    return db_step_done(db, st);
}

void db_token_make(const struct db_keys *keys, enum db_token kind, const char *value,
                   uint8_t *ret_token)
{
    struct crypto_hash hash;
    uint8_t digest[CRYPTO_HASH_SIZE];

    crypto_hash_init(&hash, &keys->tokens[kind]);
    crypto_hash_add(&hash, value, strlen(value));
    crypto_hash_end(&hash, digest);
    memcpy(ret_token, digest, CRYPTO_TOKEN_SIZE);
}

#define AAD_NAME_MAX 40
#define AAD_SIZE     128 /* two names, two numbers of 20, three bars */

/* Two of these stand in front of every box that is opened or sealed: sprintf took a third
 * of that time. */
static char *put_text(char *at, const char *text)
{
    size_t len = strnlen(text, AAD_NAME_MAX);

    memcpy(at, text, len);
    return at + len;
}

static char *put_number(char *at, int64_t value)
{
    uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;
    char digits[20];
    size_t count = 0;

    if (value < 0)
        *at++ = '-';
    do {
        digits[count++] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    while (count)
        *at++ = digits[--count];
    return at;
}

/* One line such as "person|123|box|123". The noun may be another node's: of a name longer
 * than any of ours the beginning counts. */
static struct crypto_bytes associated_data(const struct db_seal *seal, char *out)
{
    char *at = put_text(out, seal->noun);

    *at++ = '|';
    at = put_number(at, seal->subject);
    *at++ = '|';
    at = put_text(at, seal->column);
    *at++ = '|';
    at = put_number(at, seal->key_id);
    return (struct crypto_bytes){out, (size_t)(at - out)};
}

void db_seal(const struct db_seal *seal, bool fixed, const void *clear, size_t len,
             uint8_t *ret)
{
    char aad[AAD_SIZE];
    struct crypto_bytes data = associated_data(seal, aad);

    if (fixed)
        crypto_seal_fixed(&seal->key, data, (struct crypto_bytes){clear, len}, ret);
    else
        crypto_seal(&seal->key, data, (struct crypto_bytes){clear, len}, ret);
}

enum rc db_unseal(const struct db_seal *seal, const uint8_t *sealed, size_t len,
                  void *ret)
{
    char aad[AAD_SIZE];

    return crypto_open(&seal->key, associated_data(seal, aad),
                       (struct crypto_bytes){sealed, len}, ret);
}
