/**
 * @file file.h
 * What can be told from the database file before the engine opens it.
 */
#ifndef REDKITE_DB_FILE_H
#define REDKITE_DB_FILE_H

#include "server/core/attrs.h"
#include "server/core/rc.h"

/** RC_NOT_FOUND when there is no file @p path; RC_INVALID (logged) when it was cut short.
 */
MUST_CHECK enum rc db_file_check(const char *path);

#endif
