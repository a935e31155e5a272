#include "server/model/country.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "server/core/text.h"
#include "server/model/country_names.h"

#define NAME_MAX_BYTES 200
#define ENTRY_MAX      (COUNTRY_COUNT * 4 + COUNTRY_ALIAS_COUNT)

struct entry {
    const char *key;
    const char *code;
};

/* Filled once, never changed after. */
static struct entry entries[ENTRY_MAX];
static size_t entry_count;
static pthread_once_t indexed = PTHREAD_ONCE_INIT;

/* Words that names are written with or without. */
static bool is_small_word(const char *word, size_t len)
{
    static const char *const words[] = {"and", "de", "der", "die", "du",  "en", "et",
                                        "la",  "le", "les", "of",  "the", "und"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strlen(words[i]) == len && !memcmp(words[i], word, len))
            return true;
    return false;
}

/* The folded name without small words, "saint" written "st". */
static enum rc key_of(struct arena *arena, const char *text, char **ret_key)
{
    char *folded, *key, *out;
    enum rc rc = text_fold(arena, text, &folded);

    if (rc)
        return rc;
    out = key = arena_alloc(arena, strlen(folded) + 1);
    for (const char *word = folded; *word;) {
        size_t len = strcspn(word, " ");
        const char *use = word;
        size_t use_len = len;

        if (len == 5 && !memcmp(word, "saint", 5)) {
            use = "st";
            use_len = 2;
        }
        if (!is_small_word(word, len)) {
            if (out > key)
                *out++ = ' ';
            memcpy(out, use, use_len);
            out += use_len;
        }
        word += len + strspn(word + len, " ");
    }
    *out = '\0';
    *ret_key = key;
    return RC_OK;
}

static int by_key(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;

    return strcmp(x->key, y->key);
}

static void add_entry(struct arena *arena, const char *name, const char *code)
{
    char *key;

    if (!key_of(arena, name, &key))
        entries[entry_count++] = (struct entry){mem_strdup(key), code};
}

static void fill_index(void)
{
    struct arena *arena = arena_new();

    for (size_t i = 0; i < COUNTRY_COUNT; i++) {
        add_entry(arena, country_table[i].en, country_table[i].code);
        add_entry(arena, country_table[i].nl, country_table[i].code);
        add_entry(arena, country_table[i].fr, country_table[i].code);
        add_entry(arena, country_table[i].de, country_table[i].code);
    }
    for (size_t i = 0; i < COUNTRY_ALIAS_COUNT; i++)
        add_entry(arena, country_aliases[i].name, country_aliases[i].code);
    qsort(entries, entry_count, sizeof(entries[0]), by_key);
    arena_free(arena);
}

static int by_code(const void *a, const void *b)
{
    const char *code = a;
    const struct country *country = b;

    return strcmp(code, country->code);
}

static const struct country *find_code(const char *code)
{
    return bsearch(code, country_table, COUNTRY_COUNT, sizeof(country_table[0]), by_code);
}

const struct country *country_all(size_t *ret_count)
{
    *ret_count = COUNTRY_COUNT;
    return country_table;
}

bool country_valid(const char *code)
{
    return find_code(code) != NULL;
}

/* Alpha-2 or alpha-3, any case. */
static const struct country *find_written_code(const char *text)
{
    char upper[4] = "";
    size_t len = strlen(text);

    if (len != 2 && len != 3)
        return NULL;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];

        upper[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    if (len == 2)
        return find_code(upper);
    for (size_t i = 0; i < COUNTRY_COUNT; i++)
        if (!strcmp(country_table[i].alpha3, upper))
            return &country_table[i];
    return NULL;
}

enum rc country_find(const char *text, char *ret_code)
{
    const struct country *country = find_written_code(text);
    const struct entry *found;
    struct entry wanted = {0};
    struct arena *arena;
    char *key;
    enum rc rc;

    if (country) {
        memcpy(ret_code, country->code, COUNTRY_SIZE);
        return RC_OK;
    }
    if (strlen(text) > NAME_MAX_BYTES)
        return RC_NOT_FOUND;
    pthread_once(&indexed, fill_index);
    arena = arena_new();
    rc = key_of(arena, text, &key);
    if (rc)
        goto out;
    wanted.key = key;
    found = bsearch(&wanted, entries, entry_count, sizeof(entries[0]), by_key);
    if (found)
        memcpy(ret_code, found->code, COUNTRY_SIZE);
    else
        rc = RC_NOT_FOUND;
out:
    arena_free(arena);
    return rc;
}

const char *country_name(const char *code, const char *language)
{
    const struct country *country = find_code(code);

    if (!country)
        return NULL;
    if (!strcmp(language, "nl"))
        return country->nl;
    if (!strcmp(language, "fr"))
        return country->fr;
    return strcmp(language, "de") ? country->en : country->de;
}

bool country_list_has(const char *list, const char *code)
{
    for (const char *p = list; p && *p; p += p[2] ? 3 : 2)
        if (p[0] == code[0] && p[1] == code[1])
            return true;
    return false;
}

/* One part of a list, trimmed; "" when there is nothing. */
static char *next_part(struct arena *arena, const char **text)
{
    size_t len = strcspn(*text, "|,;/\n");
    const char *start = *text;
    char *part;

    *text += len + (start[len] ? 1 : 0);
    while (len && *start == ' ') {
        start++;
        len--;
    }
    while (len && start[len - 1] == ' ')
        len--;
    part = arena_strndup(arena, start, len);
    return part;
}

enum rc country_list_parse(struct arena *arena, const char *text, char **ret_list,
                           char **ret_unknown)
{
    char *list = arena_alloc(arena, (size_t)COUNTRY_COUNT * COUNTRY_SIZE + 1);
    size_t len = 0;

    while (*text) {
        char *part = next_part(arena, &text);
        char code[COUNTRY_SIZE];

        if (!*part)
            continue;
        if (country_find(part, code)) {
            if (ret_unknown)
                *ret_unknown = part;
            return RC_NOT_FOUND;
        }
        if (country_list_has(list, code))
            continue;
        if (len)
            list[len++] = ' ';
        memcpy(list + len, code, 2);
        len += 2;
        list[len] = '\0';
    }
    *ret_list = arena_strndup(arena, list, len);
    return RC_OK;
}
