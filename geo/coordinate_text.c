#include "geo/coordinate_text.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "server/core/number.h"

#define TOKENS_MAX 24
#define DIGITS_MAX 24

enum kind {
    TOKEN_NUMBER,
    TOKEN_AXIS,
    TOKEN_MARK,
    TOKEN_COLON,
    TOKEN_SEPARATOR,
    TOKEN_END,
};

struct token {
    enum kind kind;
    double value; /* TOKEN_NUMBER */
    double unit;
    bool negative;
    size_t word; /* TOKEN_AXIS: row of words */
    int mark;    /* TOKEN_MARK: 0 degrees, 1 minutes, 2 seconds */
};

struct tokens {
    struct token list[TOKENS_MAX + 1];
    size_t count;
    bool axes;  /* there is a letter or word */
    bool marks; /* there is a mark or colon */
    bool comma; /* two digits with a comma between them */
    bool dutch;
};

static const struct {
    const char *word;
    enum geo_coordinate_axis axis;
    int sign; /* 0: none said */
    bool dutch;
} words[] = {
    {"N", GEO_AXIS_LAT, 1, false},         {"S", GEO_AXIS_LAT, -1, false},
    {"E", GEO_AXIS_LON, 1, false},         {"W", GEO_AXIS_LON, -1, false},
    {"O", GEO_AXIS_LON, 0, false},         {"Z", GEO_AXIS_LAT, -1, true},
    {"NB", GEO_AXIS_LAT, 1, true},         {"ZB", GEO_AXIS_LAT, -1, true},
    {"OL", GEO_AXIS_LON, 1, true},         {"WL", GEO_AXIS_LON, -1, true},
    {"NORTH", GEO_AXIS_LAT, 1, false},     {"NORD", GEO_AXIS_LAT, 1, false},
    {"NOORD", GEO_AXIS_LAT, 1, true},      {"SOUTH", GEO_AXIS_LAT, -1, false},
    {"SUD", GEO_AXIS_LAT, -1, false},      {"SUED", GEO_AXIS_LAT, -1, false},
    {"ZUID", GEO_AXIS_LAT, -1, true},      {"EAST", GEO_AXIS_LON, 1, false},
    {"EST", GEO_AXIS_LON, 1, false},       {"OST", GEO_AXIS_LON, 1, false},
    {"OOST", GEO_AXIS_LON, 1, true},       {"WEST", GEO_AXIS_LON, -1, false},
    {"OUEST", GEO_AXIS_LON, -1, false},    {"LAT", GEO_AXIS_LAT, 0, false},
    {"LON", GEO_AXIS_LON, 0, false},       {"LONG", GEO_AXIS_LON, 0, false},
    {"LNG", GEO_AXIS_LON, 0, false},       {"LATITUDE", GEO_AXIS_LAT, 0, false},
    {"ME", GEO_AXIS_LON, 1, false},        {"MN", GEO_AXIS_LAT, 1, false},
    {"LONGITUDE", GEO_AXIS_LON, 0, false},
};

/* Characters beyond ASCII that people's keyboards and maps produce. */
static const struct {
    const char *utf8;
    char clean;
} signs[] = {
    {"\u00b0", GEO_COORDINATE_MARK_DEGREE},
    {"\u00ba", GEO_COORDINATE_MARK_DEGREE},
    {"\u02da", GEO_COORDINATE_MARK_DEGREE},
    {"'", GEO_COORDINATE_MARK_MINUTE},
    {"\u2032", GEO_COORDINATE_MARK_MINUTE},
    {"\u2018", GEO_COORDINATE_MARK_MINUTE},
    {"\u2019", GEO_COORDINATE_MARK_MINUTE},
    {"\u00b4", GEO_COORDINATE_MARK_MINUTE},
    {"\"", GEO_COORDINATE_MARK_SECOND},
    {"\u2033", GEO_COORDINATE_MARK_SECOND},
    {"\u201d", GEO_COORDINATE_MARK_SECOND},
    {"\u2212", '-'},
    {"\u00a0", ' '},
    {"\u202f", ' '},
    {"\t", ' '},
    {"\r", ' '},
    {"\n", ' '},
    {"\u00fc", 'U'},
    {"\u00dc", 'U'},
};

/* The next character of @p *text, cleaned; '\0' for one that has no place here. */
static char next_clean(const char **text)
{
    char c = **text;

    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
        size_t len = strlen(signs[i].utf8);

        if (!strncmp(*text, signs[i].utf8, len)) {
            *text += len;
            return signs[i].clean;
        }
    }
    ++*text;
    if (c >= 'a' && c <= 'z')
        return (char)(c - 'a' + 'A');
    return c >= ' ' && c < 0x7f ? c : '\0';
}

