#include "server/model/roster.h"

#include "server/model/names.h"

static const char *const kinds[] = {"call",  "point", "lift",    "gate",
                                    "block", "post",  "arrival", "partner"};

const char *roster_kind_name(enum roster_kind kind)
{
    return kinds[kind];
}

enum rc roster_kind_parse(const char *text, enum roster_kind *ret_kind)
{
    int index;

    if (names_find(kinds, sizeof(kinds) / sizeof(kinds[0]), text, &index))
        return RC_INVALID;
    *ret_kind = (enum roster_kind)index;
    return RC_OK;
}
