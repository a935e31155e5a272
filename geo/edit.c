#include "geo/edit.h"

#include <string.h>

#define BAND  (2 * EDIT_ERRORS_MAX + 1)
#define DEPTH (EDIT_TEXT_MAX + EDIT_ERRORS_MAX)

/* Weights: about twice the binary logarithm of how much rarer an error is, tuned on names
 * misspelt by server/app/gazetteer_measure.c with another seed than its tests'. */
enum weight {
    WEIGHT_SWAPPED = EDIT_WEIGHT_LEAST,
    WEIGHT_LEFT_OUT = 4,
    WEIGHT_ADDED_LIKE = 6, /* doubled, or the key beside it too */
    WEIGHT_CHANGED_LIKE = 6,
    WEIGHT_OTHER = 10,
    WEIGHT_FIRST = 1, /* on top, for the first letter */
    WEIGHT_FAR = 1000,
};

/* clang-format off */
/* Keys beside a to z, on the keyboards people here type on. */
static const char *const near[26] = {
    "qwsz", "vngh", "xvdf", "serfxc", "wrsdfz", "dgrtcv", /* a to f */
    "fhtyvbz", "gjyubnz", "uojkl", "hkuinm", "jliom", "kopm", /* g to l */
    "njklp", "bmhj", "ipkl", "olm", "wasz", "etdfg", /* m to r */
    "adweqzx", "ryfghz", "yihjkz", "cbfg", "qeasdx", "zcsdwy", /* s to x */
    "tughjasx", "asxtuhgeqd", /* y to z */
};
/* clang-format on */

/* Letters that sound alike in one of our languages or another. */
static const char *const sounds[] = {"aeiouy", "ckqgx", "sczx", "dt", "bp",
                                     "vwfu",   "gjhk",  "ijy",  "mn"};

