/**
 * @file site_csv.h
 * Sites as CSV: one row per place people go to or through. importers/README.md names the
 * columns.
 */
#ifndef REDKITE_IMPORTERS_SITE_CSV_H
#define REDKITE_IMPORTERS_SITE_CSV_H

#include <stddef.h>
#include <stdint.h>

#include "importers/cell.h"
#include "importers/csv.h"
#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/rc.h"
#include "server/model/site.h"

/** How to read. All zero: find out. */
struct imp_site_options {
    struct imp_csv_options csv;
    const char *map;                          /* see imp_columns_read, or NULL */
    const struct imp_country_boxes *boxes_of; /* to see swapped axes by, or NULL */
};

struct imp_sites {
    struct site *items;
    int64_t *lines; /* of each in the file */
    size_t count;
};

/** So many sites at most are read from one file. */
#define IMP_SITES_MAX 10000

/**
 * Reads and checks all of @p source. A site without a code gets one made of its name; one
 * without emergency capacity has the nominal. Besides the problems of reading and of
 * site_check: problem.coordinates.missing, problem.capacity.missing, problem.code.twice,
 * problem.alternate.unknown (warning: not in this file), problem.sites.none. RC_INVALID
 * when there is an error, and then nothing is given; codes of imp_csv_next.
 */
MUST_CHECK enum rc imp_sites_read(struct imp_source *source,
                                  const struct imp_site_options *options,
                                  struct arena *arena, struct problems *problems,
                                  struct imp_sites *ret_sites);

#endif
