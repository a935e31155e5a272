/* Any text given to the readers of single values: what is read writes and reads back the
 * same. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "server/core/arena.h"
#include "server/core/date.h"
#include "server/core/national_number.h"
#include "server/core/number.h"
#include "server/core/ref.h"
#include "server/core/stamp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth)
{
    if (!truth)
        abort();
}

static void check_numbers(const char *text)
{
    char out[32];
    double value, back;
    int64_t whole, again;

    if (!number_parse_double(text, &value)) {
        require(isfinite(value));
        require(!number_parse_double(number_format_double(value, out), &back));
        require(value == back);
    }
    if (!number_parse_int(text, -1000, 1000, &whole))
        require(whole >= -1000 && whole <= 1000);
    if (!stamp_parse(text, &whole)) {
        require(whole > 0 && !stamp_parse(stamp_format(whole, out), &again));
        require(whole == again);
    }
}

static void check_dates(const char *text)
{
    char out[DATE_TIME_TEXT_SIZE];
    int32_t day;
    int64_t ms, back;

    if (!date_parse(text, &day))
        require(!strcmp(date_format(day, out), text));
    /* Ahead of the year 1000 only by its offset: such an instant is written, not read. */
    if (!date_time_parse(text, &ms) && !date_time_parse(date_time_format(ms, out), &back))
        require(back <= ms && ms - back < 1000);
}

static void check_refs(const char *text)
{
    char ref[REF_SIZE], again[REF_SIZE], tag[TAG_SIZE];
    struct national_number number;
    int member, member_again;

    if (!ref_parse(text, ref))
        require(!ref_parse(ref, again) && !strcmp(ref, again));
    if (!tag_parse(text, ref, &member)) {
        require(!tag_parse(tag_format(ref, member, tag), again, &member_again));
        require(!strcmp(ref, again) && member == member_again);
    }
    if (!national_number_parse(text, &number))
        require(strlen(number.digits) == 11 && number.month <= 12 && number.day <= 31);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    const char *text = arena_strndup(arena, (const char *)data, size);

    check_numbers(text);
    check_dates(text);
    check_refs(text);
    arena_free(arena);
    return 0;
}
