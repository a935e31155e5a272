/**
 * @file date.h
 * Calendar days and instants, always UTC. A day is the number of days since 1970-01-01
 * (proleptic Gregorian; negative before); an instant is in milliseconds since then.
 */
#ifndef REDKITE_CORE_DATE_H
#define REDKITE_CORE_DATE_H

#include <stdint.h>

#include "server/core/attrs.h"
#include "server/core/rc.h"

/** No day given. */
#define DATE_NONE   INT32_MIN
#define DATE_DAY_MS ((int64_t)86400000)
/** Room for "-YYYY-MM-DD" and a NUL. */
#define DATE_TEXT_SIZE 16
/** Room for "YYYY-MM-DDTHH:MM:SS.mmmZ" and a NUL. */
#define DATE_TIME_TEXT_SIZE 32

/** Day number of a civil date. RC_INVALID unless it exists and year is 1000-9999. */
MUST_CHECK enum rc date_from_civil(int year, int month, int day, int32_t *ret_day);

/** Civil date of a day number. */
void date_to_civil(int32_t day, int *ret_year, int *ret_month, int *ret_day);

/** Parses exactly YYYY-MM-DD. RC_INVALID otherwise. */
MUST_CHECK enum rc date_parse(const char *text, int32_t *ret_day);

/** Parses RFC 3339 (YYYY-MM-DDTHH:MM[:SS[.fff]] with Z or +HH:MM). RC_INVALID otherwise.
 */
MUST_CHECK enum rc date_time_parse(const char *text, int64_t *ret_ms);

/** Writes YYYY-MM-DD, "" for DATE_NONE, into @p out of DATE_TEXT_SIZE bytes. Returns @p
 * out. */
char *date_format(int32_t day, char *out);

/** Writes YYYY-MM-DDTHH:MM:SSZ into @p out of DATE_TIME_TEXT_SIZE bytes. Returns @p out.
 */
char *date_time_format(int64_t ms, char *out);

/** The day an instant falls on, UTC. */
int32_t date_of_ms(int64_t ms);

#endif
