#include "server/core/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/suite.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct arena *arena;

static void set_up(void)
{
    arena = arena_new();
}

static void tear_down(void)
{
    arena_free(arena);
}

/* Well-formed UTF-8 by table 3-7 of the Unicode standard: the length of the first
 * character of p, or 0. */
static size_t reference_length(const unsigned char *p, size_t len)
{
    static const struct {
        unsigned char first, last, low, high;
        size_t len;
    } rows[] = {
        {0x00, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2},
        {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
        {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4},
        {0xf4, 0xf4, 0x80, 0x8f, 4},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        if (p[0] < rows[i].first || p[0] > rows[i].last)
            continue;
        if (rows[i].len > len)
            return 0;
        for (size_t at = 1; at < rows[i].len; at++)
            if (p[at] < (at == 1 ? rows[i].low : 0x80) ||
                p[at] > (at == 1 ? rows[i].high : 0xbf))
                return 0;
        return rows[i].len;
    }
    return 0;
}

static bool reference_valid(const unsigned char *p, size_t len)
{
    for (size_t at = 0; at < len;) {
        size_t n = reference_length(p + at, len - at);

        if (!n)
            return false;
        at += n;
    }
    return true;
}

static size_t encode(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 63));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 63));
        out[2] = (char)(0x80 | (c & 63));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 63));
    out[2] = (char)(0x80 | (c >> 6 & 63));
    out[3] = (char)(0x80 | (c & 63));
    return 4;
}

static void assert_same_answer(const unsigned char *bytes, size_t len)
{
    char *exact = arena_memdup(arena, bytes, len); /* the sanitizers watch its end */

    if (text_valid(exact, len) != reference_valid(bytes, len))
        ck_abort_msg("%02x %02x %02x %02x, %zu bytes", bytes[0], bytes[1], bytes[2],
                     bytes[3], len);
    arena_reset(arena);
}

/* All sequences of one and two bytes; of three and four, all fronts with tails at the
 * bounds. */
START_TEST(validity_is_that_of_the_standard)
{
    static const unsigned char tails[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f,
                                          0xa0, 0xbf, 0xc0, 0xed, 0xf4, 0xff};

    ck_assert(text_valid("", 0));
    for (unsigned front = 0; front < 0x10000; front++) {
        unsigned char b[4] = {(unsigned char)(front >> 8), (unsigned char)front, 0, 0};

        assert_same_answer(b, 1);
        assert_same_answer(b, 2);
        for (size_t i = 0; i < COUNT(tails); i++) {
            b[2] = tails[i];
            assert_same_answer(b, 3);
            b[3] = tails[(i * 5 + front) % COUNT(tails)];
            assert_same_answer(b, 4);
        }
    }
}
END_TEST

START_TEST(every_character_is_valid_and_no_surrogate_is)
{
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        char bytes[4];
        size_t len = encode(c, bytes);

        if (text_valid(bytes, len) != (c < 0xd800 || c > 0xdfff))
            ck_abort_msg("U+%04X", c);
    }
    ck_assert(!text_valid("\xf4\x90\x80\x80", 4));
    ck_assert(!text_valid("\xc0\xaf", 2));
    ck_assert(!text_valid("\xe0\x80\xaf", 3));
    ck_assert(!text_valid("\xf8\x88\x80\x80\x80", 5));
}
END_TEST

static const char *clean(const char *text)
{
    char *out = NULL;

    return text_clean(arena, text, strlen(text), &out) ? NULL : out;
}

START_TEST(cleaning_composes_and_trims)
{
    static const struct {
        const char *given, *expected;
    } cases[] = {
        {"", ""},
        {"   ", ""},
        {"Li\xc3\xa8ge", "Li\xc3\xa8ge"},
        {"Lie\xcc\x80ge", "Li\xc3\xa8ge"},
        {" \tAnna \r\n  Maria\xc2\xa0\xe2\x80\x89 Peeters\n", "Anna Maria Peeters"},
        {"\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab",
         "\xed\x95\x9c"},                                 /* Hangul jamo to a syllable */
        {"\xe2\x84\xab", "\xc3\x85"},                     /* Angstrom sign to A ring */
        {"\xef\xac\x81", "\xef\xac\x81"},                 /* NFC keeps the ligature */
        {"\xe2\x80\x8f\xd8\xa7", "\xe2\x80\x8f\xd8\xa7"}, /* a mark of direction stays */
    };

    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_str_eq(clean(cases[i].given), cases[i].expected);
}
END_TEST

