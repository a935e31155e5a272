#include "server/model/person.h"

#include <string.h>

#include "server/core/buffer.h"
#include "server/core/date.h"
#include "server/core/national_number.h"
#include "server/model/country.h"
#include "server/model/names.h"

/* Nobody is older; a birth date before that is a slip. */
#define AGE_MAX_YEARS 125
/* Documents are not issued for longer than this ahead. */
#define EXPIRY_MAX_YEARS 50
#define NAME_MAX_BYTES   200
#define REMARK_MAX_BYTES 2000

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char *const sexes[] = {"", "M", "F", "X"};
static const char *const relations[] = {"",       "head",    "partner", "child",
                                        "parent", "sibling", "other"};
static const char *const classes[] = {"1", "2", "3", "4", "5", "6"};
static const char *const needs[] = {"", "P", "A", "B", "C", "D", "E"};
static const char *const marks[MARK_COUNT] = {
    "wheelchair",  "stretcher",      "infant", "medicine",
    "interpreter", "service_animal", "pet"};

struct person person_blank(void)
{
    return (struct person){.member = 1,
                           .birth_day = DATE_NONE,
                           .document = {.expires = DATE_NONE},
                           .class = CLASS_UNDECIDED};
}

int person_age(const struct person *person, int32_t day)
{
    int year, month, mday, at_year, at_month, at_mday;

    if (person->birth_day == DATE_NONE || day < person->birth_day)
        return -1;
    date_to_civil(person->birth_day, &year, &month, &mday);
    date_to_civil(day, &at_year, &at_month, &at_mday);
    return at_year - year -
           (at_month < month || (at_month == month && at_mday < mday) ? 1 : 0);
}

static void check_names(const struct person *p, int64_t line, struct problems *problems)
{
    if (!p->surname || !*p->surname)
        problems_error(problems, line, "surname", "problem.surname.missing", NULL);
    else if (strlen(p->surname) > NAME_MAX_BYTES)
        problems_error(problems, line, "surname", "problem.surname.too_long", NULL);
    if (!p->given_names || !*p->given_names)
        problems_warn(problems, line, "given_names", "problem.given_names.missing", NULL);
    else if (strlen(p->given_names) > NAME_MAX_BYTES)
        problems_error(problems, line, "given_names", "problem.given_names.too_long",
                       NULL);
    if (p->remark && strlen(p->remark) > REMARK_MAX_BYTES)
        problems_error(problems, line, "remark", "problem.remark.too_long", NULL);
}

static void check_birth(const struct person *p, int32_t today, int64_t line,
                        struct problems *problems)
{
    char text[DATE_TEXT_SIZE];

    if (p->birth_day == DATE_NONE)
        return;
    date_format(p->birth_day, text);
    if (p->birth_day > today)
        problems_error(problems, line, "birth_date", "problem.birth_date.future", text);
    else if (person_age(p, today) > AGE_MAX_YEARS)
        problems_error(problems, line, "birth_date", "problem.birth_date.too_old", text);
}

/* The serial (three digits) is odd for men and even for women. Bis numbers of people
 * whose sex was not known at the time do not follow it, so they are left alone. */
static bool sex_fits(const struct national_number *number, enum sex sex)
{
    bool odd = (number->digits[8] - '0') % 2 == 1;

    if (number->bis || (sex != SEX_MALE && sex != SEX_FEMALE))
        return true;
    return odd == (sex == SEX_MALE);
}

static void check_national_number(const struct person *p, int64_t line,
                                  struct problems *problems)
{
    struct national_number number;

    if (!p->national_number)
        return;
    if (national_number_parse(p->national_number, &number)) {
        problems_warn(problems, line, "national_number", "problem.national_number.wrong",
                      p->national_number);
        return;
    }
    if (p->birth_day != DATE_NONE && !national_number_fits(&number, p->birth_day))
        problems_warn(problems, line, "national_number",
                      "problem.national_number.birth_date", p->national_number);
    if (!sex_fits(&number, p->sex))
        problems_warn(problems, line, "national_number", "problem.national_number.sex",
                      p->national_number);
}

static void check_document(const struct person *p, int32_t today, int64_t line,
                           struct problems *problems)
{
    const struct document *doc = &p->document;
    char text[DATE_TEXT_SIZE];
    int year, month, day, at_year;

    if (doc->kind == DOCUMENT_MISSING && doc->number)
        problems_error(problems, line, "document", "problem.document.none_with_number",
                       doc->number);
    if (doc->issuer && !country_valid(doc->issuer))
        problems_error(problems, line, "document_issuer", "problem.country.unknown",
                       doc->issuer);
    if (doc->expires == DATE_NONE)
        return;
    date_format(doc->expires, text);
    date_to_civil(today, &at_year, &month, &day);
    date_to_civil(doc->expires, &year, &month, &day);
    if (year > at_year + EXPIRY_MAX_YEARS)
        problems_error(problems, line, "document_expires",
                       "problem.document_expires.too_far", text);
    else if (doc->expires < today)
        problems_warn(problems, line, "document_expires", "problem.document_expires.past",
                      text);
}

