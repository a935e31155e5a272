#include "server/model/party.h"

#include <string.h>

#include "server/core/arena.h"
#include "server/model/names.h"

static const char *const trusts[] = {"confirmed", "unconfirmed"};
static const char *const languages[] = {"nl", "fr", "de", "en"};

struct party party_blank(void)
{
    return (struct party){.language = "nl"};
}

bool party_language_valid(const char *language)
{
    int index;

    return language &&
           !names_find(languages, sizeof(languages) / sizeof(languages[0]), language,
                       &index) &&
           !strcmp(languages[index], language);
}

static int64_t line_of(const struct party_draft *draft, size_t person, int64_t line)
{
    return draft->lines ? draft->lines[person] : line;
}

/* Two rows for one person in one party: nobody is seated twice. */
static void check_twice(const struct party_draft *draft, int64_t line,
                        struct problems *problems)
{
    for (size_t i = 1; i < draft->person_count; i++) {
        for (size_t j = 0; j < i; j++) {
            const struct person *a = &draft->persons[i], *b = &draft->persons[j];

            if (!person_same_certain(a, b))
                continue;
            problems_error(problems, line_of(draft, i, line), "document",
                           "problem.person.twice",
                           a->document.number ? a->document.number : a->national_number);
            break;
        }
    }
}

static void check_sizes(const struct party_draft *draft, int64_t line,
                        struct problems *problems)
{
    if (!draft->person_count)
        problems_error(problems, line, "party", "problem.party.empty", NULL);
    if (draft->person_count > PARTY_MEMBERS_MAX)
        problems_error(problems, line, "party", "problem.party.too_large", NULL);
    if (draft->stay_count > PARTY_STAYS_MAX)
        problems_error(problems, line, "stay", "problem.stay.too_many", NULL);
    if (!party_language_valid(draft->party.language))
        problems_error(problems, line, "language", "problem.language.unknown",
                       draft->party.language);
}

enum rc party_check(const struct party_draft *draft, int32_t today, int64_t line,
                    struct problems *problems)
{
    size_t before = problems->errors;

    check_sizes(draft, line, problems);
    if (draft->person_count > PARTY_MEMBERS_MAX || draft->stay_count > PARTY_STAYS_MAX)
        return RC_INVALID;
    for (size_t i = 0; i < draft->person_count; i++)
        if (person_check(&draft->persons[i], today, line_of(draft, i, line), problems))
            continue;
    for (size_t i = 0; i < draft->stay_count; i++)
        if (stay_check(&draft->stays[i], line, problems))
            continue;
    check_twice(draft, line, problems);
    return problems->errors > before ? RC_INVALID : RC_OK;
}

enum person_class party_class(const struct person *persons, size_t count)
{
    enum person_class best = CLASS_UNDECIDED;

    for (size_t i = 0; i < count; i++)
        if (persons[i].class < best)
            best = persons[i].class;
    return best;
}

enum need party_need(const struct person *persons, size_t count)
{
    enum need best = NEED_UNKNOWN;

    for (size_t i = 0; i < count; i++)
        if (persons[i].need && (!best || persons[i].need < best))
            best = persons[i].need;
    return best;
}

const char *trust_name(enum trust trust)
{
    return trusts[trust];
}

enum rc trust_parse(const char *text, enum trust *ret_trust)
{
    int index;

    if (names_find(trusts, sizeof(trusts) / sizeof(trusts[0]), text, &index))
        return RC_INVALID;
    *ret_trust = (enum trust)index;
    return RC_OK;
}