START_TEST(cleaning_refuses_what_could_deceive)
{
    static const char *const broken[] = {
        "\xff",         "a\xc3",        "\xed\xa0\x80", "\xc0\xaf",     "x\x01y",
        "\x1b[31m",     "\x7f",         "\xc2\x85",     "\xe2\x80\xaa", "a\u202bb",
        "\xe2\x80\xac", "\xe2\x80\xad", "\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x81\xa7",
        "\xe2\x81\xa8", "\xe2\x81\xa9",
    };
    char kept[] = "kept", *out = kept;

    for (size_t i = 0; i < COUNT(broken); i++)
        ck_assert_msg(text_clean(arena, broken[i], strlen(broken[i]), &out) == RC_INVALID,
                      "%zu", i);
    ck_assert_int_eq(text_clean(arena, "a\0b", 3, &out), RC_INVALID);
    ck_assert_int_eq(text_clean(arena, "\0", 1, &out), RC_INVALID);
    ck_assert_ptr_eq(out, kept);
}
END_TEST

/* Each character of the basic plane, and some beyond: what is clean stays as it is, what
 * is folded too. */
START_TEST(cleaning_and_folding_twice_change_nothing)
{
    for (uint32_t c = 1; c <= 0x10ffff;
         c += c < 0x10000 || (c >= 0x1d000 && c < 0x1f200) ? 1 : 61) {
        char text[16] = "a", *once, *twice;
        size_t len = 1 + encode(c, text + 1);

        if (c >= 0xd800 && c <= 0xdfff)
            continue;
        text[len++] = 'b';
        text[len] = '\0';
        if (!text_clean(arena, text, len, &once)) {
            ck_assert_int_eq(text_clean(arena, once, strlen(once), &twice), RC_OK);
            if (strcmp(once, twice) != 0)
                ck_abort_msg("U+%04X clean: %s, then %s", c, once, twice);
        }
        ck_assert_int_eq(text_fold(arena, text, &once), RC_OK);
        ck_assert_int_eq(text_fold(arena, once, &twice), RC_OK);
        if (strcmp(once, twice) != 0)
            ck_abort_msg("U+%04X folded: %s, then %s", c, once, twice);
        arena_reset(arena);
    }
}
END_TEST

static const char *fold(const char *text)
{
    char *out = NULL;

    return text_fold(arena, text, &out) ? NULL : out;
}

START_TEST(folding_makes_equal_what_people_type_alike)
{
    static const struct {
        const char *given, *expected;
    } cases[] = {
        {"", ""},
        {"  --  ", ""},
        {"Brussel", "brussel"},
        {"Saint-Gilles / Sint-Gillis", "saint gilles sint gillis"},
        {"Li\xc3\xa8ge", "liege"},
        {"Lie\xcc\x80ge", "liege"},
        {"\xc5\x81\xc3\xb3"
         "d\xc5\xba",
         "lodz"},
        {"Stra\xc3\x9f"
         "e",
         "strasse"},
        {"STRA\xe1\xba\x9e"
         "E",
         "strasse"},
        {"\xc3\x86r\xc3\xb8", "aero"},
        {"\xc5\x92UVRE", "oeuvre"},
        {"\xc4\xb0stanbul", "istanbul"},
        {"Diyarbak\xc4\xb1r", "diyarbakir"},
        {"\xc4\x90\xc3\xa0 N\xe1\xba\xb5ng", "da nang"},
        {"\xc3\x9e\xc3\xb3r", "thor"},
        {"\xef\xac\x81n", "fin"},
        {"\xef\xbc\xa1\xef\xbc\xa2\xef\xbc\x91", "ab1"},
        {"O'Brien", "obrien"},
        {"O\xe2\x80\x99"
         "Brien",
         "obrien"},
        {"Sana\xc2\xb4"
         "a",
         "sanaa"},
        {"Sana`a \xc3\xa9", "sanaa e"},
        {"Sana\xca\xbf"
         "a",
         "sanaa"},
        {"\xce\x9f\xce\xb4\xcf\x8c\xcf\x82", "\xce\xbf\xce\xb4\xce\xbf\xcf\x83"},
        {"\xd0\x99\xd0\x9e", "\xd0\xb8\xd0\xbe"},
        {"\xd8\xa8\xd9\x8e\xd9\x8a\xd9\x92\xd8\xb1\xd9\x8f\xd9\x88\xd8\xaa",
         "\xd8\xa8\xd9\x8a\xd8\xb1\xd9\x88\xd8\xaa"},
        {"\xd7\xa9\xd6\xb8\xd7\x9c\xd7\x95\xd6\xb9\xd7\x9d",
         "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d"},
        {"Bei\xc2\xadrut", "beirut"}, /* a soft hyphen is not seen */
    };

    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_str_eq(fold(cases[i].given), cases[i].expected);
}
END_TEST

