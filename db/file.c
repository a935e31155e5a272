#include "db/file.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>

#include "server/core/log.h"

static uint32_t big_endian(const unsigned char *p, int bytes)
{
    uint32_t value = 0;

    for (int i = 0; i < bytes; i++)
        value = value << 8 | p[i];
    return value;
}

/* True when there is a log with something in it. */
static bool has_log(const char *path)
{
    char log[4096];
    struct stat st;

    return snprintf(log, sizeof(log), "%s-wal", path) < (int)sizeof(log) &&
           !stat(log, &st) && st.st_size > 0;
}

/* A file shorter than its header says was cut: SQLite itself notices only when it comes
 * to a missing page. With a log it may only be that a checkpoint did not end, which
 * writes the header first: the log has the rest. */
static bool is_cut_short(const char *path)
{
    unsigned char header[100];
    FILE *file = fopen(path, "rb");
    bool cut = true;

    if (!file)
        return false;
    if (has_log(path)) {
        fclose(file);
        return false;
    }
    if (fread(header, 1, sizeof(header), file) == sizeof(header) &&
        !fseek(file, 0, SEEK_END)) {
        uint32_t page = big_endian(header + 16, 2);
        uint32_t pages = big_endian(header + 28, 4);

        page = page == 1 ? 65536 : page;
        cut = (int64_t)page * pages > ftell(file);
    }
    fclose(file);
    return cut;
}

enum rc db_file_check(const char *path)
{
    FILE *file = fopen(path, "rb");

    if (!file)
        return RC_NOT_FOUND;
    fclose(file);
    if (is_cut_short(path)) {
        log_error("db.cut_short", "the file is shorter than its header says");
        return RC_INVALID;
    }
    return RC_OK;
}
