#include "server/app/demo_household.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/core/arena.h"
#include "server/core/date.h"

#define DAYS_A_YEAR 365.25
/* Serials are given from the top of the day down, so that they stay where hardly anybody
 * has one. */
#define SERIAL_TOP   998
#define SERIALS_MAX  100
#define BIRTH_DAYS   40000
#define OLDEST_YEARS 96

struct app_demo_registry {
    int32_t today;
    int64_t people;
    uint8_t serials[2][BIRTH_DAYS]; /* given for a sex and day before today */
};

struct app_demo_registry *app_demo_registry_new(int32_t today)
{
    struct app_demo_registry *registry = mem_calloc(1, sizeof(*registry));

    registry->today = today;
    return registry;
}

void app_demo_registry_free(struct app_demo_registry *registry)
{
    free(registry);
}

/* In thousands: mean 2.25. */
size_t app_demo_household_size(struct random *random)
{
    static const unsigned thousandths[APP_DEMO_HOUSEHOLD_MAX] = {361, 312, 136, 124,
                                                                 47,  14,  6};
    uint64_t at = random_below(random, 1000);
    size_t size = 1;

    while (at >= thousandths[size - 1])
        at -= thousandths[size++ - 1];
    return size;
}

static bool chance(struct random *random, unsigned per_thousand)
{
    return random_below(random, 1000) < per_thousand;
}

static int32_t born(struct random *random, int32_t today, int youngest, int oldest)
{
    int32_t from = (int32_t)(youngest * DAYS_A_YEAR) + 1;
    int32_t to = (int32_t)(oldest * DAYS_A_YEAR);

    return today - from - (int32_t)random_below(random, (uint64_t)(to - from));
}

static int32_t years(double count)
{
    return (int32_t)(count * DAYS_A_YEAR);
}

/* The first member: people with children are 25 to 54. */
static int32_t head_born(struct random *random, int32_t today, bool children, size_t size)
{
    static const int ages[] = {18, 30, 45, 60, 75};
    size_t band = random_below(random, 4);

    if (children)
        return born(random, today, 25, 54);
    if (size == 1 && chance(random, 120))
        return born(random, today, 75, OLDEST_YEARS);
    if (size == 1 && chance(random, 8))
        return born(random, today, 12, 17);
    return born(random, today, ages[band], ages[band + 1]);
}

/* A partner is up to eight years older or younger, and grown. */
static int32_t partner_born(struct random *random, int32_t today, int32_t head)
{
    int32_t day = head - years(8) + (int32_t)random_below(random, (uint64_t)years(16));

    return day > today - years(18) ? today - years(18) : day;
}

/* A child is under 18, and at least 18 years younger than the first member. */
static int32_t child_born(struct random *random, int32_t today, int32_t head)
{
    int32_t from = today - years(18) + 1;

    if (from < head + years(18))
        from = head + years(18);
    return from >= today ? today
                         : from + (int32_t)random_below(random, (uint64_t)(today - from));
}

/* Who lives together: of two, three in four are a couple. */
struct shape {
    size_t size;
    bool couple;
};

/* Grown-ups first, then children. */
static void draw_member(struct random *random, int32_t today, size_t index,
                        struct shape shape, struct app_demo_person *people)
{
    struct app_demo_person *p = &people[index];
    bool children = shape.size > (shape.couple ? 2 : 1);

    p->sex = chance(random, 500) ? SEX_MALE : SEX_FEMALE;
    if (chance(random, 3))
        p->sex = SEX_X;
    if (index == 0) {
        p->relation = RELATION_HEAD;
        p->birth_day = head_born(random, today, children, shape.size);
    } else if (index == 1 && shape.couple) {
        p->relation = RELATION_PARTNER;
        p->birth_day = partner_born(random, today, people[0].birth_day);
    } else {
        p->relation = RELATION_CHILD;
        p->birth_day = child_born(random, today, people[0].birth_day);
    }
}

/* Most are Belgian; families are mixed more often than people alone. */
static void draw_standing(struct random *random, enum app_demo_style style,
                          struct app_demo_person *p, const struct app_demo_person *head)
{
    static const struct {
        unsigned below;
        enum person_class class;
        const char *nationality;
    } others[] = {{30, CLASS_PROTECTED, "LB"},
                  {60, CLASS_EU, "FR"},
                  {72, CLASS_PARTNER, "CA"},
                  {80, CLASS_UNDECIDED, "SY"}};
    uint64_t at = random_below(random, 1000);

    if (p != head && chance(random, 850)) {
        p->class = head->class;
        p->nationality = head->nationality;
        return;
    }
    p->class = p == head ? CLASS_BELGIAN : CLASS_FAMILY;
    p->nationality = p == head ? "BE" : "LB";
    if (p == head && (style == APP_DEMO_ARABIC || style == APP_DEMO_CYRILLIC))
        p->nationality = style == APP_DEMO_ARABIC ? "BE/LB" : "BE";
    for (size_t i = 0; p == head && i < 4; i++) {
        if (at < others[i].below) {
            p->class = others[i].class;
            p->nationality = others[i].nationality;
            return;
        }
    }
}

static void draw_need(struct random *random, int32_t today, bool children,
                      struct app_demo_person *p)
{
    struct person person = person_blank();
    int age;

