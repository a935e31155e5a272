#include "server/model/post.h"

#include <string.h>

#include "server/core/date.h"
#include "server/model/code.h"
#include "server/model/names.h"

#define NAME_MAX_BYTES 200
/* A post that stands in may itself be covered; a longer chain is a ring. */
#define COVER_MAX 8

static const char *const kinds[] = {"embassy", "consulate_general", "consulate",
                                    "honorary_consulate", "representation"};
static const char *const states[] = {"open", "closed", "evacuated"};

struct post post_blank(void)
{
    return (struct post){.from_day = DATE_NONE, .to_day = DATE_NONE};
}

static void check_texts(const struct post *p, int64_t line, struct problems *problems)
{
    if (!p->code || !code_valid(p->code))
        problems_error(problems, line, "code", "problem.code.wrong", p->code);
    if (!p->name || !*p->name)
        problems_error(problems, line, "name", "problem.name.missing", NULL);
    else if (strlen(p->name) > NAME_MAX_BYTES)
        problems_error(problems, line, "name", "problem.name.too_long", NULL);
    if (p->zone && !zone_name_valid(p->zone))
        problems_error(problems, line, "zone", "problem.zone.wrong", p->zone);
    if (p->covered_by && p->code && !strcmp(p->covered_by, p->code))
        problems_error(problems, line, "covered_by", "problem.covered_by.itself",
                       p->code);
}

static void check_jurisdiction(const struct post *p, int64_t line,
                               struct problems *problems)
{
    char code[COUNTRY_SIZE] = "";

    for (const char *c = p->jurisdiction; c && *c; c += c[2] ? 3 : 2) {
        memcpy(code, c, 2);
        if (!c[1] || !country_valid(code) || (c[2] && c[2] != ' ')) {
            problems_error(problems, line, "jurisdiction", "problem.jurisdiction.unknown",
                           p->jurisdiction);
            return;
        }
    }
}

enum rc post_check(const struct post *post, int64_t line, struct problems *problems)
{
    size_t before = problems->errors;

    check_texts(post, line, problems);
    check_jurisdiction(post, line, problems);
    if (!post->country[0])
        problems_error(problems, line, "country", "problem.country.missing", NULL);
    else if (!country_valid(post->country))
        problems_error(problems, line, "country", "problem.country.unknown",
                       post->country);
    if (post->located && !geo_point_valid(post->point))
        problems_error(problems, line, "coordinates", "problem.coordinates.range", NULL);
    if (post->from_day != DATE_NONE && post->to_day != DATE_NONE &&
        post->to_day < post->from_day)
        problems_error(problems, line, "to", "problem.to.before_from", NULL);
    return problems->errors > before ? RC_INVALID : RC_OK;
}

/* Lower comes first; -1: does not answer for the country. */
static int rank_of(const struct post *p, const char *country)
{
    bool home = !strcmp(p->country, country);

    switch (p->kind) {
    case POST_EMBASSY:
        if (home && (!p->jurisdiction || country_list_has(p->jurisdiction, country)))
            return 0;
        if (home) /* accredited elsewhere, such as to the Holy See from Rome */
            return 5;
        return country_list_has(p->jurisdiction, country) ? 3 : -1;
    case POST_CONSULATE_GENERAL:
        if (home)
            return 1;
        break;
    case POST_CONSULATE:
        if (home)
            return 2;
        break;
    case POST_HONORARY_CONSULATE:
        return -1;
    case POST_REPRESENTATION:
        break;
    }
    return country_list_has(p->jurisdiction, country) ? 4 : -1;
}

static const struct post *find_code(const struct post *posts, size_t count,
                                    const char *code)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(posts[i].code, code))
            return &posts[i];
    return NULL;
}

/* The open post that stands in for @p post, or NULL. */
static const struct post *open_post(const struct post *posts, size_t count,
                                    const struct post *post)
{
    for (int i = 0; post && post->state != POST_OPEN; i++) {
        if (i == COVER_MAX || !post->covered_by)
            return NULL;
        post = find_code(posts, count, post->covered_by);
    }
    return post;
}

const struct post *post_for_country(const struct post *posts, size_t count,
                                    const char *country)
{
    const struct post *best = NULL, *best_named = NULL;
    int best_rank = 0;

    for (size_t i = 0; i < count; i++) {
        int rank = rank_of(&posts[i], country);
        const struct post *open = rank < 0 ? NULL : open_post(posts, count, &posts[i]);

        if (!open)
            continue;
        if (!best || rank < best_rank ||
            (rank == best_rank && strcmp(posts[i].code, best_named->code) < 0)) {
            best = open;
            best_named = &posts[i];
            best_rank = rank;
        }
    }
    return best;
}

const char *post_kind_name(enum post_kind kind)
{
    return kinds[kind];
}

enum rc post_kind_parse(const char *text, enum post_kind *ret_kind)
{
    int index;

    if (names_find(kinds, sizeof(kinds) / sizeof(kinds[0]), text, &index))
        return RC_INVALID;
    *ret_kind = (enum post_kind)index;
    return RC_OK;
}

const char *post_state_name(enum post_state state)
{
    return states[state];
}

enum rc post_state_parse(const char *text, enum post_state *ret_state)
{
    int index;

    if (names_find(states, sizeof(states) / sizeof(states[0]), text, &index))
        return RC_INVALID;
    *ret_state = (enum post_state)index;
    return RC_OK;
}
