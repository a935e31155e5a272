#include "server/model/code.h"

#include <string.h>

#include "server/core/text.h"

#define ZONE_NAME_MAX 60

static bool is_code_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool code_valid(const char *code)
{
    size_t len = strlen(code);

    if (!len || len > CODE_MAX || code[0] == '-' || code[len - 1] == '-')
        return false;
    for (size_t i = 0; i < len; i++)
        if (!is_code_char(code[i]) && !(code[i] == '-' && code[i + 1] != '-'))
            return false;
    return true;
}

enum rc code_make(struct arena *arena, const char *name, char **ret_code)
{
    char code[CODE_MAX + 1];
    size_t len = 0;
    char *folded;
    enum rc rc = text_fold(arena, name, &folded);

    if (rc)
        return rc;
    for (; *folded && len < CODE_MAX; folded++) {
        if (is_code_char(*folded))
            code[len++] = *folded;
        else if (len && code[len - 1] != '-')
            code[len++] = '-';
    }
    while (len && code[len - 1] == '-')
        len--;
    if (!len)
        return RC_INVALID;
    *ret_code = arena_strndup(arena, code, len);
    return RC_OK;
}

bool zone_name_valid(const char *zone)
{
    size_t len = strlen(zone);

    if (!len || len > ZONE_NAME_MAX || zone[0] == '/' || zone[len - 1] == '/')
        return false;
    for (size_t i = 0; i < len; i++) {
        char c = zone[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

        if (!letter && !(i && ((c >= '0' && c <= '9') || strchr("_+-/", c))))
            return false;
        if (c == '/' && zone[i + 1] == '/')
            return false;
    }
    return true;
}
