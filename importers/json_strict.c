#include "importers/json_strict.h"

#include <string.h>

#define BOM     "\xef\xbb\xbf"
#define BOM_LEN 3

/* True when brackets outside strings nest no deeper than allowed. */
static bool shallow(const char *text, size_t len, int64_t *ret_line)
{
    bool quoted = false;
    int depth = 0;
    int64_t line = 1;

    for (size_t i = 0; i < len; i++) {
        char c = text[i];

        line += c == '\n';
        if (quoted) {
            i += c == '\\';
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            depth++;
        } else if (c == ']' || c == '}') {
            depth--;
        }
        if (depth <= IMP_JSON_DEPTH_MAX)
            continue;
        *ret_line = line;
        return false;
    }
    return true;
}

enum rc imp_json_parse(const char *text, size_t len, size_t max,
                       struct problems *problems, json_t **ret_json)
{
    json_error_t error;
    json_t *json;
    int64_t line = 0;

    if (len > max) {
        problems_error(problems, 0, "file", "problem.file.json_too_large", NULL);
        return RC_INVALID;
    }
    if (len >= BOM_LEN && !memcmp(text, BOM, BOM_LEN)) {
        text += BOM_LEN;
        len -= BOM_LEN;
    }
    if (len == 0) {
        problems_error(problems, 0, "file", "problem.file.empty", NULL);
        return RC_INVALID;
    }
    if (!shallow(text, len, &line)) {
        problems_error(problems, line, "file", "problem.file.json_too_deep", NULL);
        return RC_INVALID;
    }
    json = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
    if (!json) {
        problems_error(
            problems, error.line > 0 ? error.line : 1, "file", "problem.file.json",
            arena_printf(problems->arena, "%s (%d)", error.text, error.column));
        return RC_INVALID;
    }
    *ret_json = json;
    return RC_OK;
}
