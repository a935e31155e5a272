/**
 * @file point_csv.h
 * Points with an id from CSV: columns id, latitude, longitude (decimal degrees).
 */
#ifndef REDKITE_IMPORTERS_POINT_CSV_H
#define REDKITE_IMPORTERS_POINT_CSV_H

#include <stddef.h>

#include "geo/point.h"
#include "importers/csv.h"
#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/rc.h"

/** So many points at most are read from one file. */
#define IMP_POINTS_MAX 2000000

/** Points in the order of the file, as columns. */
struct imp_points {
    const char *
        *ids; /* as in the file; the number of the line where there is no column */
    double *lon;
    double *lat;
    size_t count;
};

/**
 * Reads and checks all of @p source into @p arena. Besides the problems of reading:
 * those of imp_cell_point, problem.coordinates.missing, problem.points.none and
 * .too_many. RC_INVALID when there is an error, and then nothing is given; codes of
 * imp_csv_next.
 */
MUST_CHECK enum rc imp_points_read(struct imp_source *source, struct arena *arena,
                                   struct problems *problems,
                                   struct imp_points *ret_points);

#endif
