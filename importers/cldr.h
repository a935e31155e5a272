/**
 * @file cldr.h
 * Reads the names of countries and regions from main/<language>.xml and
 * subdivisions/<language>.xml of the Unicode CLDR.
 */
#ifndef REDKITE_IMPORTERS_CLDR_H
#define REDKITE_IMPORTERS_CLDR_H

#include <stdbool.h>

/** One element. Texts are NUL-terminated. */
struct imp_cldr_name {
    const char *code; /* "BE", "bevlg"; also numbers of continents */
    bool main;        /* the usual name; false: a short or variant one */
    const char *name;
};

/** Takes the next @p element ("territory", "subdivision") off *@p xml (NUL-terminated,
 * changed in place). False at the end. These generated files hold one element to a line
 * and no entities but the five of XML in names, so that this needs no XML parser. */
bool imp_cldr_next(char **xml, const char *element, struct imp_cldr_name *ret_name);

#endif