const char *geo_coordinate_clean(const char *text, char *out)
{
    size_t len = 0;

    if (strnlen(text, GEO_COORDINATE_TEXT_MAX + 1) > GEO_COORDINATE_TEXT_MAX)
        return "problem.coordinate.too_long";
    while (*text) {
        char c = next_clean(&text);

        if (!c)
            return "problem.coordinate.unreadable";
        if (c == ' ' && (!len || out[len - 1] == ' '))
            continue;
        if (len && c == GEO_COORDINATE_MARK_MINUTE &&
            out[len - 1] == GEO_COORDINATE_MARK_MINUTE)
            out[len - 1] = GEO_COORDINATE_MARK_SECOND;
        else
            out[len++] = c;
    }
    if (len && out[len - 1] == ' ')
        len--;
    out[len] = '\0';
    return len ? NULL : "problem.coordinate.empty";
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Looks over the whole text: what a comma means depends on it. */
static bool has_point(const char *text)
{
    for (const char *p = text; *p; p++)
        if (*p == '.' && p > text && is_digit(p[-1]) && is_digit(p[1]))
            return true;
    return false;
}

static bool has_tight_comma(const char *text)
{
    for (const char *p = text; *p; p++)
        if (*p == ',' && p > text && is_digit(p[-1]) && is_digit(p[1]))
            return true;
    return false;
}

/* Digits, and @p decimal with digits behind it. Returns the length, 0 when it is too
 * long. */
static size_t take_number(const char *p, char decimal, struct token *ret_token)
{
    char digits[DIGITS_MAX + 1];
    size_t len = 0, decimals = 0;
    double value;

    while (len < DIGITS_MAX && is_digit(p[len]))
        len++;
    if (p[len] == decimal && is_digit(p[len + 1]))
        for (len++; len < DIGITS_MAX && is_digit(p[len]); len++)
            decimals++;
    if (is_digit(p[len]))
        return 0;
    memcpy(digits, p, len);
    digits[len] = '\0';
    if (decimals)
        digits[len - decimals - 1] = '.';
    if (number_parse_double(digits, &value))
        return 0;
    *ret_token = (struct token){
        .kind = TOKEN_NUMBER, .value = value, .unit = pow(10.0, -(double)decimals)};
    return len;
}

static size_t take_word(const char *p, struct token *ret_token)
{
    size_t len = 0;

    while (is_letter(p[len]))
        len++;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strlen(words[i].word) == len && !strncmp(words[i].word, p, len)) {
            *ret_token = (struct token){.kind = TOKEN_AXIS, .word = i};
            return len;
        }
    }
    return 0;
}

/* One token at @p p, which stands on no space; @p before is the character in front.
 * Returns its length, 0 for a fault. */
static size_t take_token(const char *p, char before, char decimal,
                         struct token *ret_token)
{
    bool sign = (*p == '-' || *p == '+') && is_digit(p[1]) && !is_digit(before);
    size_t len;

    if (is_digit(*p) || sign) {
        len = take_number(p + sign, decimal, ret_token);
        ret_token->negative = *p == '-';
        return len ? len + sign : 0;
    }
    if (is_letter(*p))
        return take_word(p, ret_token);
    if (*p >= GEO_COORDINATE_MARK_DEGREE && *p <= GEO_COORDINATE_MARK_SECOND)
        *ret_token =
            (struct token){.kind = TOKEN_MARK, .mark = *p - GEO_COORDINATE_MARK_DEGREE};
    else if (*p == ':' || *p == '=')
        *ret_token = (struct token){.kind = TOKEN_COLON};
    else if (*p == ',' || *p == ';' || *p == '/')
        *ret_token = (struct token){.kind = TOKEN_SEPARATOR};
    else
        return 0;
    return 1;
}

static const char *tokenize(const char *text, struct tokens *tokens)
{
    char decimal = has_point(text) ? '.' : ',', before = ' ';

    *tokens = (struct tokens){.comma = has_tight_comma(text)};
    for (const char *p = text; *p;) {
        struct token token = {0};
        size_t len;

        if (*p == ' ') {
            before = *p++;
            continue;
        }
        len = take_token(p, before, decimal, &token);
        if (!len || tokens->count == TOKENS_MAX)
            return "problem.coordinate.unreadable";
        /* "33,9,35,5": each of these commas could be either */
        if (token.kind == TOKEN_NUMBER && decimal == ',' && p[len] == ',' &&
            is_digit(p[len + 1]))
            return "problem.coordinate.comma";
        tokens->axes |= token.kind == TOKEN_AXIS;
        tokens->marks |= token.kind == TOKEN_MARK;
        tokens->marks |= token.kind == TOKEN_COLON && is_digit(before);
        tokens->dutch |= token.kind == TOKEN_AXIS && words[token.word].dutch;
        tokens->list[tokens->count++] = token;
        p += len;
        before = p[-1];
    }
    tokens->list[tokens->count].kind = TOKEN_END;
    return NULL;
}

