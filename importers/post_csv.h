/**
 * @file post_csv.h
 * Posts with their jurisdictions as CSV: one row per embassy or consulate, in our columns
 * or those of Wikidata's list of missions. importers/README.md names them.
 */
#ifndef REDKITE_IMPORTERS_POST_CSV_H
#define REDKITE_IMPORTERS_POST_CSV_H

#include <stddef.h>
#include <stdint.h>

#include "importers/cell.h"
#include "importers/csv.h"
#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/rc.h"
#include "server/model/post.h"

/** How to read. All zero: find out. */
struct imp_post_options {
    struct imp_csv_options csv;
    const char *map;                          /* see imp_columns_read, or NULL */
    const struct imp_country_boxes *boxes_of; /* to see swapped axes by, or NULL */
};

struct imp_posts {
    struct post *items;
    int64_t *lines; /* of each in the file */
    size_t count;
};

/** So many posts at most are read from one file. */
#define IMP_POSTS_MAX 2000

/**
 * Reads and checks all of @p source. A post without a name is called after its town, or
 * its country; one without a code gets one made of its name, with its kind behind where
 * that is taken. Jurisdictions are countries with | between: names that are none are left
 * out with the warning problem.jurisdiction.part. A consulate's list that has such names
 * is one of regions (Georgia beside Florida): then all are left out. Besides the problems
 * of reading and of post_check: problem.code.twice, problem.covered_by.unknown (warning:
 * not in this file), problem.posts.none. RC_INVALID when there is an error, and then
 * nothing is given; codes of imp_csv_next.
 */
MUST_CHECK enum rc imp_posts_read(struct imp_source *source,
                                  const struct imp_post_options *options,
                                  struct arena *arena, struct problems *problems,
                                  struct imp_posts *ret_posts);

#endif
