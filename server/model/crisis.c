#include "server/model/crisis.h"

#include <string.h>

#include "server/model/country.h"
#include "server/model/names.h"

#define NAME_MAX_BYTES 200

static const char *const stages[] = {"0", "1", "2", "3", "4", "5", "6"};

static bool language_like(const char *text)
{
    size_t len = strlen(text);

    if (len != 2 && len != 3)
        return false;
    for (size_t i = 0; i < len; i++)
        if (text[i] < 'a' || text[i] > 'z')
            return false;
    return true;
}

static void check_countries(const struct crisis *c, struct problems *problems)
{
    char code[COUNTRY_SIZE] = "";

    if (!c->countries || !*c->countries) {
        problems_error(problems, 0, "countries", "problem.countries.missing", NULL);
        return;
    }
    for (const char *p = c->countries; *p; p += p[2] ? 3 : 2) {
        memcpy(code, p, 2);
        if (!p[1] || !country_valid(code) || (p[2] && p[2] != ' ')) {
            problems_error(problems, 0, "countries", "problem.country.unknown",
                           c->countries);
            return;
        }
    }
}

enum rc crisis_check(const struct crisis *crisis, struct problems *problems)
{
    size_t before = problems->errors;

    if (!crisis->name || !*crisis->name)
        problems_error(problems, 0, "name", "problem.name.missing", NULL);
    else if (strlen(crisis->name) > NAME_MAX_BYTES)
        problems_error(problems, 0, "name", "problem.name.too_long", NULL);
    if (crisis->stage < STAGE_NORMAL || crisis->stage > STAGE_AFTERCARE)
        problems_error(problems, 0, "stage", "problem.stage.unknown", NULL);
    check_countries(crisis, problems);
    if (crisis->local_language && !language_like(crisis->local_language))
        problems_error(problems, 0, "local_language", "problem.language.unknown",
                       crisis->local_language);
    if (crisis->closed_at && crisis->closed_at < crisis->opened_at)
        problems_error(problems, 0, "closed", "problem.closed.before_opened", NULL);
    return problems->errors > before ? RC_INVALID : RC_OK;
}

const char *stage_name(enum stage stage)
{
    return stages[stage];
}

enum rc stage_parse(const char *text, enum stage *ret_stage)
{
    int index;

    if (names_find(stages, sizeof(stages) / sizeof(stages[0]), text, &index))
        return RC_INVALID;
    *ret_stage = (enum stage)index;
    return RC_OK;
}
