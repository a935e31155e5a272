/**
 * @file people_row.h
 * Rows of a list of people: the columns, and what they say of a person and its party.
 */
#ifndef REDKITE_IMPORTERS_PEOPLE_ROW_H
#define REDKITE_IMPORTERS_PEOPLE_ROW_H

#include <stdint.h>

#include "importers/cell.h"
#include "importers/columns.h"
#include "server/core/attrs.h"
#include "server/model/party.h"

enum imp_people_column {
    PEOPLE_PARTY,
    PEOPLE_SURNAME,
    PEOPLE_GIVEN_NAMES,
    PEOPLE_DOCUMENT_NAME,
    PEOPLE_OTHER_SCRIPT,
    PEOPLE_BIRTH_DATE,
    PEOPLE_SEX,
    PEOPLE_NATIONALITY,
    PEOPLE_DOCUMENT_KIND,
    PEOPLE_DOCUMENT,
    PEOPLE_DOCUMENT_ISSUER,
    PEOPLE_DOCUMENT_EXPIRES,
    PEOPLE_NATIONAL_NUMBER,
    PEOPLE_RELATION,
    PEOPLE_PHONE,
    PEOPLE_PHONE2,
    PEOPLE_PHONE3,
    PEOPLE_MAIL,
    PEOPLE_CLASS,
    PEOPLE_GROUND,
    PEOPLE_NEED,
    PEOPLE_MARKS,
    PEOPLE_REMARK,
    /* These are of the party: the first row that has one tells. */
    PEOPLE_LANGUAGE,
    PEOPLE_SPOKEN,
    PEOPLE_HOME_CONTACT,
    PEOPLE_SOURCE,
    PEOPLE_TRUST,
    PEOPLE_CONFIRMED,
    PEOPLE_STAY,
    PEOPLE_PLACE,
    PEOPLE_COUNTRY,
    PEOPLE_COORDINATES,
    PEOPLE_LATITUDE,
    PEOPLE_LONGITUDE,
    PEOPLE_ACCURACY,
    PEOPLE_FROM,
    PEOPLE_TO,
    PEOPLE_COLUMNS,
};
#define PEOPLE_OF_PARTY PEOPLE_LANGUAGE

/** The columns and their headers in four languages. */
extern const struct imp_column imp_people_columns[PEOPLE_COLUMNS];

/** What the rows of one party say of it, until all are read. */
struct imp_party_cells {
    struct imp_cell cells[PEOPLE_COLUMNS - PEOPLE_OF_PARTY];
};

/** Empty cells. */
struct imp_party_cells imp_party_cells_blank(void);

/** Keeps what @p row says of the party (copied into the reader's arena). Where it differs
 * from an earlier row the earlier one stays: warning problem.party.differs. */
void imp_party_cells_add(struct imp_party_cells *cells,
                         const struct imp_cell_reader *reader,
                         const struct imp_columns *columns,
                         const struct imp_csv_row *row);

/** Reads party and stay; source and trust keep what @p ret_party holds where the cells do
 * not tell. True when the cells tell of a stay. */
bool imp_party_cells_read(const struct imp_party_cells *cells,
                          const struct imp_cell_reader *reader, struct party *ret_party,
                          struct stay *ret_stay);

/** Reads the person of @p row; @p calling_code see phone_normalise. */
void imp_person_read(const struct imp_cell_reader *reader,
                     const struct imp_columns *columns, const struct imp_csv_row *row,
                     const char *calling_code, struct person *ret_person);

#endif
