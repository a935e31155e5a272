#include "server/core/national_number.h"

#include <string.h>

#include "server/core/date.h"

/* The last two digits, from the first nine; births from 2000 on count with a 2 in front.
 */
static int64_t check_of(int64_t first_nine, bool from_2000)
{
    return 97 - (first_nine + (from_2000 ? INT64_C(2000000000) : 0)) % 97;
}

static enum rc read_digits(const char *text, char *out)
{
    int count = 0;

    for (; *text; text++) {
        if (*text == '.' || *text == '-' || *text == ' ')
            continue;
        if (*text < '0' || *text > '9' || count == 11)
            return RC_INVALID;
        out[count++] = *text;
    }
    out[count] = '\0';
    return count == 11 ? RC_OK : RC_INVALID;
}

static int64_t value_of(const char *digits, int count)
{
    int64_t value = 0;

    for (int i = 0; i < count; i++)
        value = value * 10 + (digits[i] - '0');
    return value;
}

/* Month 1-12 or 0, and the same + 20 or + 40 for bis numbers; days that exist in that
 * month. */
static enum rc read_date(struct national_number *n)
{
    int month = (int)value_of(n->digits + 2, 2);
    int32_t day;

    n->day = (int)value_of(n->digits + 4, 2);
    n->bis = month >= 20;
    n->month = month >= 40 ? month - 40 : month >= 20 ? month - 20 : month;
    if (n->month > 12 || n->day > 31)
        return RC_INVALID;
    if (n->month && n->day && date_from_civil(n->year, n->month, n->day, &day))
        return RC_INVALID;
    return RC_OK;
}

enum rc national_number_parse(const char *text, struct national_number *ret_number)
{
    struct national_number n = {0};
    int64_t first, check;
    int year;

    if (read_digits(text, n.digits))
        return RC_INVALID;
    first = value_of(n.digits, 9);
    check = value_of(n.digits + 9, 2);
    year = (int)value_of(n.digits, 2);
    if (check == check_of(first, false))
        n.year = 1900 + year;
    else if (check == check_of(first, true))
        n.year = 2000 + year;
    else
        return RC_INVALID;
    if (read_date(&n))
        return RC_INVALID;
    *ret_number = n;
    return RC_OK;
}

bool national_number_fits(const struct national_number *number, int32_t birth_day)
{
    int year, month, day;

    date_to_civil(birth_day, &year, &month, &day);
    return number->year == year && (!number->month || number->month == month) &&
           (!number->day || number->day == day);
}
