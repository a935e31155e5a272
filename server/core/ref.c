#include "server/core/ref.h"

#include <assert.h>
#include <string.h>

/* Crockford's alphabet: no I, L, O, U. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* a * 2^power in GF(32), polynomial x^5 + x^2 + 1; 2 generates all 31 non-zero elements.
 */
static unsigned times_power(unsigned a, int power)
{
    for (int i = 0; i < power; i++)
        a = (a << 1) ^ (a & 16 ? 37u : 0u);
    return a;
}

/* The check of len values. Weights 2^1, 2^2, ...: distinct and none zero up to 31 places,
 * and none equal to the check character's own weight 2^0. */
static unsigned check_of(const uint8_t *values, int len)
{
    unsigned sum = 0;

    for (int i = 0; i < len; i++)
        sum ^= times_power(values[i], len - i);
    return sum;
}

static int value_of(char c)
{
    const char *at;

    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    if (c == 'O')
        c = '0';
    if (c == 'I' || c == 'L')
        c = '1';
    at = c ? strchr(alphabet, c) : NULL;
    return at ? (int)(at - alphabet) : -1;
}

/* Exactly len values out of what was typed. */
static enum rc read_values(const char *text, uint8_t *values, int len)
{
    int count = 0;

    for (; *text; text++) {
        int value;

        if (*text == ' ' || *text == '-')
            continue;
        value = value_of(*text);
        if (value < 0 || count == len)
            return RC_INVALID;
        values[count++] = (uint8_t)value;
    }
    return count == len ? RC_OK : RC_INVALID;
}

static void write_values(const uint8_t *values, int len, char *out)
{
    for (int i = 0; i < len; i++)
        out[i] = alphabet[values[i]];
    out[len] = '\0';
}

char *ref_format(uint64_t number, char *out)
{
    uint8_t values[9];

    for (int i = 7; i >= 0; i--, number >>= 5)
        values[i] = number & 31;
    values[8] = (uint8_t)check_of(values, 8);
    write_values(values, 9, out);
    return out;
}

enum rc ref_parse(const char *text, char *out)
{
    uint8_t values[9];

    if (read_values(text, values, 9) || check_of(values, 8) != values[8])
        return RC_INVALID;
    write_values(values, 9, out);
    return RC_OK;
}

char *tag_format(const char *ref, int member, char *out)
{
    uint8_t values[12];
    enum rc rc = read_values(ref, values, 9);

    assert(!rc && member >= 0 && member <= TAG_MEMBER_MAX);
    (void)rc;
    values[9] = (uint8_t)(member >> 5);
    values[10] = member & 31;
    values[11] = (uint8_t)check_of(values, 11);
    write_values(values, 12, out);
    return out;
}

enum rc tag_parse(const char *text, char *ret_ref, int *ret_member)
{
    uint8_t values[12];

    if (read_values(text, values, 12) || check_of(values, 8) != values[8] ||
        check_of(values, 11) != values[11])
        return RC_INVALID;
    write_values(values, 9, ret_ref);
    *ret_member = values[9] << 5 | values[10];
    return RC_OK;
}
