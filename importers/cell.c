#include "importers/cell.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "geo/box.h"
#include "geo/coordinate.h"
#include "server/core/date.h"
#include "server/core/number.h"
#include "server/core/text.h"
#include "server/model/country.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void fault(const struct imp_cell_reader *reader, const struct imp_cell *cell,
                  const char *key, const char *detail)
{
    problems_error(reader->problems, cell->line, cell->field, key, detail);
}

char *imp_cell_text(const struct imp_cell_reader *reader, const struct imp_cell *cell)
{
    const char *text = cell->text;
    char *clean;

    if (!*text)
        return NULL;
    if (text[0] == '\'' && text[1] && strchr("=+-@\t\r", text[1]))
        text++;
    if (text_clean(reader->arena, text, strlen(text), &clean)) {
        fault(reader, cell, "problem.text.wrong", NULL);
        return NULL;
    }
    return *clean ? clean : NULL;
}

/* Three groups of digits. Their lengths tell ISO from the others. */
static bool three_numbers(const char *text, int *numbers, int *lens)
{
    for (int i = 0; i < 3; i++) {
        int value = 0, len = 0;

        for (; *text >= '0' && *text <= '9' && len < 5; text++, len++)
            value = value * 10 + (*text - '0');
        if (!len || len > 4)
            return false;
        numbers[i] = value;
        lens[i] = len;
        if (i == 2)
            break;
        if (!*text || !strchr("/.- ", *text))
            return false;
        text++;
    }
    return !*text;
}

static enum rc day_of(const int *numbers, const int *lens, bool month_first,
                      int32_t *ret_day)
{
    if (lens[0] == 4)
        return date_from_civil(numbers[0], numbers[1], numbers[2], ret_day);
    if (month_first)
        return date_from_civil(numbers[2], numbers[0], numbers[1], ret_day);
    return date_from_civil(numbers[2], numbers[1], numbers[0], ret_day);
}

int32_t imp_cell_day(const struct imp_cell_reader *reader, const struct imp_cell *cell)
{
    char *text = imp_cell_text(reader, cell);
    bool month_first = reader->dates == IMP_MONTH_FIRST;
    int numbers[3], lens[3];
    int32_t day;

    if (!text)
        return DATE_NONE;
    if (!three_numbers(text, numbers, lens)) {
        fault(reader, cell, "problem.date.unreadable", text);
        return DATE_NONE;
    }
    if (lens[0] != 4 && lens[2] != 4) {
        fault(reader, cell, "problem.date.two_digit_year", text);
        return DATE_NONE;
    }
    if (!day_of(numbers, lens, month_first, &day))
        return day;
    fault(reader, cell,
          day_of(numbers, lens, !month_first, &day) ? "problem.date.unreadable"
                                                    : "problem.date.month_first",
          text);
    return DATE_NONE;
}

int64_t imp_cell_time(const struct imp_cell_reader *reader, const struct imp_cell *cell,
                      int64_t none)
{
    char *text = imp_cell_text(reader, cell);
    int64_t ms;
    int32_t day;

    if (!text)
        return none;
    if (!date_time_parse(text, &ms))
        return ms;
    if (!date_parse(text, &day))
        return day * DATE_DAY_MS;
    fault(reader, cell, "problem.time.unreadable", text);
    return none;
}

double imp_cell_double(const struct imp_cell_reader *reader, const struct imp_cell *cell,
                       double none)
{
    char *text = imp_cell_text(reader, cell);
    double value;
    char *comma;

    if (!text)
        return none;
    comma = strchr(text, ',');
    if (comma && !strchr(text, '.') && !strchr(comma + 1, ','))
        *comma = '.';
    if (!number_parse_double(text, &value))
        return value;
    fault(reader, cell, "problem.number.wrong", cell->text);
    return none;
}

int64_t imp_cell_int(const struct imp_cell_reader *reader, const struct imp_cell *cell,
                     int64_t none)
{
    char *text = imp_cell_text(reader, cell);
    int64_t value;

    if (!text)
        return none;
    if (!number_parse_int(text, INT64_MIN, INT64_MAX, &value))
        return value;
    fault(reader, cell, "problem.number.wrong", text);
    return none;
}

void imp_cell_country(const struct imp_cell_reader *reader, const struct imp_cell *cell,
                      char *ret_code)
{
    char *text = imp_cell_text(reader, cell);

    ret_code[0] = '\0';
    if (text && country_find(text, ret_code))
        fault(reader, cell, "problem.country.unknown", text);
}

