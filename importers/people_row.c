#include "importers/people_row.h"

#include <math.h>
#include <string.h>

#include "importers/people_words.h"
#include "importers/row.h"
#include "server/core/date.h"
#include "server/core/national_number.h"
#include "server/core/text.h"
#include "server/model/country.h"

/* Radius of a position given as two numbers without saying how good it is. */
#define ACCURACY_DEFAULT_M 100.0

static const char *const letter_languages[] = {"nl", "fr", "de", "en"};

struct imp_party_cells imp_party_cells_blank(void)
{
    struct imp_party_cells cells;

    for (int i = 0; i < PEOPLE_COLUMNS - PEOPLE_OF_PARTY; i++)
        cells.cells[i] = (struct imp_cell){
            .text = "", .field = imp_people_columns[PEOPLE_OF_PARTY + i].name};
    return cells;
}

void imp_party_cells_add(struct imp_party_cells *cells,
                         const struct imp_cell_reader *reader,
                         const struct imp_columns *columns, const struct imp_csv_row *row)
{
    for (int i = 0; i < PEOPLE_COLUMNS - PEOPLE_OF_PARTY; i++) {
        const char *text = imp_columns_value(columns, row, PEOPLE_OF_PARTY + i);
        struct imp_cell *kept = &cells->cells[i];

        if (!*text || !strcmp(text, kept->text))
            continue;
        if (*kept->text) {
            problems_warn(reader->problems, row->line, kept->field,
                          "problem.party.differs", text);
            continue;
        }
        kept->text = arena_strdup(reader->arena, text);
        kept->line = row->line;
    }
}

/* Codes of languages, whatever stands between them. */
static char *read_spoken(const struct imp_cell_reader *reader,
                         const struct imp_cell *cell)
{
    char *text = imp_cell_text(reader, cell);

    for (char *p = text; p && *p; p++)
        if (strchr(",;/|", *p))
            *p = ' ';
    return text;
}

static const struct imp_cell *of_party(const struct imp_party_cells *cells,
                                       enum imp_people_column column)
{
    return &cells->cells[column - PEOPLE_OF_PARTY];
}

static int party_word(const struct imp_party_cells *cells,
                      const struct imp_cell_reader *reader, enum imp_people_column column,
                      const struct imp_words *words, int none)
{
    return imp_cell_word(reader, of_party(cells, column), words, none);
}

static void read_party(const struct imp_party_cells *cells,
                       const struct imp_cell_reader *reader, struct party *party)
{
    int language = party_word(cells, reader, PEOPLE_LANGUAGE, &imp_words_language, -1);

    if (language >= 0)
        party->language = letter_languages[language];
    party->spoken = read_spoken(reader, of_party(cells, PEOPLE_SPOKEN));
    party->home_contact = imp_cell_text(reader, of_party(cells, PEOPLE_HOME_CONTACT));
    party->source = (enum source)party_word(cells, reader, PEOPLE_SOURCE,
                                            &imp_words_source, (int)party->source);
    party->trust = (enum trust)party_word(cells, reader, PEOPLE_TRUST, &imp_words_trust,
                                          (int)party->trust);
    party->confirmed_at = imp_cell_time(reader, of_party(cells, PEOPLE_CONFIRMED), 0);
}

/* Two numbers go before a text, and what was typed is kept. */
static void read_point(const struct imp_party_cells *cells,
                       const struct imp_cell_reader *reader, struct stay *stay)
{
    const struct imp_cell *text = of_party(cells, PEOPLE_COORDINATES);
    const struct imp_cell *lat = of_party(cells, PEOPLE_LATITUDE);
    const struct imp_cell *lon = of_party(cells, PEOPLE_LONGITUDE);
    double told = imp_cell_double(reader, of_party(cells, PEOPLE_ACCURACY), NAN);

    stay->coordinates = imp_cell_text(reader, text);
    if (imp_cell_point(reader, lat, lon, &stay->point)) {
        stay->located = imp_cell_point_fits(reader, lat, stay->point, stay->country);
        stay->accuracy_m = ACCURACY_DEFAULT_M;
        if (!stay->coordinates)
            stay->coordinates =
                arena_printf(reader->arena, "%s, %s", lat->text, lon->text);
    } else if (!*lat->text && !*lon->text) {
        stay->located = imp_cell_coordinates(reader, text, stay->country, &stay->point,
                                             &stay->accuracy_m);
    }
    /* Nobody is where they say to less than what they typed. */
    if (!isnan(told) && !(told < stay->accuracy_m && stay->located && !*lat->text))
        stay->accuracy_m = told;
}

