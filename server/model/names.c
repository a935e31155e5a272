#include "server/model/names.h"

#include "server/core/text.h"

enum rc names_find(const char *const *names, size_t count, const char *text,
                   int *ret_index)
{
    for (size_t i = 0; i < count; i++) {
        if (text_same_ascii(names[i], text)) {
            *ret_index = (int)i;
            return RC_OK;
        }
    }
    return RC_INVALID;
}
