/**
 * @file json_strict.h
 * JSON as files bring it, read strictly: RFC 8259, no key twice in an object, nothing
 * behind the end, bounded in size and depth before anything is built.
 */
#ifndef REDKITE_IMPORTERS_JSON_STRICT_H
#define REDKITE_IMPORTERS_JSON_STRICT_H

#include <jansson.h>
#include <stddef.h>

#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/rc.h"

/** Objects and arrays within each other. */
#define IMP_JSON_DEPTH_MAX 32

/**
 * Reads the @p len bytes at @p text (a byte order mark is passed over) of at most @p max
 * bytes. Problems, all of field "file", with the line where there is one:
 * problem.file.empty, problem.file.json_too_large, problem.file.json_too_deep,
 * problem.file.json (detail: what was found and in which column). RC_INVALID with a
 * problem. The caller releases *ret_json with json_decref.
 */
MUST_CHECK enum rc imp_json_parse(const char *text, size_t len, size_t max,
                                  struct problems *problems, json_t **ret_json);

#endif