bool imp_party_cells_read(const struct imp_party_cells *cells,
                          const struct imp_cell_reader *reader, struct party *ret_party,
                          struct stay *ret_stay)
{
    bool told = false;

    read_party(cells, reader, ret_party);
    for (int column = PEOPLE_STAY; column < PEOPLE_COLUMNS; column++)
        told = told || *of_party(cells, (enum imp_people_column)column)->text;
    *ret_stay = stay_blank();
    ret_stay->place = imp_cell_text(reader, of_party(cells, PEOPLE_PLACE));
    imp_cell_country(reader, of_party(cells, PEOPLE_COUNTRY), ret_stay->country);
    read_point(cells, reader, ret_stay);
    ret_stay->from_day = imp_cell_day(reader, of_party(cells, PEOPLE_FROM));
    ret_stay->to_day = imp_cell_day(reader, of_party(cells, PEOPLE_TO));
    /* Somebody who gives the day of going home travels. */
    ret_stay->kind = (enum stay_kind)party_word(
        cells, reader, PEOPLE_STAY, &imp_words_stay,
        ret_stay->to_day == DATE_NONE ? STAY_RESIDENCE : STAY_TRIP);
    ret_stay->source = ret_party->source;
    ret_stay->confirmed_at = ret_party->confirmed_at;
    return told;
}

static void read_phones(const struct imp_row *r, enum imp_people_column column,
                        const char *calling_code, struct person *person)
{
    char *text = imp_row_text(r, column);

    while (text && *text) {
        size_t len = strcspn(text, ",;|");
        char *next = text + len + (text[len] ? 1 : 0);

        text[len] = '\0';
        text += strspn(text, " ");
        for (len = strlen(text); len && text[len - 1] == ' ';)
            text[--len] = '\0';
        if (*text && person->phone_count == PERSON_PHONES_MAX) {
            imp_row_fault(r, column, "problem.phone.too_many", text);
            return;
        }
        if (*text)
            person->phones[person->phone_count++] =
                phone_make(r->reader->arena, text, calling_code);
        text = next;
    }
}

static void read_mail(const struct imp_row *r, struct person *person)
{
    char *typed = imp_row_text(r, PEOPLE_MAIL);
    char *mail;

    if (!typed)
        return;
    if (mail_normalise(r->reader->arena, typed, &mail))
        imp_row_fault(r, PEOPLE_MAIL, "problem.mail.wrong", typed);
    else
        person->mail = mail;
}

static void read_document(const struct imp_row *r, struct person *person)
{
    struct imp_cell issuer = imp_row_cell(r, PEOPLE_DOCUMENT_ISSUER);
    char *typed = imp_row_text(r, PEOPLE_DOCUMENT);
    char code[COUNTRY_SIZE];
    char *number;

    person->document.kind = (enum document_kind)imp_row_word(
        r, PEOPLE_DOCUMENT_KIND, &imp_words_document_kind, DOCUMENT_UNKNOWN);
    imp_cell_country(r->reader, &issuer, code);
    if (*code)
        person->document.issuer = arena_strdup(r->reader->arena, code);
    person->document.expires = imp_row_day(r, PEOPLE_DOCUMENT_EXPIRES);
    if (!typed)
        return;
    if (document_number_normalise(r->reader->arena, typed, &number))
        imp_row_fault(r, PEOPLE_DOCUMENT, "problem.document.wrong", typed);
    else
        person->document.number = number;
}

/* Digits where the number is right; what was typed where it is not. */
static void read_national_number(const struct imp_row *r, struct person *person)
{
    char *typed = imp_row_text(r, PEOPLE_NATIONAL_NUMBER);
    struct national_number number;

    if (typed && !national_number_parse(typed, &number))
        typed = arena_strdup(r->reader->arena, number.digits);
    person->national_number = typed;
}

/* "1985", "00/00/1985", "1985-00-00": a year, or a month and year. */
static bool is_partial_date(const char *text)
{
    bool zero = false;
    int groups = 0;

    while (*text) {
        size_t len = strspn(text, "0123456789");

        if (!len || len > 4)
            return false;
        zero = zero || strspn(text, "0") == len;
        groups++;
        text += len;
        text += *text && strchr("/.- ", *text) ? 1 : 0;
    }
    return groups == 1 || (groups == 3 && zero);
}

