/**
 * @file fields.h
 * The fields of an event or row: a JSON object, between bytes, structs and columns. The
 * only place of db that knows jansson.
 */
#ifndef REDKITE_DB_FIELDS_H
#define REDKITE_DB_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/noun.h"
#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/buffer.h"
#include "server/core/rc.h"

struct db_fields;
struct db_stmt;

/** Most bytes of one event's fields, canonical. */
#define DB_FIELDS_MAX ((size_t)256 << 20)

/** An empty set of fields. Free with db_fields_free. */
NEVER_NULL struct db_fields *db_fields_new(void);
/** NULL is fine. */
void db_fields_free(struct db_fields *fields);

/** Reads a JSON object (no duplicate keys, nothing behind). RC_INVALID otherwise. */
MUST_CHECK enum rc db_fields_parse(const void *bytes, size_t len,
                                   struct db_fields **ret_fields);

/** Appends the canonical text: keys sorted, no spaces, 17 digits. */
void db_fields_write(const struct db_fields *fields, struct buffer *buf);

/** The fields of @p record, a struct of @p noun, that hold something. Free with
 * db_fields_free. */
NEVER_NULL struct db_fields *db_fields_of(const struct db_noun *noun, const void *record);

/** What has to be written to turn @p before into @p after: changed fields, null where one
 * was cleared. */
NEVER_NULL struct db_fields *db_fields_change(const struct db_noun *noun,
                                              const void *before, const void *after);

/** Puts the fields into @p record, which holds the defaults; texts in @p arena. Values of
 * a wrong type are passed over. */
void db_fields_to(const struct db_fields *fields, const struct db_noun *noun,
                  struct arena *arena, void *record);

/** Folds @p change over @p fields: the later value wins, null removes. Fields that @p
 * noun does not know, and values of a wrong type, are passed over. */
void db_fields_fold(struct db_fields *fields, const struct db_noun *noun,
                    const struct db_fields *change);

/** True when there is nothing in it. */
bool db_fields_empty(const struct db_fields *fields);

/** True when the subject is removed: field gone holds true. */
bool db_fields_gone(const struct db_fields *fields);

/** Sets, or with NULL clears, a text. */
void db_fields_set_text(struct db_fields *fields, const char *name, const char *value);
/** Sets a truth value, such as gone. */
void db_fields_set_bool(struct db_fields *fields, const char *name, bool value);
/** Sets null: removes the field when folded. */
void db_fields_set_null(struct db_fields *fields, const char *name);
/** Sets a list of stamps. */
void db_fields_set_stamps(struct db_fields *fields, const char *name,
                          const int64_t *stamps, size_t count);

/** The list of stamps called @p name; empty when there is none. In @p arena. */
void db_fields_stamps(const struct db_fields *fields, const char *name,
                      struct arena *arena, int64_t **ret_stamps, size_t *ret_count);

/** A text field, or NULL. Borrowed from @p fields. */
const char *db_fields_text(const struct db_fields *fields, const char *name);

/** Binds the columns of @p noun. Texts are borrowed from @p fields until the statement is
 * released. */
void db_fields_bind(const struct db_fields *fields, const struct db_noun *noun,
                    struct db_stmt *st);

/** One value that is looked up by token. */
struct db_lookup {
    enum db_token kind;
    const char *value;
};

/** The values to be found by token, in @p arena; none for a removed subject. */
void db_fields_lookups(const struct db_fields *fields, const struct db_noun *noun,
                       struct arena *arena, struct db_lookup **ret_lookups,
                       size_t *ret_count);

/** Longitude, latitude and accuracy of a position. False when there is none. */
bool db_fields_position(const struct db_fields *fields, const char *name,
                        double *ret_position);

/** Both days of a span; DATE_NONE where open or absent. */
void db_fields_span(const struct db_fields *fields, const char *name, int32_t *ret_from,
                    int32_t *ret_to);

/** A whole number, 0 when there is none. */
int64_t db_fields_int(const struct db_fields *fields, const char *name);

/** A stamp field, 0 when there is none. */
int64_t db_fields_stamp(const struct db_fields *fields, const char *name);

#endif