/* ASCII has a way of its own: it must end where the other does. */
START_TEST(folding_ascii_agrees_with_folding_the_rest)
{
    for (int a = 1; a < 128; a++) {
        for (int b = 1; b < 128; b++) {
            char ascii[8] = {'x', (char)a, (char)b, 'y', 'e', '\0'};
            char other[8] = {'x', (char)a, (char)b, 'y', '\xc3', '\xa9', '\0'};

            ck_assert_str_eq(fold(ascii), fold(other));
        }
        arena_reset(arena);
    }
}
END_TEST

START_TEST(folding_refuses_broken_text)
{
    char *out = NULL;

    ck_assert_int_eq(text_fold(arena, "a\xc3", &out), RC_INVALID);
    ck_assert_int_eq(text_fold(arena, "\xed\xa0\x80", &out), RC_INVALID);
    ck_assert_ptr_null(out);
}
END_TEST

/* The upper half but for 0x80 to 0x9f is Latin 1; those 32 by Python's codec cp1252. */
START_TEST(windows_1252_is_read_byte_by_byte)
{
    static const uint16_t upper[32] = {
        0x20ac, 0,      0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
        0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0,      0x17d,  0,
        0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
        0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0,      0x17e,  0x178};

    for (int c = 0; c < 256; c++) {
        uint32_t code = c >= 0x80 && c < 0xa0 ? upper[c - 0x80] : (uint32_t)c;
        char bytes[3] = {'a', (char)c, 'z'}, expected[8] = "a", *out = NULL;
        enum rc rc = text_from_windows1252(arena, bytes, 3, &out);

        ck_assert_int_eq(rc, code ? RC_OK : RC_INVALID);
        if (!code) {
            ck_assert_ptr_null(out);
            continue;
        }
        expected[1 + encode(code, expected + 1)] = 'z';
        ck_assert_str_eq(out, expected);
    }
}
END_TEST

START_TEST(ascii_letters_compare_without_case)
{
    ck_assert(text_same_ascii("Latitude", "LATITUDE"));
    ck_assert(text_same_ascii("", ""));
    ck_assert(!text_same_ascii("lat", "lat "));
    ck_assert(!text_same_ascii("lat", "la"));
    ck_assert(!text_same_ascii("[", "{"));
    ck_assert(!text_same_ascii("\xc3\x89", "\xc3\xa9"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core.text");
    TCase *tcase = tcase_create("text");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, validity_is_that_of_the_standard);
    tcase_add_test(tcase, every_character_is_valid_and_no_surrogate_is);
    tcase_add_test(tcase, cleaning_composes_and_trims);
    tcase_add_test(tcase, cleaning_refuses_what_could_deceive);
    tcase_add_test(tcase, cleaning_and_folding_twice_change_nothing);
    tcase_add_test(tcase, folding_makes_equal_what_people_type_alike);
    tcase_add_test(tcase, folding_ascii_agrees_with_folding_the_rest);
    tcase_add_test(tcase, folding_refuses_broken_text);
    tcase_add_test(tcase, windows_1252_is_read_byte_by_byte);
    tcase_add_test(tcase, ascii_letters_compare_without_case);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