static int32_t read_birth_day(const struct imp_row *r)
{
    char *text = imp_row_text(r, PEOPLE_BIRTH_DATE);

    if (!text || !is_partial_date(text))
        return imp_row_day(r, PEOPLE_BIRTH_DATE);
    imp_row_warn(r, PEOPLE_BIRTH_DATE, "problem.birth_date.partial", text);
    return DATE_NONE;
}

/* One nationality: a country, or what its people are called. */
static enum rc find_nationality(struct arena *arena, const char *text, char *ret_code)
{
    char *folded;

    if (!country_find(text, ret_code))
        return RC_OK;
    if (text_fold(arena, text, &folded))
        return RC_INVALID;
    for (size_t i = 0; i < imp_words_demonym.count; i++) {
        if (!strcmp(imp_words_demonym.words[i].word, folded)) {
            memcpy(ret_code, imp_demonym_countries[imp_words_demonym.words[i].value],
                   COUNTRY_SIZE);
            return RC_OK;
        }
    }
    return RC_NOT_FOUND;
}

static void read_nationality(const struct imp_row *r, struct person *person)
{
    struct arena *arena = r->reader->arena;
    char *text = imp_row_text(r, PEOPLE_NATIONALITY);
    char *list = text ? arena_strdup(arena, "") : NULL;

    while (text && *text) {
        size_t len = strcspn(text, ",;/|+");
        char *next = text + len + (text[len] ? 1 : 0);
        char code[COUNTRY_SIZE];

        text[len] = '\0';
        text += strspn(text, " ");
        for (len = strlen(text); len && text[len - 1] == ' ';)
            text[--len] = '\0';
        if (*text && find_nationality(arena, text, code)) {
            imp_row_fault(r, PEOPLE_NATIONALITY, "problem.nationality.unknown", text);
            return;
        }
        if (*text && !country_list_has(list, code))
            list = *list ? arena_printf(arena, "%s %s", list, code)
                         : arena_strdup(arena, code);
        text = next;
    }
    person->claimed = list && *list ? list : NULL;
}

static void read_marks(const struct imp_row *r, struct person *person)
{
    char *text = imp_row_text(r, PEOPLE_MARKS);

    while (text && *text) {
        size_t len = strcspn(text, ",;/|");
        char *next = text + len + (text[len] ? 1 : 0);
        struct imp_cell cell = imp_row_cell(r, PEOPLE_MARKS);

        text[len] = '\0';
        cell.text = text;
        person->marks |= (unsigned)imp_cell_word(r->reader, &cell, &imp_words_mark, 0);
        text = next;
    }
}

/* Until somebody decides: Belgians are class 1 by what they claim, others undecided. */
static enum person_class default_class(const struct person *person)
{
    return country_list_has(person->claimed, "BE") ? CLASS_BELGIAN : CLASS_UNDECIDED;
}

void imp_person_read(const struct imp_cell_reader *reader,
                     const struct imp_columns *columns, const struct imp_csv_row *row,
                     const char *calling_code, struct person *ret_person)
{
    struct imp_row r = {reader, columns, row};
    struct person person = person_blank();

    person.surname = imp_row_text(&r, PEOPLE_SURNAME);
    person.given_names = imp_row_text(&r, PEOPLE_GIVEN_NAMES);
    person.document_name = imp_row_text(&r, PEOPLE_DOCUMENT_NAME);
    person.other_script = imp_row_text(&r, PEOPLE_OTHER_SCRIPT);
    person.birth_day = read_birth_day(&r);
    person.sex = (enum sex)imp_row_word(&r, PEOPLE_SEX, &imp_words_sex, SEX_UNKNOWN);
    read_nationality(&r, &person);
    read_document(&r, &person);
    read_national_number(&r, &person);
    person.relation = (enum relation)imp_row_word(&r, PEOPLE_RELATION,
                                                  &imp_words_relation, RELATION_UNKNOWN);
    read_phones(&r, PEOPLE_PHONE, calling_code, &person);
    read_phones(&r, PEOPLE_PHONE2, calling_code, &person);
    read_phones(&r, PEOPLE_PHONE3, calling_code, &person);
    read_mail(&r, &person);
    person.class = (enum person_class)imp_row_word(&r, PEOPLE_CLASS, &imp_words_class,
                                                   (int)default_class(&person));
    person.ground = imp_row_text(&r, PEOPLE_GROUND);
    person.need = (enum need)imp_row_word(&r, PEOPLE_NEED, &imp_words_need, NEED_UNKNOWN);
    read_marks(&r, &person);
    person.remark = imp_row_text(&r, PEOPLE_REMARK);
    *ret_person = person;
}
