#include "server/core/number.h"

#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum rc number_parse_int(const char *text, int64_t min, int64_t max, int64_t *ret_value)
{
    const char *p = text + (*text == '-' || *text == '+');
    bool negative = *text == '-';
    int64_t value = 0;

    if (!*p)
        return RC_INVALID;
    for (; *p; p++) {
        int digit = *p - '0';

        if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, digit, &value))
            return RC_INVALID; /* counted downwards: INT64_MIN has no positive twin */
    }
    if (!negative && __builtin_sub_overflow(0, value, &value))
        return RC_INVALID;
    if (value < min || value > max)
        return RC_INVALID;
    *ret_value = value;
    return RC_OK;
}

static locale_t c_locale;
static pthread_once_t locale_made = PTHREAD_ONCE_INIT;

static void make_locale(void)
{
    c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

/* Digits, one point, an exponent: strtod alone would take "nan", "0x1" and leading
 * blanks. */
static bool looks_decimal(const char *text)
{
    return *text && strspn(text, "+-0123456789.eE") == strlen(text) && *text != 'e' &&
           *text != 'E';
}

enum rc number_parse_double(const char *text, double *ret_value)
{
    char *end;
    double value;

    if (!looks_decimal(text))
        return RC_INVALID;
    pthread_once(&locale_made, make_locale);
    value = strtod_l(text, &end, c_locale);
    if (*end || end == text || !isfinite(value))
        return RC_INVALID;
    *ret_value = value;
    return RC_OK;
}

char *number_format_double(double value, char *out)
{
    locale_t callers;

    if (value == 0)
        value = 0.0; /* one zero, without sign */
    pthread_once(&locale_made, make_locale);
    callers = uselocale(c_locale);
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, 32, "%.*g", digits, value);
        if (strtod(out, NULL) == value)
            break;
    }
    uselocale(callers);
    return out;
}