static bool find_word(const struct imp_cell_reader *reader, const char *text,
                      const struct imp_words *words, int *ret_value)
{
    char *folded;

    if (text_fold(reader->arena, text, &folded))
        return false;
    for (size_t i = 0; i < words->count; i++) {
        if (!strcmp(words->words[i].word, folded)) {
            *ret_value = words->words[i].value;
            return true;
        }
    }
    return false;
}

int imp_cell_word(const struct imp_cell_reader *reader, const struct imp_cell *cell,
                  const struct imp_words *words, int none)
{
    char *text = imp_cell_text(reader, cell);
    char key[64];
    int value;

    if (!text)
        return none;
    if (find_word(reader, text, words, &value))
        return value;
    snprintf(key, sizeof(key), "problem.%s.unknown", cell->field);
    fault(reader, cell, key, text);
    return none;
}

bool imp_cell_yes(const struct imp_cell_reader *reader, const struct imp_cell *cell)
{
    static const struct imp_word table[] = {
        {"yes", 1},  {"ja", 1},     {"oui", 1},  {"true", 1},   {"waar", 1}, {"vrai", 1},
        {"wahr", 1}, {"y", 1},      {"j", 1},    {"o", 1},      {"x", 1},    {"1", 1},
        {"no", 0},   {"nee", 0},    {"non", 0},  {"nein", 0},   {"n", 0},    {"false", 0},
        {"0", 0},    {"onwaar", 0}, {"faux", 0}, {"falsch", 0},
    };
    static const struct imp_words words = {table, COUNT(table)};
    char *text = imp_cell_text(reader, cell);
    int value = 0;

    if (text && !find_word(reader, text, &words, &value))
        fault(reader, cell, "problem.yes_no.unknown", text);
    return value;
}

static bool within(double value, double limit)
{
    return value >= -limit && value <= limit;
}

bool imp_cell_point(const struct imp_cell_reader *reader, const struct imp_cell *lat,
                    const struct imp_cell *lon, struct geo_point *ret_point)
{
    size_t before = reader->problems->errors;
    double y = imp_cell_double(reader, lat, NAN);
    double x = imp_cell_double(reader, lon, NAN);

    if (reader->problems->errors > before || (isnan(y) && isnan(x)))
        return false;
    if (isnan(y) || isnan(x))
        problems_error(reader->problems, isnan(y) ? lon->line : lat->line,
                       isnan(y) ? lat->field : lon->field, "problem.coordinates.half",
                       NULL);
    else if (!within(y, 90) && within(x, 90) && within(y, 180))
        fault(reader, lat, "problem.coordinates.swapped", lat->text);
    else if (!within(y, 90))
        fault(reader, lat, "problem.latitude.range", lat->text);
    else if (!within(x, 180))
        fault(reader, lon, "problem.longitude.range", lon->text);
    if (reader->problems->errors > before)
        return false;
    *ret_point = (struct geo_point){.lon = x, .lat = y};
    return true;
}

/* Boxes around the country; 0: nobody knows. */
static size_t boxes_of(const struct imp_cell_reader *reader, const char *country,
                       struct geo_box *boxes)
{
    if (!*country || !reader->boxes_of)
        return 0;
    return reader->boxes_of->find(reader->boxes_of->state, country, boxes);
}

static bool in_boxes(double lon, double lat, const struct geo_box *boxes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (lon >= boxes[i].west && lon <= boxes[i].east && lat >= boxes[i].south &&
            lat <= boxes[i].north)
            return true;
    return false;
}

bool imp_cell_point_fits(const struct imp_cell_reader *reader, const struct imp_cell *lat,
                         struct geo_point point, const char *country)
{
    struct geo_box boxes[2];
    size_t count = boxes_of(reader, country, boxes);

    if (!count || in_boxes(point.lon, point.lat, boxes, count))
        return true;
    if (in_boxes(point.lat, point.lon, boxes, count)) {
        fault(reader, lat, "problem.coordinates.swapped", lat->text);
        return false;
    }
    problems_warn(reader->problems, lat->line, lat->field, "problem.coordinate.outside",
                  lat->text);
    return true;
}

bool imp_cell_coordinates(const struct imp_cell_reader *reader,
                          const struct imp_cell *cell, const char *country,
                          struct geo_point *ret_point, double *ret_accuracy_m)
{
    char *text = imp_cell_text(reader, cell);
    struct geo_coordinate found;
    struct geo_box boxes[2];
    struct geo_coordinate_ask ask = {
        .text = text, .boxes = boxes, .line = cell->line, .field = cell->field};

    if (!text || !reader->projection)
        return false;
    ask.box_count = boxes_of(reader, country, boxes);
    if (geo_coordinate_parse(reader->projection, &ask, reader->problems, &found))
        return false;
    *ret_point = found.point;
    *ret_accuracy_m = found.accuracy_m;
    return true;
}
