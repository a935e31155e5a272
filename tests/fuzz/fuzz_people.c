/* Any bytes as a list of people: it ends, drafts hold together, the second pass gives
 * what the check counted, and every draft that the check lets through passes again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "importers/people_csv.h"
#include "server/core/text.h"

/* 2026-11-23 */
#define TODAY 20780

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth)
{
    if (!truth)
        abort();
}

static void require_clean(const char *text)
{
    require(!text || (*text && text_valid(text, strlen(text))));
}

static int64_t read_again(struct imp_people *people, struct problems *problems)
{
    struct arena *arena = arena_new();
    struct party_draft draft;
    int64_t count = 0;

    while (!imp_people_next(people, arena, problems, &draft)) {
        require(draft.person_count > 0 && draft.person_count <= PARTY_MEMBERS_MAX);
        require(draft.stay_count <= 1);
        require(!party_check(&draft, TODAY, draft.lines[0], problems));
        for (size_t i = 0; i < draft.person_count; i++) {
            require_clean(draft.persons[i].surname);
            require_clean(draft.persons[i].given_names);
            require_clean(draft.persons[i].remark);
            require(draft.persons[i].member == (int)i + 1);
        }
        count += (int64_t)draft.person_count;
        arena_reset(arena);
    }
    arena_free(arena);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct imp_people_options options = {.today = TODAY, .calling_code = "961"};
    struct imp_source *source = imp_source_memory(data, size);
    struct arena *arena = arena_new();
    struct imp_people_counts counts;
    struct problems problems, again;
    struct imp_people *people;

    problems_init(&problems, arena);
    problems_init(&again, arena);
    if (!imp_people_open(source, &options, NULL, &problems, &people)) {
        if (!imp_people_check(people, NULL, &problems, &counts)) {
            require(!problems_any(&problems));
            require(read_again(people, &again) == counts.people);
            require(!problems_any(&again));
        }
        imp_people_close(people);
    } else {
        require(problems_any(&problems));
    }
    imp_source_close(source);
    arena_free(arena);
    return 0;
}
