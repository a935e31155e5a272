/**
 * @file log.h
 * One line per event on standard error: time, level, event name, key=value pairs. Ids and
 * numbers only: never a name, a place or anything a person typed.
 */
#ifndef REDKITE_CORE_LOG_H
#define REDKITE_CORE_LOG_H

#include "server/core/attrs.h"

/** Something failed that should not have; @p event is dotted, such as "db.step_failed".
 */
void log_error(const char *event, const char *format, ...) PRINTF_LIKE(2, 3);
/** Worth an operator's look. */
void log_warn(const char *event, const char *format, ...) PRINTF_LIKE(2, 3);
/** Normal life. */
void log_info(const char *event, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