static bool is_letter(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

/* The next character of NUL-terminated UTF-8, which folded text is known to be; a stray
 * byte counts as one. Never reads past the NUL. */
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

/* The first characters of @p text; returns how many, at most @p most + 1. */
static int decode(const char *text, uint32_t *ret_characters, int most)
{
    int length = 0;

    while (*text) {
        if (length == most)
            return most + 1;
        ret_characters[length++] = next_character(&text);
    }
    return length;
}

uint32_t edit_letters(const char *text)
{
    uint32_t letters = 0;

    while (*text) {
        uint32_t c = next_character(&text);

        letters |= 1u << (is_letter(c) ? c - 'a' : (c * 2654435761u) >> 27);
    }
    return letters;
}

uint8_t edit_length(const char *text)
{
    int length = 0;

    for (; *text && length < UINT8_MAX; length++)
        next_character(&text);
    return (uint8_t)length;
}

static inline uint8_t least(uint8_t a, int b)
{
    return b < a ? (uint8_t)b : a;
}

/* One row of the table, around its diagonal: cell k of row i stands for the first i
 * characters of the other text and the first i - EDIT_ERRORS_MAX + k of ours. Returns the
 * least cell. */
static uint8_t fill_row(const struct edit *edit, const uint32_t *other, int i,
                        uint8_t rows[][BAND])
{
    uint8_t best = EDIT_FAR;

    for (int k = 0; k < BAND; k++) {
        int j = i - EDIT_ERRORS_MAX + k;
        uint8_t cell = EDIT_FAR;

        if (j >= 0 && j <= edit->length) {
            if (j > 0)
                cell = least(cell, rows[i - 1][k] + (edit->text[j - 1] != other[i - 1]));
            if (k + 1 < BAND)
                cell = least(cell, rows[i - 1][k + 1] + 1);
            if (k > 0)
                cell = least(cell, rows[i][k - 1] + 1);
            if (i > 1 && j > 1 && edit->text[j - 1] == other[i - 2] &&
                edit->text[j - 2] == other[i - 1])
                cell = least(cell, rows[i - 2][k] + 1);
        }
        rows[i][k] = cell;
        best = least(best, cell);
    }
    return best;
}

int edit_distance(const struct edit *edit, const char *other)
{
    uint8_t rows[DEPTH + 1][BAND];
    uint32_t characters[DEPTH];
    int length = decode(other, characters, DEPTH);

    if (length > edit->length + EDIT_ERRORS_MAX ||
        length < edit->length - EDIT_ERRORS_MAX)
        return EDIT_FAR;
    for (int k = 0; k < BAND; k++)
        rows[0][k] = k < EDIT_ERRORS_MAX ? EDIT_FAR : (uint8_t)(k - EDIT_ERRORS_MAX);
    for (int i = 1; i <= length; i++)
        if (fill_row(edit, characters, i, rows) == EDIT_FAR)
            return EDIT_FAR;
    return rows[length][edit->length - length + EDIT_ERRORS_MAX];
}

static bool are_alike(uint32_t a, uint32_t b)
{
    if (!is_letter(a) || !is_letter(b))
        return false;
    if (strchr(near[a - 'a'], (int)b) || strchr(near[b - 'a'], (int)a))
        return true;
    for (size_t i = 0; i < sizeof(sounds) / sizeof(*sounds); i++)
        if (strchr(sounds[i], (int)a) && strchr(sounds[i], (int)b))
            return true;
    return false;
}

static int added_weight(const struct edit *edit, int j)
{
    uint32_t c = edit->text[j];
    uint32_t before = j > 0 ? edit->text[j - 1] : 0;
    uint32_t after = j + 1 < edit->length ? edit->text[j + 1] : 0;
    bool like = c == ' ' || c == before || c == after || are_alike(c, before) ||
                are_alike(c, after);

    return (like ? WEIGHT_ADDED_LIKE : WEIGHT_OTHER) + (j ? 0 : WEIGHT_FIRST);
}

bool edit_init(struct edit *edit, const char *text)
{
    edit->length = decode(text, edit->text, EDIT_TEXT_MAX);
    if (edit->length == 0 || edit->length > EDIT_TEXT_MAX)
        return false;
    edit->letters = edit_letters(text);
    for (int j = 0; j < edit->length; j++) {
        edit->added[j] = added_weight(edit, j);
        edit->alike[j] = 0;
        for (uint32_t c = 'a'; c <= 'z'; c++)
            if (are_alike(edit->text[j], c))
                edit->alike[j] |= 1u << (c - 'a');
    }
    return true;
}

/* Letter j of ours stands where @p meant should. */
static int changed_weight(const struct edit *edit, int j, uint32_t meant)
{
    int first = j ? 0 : WEIGHT_FIRST;

    if (edit->text[j] == meant)
        return 0;
    if (is_letter(meant) && edit->alike[j] >> (meant - 'a') & 1)
        return WEIGHT_CHANGED_LIKE + first;
    return WEIGHT_OTHER + first;
}

static inline int lighter(int a, int b)
{
    return b < a ? b : a;
}

/* One row of weights, laid out as in fill_row. */
static void fill_weights(const struct edit *edit, const uint32_t *meant, int i,
                         int rows[][BAND])
{
    for (int k = 0; k < BAND; k++) {
        int j = i - EDIT_ERRORS_MAX + k;
        int cell = WEIGHT_FAR;

        if (j < 0 || j > edit->length) {
            rows[i][k] = cell;
            continue;
        }
        if (i && j)
            cell = rows[i - 1][k] + changed_weight(edit, j - 1, meant[i - 1]);
        if (i && k + 1 < BAND)
            cell = lighter(cell, rows[i - 1][k + 1] + WEIGHT_LEFT_OUT +
                                     (i == 1 ? WEIGHT_FIRST : 0));
        if (j && k)
            cell = lighter(cell, rows[i][k - 1] + edit->added[j - 1]);
        if (i > 1 && j > 1 && edit->text[j - 1] == meant[i - 2] &&
            edit->text[j - 2] == meant[i - 1])
            cell = lighter(cell, rows[i - 2][k] + WEIGHT_SWAPPED);
        rows[i][k] = i || j ? lighter(cell, WEIGHT_FAR) : 0;
    }
}

int edit_weight(const struct edit *edit, const char *other)
{
    int rows[DEPTH + 1][BAND];
    uint32_t meant[DEPTH];
    int length = decode(other, meant, DEPTH);

    if (length > edit->length + EDIT_ERRORS_MAX ||
        length < edit->length - EDIT_ERRORS_MAX)
        return WEIGHT_FAR;
    for (int i = 0; i <= length; i++)
        fill_weights(edit, meant, i, rows);
    return rows[length][edit->length - length + EDIT_ERRORS_MAX];
}
