#include "importers/cldr.h"

#include <stdio.h>
#include <string.h>

/* "<subdivision type=" and more. */
#define HEAD_MOST 64

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

bool imp_cldr_next(char **xml, const char *element, struct imp_cldr_name *ret_name)
{
    char head[HEAD_MOST];
    char *at;

    snprintf(head, sizeof(head), "<%s type=\"", element);
    while ((at = strstr(*xml, head)) != NULL) {
        char *code = at + strlen(head);
        char *quote = strchr(code, '"'), *name = strchr(code, '>');
        char *end = name ? strchr(name, '<') : NULL;

        *xml = code;
        if (!quote || !end || quote > name || name[-1] == '/')
            continue;
        *quote = *name = *end = '\0';
        *xml = end + 1;
        decode(name + 1);
        *ret_name = (struct imp_cldr_name){code, !strstr(quote + 1, "alt="), name + 1};
        return true;
    }
    return false;
}
