/**
 * @file csv_delimiter.h
 * Which character stands between the fields of a CSV file.
 */
#ifndef REDKITE_IMPORTERS_CSV_DELIMITER_H
#define REDKITE_IMPORTERS_CSV_DELIMITER_H

#include <stddef.h>

struct imp_csv_start {
    char delimiter;
    size_t skip; /* bytes of a first line "sep=;", line end included */
};

/** Looks at the beginning of a file (its first @p len bytes, without byte order mark): a
 * line "sep=X", else that of ; , tab | which stands in the first row and most often as
 * many times in the following ones; a comma when there is none. */
struct imp_csv_start imp_csv_delimiter_find(const char *bytes, size_t len);

#endif
