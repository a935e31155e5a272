/**
 * @file people_words.h
 * The words that lists of people use for values, in four languages.
 */
#ifndef REDKITE_IMPORTERS_PEOPLE_WORDS_H
#define REDKITE_IMPORTERS_PEOPLE_WORDS_H

#include "importers/cell.h"

extern const struct imp_words imp_words_sex;           /* enum sex */
extern const struct imp_words imp_words_relation;      /* enum relation */
extern const struct imp_words imp_words_document_kind; /* enum document_kind */
extern const struct imp_words imp_words_need;          /* enum need */
extern const struct imp_words imp_words_class;         /* enum person_class */
extern const struct imp_words imp_words_mark;          /* enum mark */
extern const struct imp_words imp_words_stay;          /* enum stay_kind */
extern const struct imp_words imp_words_source;        /* enum source */
extern const struct imp_words imp_words_trust;         /* enum trust */
/** Index in { "nl", "fr", "de", "en" }. */
extern const struct imp_words imp_words_language;

/** People's words for a nationality ("Belge"); value: index of imp_demonym_countries. */
extern const struct imp_words imp_words_demonym;
extern const char *const imp_demonym_countries[];

#endif