static void set_axis(const struct tokens *tokens, size_t word,
                     struct geo_coordinate_part *part)
{
    part->axis = words[word].axis;
    part->letter = words[word].sign;
    part->metres = words[word].word[0] == 'M';
    if (!strcmp(words[word].word, "O")) {
        part->letter = tokens->dutch ? 1 : 0;
        part->letter_o = !tokens->dutch;
    }
}

/* True when the number at @p t goes on with the angle that has @p part so far. */
static bool goes_on(const struct tokens *tokens, const struct token *t,
                    const struct geo_coordinate_part *part)
{
    if (t->kind != TOKEN_NUMBER || !part->numbers || part->numbers == 3)
        return false;
    if (!tokens->axes && !tokens->marks)
        return false;
    if (t[-1].kind == TOKEN_COLON)
        return true;
    /* a degree of its own, or a colon behind it: the other angle begins */
    return t[1].kind != TOKEN_COLON && (t[1].kind != TOKEN_MARK || t[1].mark != 0);
}

/* One number and its mark or colon. */
static const char *read_number(const struct token **at, struct geo_coordinate_part *part)
{
    static const double sixtieths[] = {1.0, 1.0 / 60.0, 1.0 / 3600.0};
    const struct token *t = *at;
    bool first = part->numbers == 0;

    if (t->negative && !first)
        return "problem.coordinate.unreadable";
    if (!first && part->unit < sixtieths[part->numbers - 1])
        return "problem.coordinate.unreadable"; /* 33.9 degrees and minutes */
    if (!first && t->value >= 60.0)
        return "problem.coordinate.minutes";
    part->negative |= t->negative;
    part->value += t->value * sixtieths[part->numbers];
    part->unit = t->unit * sixtieths[part->numbers];
    t++;
    if (t->kind == TOKEN_MARK && t->mark != part->numbers)
        return "problem.coordinate.unreadable";
    part->marked |= t->kind == TOKEN_MARK;
    if (t->kind == TOKEN_COLON) {
        part->marked = true;
        if (t[1].kind != TOKEN_NUMBER)
            return "problem.coordinate.unreadable";
    }
    part->numbers++;
    *at = t + (t->kind == TOKEN_MARK || t->kind == TOKEN_COLON);
    return NULL;
}

static const char *read_part(const struct tokens *tokens, const struct token **at,
                             struct geo_coordinate_part *ret_part)
{
    struct geo_coordinate_part part = {0};
    const struct token *t = *at;
    bool colon;

    if (t->kind == TOKEN_AXIS) {
        set_axis(tokens, t->word, &part);
        t += t[1].kind == TOKEN_COLON ? 2 : 1; /* lat: 33.9 */
    }
    if (t->kind != TOKEN_NUMBER)
        return "problem.coordinate.unreadable";
    do {
        const char *fault = read_number(&t, &part);

        if (fault)
            return fault;
        colon = t[-1].kind == TOKEN_COLON;
    } while (goes_on(tokens, t, &part));
    if (colon)
        return "problem.coordinate.unreadable"; /* a fourth number */
    if (t->kind == TOKEN_AXIS && part.axis == GEO_AXIS_UNSAID)
        set_axis(tokens, t++->word, &part);
    *at = t;
    *ret_part = part;
    return NULL;
}

/* Both axes said and different, or none; no sign beside a letter. */
static const char *check_axes(const struct geo_coordinate_pair *pair)
{
    const struct geo_coordinate_part *a = &pair->part[0], *b = &pair->part[1];
    bool a_said = a->axis != GEO_AXIS_UNSAID, b_said = b->axis != GEO_AXIS_UNSAID;

    if (a_said != b_said || (a_said && a->axis == b->axis))
        return "problem.coordinate.letters";
    if ((a->negative && (a->letter || a->letter_o)) ||
        (b->negative && (b->letter || b->letter_o)))
        return "problem.coordinate.sign";
    return NULL;
}

const char *geo_coordinate_read(const char *text, struct geo_coordinate_pair *ret_pair)
{
    struct geo_coordinate_pair pair;
    struct tokens tokens;
    const struct token *at = tokens.list;
    const char *fault = tokenize(text, &tokens);

    if (fault)
        return fault;
    for (int i = 0; i < 2 && !fault; i++) {
        at += i && at->kind == TOKEN_SEPARATOR;
        fault = read_part(&tokens, &at, &pair.part[i]);
    }
    if (!fault && at->kind != TOKEN_END)
        fault = "problem.coordinate.unreadable";
    if (fault && tokens.comma && !strcmp(fault, "problem.coordinate.unreadable"))
        fault = "problem.coordinate.comma";
    if (!fault)
        fault = check_axes(&pair);
    if (!fault)
        *ret_pair = pair;
    return fault;
}
