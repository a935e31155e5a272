/**
 * @file lines.h
 * Walks the lines of a text that is in memory, and the fields of a line, without copying:
 * for the plain tables that come with the sources.
 */
#ifndef REDKITE_IMPORTERS_LINES_H
#define REDKITE_IMPORTERS_LINES_H

#include <stdbool.h>
#include <stddef.h>

/** Takes the next line off *@p text (NUL-terminated, changed in place: its end becomes a
 * NUL, a CR before it too). NULL at the end. */
char *imp_lines_next(char **text);

/** Splits @p line in place at every @p separator into at most @p most fields, the last
 * taking what is left. Returns how many there are. */
size_t imp_lines_split(char *line, char separator, char **ret_fields, size_t most);

#endif
