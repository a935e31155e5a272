/**
 * @file noun.h
 * The nouns of the ledger: one table per noun tells the fold, the sealing, the look-up
 * tokens and the structs how its fields lie. A new field is one line in noun.c and, if
 * lists filter by it, one column.
 */
#ifndef REDKITE_DB_NOUN_H
#define REDKITE_DB_NOUN_H

#include <stdbool.h>
#include <stddef.h>

/** How a field lies in its struct and in JSON. */
enum db_kind {
    DB_TEXT,     /* const char *; NULL is absent */
    DB_CHARS,    /* char[more]; "" is absent */
    DB_INT,      /* int or enum; 0 is absent */
    DB_INT64,    /* int64_t; 0 is absent */
    DB_STAMP,    /* int64_t as decimal text; 0 is absent */
    DB_BOOL,     /* bool; false is absent */
    DB_DAY,      /* int32_t days as YYYY-MM-DD; DATE_NONE is absent */
    DB_SPAN,     /* two int32_t days, first at offset, second at more: [from, to] */
    DB_POINT,    /* struct geo_point: [lon, lat] */
    DB_POSITION, /* struct stay: located, point, accuracy_m: [lon, lat, accuracy] */
    DB_DOCUMENT, /* struct document: {kind, number, issuer, expires} */
    DB_PHONES,   /* struct person: keyed entries phone.<key>: [e164, typed] */
    DB_BYTES,    /* uint8_t[more] as hexadecimal; all zero is absent */
    DB_JSON,     /* const char *: JSON text, kept as a value */
};

/** What can be looked up without being readable: one key each. Numbers stand in the
 * database. */
enum db_token {
    DB_TOKEN_NONE = 0,
    DB_TOKEN_REF = 1,
    DB_TOKEN_DOCUMENT = 2,
    DB_TOKEN_NATIONAL_NUMBER = 3,
    DB_TOKEN_PHONE = 4,
    DB_TOKEN_MAIL = 5,
};
#define DB_TOKEN_KINDS 6

struct db_field {
    const char *name; /* JSON key */
    enum db_kind kind;
    size_t offset;
    size_t more; /* see the kinds */
    const char
        *column; /* parameter such as ":country" when lists filter by it, else NULL */
    const char *column2; /* DB_SPAN: the second */
    enum db_token token;
};

struct db_noun {
    const char *name;
    const struct db_field *fields;
    size_t count;
    bool sealed;       /* fields and box are sealed under the subject's key */
    const char *load;  /* key, head, gone, box by :id */
    const char *store; /* upsert of the row */
    const char *erase; /* the row of :id */
    const char *dump;  /* all rows in order, for comparison */
    const char *clear; /* all rows */
};

extern const struct db_noun db_noun_post, db_noun_party, db_noun_person, db_noun_care,
    db_noun_stay, db_noun_crisis, db_noun_zone, db_noun_site, db_noun_plan,
    db_noun_instance, db_noun_roster, db_noun_intake, db_noun_forget;

/** All of them, ended by NULL. */
extern const struct db_noun *const db_nouns[];

/** The noun called @p name, or NULL when this program does not know it. */
const struct db_noun *db_noun_find(const char *name);

#endif
