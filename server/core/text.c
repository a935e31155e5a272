#include "server/core/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "server/core/buffer.h"

/* Folding may write a few characters for one; no input of ours comes near this. */
#define TEXT_MAX ((size_t)1 << 26)

bool text_valid(const char *text, size_t len)
{
    const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)text;
    size_t at = 0;

    while (at < len) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n;

        if (p[at] < 0x80) {
            at++;
            continue;
        }
        n = utf8proc_iterate(p + at, (utf8proc_ssize_t)(len - at), &c);
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    return true;
}

static bool is_override(utf8proc_int32_t c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static bool is_space(utf8proc_int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);

    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP || c == '\t' || c == '\r' || c == '\n';
}

/* Printable ASCII with single inner spaces is its own clean form. */
static bool is_plain(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c < 0x20 || c > 0x7e)
            return false;
        if (c == ' ' && (i == 0 || i + 1 == len || text[i + 1] == ' '))
            return false;
    }
    return true;
}

enum rc text_clean(struct arena *arena, const char *text, size_t len, char **ret_text)
{
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t size;
    struct buffer buf;
    enum rc rc = RC_OK;
    bool gap = false;

    if (is_plain(text, len)) {
        *ret_text = arena_strndup(arena, text, len);
        return RC_OK;
    }
    if (len > TEXT_MAX || memchr(text, 0, len))
        return RC_INVALID;
    size = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len, &composed,
                        UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (size < 0)
        return RC_INVALID;
    buffer_init(&buf, TEXT_MAX);
    for (utf8proc_ssize_t at = 0; at < size && !rc;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n = utf8proc_iterate(composed + at, size - at, &c);

        if (is_space(c)) {
            gap = buf.len > 0;
        } else if (utf8proc_category(c) == UTF8PROC_CATEGORY_CC || is_override(c)) {
            rc = RC_INVALID;
        } else {
            if (gap)
                buffer_putc(&buf, ' ');
            gap = false;
            buffer_append(&buf, composed + at, (size_t)n);
        }
        at += n;
    }
    if (buffer_failed(&buf))
        rc = RC_INVALID;
    if (!rc)
        *ret_text = arena_strdup(arena, buffer_text(&buf));
    buffer_fini(&buf);
    free(composed);
    return rc;
}

/* Letters that Unicode does not decompose, spelled as people type them without the
 * letter. */
static const char *spelled(utf8proc_int32_t c)
{
    switch (c) {
    case 0x00e6:
        return "ae";
    case 0x0153:
        return "oe";
    case 0x00f8:
        return "o";
    case 0x0142:
        return "l";
    case 0x0111:
    case 0x00f0:
        return "d";
    case 0x00fe:
        return "th";
    case 0x0131:
        return "i";
    case 0x0127:
        return "h";
    case 0x0259:
        return "a";
    default:
        return NULL;
    }
}

static bool is_word(utf8proc_int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);

    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

/* An apostrophe joins (O'Brien, Sana'a), everything else that is no letter or digit
 * parts. */
static bool is_joiner(utf8proc_int32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02bc || c == 0x02bb ||
           c == '`' || c == 0x02bf || c == 0x02be;
}

/* The acute accent on its own, typed for an apostrophe, would decompose to a space. */
static utf8proc_int32_t keep_acute(utf8proc_int32_t c, void *state)
{
    (void)state;
    return c == 0x00b4 ? '\'' : c;
}

/* Most text in files is ASCII, where folding is a table look-up. */
static bool fold_ascii(struct arena *arena, const char *text, char **ret_text)
{
    size_t len = 0;
    char *out, *p;

    for (; text[len]; len++)
        if ((unsigned char)text[len] >= 0x80)
            return false;
    p = out = arena_alloc(arena, len + 1);
    for (; *text; text++) {
        char c = *text;

        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (c == '\'' || c == '`')
            continue;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            *p++ = c;
        else if (p > out && p[-1] != ' ')
            *p++ = ' ';
    }
    if (p > out && p[-1] == ' ')
        p--;
    *p = '\0';
    *ret_text = out;
    return true;
}

static void fold_into(struct buffer *buf, const utf8proc_uint8_t *p,
                      utf8proc_ssize_t size)
{
    bool gap = false;

    for (utf8proc_ssize_t at = 0; at < size;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n = utf8proc_iterate(p + at, size - at, &c);
        const char *spelling = spelled(c);

        if (is_joiner(c)) {
            at += n;
            continue;
        }
        if (!is_word(c)) {
            gap = buf->len > 0;
            at += n;
            continue;
        }
        if (gap)
            buffer_putc(buf, ' ');
        gap = false;
        if (spelling)
            buffer_puts(buf, spelling);
        else
            buffer_append(buf, p + at, (size_t)n);
        at += n;
    }
}

enum rc text_fold(struct arena *arena, const char *text, char **ret_text)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPAT |
                                      UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK |
                                      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t size;
    struct buffer buf;
    size_t len = strlen(text);

    if (fold_ascii(arena, text, ret_text))
        return RC_OK;
    if (len > TEXT_MAX)
        return RC_INVALID;
    size = utf8proc_map_custom((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len,
                               &mapped, options, keep_acute, NULL);
    if (size < 0)
        return RC_INVALID;
    buffer_init(&buf, 8 * TEXT_MAX);
    fold_into(&buf, mapped, size);
    *ret_text = arena_strdup(arena, buffer_text(&buf));
    buffer_fini(&buf);
    free(mapped);
    return RC_OK;
}

enum rc text_from_windows1252(struct arena *arena, const char *bytes, size_t len,
                              char **ret_text)
{
    /* 0x80 to 0x9f; 0 where Windows-1252 has no character. */
    static const uint16_t upper[32] = {
        0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
        0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
        0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
        0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
    };
    char *out, *p;

    if (len > TEXT_MAX)
        return RC_INVALID;
    p = out = arena_alloc(arena, 3 * len + 1);
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)bytes[i];
        utf8proc_int32_t code = c >= 0x80 && c < 0xa0 ? upper[c - 0x80] : c;

        if (!code)
            return RC_INVALID;
        p += utf8proc_encode_char(code, (utf8proc_uint8_t *)p);
    }
    *p = '\0';
    *ret_text = out;
    return RC_OK;
}

bool text_same_ascii(const char *text, const char *other)
{
    for (; *text && *other; text++, other++) {
        char a = *text, b = *other;

        if (a >= 'A' && a <= 'Z')
            a = (char)(a - 'A' + 'a');
        if (b >= 'A' && b <= 'Z')
            b = (char)(b - 'A' + 'a');
        if (a != b)
            return false;
    }
    return *text == *other;
}
