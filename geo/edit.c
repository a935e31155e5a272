#include "geo/edit.h"

#include <string.h>

#define MIDDLE EDIT_ERRORS_MAX

/* The next character of NUL-terminated UTF-8, which a searched text is known to be; a
 * stray byte counts as one. Never reads past the NUL. */
static uint32_t next_character(const char **text)
{
    const unsigned char *p = (const unsigned char *)*text;
    int more = *p >= 0xf0 ? 3 : *p >= 0xe0 ? 2 : *p >= 0xc0 ? 1 : 0;
    uint32_t c = more ? *p & (0x3fu >> more) : *p;

    for (p++; more > 0 && (*p & 0xc0) == 0x80; more--, p++)
        c = c << 6 | (*p & 0x3fu);
    *text = (const char *)p;
    return c;
}

bool edit_init(struct edit *edit, const char *text, int errors)
{
    edit->length = 0;
    edit->errors = errors;
    edit->depth = 0;
    edit->dead = false;
    while (*text) {
        if (edit->length == EDIT_TEXT_MAX)
            return false;
        edit->text[edit->length++] = next_character(&text);
    }
    for (int k = 0; k < EDIT_BAND; k++)
        edit->rows[0][k] = k < MIDDLE ? EDIT_FAR : (uint8_t)(k - MIDDLE);
    return edit->length > 0;
}

static inline uint8_t least(uint8_t a, int b)
{
    return b < a ? (uint8_t)b : a;
}

/* The row after the first @p depth characters of the other text. Cell k stands for the
 * first depth - MIDDLE + k characters of ours. */
static uint8_t fill_row(struct edit *edit, int depth)
{
    uint8_t *row = edit->rows[depth];
    const uint8_t *before = edit->rows[depth - 1];
    uint32_t c = edit->other[depth - 1];
    uint8_t best = EDIT_FAR;

    for (int k = 0; k < EDIT_BAND; k++) {
        int j = depth - MIDDLE + k;

        row[k] = EDIT_FAR;
        if (j < 0 || j > edit->length)
            continue;
        if (j > 0)
            row[k] = least(row[k], before[k] + (edit->text[j - 1] != c));
        if (k + 1 < EDIT_BAND)
            row[k] = least(row[k], before[k + 1] + 1);
        if (k > 0)
            row[k] = least(row[k], row[k - 1] + 1);
        if (depth > 1 && j > 1 && edit->text[j - 1] == edit->other[depth - 2] &&
            edit->text[j - 2] == c)
            row[k] = least(row[k], edit->rows[depth - 2][k] + 1);
        best = least(best, row[k]);
    }
    return best;
}

int edit_distance(struct edit *edit, const char *other, int shared)
{
    int depth = 0;

    if (edit_hopeless(edit, shared))
        return EDIT_FAR;
    edit->dead = false;
    for (; *other; depth++) {
        uint32_t c = next_character(&other);

        if (depth < shared && depth < edit->depth)
            continue;
        if (depth == edit->length + edit->errors) {
            edit->depth = depth;
            return EDIT_FAR;
        }
        edit->other[depth] = c;
        if (fill_row(edit, depth + 1) > edit->errors) {
            edit->depth = depth + 1;
            edit->dead = true;
            return EDIT_FAR;
        }
    }
    edit->depth = depth;
    if (edit->length - depth > MIDDLE || depth - edit->length > MIDDLE)
        return EDIT_FAR;
    return edit->rows[depth][edit->length - depth + MIDDLE];
}
