/**
 * @file row.h
 * One state row, with its look-up tokens and what lies beside it in narrow tables. Inside
 * db: only the fold writes rows.
 */
#ifndef REDKITE_DB_ROW_H
#define REDKITE_DB_ROW_H

#include <stdint.h>

#include "db/noun.h"
#include "server/core/attrs.h"
#include "server/core/crypto.h"
#include "server/core/rc.h"

struct db_fields;
struct db_tx;

/** A state row, opened. */
struct db_row {
    const struct db_noun *noun;
    int64_t id;
    int64_t key;  /* 0: clear */
    int64_t head; /* highest stamp folded in */
    struct crypto_key data_key;
    struct db_fields *fields; /* the row's own */
};

/** Frees the fields and wipes the key. */
void db_row_fini(struct db_row *row);

/** Opens the row @p id. RC_NOT_FOUND; RC_INVALID (logged) when it is damaged. End with
 * db_row_fini. */
MUST_CHECK enum rc db_row_load(struct db_tx *tx, const struct db_noun *noun, int64_t id,
                               struct db_row *ret_row);

/** Writes the row, its tokens and what lies beside it. Tokens of values that it no longer
 * has are removed before, by db_row_tokens_remove. */
MUST_CHECK enum rc db_row_store(struct db_tx *tx, const struct db_row *row);

/** Takes away the tokens of the values that @p row has. */
MUST_CHECK enum rc db_row_tokens_remove(struct db_tx *tx, const struct db_row *row);

/** Takes the row away with everything that hangs on it, damaged or not. No row is fine.
 */
MUST_CHECK enum rc db_row_erase(struct db_tx *tx, const struct db_noun *noun, int64_t id);

#endif
