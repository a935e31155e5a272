/**
 * @file roster_row.h
 * A roster's canonical rows: the one place where a person becomes cells. Inside
 * server/app.
 */
#ifndef REDKITE_APP_ROSTER_ROW_H
#define REDKITE_APP_ROSTER_ROW_H

#include "server/app/roster.h"
#include "server/model/person.h"

struct crypto_hash;

/** Fills the cells of @p row from @p person of the party with ref @p ref, and hashes them
 * but for the sequence, which may move without the person changing. Texts in @p arena. */
void app_roster_row_fill(struct db *db, struct arena *arena, const struct person *person,
                         const char *ref, struct app_roster_row *row);

/** Numbers the row. */
void app_roster_row_number(struct arena *arena, size_t sequence,
                           struct app_roster_row *row);

/** Adds the canonical row to the roster's hash. */
void app_roster_row_hash(const struct app_roster_row *row, struct crypto_hash *hash);

#endif
