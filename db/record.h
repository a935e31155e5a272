/**
 * @file record.h
 * State rows as structs. Every struct of a noun begins with its id. Inside db: the files
 * of the nouns use it.
 */
#ifndef REDKITE_DB_RECORD_H
#define REDKITE_DB_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/noun.h"
#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"

struct db;
struct db_stmt;
struct db_target;
struct db_tx;

/** The columns a statement must begin with for db_record_from_row. */
#define DB_RECORD_COLS "id, key, box"

/** Opens the current row of @p st into @p record, which holds the defaults. RC_INTERNAL
 * when it cannot be opened. */
MUST_CHECK enum rc db_record_from_row(struct db *db, struct db_stmt *st,
                                      const struct db_noun *noun, struct arena *arena,
                                      void *record);

/** The first row of @p st, then releases it. RC_NOT_FOUND when there is none. */
MUST_CHECK enum rc db_record_one(struct db *db, struct db_stmt *st,
                                 const struct db_noun *noun, struct arena *arena,
                                 void *record);

/** A subject at a cut-off. */
struct db_moment {
    int64_t subject;
    int64_t until_seq;
};

/** A growing list of structs in an arena. */
struct db_records {
    const struct db_noun *noun;
    const void *blank; /* what a struct holds before the row is read */
    size_t size;       /* of one struct */
    struct arena *arena;
    void *items;
    size_t count;
};

/** All rows of @p st behind what is in @p records, then releases it. */
MUST_CHECK enum rc db_record_list(struct db *db, struct db_stmt *st,
                                  struct db_records *records);

/** The subject as it was after the first @p until_seq events of this database: folded
 * again from them. RC_NOT_FOUND when it was not there yet, was removed, or is forgotten
 * since. */
MUST_CHECK enum rc db_record_at(struct db *db, const struct db_noun *noun,
                                const struct db_moment *moment, struct arena *arena,
                                void *record);

/** Appends what changed from @p before to @p after. Nothing changed: nothing is written.
 */
MUST_CHECK enum rc db_record_change(struct db_tx *tx, const struct db_target *target,
                                    const void *before, const void *after);

/** Removes the subject, or with @p gone false takes the removal back. */
MUST_CHECK enum rc db_record_remove(struct db_tx *tx, const struct db_target *target,
                                    bool gone);

#endif
