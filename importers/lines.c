#include "importers/lines.h"

#include <string.h>

char *imp_lines_next(char **text)
{
    char *line = *text, *end;

    if (!*line)
        return NULL;
    end = strchr(line, '\n');
    if (!end) {
        *text = line + strlen(line);
        return line;
    }
    *text = end + 1;
    *end = '\0';
    if (end > line && end[-1] == '\r')
        end[-1] = '\0';
    return line;
}

size_t imp_lines_split(char *line, char separator, char **ret_fields, size_t most)
{
    size_t count = 0;

    while (count < most) {
        char *end = count + 1 < most ? strchr(line, separator) : NULL;

        ret_fields[count++] = line;
        if (!end)
            break;
        *end = '\0';
        line = end + 1;
    }
    return count;
}