static void check_nationality(const char *list, int64_t line, struct problems *problems)
{
    char code[COUNTRY_SIZE] = "";

    for (const char *p = list; p && *p; p += p[2] ? 3 : 2) {
        memcpy(code, p, 2);
        if (!p[1] || !country_valid(code) || (p[2] && p[2] != ' ')) {
            problems_error(problems, line, "nationality", "problem.nationality.unknown",
                           list);
            return;
        }
    }
}

static void check_contact(const struct person *p, int64_t line, struct problems *problems)
{
    for (size_t i = 0; i < p->phone_count; i++)
        if (!p->phones[i].e164)
            problems_warn(problems, line, "phone", "problem.phone.unreadable",
                          p->phones[i].typed);
}

enum rc person_check(const struct person *person, int32_t today, int64_t line,
                     struct problems *problems)
{
    size_t before = problems->errors;

    check_names(person, line, problems);
    check_birth(person, today, line, problems);
    check_national_number(person, line, problems);
    check_document(person, today, line, problems);
    check_nationality(person->claimed, line, problems);
    check_nationality(person->verified, line, problems);
    check_contact(person, line, problems);
    if (person->class < CLASS_BELGIAN || person->class > CLASS_UNDECIDED)
        problems_error(problems, line, "class", "problem.class.unknown", NULL);
    return problems->errors > before ? RC_INVALID : RC_OK;
}

static bool same_birth(const struct person *a, const struct person *b)
{
    return a->birth_day != DATE_NONE && a->birth_day == b->birth_day;
}

/* Compared by digits, so that separators make no difference; a wrong number proves
 * nothing. */
static bool same_national_number(const struct person *a, const struct person *b)
{
    struct national_number x, y;

    if (!a->national_number || !b->national_number)
        return false;
    return !national_number_parse(a->national_number, &x) &&
           !national_number_parse(b->national_number, &y) && !strcmp(x.digits, y.digits);
}

static bool same_phone(const struct person *a, const struct person *b)
{
    for (size_t i = 0; i < a->phone_count; i++)
        for (size_t j = 0; j < b->phone_count; j++)
            if (a->phones[i].e164 && b->phones[j].e164 &&
                !strcmp(a->phones[i].e164, b->phones[j].e164))
                return true;
    return false;
}

bool person_same_certain(const struct person *a, const struct person *b)
{
    return document_same(&a->document, &b->document) ||
           (same_national_number(a, b) && same_birth(a, b));
}

bool person_same_possible(const struct person *a, const struct person *b)
{
    return document_same(&a->document, &b->document) || same_national_number(a, b) ||
           (same_birth(a, b) && same_phone(a, b));
}

const char *sex_name(enum sex sex)
{
    return sexes[sex];
}

enum rc sex_parse(const char *text, enum sex *ret_sex)
{
    int index;

    if (names_find(sexes, COUNT(sexes), text, &index))
        return RC_INVALID;
    *ret_sex = (enum sex)index;
    return RC_OK;
}

const char *relation_name(enum relation relation)
{
    return relations[relation];
}

enum rc relation_parse(const char *text, enum relation *ret_relation)
{
    int index;

    if (names_find(relations, COUNT(relations), text, &index))
        return RC_INVALID;
    *ret_relation = (enum relation)index;
    return RC_OK;
}

const char *class_name(enum person_class class)
{
    return classes[class - 1];
}

enum rc class_parse(const char *text, enum person_class *ret_class)
{
    int index;

    if (names_find(classes, COUNT(classes), text, &index))
        return RC_INVALID;
    *ret_class = (enum person_class)(index + 1);
    return RC_OK;
}

const char *need_name(enum need need)
{
    return needs[need];
}

enum rc need_parse(const char *text, enum need *ret_need)
{
    int index;

    if (names_find(needs, COUNT(needs), text, &index))
        return RC_INVALID;
    *ret_need = (enum need)index;
    return RC_OK;
}

const char *mark_name(enum mark mark)
{
    return marks[__builtin_ctz(mark)];
}

const char *marks_format(struct arena *arena, unsigned set)
{
    struct buffer buf;
    char *text;

    buffer_init(&buf, 256);
    for (int i = 0; i < MARK_COUNT; i++) {
        if (!(set & 1U << i))
            continue;
        if (buf.len)
            buffer_putc(&buf, ' ');
        buffer_puts(&buf, marks[i]);
    }
    text = arena_strdup(arena, buffer_text(&buf));
    buffer_fini(&buf);
    return text;
}

enum rc marks_parse(const char *text, unsigned *ret_marks)
{
    unsigned set = 0;

    while (*(text += strspn(text, " ,;"))) {
        char name[16];
        size_t len = strcspn(text, " ,;");
        int index;

        if (len >= sizeof(name))
            return RC_INVALID;
        memcpy(name, text, len);
        name[len] = '\0';
        if (names_find(marks, MARK_COUNT, name, &index))
            return RC_INVALID;
        set |= 1U << index;
        text += len;
    }
    *ret_marks = set;
    return RC_OK;
}
