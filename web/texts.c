#include "web/texts.h"

#include <jansson.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

#include "server/core/log.h"

extern const char embed_texts_nl[], embed_texts_fr[], embed_texts_de[], embed_texts_en[];

static const struct {
    const char *language;
    const char *json;
} files[] = {
    {"en", embed_texts_en},
    {"nl", embed_texts_nl},
    {"fr", embed_texts_fr},
    {"de", embed_texts_de},
};

#define FILE_COUNT (sizeof(files) / sizeof(files[0]))

/* Read once, never changed after. */
static json_t *texts[FILE_COUNT];
static pthread_once_t loaded = PTHREAD_ONCE_INIT;

static void load(void)
{
    for (size_t i = 0; i < FILE_COUNT; i++) {
        texts[i] = json_loads(files[i].json, JSON_REJECT_DUPLICATES, NULL);
        if (!texts[i])
            log_error("texts.broken", "file=%zu", i);
    }
}

const char *web_text(const char *language, const char *key)
{
    const char *text;
    size_t file = 0;

    pthread_once(&loaded, load);
    for (size_t i = 0; i < FILE_COUNT; i++)
        if (!strcmp(files[i].language, language))
            file = i;
    text = json_string_value(json_object_get(texts[file], key));
    return text ? text : key;
}