    person.birth_day = p->birth_day;
    age = person_age(&person, today);
    p->need = children ? NEED_CHILDREN : NEED_OTHER;
    if (age < 18)
        p->need = p->relation == RELATION_HEAD ? NEED_MINOR : NEED_UNKNOWN;
    if (age >= 70)
        p->need = NEED_AGED;
    if (p->sex == SEX_FEMALE && age >= 20 && age <= 42 && chance(random, 35))
        p->need = NEED_PREGNANT;
    if (chance(random, 10))
        p->need = NEED_PERIL;
    if (age < 2)
        p->marks |= MARK_INFANT;
    if (chance(random, age >= 70 ? 60 : 6))
        p->marks |= MARK_WHEELCHAIR;
    else if (chance(random, age >= 70 ? 8 : 1))
        p->marks |= MARK_STRETCHER;
    if (chance(random, age >= 60 ? 80 : 12))
        p->marks |= MARK_MEDICINE;
    if (chance(random, 5))
        p->marks |= MARK_INTERPRETER;
    if (chance(random, 15))
        p->marks |= MARK_PET;
}

/* Right by its check digits (97 - the first nine mod 97, a 2 in front from 2000 on), and
 * never the same twice. */
static void draw_national_number(struct app_demo_registry *registry,
                                 struct app_demo_person *p)
{
    int32_t ago = registry->today - p->birth_day;
    bool male = p->sex == SEX_MALE;
    int year, month, day, serial;
    int64_t nine;
    uint8_t *given;

    if (p->sex == SEX_X || ago < 0 || ago >= BIRTH_DAYS)
        return;
    given = &registry->serials[male][ago];
    if (*given == SERIALS_MAX)
        return;
    serial = SERIAL_TOP - (male ? 1 : 0) - 2 * (*given)++;
    date_to_civil(p->birth_day, &year, &month, &day);
    nine = (int64_t)(year % 100) * 10000000 + month * 100000 + day * 1000 + serial;
    snprintf(p->national_number, sizeof(p->national_number), "%02d.%02d.%02d-%03d.%02d",
             year % 100, month, day, serial,
             97 - (int)((nine + (year >= 2000 ? INT64_C(2000000000) : 0)) % 97));
}

/* ASCII of a surname, for the mail. */
static void write_mail(struct app_demo_person *p, int64_t number)
{
    char word[APP_DEMO_NAME_SIZE];
    size_t len = 0;

    for (const char *c = p->name.surname; *c; c++) {
        if (*c >= 'A' && *c <= 'Z')
            word[len++] = (char)(*c - 'A' + 'a');
        else if (*c >= 'a' && *c <= 'z')
            word[len++] = *c;
    }
    word[len] = '\0';
    snprintf(p->mail, sizeof(p->mail), "%s.%lld@example.org", word, (long long)number);
}

/* Typed in the ways people type. */
static void write_phone(struct random *random, struct app_demo_person *p, int64_t number)
{
    int high = (int)(number / 1000000 % 1000);
    int middle = (int)(number / 1000 % 1000), low = (int)(number % 1000);

    switch (random_below(random, 4)) {
    case 0:
        snprintf(p->phone, sizeof(p->phone), "+999 %03d %03d %03d", high, middle, low);
        break;
    case 1:
        snprintf(p->phone, sizeof(p->phone), "00999%03d%03d%03d", high, middle, low);
        break;
    case 2:
        snprintf(p->phone, sizeof(p->phone), "00 999 %03d %03d %03d", high, middle, low);
        break;
    default:
        snprintf(p->phone, sizeof(p->phone), "+999%03d%03d%03d", high, middle, low);
        break;
    }
}

static void draw_papers(struct app_demo_registry *registry, struct random *random,
                        struct app_demo_person *p)
{
    int64_t number = registry->people++;
    bool grown = p->relation != RELATION_CHILD;

    p->document_expires = DATE_NONE;
    if (chance(random, 880)) {
        p->document_kind =
            chance(random, 800) ? DOCUMENT_PASSPORT : DOCUMENT_IDENTITY_CARD;
        snprintf(p->document, sizeof(p->document), "%s%07lld",
                 p->document_kind == DOCUMENT_PASSPORT ? "ZZ" : "ZZI ",
                 (long long)number);
        p->document_expires = registry->today - 60 + (int32_t)random_below(random, 3000);
    }
    if (strstr(p->nationality, "BE") && chance(random, 700))
        draw_national_number(registry, p);
    if (grown && chance(random, 930))
        write_phone(random, p, 100000000 + number * 7);
    if (grown && chance(random, 750))
        write_mail(p, number);
}

void app_demo_household_draw(struct app_demo_registry *registry, struct random *random,
                             enum app_demo_style style, size_t size,
                             struct app_demo_person *ret_people)
{
    int32_t today = registry->today;
    struct shape shape = {size, size > 2 || (size == 2 && chance(random, 750))};
    struct app_demo_name name;
    bool children = false;

    app_demo_surname(random, style, &name);
    for (size_t i = 0; i < size; i++) {
        struct app_demo_person *p = &ret_people[i];

        memset(p, 0, sizeof(*p));
        draw_member(random, today, i, shape, ret_people);
        if (p->relation == RELATION_PARTNER && chance(random, 500))
            app_demo_surname(random, style, &p->name);
        else
            p->name = name;
        app_demo_given(random, style, &p->name);
        draw_standing(random, style, p, &ret_people[0]);
        draw_papers(registry, random, p);
        children = children || p->relation == RELATION_CHILD;
    }
    for (size_t i = 0; i < size; i++)
        draw_need(random, today, children && ret_people[i].relation != RELATION_CHILD,
                  &ret_people[i]);
}
