#include "server/model/stay.h"

#include <string.h>

#include "server/core/date.h"
#include "server/model/names.h"

#define PLACE_MAX_BYTES 500
/* Half the way round the Earth: a larger radius says nothing. */
#define ACCURACY_MAX_M 20004000.0

static const char *const kinds[] = {"residence", "trip", "reported", "scan"};
static const char *const sources[] = {
    "web", "post", "tour_operator", "employer", "relative", "crisis_form", "call"};

struct stay stay_blank(void)
{
    return (struct stay){.from_day = DATE_NONE, .to_day = DATE_NONE};
}

static void check_point(const struct stay *s, int64_t line, struct problems *problems)
{
    if (!s->located)
        return;
    if (!geo_point_valid(s->point))
        problems_error(problems, line, "coordinates", "problem.coordinates.range",
                       s->coordinates);
    if (!(s->accuracy_m >= 0 && s->accuracy_m <= ACCURACY_MAX_M))
        problems_error(problems, line, "accuracy", "problem.accuracy.range", NULL);
}

enum rc stay_check(const struct stay *stay, int64_t line, struct problems *problems)
{
    size_t before = problems->errors;
    char text[DATE_TEXT_SIZE];

    if (!stay->place && !stay->coordinates && !stay->country[0] && !stay->located)
        problems_warn(problems, line, "place", "problem.place.missing", NULL);
    if (stay->place && strlen(stay->place) > PLACE_MAX_BYTES)
        problems_error(problems, line, "place", "problem.place.too_long", NULL);
    if (stay->country[0] && !country_valid(stay->country))
        problems_error(problems, line, "country", "problem.country.unknown",
                       stay->country);
    check_point(stay, line, problems);
    if (stay->from_day != DATE_NONE && stay->to_day != DATE_NONE &&
        stay->to_day < stay->from_day)
        problems_error(problems, line, "to", "problem.to.before_from",
                       date_format(stay->to_day, text));
    return problems->errors > before ? RC_INVALID : RC_OK;
}

const char *stay_kind_name(enum stay_kind kind)
{
    return kinds[kind];
}

enum rc stay_kind_parse(const char *text, enum stay_kind *ret_kind)
{
    int index;

    if (names_find(kinds, sizeof(kinds) / sizeof(kinds[0]), text, &index))
        return RC_INVALID;
    *ret_kind = (enum stay_kind)index;
    return RC_OK;
}

const char *source_name(enum source source)
{
    return sources[source];
}

enum rc source_parse(const char *text, enum source *ret_source)
{
    int index;

    if (names_find(sources, sizeof(sources) / sizeof(sources[0]), text, &index))
        return RC_INVALID;
    *ret_source = (enum source)index;
    return RC_OK;
}
