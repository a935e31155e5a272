/**
 * @file post.h
 * Posts: embassies and consulates.
 */
#ifndef REDKITE_DB_POST_H
#define REDKITE_DB_POST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/rc.h"
#include "server/model/post.h"

struct db;
struct db_tx;

/** Appends @p post, already checked. @p ret_id may be NULL. */
MUST_CHECK enum rc db_post_append(struct db_tx *tx, const struct post *post,
                                  int64_t *ret_id);

/** Appends what differs between @p before and @p after, both with the same id. */
MUST_CHECK enum rc db_post_change(struct db_tx *tx, const struct post *before,
                                  const struct post *after);

/** Removes it, or with @p gone false takes the removal back. */
MUST_CHECK enum rc db_post_remove(struct db_tx *tx, int64_t id, bool gone);

/** All that are not removed, by code, in @p arena. */
MUST_CHECK enum rc db_post_list(struct db *db, struct arena *arena,
                                struct post **ret_posts, size_t *ret_count);

#endif
