#include "server/core/date.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Days from civil and back: Howard Hinnant, "chrono-compatible low-level date
 * algorithms". */
static int32_t days_from_civil(int year, int month, int day)
{
    int y = year - (month <= 2);
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

    return era * 146097 + doe - 719468;
}

void date_to_civil(int32_t day, int *ret_year, int *ret_month, int *ret_day)
{
    int64_t z = (int64_t)day + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = (int)(z - era * 146097);
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;

    *ret_day = doy - (153 * mp + 2) / 5 + 1;
    *ret_month = mp + (mp < 10 ? 3 : -9);
    *ret_year = (int)(yoe + era * 400) + (*ret_month <= 2);
}

enum rc date_from_civil(int year, int month, int day, int32_t *ret_day)
{
    int y, m, d;
    int32_t days;

    if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
        return RC_INVALID;
    days = days_from_civil(year, month, day);
    date_to_civil(days, &y, &m, &d);
    if (y != year || m != month || d != day)
        return RC_INVALID;
    *ret_day = days;
    return RC_OK;
}

/* Reads exactly count digits; -1 when there are not. */
static int digits(const char *p, int count)
{
    int value = 0;

    for (int i = 0; i < count; i++) {
        if (p[i] < '0' || p[i] > '9')
            return -1;
        value = value * 10 + (p[i] - '0');
    }
    return value;
}

/* The date in the first ten characters. */
static enum rc parse_front(const char *text, int32_t *ret_day)
{
    int year, month, day;

    if (strnlen(text, 10) < 10 || text[4] != '-' || text[7] != '-')
        return RC_INVALID;
    year = digits(text, 4);
    month = digits(text + 5, 2);
    day = digits(text + 8, 2);
    return date_from_civil(year, month, day, ret_day);
}

enum rc date_parse(const char *text, int32_t *ret_day)
{
    if (strlen(text) != 10)
        return RC_INVALID;
    return parse_front(text, ret_day);
}

/* Z or +HH:MM at p, to the end: minutes east of Greenwich. */
static enum rc parse_offset(const char *p, int *ret_minutes)
{
    int hours, minutes;

    if (!strcmp(p, "Z") || !strcmp(p, "z")) {
        *ret_minutes = 0;
        return RC_OK;
    }
    if ((*p != '+' && *p != '-') || strlen(p) != 6 || p[3] != ':')
        return RC_INVALID;
    hours = digits(p + 1, 2);
    minutes = digits(p + 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return RC_INVALID;
    *ret_minutes = (*p == '-' ? -1 : 1) * (hours * 60 + minutes);
    return RC_OK;
}

/* Seconds and up to three decimals where they are; moves *p behind them. */
static enum rc parse_seconds(const char **p, int *ret_ms)
{
    int seconds, ms = 0, scale = 100;

    *ret_ms = 0;
    if (**p != ':')
        return RC_OK;
    seconds = digits(*p + 1, 2);
    if (seconds < 0 || seconds > 59)
        return RC_INVALID;
    *p += 3;
    if (**p == '.') {
        const char *first = ++*p;

        for (; **p >= '0' && **p <= '9'; (*p)++, scale /= 10)
            ms += (**p - '0') * scale;
        if (*p == first)
            return RC_INVALID;
    }
    *ret_ms = seconds * 1000 + ms;
    return RC_OK;
}

enum rc date_time_parse(const char *text, int64_t *ret_ms)
{
    int32_t day;
    int hour, minute, ms, offset;
    const char *p;

    if (parse_front(text, &day) || strnlen(text, 16) < 16)
        return RC_INVALID;
    hour = digits(text + 11, 2);
    minute = digits(text + 14, 2);
    if ((text[10] != 'T' && text[10] != ' ') || text[13] != ':' || hour < 0 ||
        hour > 23 || minute < 0 || minute > 59)
        return RC_INVALID;
    p = text + 16;
    if (parse_seconds(&p, &ms) || parse_offset(p, &offset))
        return RC_INVALID;
    *ret_ms = day * DATE_DAY_MS + ((int64_t)hour * 60 + minute - offset) * 60000 + ms;
    return RC_OK;
}

char *date_format(int32_t day, char *out)
{
    int y, m, d;

    *out = '\0';
    if (day == DATE_NONE)
        return out;
    date_to_civil(day, &y, &m, &d);
    snprintf(out, DATE_TEXT_SIZE, "%04d-%02d-%02d", y % 10000, m, d);
    return out;
}

int32_t date_of_ms(int64_t ms)
{
    return (int32_t)(ms >= 0 ? ms / DATE_DAY_MS : (ms - DATE_DAY_MS + 1) / DATE_DAY_MS);
}

char *date_time_format(int64_t ms, char *out)
{
    int32_t day = date_of_ms(ms);
    int seconds = (int)((ms - day * DATE_DAY_MS) / 1000);
    char date[DATE_TEXT_SIZE];

    snprintf(out, DATE_TIME_TEXT_SIZE, "%sT%02d:%02d:%02dZ", date_format(day, date),
             seconds / 3600, seconds / 60 % 60, seconds % 60);
    return out;
}
