/**
 * @file fields_json.h
 * What fields.c and fields_struct.c share: the JSON beneath struct db_fields. Inside db;
 * nobody else includes it.
 */
#ifndef REDKITE_DB_FIELDS_JSON_H
#define REDKITE_DB_FIELDS_JSON_H

#include <jansson.h>
#include <stdint.h>

#include "db/fields.h"

#define DB_PHONE_PREFIX "phone."

/** The object that @p fields is. Borrowed. */
json_t *db_fields_object(const struct db_fields *fields);

/** A string, or null for NULL. New. */
json_t *db_json_text(const char *text);

/** A stamp as a string; NULL for 0. New. */
json_t *db_json_stamp(int64_t stamp);

/** The day of a string YYYY-MM-DD; *@p ret_day untouched when it is none. */
void db_json_to_day(const json_t *value, int32_t *ret_day);

/** The first @p count numbers of an array; 0 where there is none. */
void db_json_to_numbers(const json_t *array, double *ret_numbers, size_t count);

/** True when @p value has the form that the field's kind asks for. */
bool db_field_fits(const struct db_field *field, const json_t *value);

#endif
