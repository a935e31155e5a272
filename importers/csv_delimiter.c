#include "importers/csv_delimiter.h"

#include <stdbool.h>
#include <string.h>

#define CANDIDATES  4
#define RECORDS_MAX 50

static const char candidates[CANDIDATES] = {';', ',', '\t', '|'};

struct tally {
    int first[CANDIDATES]; /* times in the first record */
    int now[CANDIDATES];   /* in the one being read */
    int same[CANDIDATES];  /* records with as many as the first */
    int records;
};

static void end_record(struct tally *tally)
{
    for (int i = 0; i < CANDIDATES; i++) {
        if (tally->records == 0)
            tally->first[i] = tally->now[i];
        if (tally->now[i] == tally->first[i])
            tally->same[i]++;
        tally->now[i] = 0;
    }
    tally->records++;
}

static void count(struct tally *tally, char c)
{
    for (int i = 0; i < CANDIDATES; i++)
        if (c == candidates[i])
            tally->now[i]++;
}

/* Quotes are told apart roughly: those inside a quoted field come in pairs. */
static void read_records(const char *bytes, size_t len, struct tally *tally)
{
    bool quoted = false, empty = true;

    for (size_t i = 0; i < len && tally->records < RECORDS_MAX; i++) {
        char c = bytes[i];

        if (c == '"')
            quoted = !quoted;
        if (!quoted && (c == '\r' || c == '\n')) {
            if (!empty)
                end_record(tally);
            empty = true;
            continue;
        }
        empty = false;
        if (!quoted)
            count(tally, c);
    }
    if (!empty && tally->records == 0)
        end_record(tally);
}

static size_t sep_line(const char *bytes, size_t len)
{
    if (len < 6 || memcmp(bytes, "sep=", 4))
        return 0;
    if (bytes[5] == '\n')
        return 6;
    if (bytes[5] == '\r')
        return len > 6 && bytes[6] == '\n' ? 7 : 6;
    return 0;
}

struct imp_csv_start imp_csv_delimiter_find(const char *bytes, size_t len)
{
    struct tally tally = {0};
    int best = -1;

    if (sep_line(bytes, len) && !strchr("\"\r\n", bytes[4]))
        return (struct imp_csv_start){bytes[4], sep_line(bytes, len)};
    read_records(bytes, len, &tally);
    for (int i = 0; i < CANDIDATES; i++) {
        if (!tally.first[i])
            continue;
        if (best < 0 || tally.same[i] > tally.same[best] ||
            (tally.same[i] == tally.same[best] && tally.first[i] > tally.first[best]))
            best = i;
    }
    return (struct imp_csv_start){best < 0 ? ',' : candidates[best], 0};
}
