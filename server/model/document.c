#include "server/model/document.h"

#include <string.h>

#include "server/model/names.h"

#define NUMBER_MIN 4
#define NUMBER_MAX 30

static const char *const kinds[] = {
    [DOCUMENT_UNKNOWN] = "",
    [DOCUMENT_PASSPORT] = "passport",
    [DOCUMENT_IDENTITY_CARD] = "identity_card",
    [DOCUMENT_PROVISIONAL_PASSPORT] = "provisional_passport",
    [DOCUMENT_EU_EMERGENCY] = "eu_emergency",
    [DOCUMENT_RESIDENCE_CARD] = "residence_card",
    [DOCUMENT_TRAVEL] = "travel_document",
    [DOCUMENT_OTHER] = "other",
    [DOCUMENT_MISSING] = "none",
};

const char *document_kind_name(enum document_kind kind)
{
    return kinds[kind];
}

enum rc document_kind_parse(const char *text, enum document_kind *ret_kind)
{
    int index;

    if (names_find(kinds, sizeof(kinds) / sizeof(kinds[0]), text, &index))
        return RC_INVALID;
    *ret_kind = (enum document_kind)index;
    return RC_OK;
}

enum rc document_number_normalise(struct arena *arena, const char *typed,
                                  char **ret_number)
{
    char number[NUMBER_MAX];
    size_t len = 0;

    for (; *typed; typed++) {
        char c = *typed;

        if (strchr(" .-/_#:", c))
            continue;
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) || len == NUMBER_MAX)
            return RC_INVALID;
        number[len++] = c;
    }
    if (len < NUMBER_MIN)
        return RC_INVALID;
    *ret_number = arena_strndup(arena, number, len);
    return RC_OK;
}

bool document_same(const struct document *a, const struct document *b)
{
    if (!a->number || !b->number || strcmp(a->number, b->number))
        return false;
    if (a->issuer && b->issuer && strcmp(a->issuer, b->issuer))
        return false;
    return !a->kind || !b->kind || a->kind == b->kind;
}
