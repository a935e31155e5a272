#include "server/model/site.h"

#include <stdio.h>
#include <string.h>

#include "server/model/code.h"
#include "server/model/names.h"

#define NAME_MAX_BYTES 200

static const char *const kinds[] = {
    "assembly_point", "gate", "checkpoint", "reception", "hospital",
    "airport",        "port", "border",     "hub",       "safe_haven"};

struct site site_blank(void)
{
    return (struct site){.closes_ms = INT64_MAX};
}

static void check_capacity(const struct site *s, int64_t line, struct problems *problems)
{
    char text[24];

    snprintf(text, sizeof(text), "%lld", (long long)s->capacity);
    if (s->capacity < 0)
        problems_error(problems, line, "capacity", "problem.capacity.negative", text);
    else if (s->capacity > SITE_CAPACITY_MAX)
        problems_error(problems, line, "capacity", "problem.capacity.too_large", text);
    snprintf(text, sizeof(text), "%lld", (long long)s->emergency);
    if (s->emergency < s->capacity)
        problems_error(problems, line, "emergency", "problem.emergency.below_capacity",
                       text);
    else if (s->emergency > SITE_CAPACITY_MAX)
        problems_error(problems, line, "emergency", "problem.capacity.too_large", text);
}

static void check_texts(const struct site *s, int64_t line, struct problems *problems)
{
    if (!s->code || !code_valid(s->code))
        problems_error(problems, line, "code", "problem.code.wrong", s->code);
    if (!s->name || !*s->name)
        problems_error(problems, line, "name", "problem.name.missing", NULL);
    else if (strlen(s->name) > NAME_MAX_BYTES)
        problems_error(problems, line, "name", "problem.name.too_long", NULL);
    if (s->zone && !zone_name_valid(s->zone))
        problems_error(problems, line, "zone", "problem.zone.wrong", s->zone);
    if (s->alternate && s->code && !strcmp(s->alternate, s->code))
        problems_error(problems, line, "alternate", "problem.alternate.itself", s->code);
}

enum rc site_check(const struct site *site, int64_t line, struct problems *problems)
{
    size_t before = problems->errors;

    check_texts(site, line, problems);
    check_capacity(site, line, problems);
    if (site->country[0] && !country_valid(site->country))
        problems_error(problems, line, "country", "problem.country.unknown",
                       site->country);
    if (!geo_point_valid(site->point))
        problems_error(problems, line, "coordinates", "problem.coordinates.range", NULL);
    if (site->closes_ms <= site->opens_ms)
        problems_error(problems, line, "closes", "problem.closes.before_opens", NULL);
    return problems->errors > before ? RC_INVALID : RC_OK;
}

const char *site_kind_name(enum site_kind kind)
{
    return kinds[kind];
}

enum rc site_kind_parse(const char *text, enum site_kind *ret_kind)
{
    int index;

    if (names_find(kinds, sizeof(kinds) / sizeof(kinds[0]), text, &index))
        return RC_INVALID;
    *ret_kind = (enum site_kind)index;
    return RC_OK;
}
