/**
 * @file person.h
 * A person: one member of a party. Texts are clean (see text_clean) and live in the arena
 * of whoever made the struct.
 */
#ifndef REDKITE_MODEL_PERSON_H
#define REDKITE_MODEL_PERSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/rc.h"
#include "server/model/contact.h"
#include "server/model/document.h"

enum sex {
    SEX_UNKNOWN, /* not told */
    SEX_MALE,
    SEX_FEMALE,
    SEX_X,
};

/** Who a person is to the first member of the party. */
enum relation {
    RELATION_UNKNOWN,
    RELATION_HEAD,
    RELATION_PARTNER,
    RELATION_CHILD,
    RELATION_PARENT,
    RELATION_SIBLING,
    RELATION_OTHER,
};

/** On what ground a person is helped. The numbers are the field's own. */
enum person_class {
    CLASS_BELGIAN = 1, /* or unrepresented EU citizen */
    CLASS_FAMILY = 2,  /* nuclear family, Belgian residence permit, recognised refugee */
    CLASS_PROTECTED = 3, /* local staff or a named protection decision */
    CLASS_EU = 4,        /* other EU citizen on request */
    CLASS_PARTNER = 5,   /* partner request */
    CLASS_UNDECIDED = 6,
};

enum need {
    NEED_UNKNOWN,  /* not asked, not told */
    NEED_PERIL,    /* P: peril or seriously ill */
    NEED_PREGNANT, /* A */
    NEED_MINOR,    /* B: unaccompanied minor */
    NEED_AGED,     /* C: aged or infirm */
    NEED_CHILDREN, /* D: adult with children */
    NEED_OTHER,    /* E: other adult */
};

/** Marks, one bit each. */
enum mark {
    MARK_WHEELCHAIR = 1,
    MARK_STRETCHER = 2,
    MARK_INFANT = 4,
    MARK_MEDICINE = 8,
    MARK_INTERPRETER = 16,
    MARK_SERVICE_ANIMAL = 32,
    MARK_PET = 64,
};
#define MARK_COUNT 7

/** So many phones are kept for one person. */
#define PERSON_PHONES_MAX 8

struct person {
    int64_t id;       /* stamp; 0 in a draft */
    int64_t party_id; /* stamp; 0 in a draft */
    int member;       /* number in the party, from 1; with the ref it makes the tag */
    const char *surname;
    const char *given_names;   /* NULL: none known */
    const char *document_name; /* as printed in the document, where it differs */
    const char *other_script;  /* the name in another script */
    int32_t birth_day;         /* DATE_NONE: unknown */
    enum sex sex;
    const char *claimed;  /* nationalities claimed, a country list, or NULL */
    const char *verified; /* nationalities verified, never mixed with the above */
    struct document document;
    const char *national_number; /* 11 digits; what was typed when it is wrong; or NULL */
    enum relation relation;
    struct phone phones[PERSON_PHONES_MAX];
    size_t phone_count;
    const char *mail; /* normal form, or NULL */
    enum person_class class;
    const char *ground; /* why that class, or NULL */
    enum need need;
    unsigned marks;     /* bits of enum mark */
    const char *remark; /* or NULL */
};

/** A person of whom nothing is known: member 1, class undecided, no birth date. */
struct person person_blank(void);

/**
 * Lists what is wrong with @p person in @p problems, under @p line: fields surname,
 * given_names, birth_date, nationality, document, document_expires, national_number,
 * phone, class, remark. @p today is the day (UTC) that "future" is measured from.
 * Warnings keep what was typed: a wrong national number, or one that does not fit the
 * birth date or sex; a phone that could not be read; an expired document.
 * RC_INVALID when there is an error.
 */
MUST_CHECK enum rc person_check(const struct person *person, int32_t today, int64_t line,
                                struct problems *problems);

/** Whole years on @p day, or -1 when the birth date is unknown. */
int person_age(const struct person *person, int32_t day);

/** True when both are certainly one person: the same document, or the same valid
 * national number and the same known birth date. Never seated twice. */
bool person_same_certain(const struct person *a, const struct person *b);

/** True when both may be one person: the same document, or national number, or a shared
 * phone and the same known birth date. Flagged and counted apart. */
bool person_same_possible(const struct person *a, const struct person *b);

/** "M", "F", "X", "" for SEX_UNKNOWN. Static. */
const char *sex_name(enum sex sex);
/** Reads what sex_name writes, any case. RC_INVALID otherwise. */
MUST_CHECK enum rc sex_parse(const char *text, enum sex *ret_sex);

/** "head", "partner", ...; "" for RELATION_UNKNOWN. Static. */
const char *relation_name(enum relation relation);
/** Reads what relation_name writes. RC_INVALID otherwise. */
MUST_CHECK enum rc relation_parse(const char *text, enum relation *ret_relation);

/** "1" to "6". Static. */
const char *class_name(enum person_class class);
/** Reads what class_name writes. RC_INVALID otherwise. */
MUST_CHECK enum rc class_parse(const char *text, enum person_class *ret_class);

/** "P", "A" to "E", "" for NEED_UNKNOWN. Static. */
const char *need_name(enum need need);
/** Reads what need_name writes, any case. RC_INVALID otherwise. */
MUST_CHECK enum rc need_parse(const char *text, enum need *ret_need);

/** "wheelchair", ... of one mark. Static. */
const char *mark_name(enum mark mark);
/** Names of the marks in @p marks with a space between, "" for none, in @p arena. */
NEVER_NULL const char *marks_format(struct arena *arena, unsigned marks);
/** Reads names of marks divided by spaces, commas or semicolons. RC_INVALID for a name
 * that is none; "" gives 0. */
MUST_CHECK enum rc marks_parse(const char *text, unsigned *ret_marks);

#endif
