#include "tests/support/mo_bytes.h"

#include <stdint.h>
#include <string.h>

#define HEADER_SIZE 28
#define ROW_SIZE    8

static void put_number(struct buffer *buf, size_t number, bool swapped)
{
    uint32_t value = (uint32_t)number;

    if (swapped)
        value = __builtin_bswap32(value);
    buffer_append(buf, &value, sizeof(value));
}

void mo_bytes_put(struct buffer *buf, const char *const (*pairs)[2], size_t count,
                  bool swapped)
{
    size_t header[] = {0x950412de,
                       0,
                       count,
                       HEADER_SIZE,
                       HEADER_SIZE + ROW_SIZE * count,
                       0,
                       HEADER_SIZE + 2 * ROW_SIZE * count};
    size_t at = header[6];

    for (size_t i = 0; i < sizeof(header) / sizeof(*header); i++)
        put_number(buf, header[i], swapped);
    for (int column = 0; column < 2; column++)
        for (size_t i = 0; i < count; i++) {
            put_number(buf, strlen(pairs[i][column]), swapped);
            put_number(buf, at, swapped);
            at += strlen(pairs[i][column]) + 1;
        }
    for (int column = 0; column < 2; column++)
        for (size_t i = 0; i < count; i++)
            buffer_append(buf, pairs[i][column], strlen(pairs[i][column]) + 1);
}
