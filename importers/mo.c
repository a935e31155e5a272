#include "importers/mo.h"

#include <stdbool.h>
#include <string.h>

#define MAGIC       0x950412deu
#define HEADER_SIZE 28
#define ROW_SIZE    8

static uint32_t number_at(const struct imp_mo *mo, size_t at)
{
    uint32_t value;

    memcpy(&value, mo->bytes + at, sizeof(value));
    return mo->swapped ? __builtin_bswap32(value) : value;
}

static bool table_ok(const struct imp_mo *mo, uint32_t at)
{
    return at <= mo->size && mo->count <= (mo->size - at) / ROW_SIZE;
}

enum rc imp_mo_open(const void *bytes, size_t size, struct imp_mo *ret_mo)
{
    struct imp_mo mo = {.bytes = bytes, .size = size};

    if (size < HEADER_SIZE)
        return RC_INVALID;
    if (number_at(&mo, 0) != MAGIC)
        mo.swapped = 1;
    if (number_at(&mo, 0) != MAGIC || number_at(&mo, 4) >> 16 != 0)
        return RC_INVALID;
    mo.count = number_at(&mo, 8);
    mo.messages = number_at(&mo, 12);
    mo.translations = number_at(&mo, 16);
    if (!table_ok(&mo, mo.messages) || !table_ok(&mo, mo.translations))
        return RC_INVALID;
    *ret_mo = mo;
    return RC_OK;
}

static const char *text_at(const struct imp_mo *mo, uint32_t table, uint32_t index)
{
    uint32_t len = number_at(mo, table + (size_t)index * ROW_SIZE);
    uint32_t at = number_at(mo, table + (size_t)index * ROW_SIZE + 4);

    if (at >= mo->size || len >= mo->size - at || mo->bytes[at + len])
        return NULL;
    return (const char *)mo->bytes + at;
}

enum rc imp_mo_pair(const struct imp_mo *mo, uint32_t index, const char **ret_message,
                    const char **ret_translation)
{
    const char *message = text_at(mo, mo->messages, index);
    const char *translation = text_at(mo, mo->translations, index);

    if (!message || !translation)
        return RC_INVALID;
    *ret_message = message;
    *ret_translation = translation;
    return RC_OK;
}

enum rc imp_mo_find(const struct imp_mo *mo, const char *message,
                    const char **ret_translation)
{
    uint32_t low = 0, high = mo->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const char *found, *translation;
        int order;

        if (imp_mo_pair(mo, middle, &found, &translation))
            return RC_NOT_FOUND;
        order = strcmp(found, message);
        if (order == 0) {
            *ret_translation = translation;
            return RC_OK;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return RC_NOT_FOUND;
}
