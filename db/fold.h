/**
 * @file fold.h
 * From events to state rows: for each field of a subject the highest stamp wins; the row
 * appears once its creating event is here; an event older than what the row has seen
 * refolds the subject. The result does not depend on the order of arrival.
 */
#ifndef REDKITE_DB_FOLD_H
#define REDKITE_DB_FOLD_H

#include "db/ledger.h"

/** Folds an event just appended by this node: @p fields and @p key (NULL: clear) are at
 * hand. */
MUST_CHECK enum rc db_fold(struct db_tx *tx, const struct db_event *event,
                           const struct db_fields *fields, const struct crypto_key *key);

/** Folds an event that came from elsewhere. */
MUST_CHECK enum rc db_fold_received(struct db_tx *tx, const struct db_event *event);

/** Folds all events of @p subject again, or takes its row away when its creation cannot
 * be read. */
MUST_CHECK enum rc db_fold_subject(struct db_tx *tx, int64_t subject);

/** Folds every subject with events under @p key again: after the key came, or was thrown
 * away. */
MUST_CHECK enum rc db_fold_under_key(struct db_tx *tx, int64_t key);

#endif
