#include "importers/cldr.h"

#include <stddef.h>
#include <string.h>

/* The XML entities of @p text, in place. */
static void decode(char *text)
{
    static const struct {
        const char *entity;
        char c;
    } entities[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&apos;", '\''}, {"&quot;", '"'}};
    char *out = text;

    while (*text) {
        size_t len = 1;

        *out = *text;
        for (size_t i = 0; i < sizeof(entities) / sizeof(*entities); i++)
            if (!strncmp(text, entities[i].entity, strlen(entities[i].entity))) {
                *out = entities[i].c;
                len = strlen(entities[i].entity);
                break;
            }
        out++;
        text += len;
    }
    *out = '\0';
}

bool imp_cldr_next(char **xml, struct imp_cldr_territory *ret_territory)
{
    static const char head[] = "<territory type=\"";
    char *at, *quote, *name, *end;

    while ((at = strstr(*xml, head)) != NULL) {
        at += sizeof(head) - 1;
        *xml = at;
        quote = strchr(at, '"');
        name = strchr(at, '>');
        end = name ? strchr(name, '<') : NULL;
        if (!quote || !end || quote > name || name[-1] == '/')
            continue;
        *quote = *end = '\0';
        *xml = end + 1;
        decode(name + 1);
        *ret_territory = (struct imp_cldr_territory){at, name == quote + 1, name + 1};
        return true;
    }
    return false;
}
