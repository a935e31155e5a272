/**
 * @file import.h
 * Taking files in: lists of people in slices that a kill resumes, and zones, sites and
 * posts whole. A file is read and checked to its end before anything is written; the same
 * file twice is a no-op.
 */
#ifndef REDKITE_APP_IMPORT_H
#define REDKITE_APP_IMPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "importers/people_csv.h"
#include "importers/zone_geojson.h"
#include "server/app/location.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/progress.h"
#include "server/core/rc.h"

struct db;
struct db_store;
struct geo_gazetteer;

/** What an import works with. Borrowed. */
struct app_import {
    struct db_store *store;
    struct db *db; /* a reader of the store */
    const struct geo_gazetteer
        *gz; /* for people; may be NULL: then only coordinates locate */
    const struct progress *progress; /* may be NULL */
    struct problems *problems;
    bool dry_run; /* check only */
};

/** What came of a list of people. */
struct app_import_people {
    struct imp_people_counts counts;
    int64_t job_id; /* 0 with dry_run */
    bool already; /* the same file was taken in before, as job_id: nothing was written */
    int64_t resumed; /* parties found there already from a run that was cut off */
    struct app_location_counts located; /* of the parties written by this run */
};

/** Takes in the list at @p path; projection and boxes of @p options are filled in here.
 * RC_INVALID with problems, and nothing is written;
 * RC_CONFLICT when progress said stop: what was written stays, and the same call goes on
 * from there; RC_NOT_FOUND; codes of db_write. */
MUST_CHECK enum rc app_import_people(const struct app_import *import, const char *path,
                                     const struct imp_people_options *options,
                                     struct app_import_people *ret_result);

/** Removes every party that import job @p job_id wrote, in slices; again after a kill
 * goes on, and finds nothing more when all was done. @p ret_parties counts those removed
 * now. RC_NOT_FOUND: no such job; RC_CONFLICT: progress
 * said stop. */
MUST_CHECK enum rc app_import_undo(const struct app_import *import, int64_t job_id,
                                   int64_t *ret_parties);

/** What came of a file of zones, sites or posts. */
struct app_import_file {
    int64_t count;
    bool already; /* the same file was taken in before: nothing was written */
};

/** Takes the zones of a GeoJSON file into a crisis, all or nothing. Codes as above. */
MUST_CHECK enum rc app_import_zones(const struct app_import *import, int64_t crisis_id,
                                    const char *path, struct app_import_file *ret_result);

/** Takes the sites of a CSV file into a crisis, all or nothing. RC_INVALID also when the
 * crisis has a site with the same code. */
MUST_CHECK enum rc app_import_sites(const struct app_import *import, int64_t crisis_id,
                                    const char *path, struct app_import_file *ret_result);

/** Takes in posts from a CSV file, all or nothing: a post whose code is known is changed,
 * others are added. */
MUST_CHECK enum rc app_import_posts(const struct app_import *import, const char *path,
                                    struct app_import_file *ret_result);

#endif
