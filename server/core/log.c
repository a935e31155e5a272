#include "server/core/log.h"

#include <stdarg.h>
#include <stdio.h>

#include "server/core/clock.h"
#include "server/core/date.h"

/* One write per line, so that lines of several threads do not mix. */
static void write_line(const char *level, const char *event, const char *format,
                       va_list args)
{
    char time[DATE_TIME_TEXT_SIZE], message[512];

    vsnprintf(message, sizeof(message), format, args);
    fprintf(stderr, "%s %s %s %s\n", date_time_format(clock_now_ms(&clock_system), time),
            level, event, message);
}

void log_error(const char *event, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    write_line("error", event, format, args);
    va_end(args);
}

void log_warn(const char *event, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    write_line("warn", event, format, args);
    va_end(args);
}

void log_info(const char *event, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    write_line("info", event, format, args);
    va_end(args);
}
