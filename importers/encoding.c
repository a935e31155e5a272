#include "importers/encoding.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "server/core/arena.h"

#define CHUNK ((size_t)256 << 10)
#define NONE  UINT64_MAX

/* What is known of the bytes so far. */
struct scan {
    uint64_t zero;           /* offset of the first, NONE: not seen; so for all offsets */
    uint64_t broken;         /* first that cannot be UTF-8 */
    uint64_t undefined;      /* first without meaning in Windows-1252 */
    uint64_t sequence;       /* where the open sequence of UTF-8 began */
    int more;                /* bytes it still needs */
    unsigned char low, high; /* range of the next one */
    bool has_sequences;      /* whole sequences of UTF-8 were seen */
    bool has_text;           /* anything but white space was seen */
};

static bool undefined_1252(unsigned char c)
{
    return c == 0x81 || c == 0x8d || c == 0x8f || c == 0x90 || c == 0x9d;
}

static void first(uint64_t *offset, uint64_t here)
{
    if (*offset == NONE)
        *offset = here;
}

/* Ranges: Unicode 15, table 3-7. */
static void begin_sequence(struct scan *scan, unsigned char c, uint64_t here)
{
    scan->low = 0x80;
    scan->high = 0xbf;
    scan->sequence = here;
    if (c >= 0xc2 && c <= 0xdf) {
        scan->more = 1;
    } else if (c >= 0xe0 && c <= 0xef) {
        scan->more = 2;
        scan->low = c == 0xe0 ? 0xa0 : 0x80;
        scan->high = c == 0xed ? 0x9f : 0xbf;
    } else if (c >= 0xf0 && c <= 0xf4) {
        scan->more = 3;
        scan->low = c == 0xf0 ? 0x90 : 0x80;
        scan->high = c == 0xf4 ? 0x8f : 0xbf;
    } else {
        first(&scan->broken, here);
    }
}

static void scan_byte(struct scan *scan, unsigned char c, uint64_t here)
{
    if (scan->more && c >= scan->low && c <= scan->high) {
        scan->low = 0x80;
        scan->high = 0xbf;
        scan->has_sequences = scan->has_sequences || scan->more == 1;
        scan->more--;
    } else {
        if (scan->more)
            first(&scan->broken, scan->sequence);
        scan->more = 0;
        if (c >= 0x80)
            begin_sequence(scan, c, here);
    }
    if (c == 0)
        first(&scan->zero, here);
    if (undefined_1252(c))
        first(&scan->undefined, here);
    if (c > ' ')
        scan->has_text = true;
}

/* Eight bytes of ASCII, none of them zero. */
static bool plain_word(const unsigned char *p)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t word;

    memcpy(&word, p, sizeof(word));
    return !((word | (word - ones)) & tops);
}

static void scan_bytes(struct scan *scan, const unsigned char *p, size_t len,
                       uint64_t offset)
{
    size_t at = 0;

    while (at < len && scan->zero == NONE) {
        if (scan->has_text && !scan->more && len - at >= 8 && plain_word(p + at)) {
            at += 8;
            continue;
        }
        scan_byte(scan, p[at], offset + at);
        at++;
    }
}

/* The line that byte @p offset stands on, counted as the readers count. */
static int64_t line_of(struct imp_source *source, uint64_t offset)
{
    unsigned char *chunk = mem_alloc(CHUNK);
    unsigned char last = 0;
    int64_t line = 1;
    size_t len = 0;

    for (uint64_t at = 0; at < offset; at += len) {
        uint64_t rest = offset - at;

        if (imp_source_read(source, at, chunk, rest < CHUNK ? (size_t)rest : CHUNK,
                            &len) ||
            !len)
            break;
        for (size_t i = 0; i < len; i++) {
            if (chunk[i] == '\r' || (chunk[i] == '\n' && last != '\r'))
                line++;
            last = chunk[i];
        }
    }
    free(chunk);
    return line;
}

static enum rc refuse(struct imp_source *source, struct problems *problems,
                      uint64_t offset, const char *key)
{
    problems_error(problems, offset == NONE ? 0 : line_of(source, offset), "file", key,
                   NULL);
    return RC_INVALID;
}

static enum rc decide(struct imp_source *source, enum imp_encoding wanted,
                      const struct scan *scan, struct problems *problems,
                      struct imp_encoded *encoded)
{
    bool mark = encoded->start > 0;

    if (scan->zero != NONE)
        return refuse(source, problems, scan->zero, "problem.file.zero_byte");
    if (!scan->has_text)
        return refuse(source, problems, NONE, "problem.file.empty");
    encoded->encoding = IMP_ENCODING_UTF8;
    if (wanted == IMP_ENCODING_WINDOWS1252 && !mark) {
        encoded->encoding = wanted;
        if (scan->undefined != NONE)
            return refuse(source, problems, scan->undefined,
                          "problem.file.undefined_byte");
    } else if (scan->broken != NONE) {
        if (wanted == IMP_ENCODING_UTF8 || mark || scan->has_sequences ||
            scan->undefined != NONE)
            return refuse(source, problems, scan->broken, "problem.file.broken_utf8");
        encoded->encoding = IMP_ENCODING_WINDOWS1252;
        problems_warn(problems, line_of(source, scan->broken), "file",
                      "problem.file.windows1252", NULL);
    }
    return RC_OK;
}

static bool utf16_mark(const unsigned char *p, size_t len)
{
    return len >= 2 && ((p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff));
}

/* All bytes once, until a zero byte. */
static enum rc scan_source(struct imp_source *source, const struct progress *progress,
                           struct scan *scan, struct imp_encoded *encoded)
{
    uint64_t size = imp_source_size(source);
    unsigned char *chunk = mem_alloc(CHUNK);
    struct crypto_hash hash;
    enum rc rc = RC_OK;
    size_t len = 0;

    crypto_hash_init(&hash, NULL);
    for (uint64_t at = 0; at < size && scan->zero == NONE && !rc; at += len) {
        size_t skip = 0;

        rc = imp_source_read(source, at, chunk, CHUNK, &len);
        if (rc || !len)
            break;
        crypto_hash_add(&hash, chunk, len);
        if (at == 0 && len >= 3 && !memcmp(chunk, "\xef\xbb\xbf", 3))
            encoded->start = skip = 3;
        scan_bytes(scan, chunk + skip, len - skip, at + skip);
        if (!progress_report(progress, (int64_t)at, (int64_t)size))
            rc = RC_CONFLICT;
    }
    if (scan->more)
        first(&scan->broken, scan->sequence);
    crypto_hash_end(&hash, encoded->hash);
    free(chunk);
    return rc;
}

enum rc imp_encoding_find(struct imp_source *source, enum imp_encoding wanted,
                          const struct progress *progress, struct problems *problems,
                          struct imp_encoded *ret_encoded)
{
    struct scan scan = {.zero = NONE, .broken = NONE, .undefined = NONE};
    struct imp_encoded encoded = {0};
    unsigned char mark[2];
    size_t len = 0;
    enum rc rc = imp_source_read(source, 0, mark, sizeof(mark), &len);

    if (rc)
        return rc;
    if (utf16_mark(mark, len))
        return refuse(source, problems, 0, "problem.file.utf16");
    rc = scan_source(source, progress, &scan, &encoded);
    if (!rc)
        rc = decide(source, wanted, &scan, problems, &encoded);
    if (!rc)
        *ret_encoded = encoded;
    return rc;
}
