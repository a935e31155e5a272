/**
 * @file national_number.h
 * Belgian national register and bis numbers. Rules: Royal Decree of 3 April 1984; check =
 * 97 - (first nine mod 97), with a 2 in front for births from 2000 on; month or day 00
 * where unknown; bis numbers carry month + 20 or + 40.
 */
#ifndef REDKITE_CORE_NATIONAL_NUMBER_H
#define REDKITE_CORE_NATIONAL_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "server/core/attrs.h"
#include "server/core/rc.h"

/** 11 digits and a NUL. */
#define NATIONAL_NUMBER_SIZE 12

struct national_number {
    char digits[NATIONAL_NUMBER_SIZE];
    int year;  /* four digits, from the century the check tells */
    int month; /* 1-12 after taking off 20 or 40; 0 unknown */
    int day;   /* 1-31; 0 unknown */
    bool bis;
};

/** Reads "85.07.30-033.28" or plain digits; separators . - and space. RC_INVALID when it
 * is not 11 digits, the check is wrong under both centuries, or the date cannot be. */
MUST_CHECK enum rc national_number_parse(const char *text,
                                         struct national_number *ret_number);

/** True when the known parts of the number's date agree with the birth day (see date.h).
 */
bool national_number_fits(const struct national_number *number, int32_t birth_day);

#endif
