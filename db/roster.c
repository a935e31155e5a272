#include "db/roster.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "db/engine.h"
#include "db/keys.h"
#include "db/ledger.h"
#include "db/record.h"
#include "server/core/buffer.h"
#include "server/core/stamp.h"

#define LINES_MAX ((size_t)128 << 20)
#define HEX_SIZE  (2 * DB_ROW_HASH_SIZE)

void db_roster_row_hash(struct db *db, const char *row, size_t len, uint8_t *ret_hash)
{
    struct crypto_key key;
    struct crypto_hash hash;
    uint8_t digest[CRYPTO_HASH_SIZE];

    crypto_derive(&db_keys_of(db)->master, "rosterow", 1, &key);
    crypto_hash_init(&hash, &key);
    crypto_hash_add(&hash, row, len);
    crypto_hash_end(&hash, digest);
    crypto_wipe(&key, sizeof(key));
    memcpy(ret_hash, digest, DB_ROW_HASH_SIZE);
}

static enum rc query_int(struct db *db, struct db_stmt *st, int *ret_value)
{
    enum rc rc = db_step_row(db, st);

    if (!rc)
        *ret_value = (int)db_col_int(st, 0);
    db_release(db, st);
    return rc;
}

static enum rc next_number(struct db *db, struct roster *roster)
{
    static const char sql[] =
        "SELECT coalesce(max(number), 0) + 1 FROM roster WHERE crisis = :crisis";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":crisis", roster->crisis_id);
    roster->version = 1;
    return query_int(db, st, &roster->number);
}

static enum rc next_version(struct db *db, struct roster *roster)
{
    static const char sql[] = "SELECT coalesce(max(version), 0) + 1 FROM roster"
                              " WHERE crisis = :crisis AND number = :number";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":crisis", roster->crisis_id);
    db_bind_int(st, ":number", roster->number);
    return query_int(db, st, &roster->version);
}

enum rc db_roster_append(struct db_tx *tx, struct db_roster *roster)
{
    const struct db_target target = {.noun = &db_noun_roster};
    struct db_roster_record record;
    struct buffer lines;
    char hex[HEX_SIZE + 1];
    enum rc rc = roster->roster.number ? next_version(tx->db, &roster->roster)
                                       : next_number(tx->db, &roster->roster);

    if (rc)
        return rc;
    buffer_init(&lines, LINES_MAX);
    for (size_t i = 0; i < roster->roster.count; i++)
        buffer_printf(&lines, "%s%" PRId64 " %s", i ? " " : "",
                      roster->lines[i].person_id,
                      crypto_hex(roster->lines[i].hash, DB_ROW_HASH_SIZE, hex));
    record = (struct db_roster_record){roster->roster, buffer_text(&lines)};
    rc = buffer_failed(&lines)
             ? RC_TOO_LARGE
             : db_ledger_create(tx, &target, &record, &roster->roster.id);
    buffer_fini(&lines);
    return rc;
}

/* The next word of *p, ended; NULL at the end. */
static char *next_word(char **p)
{
    char *word = *p, *space;

    if (!word || !*word)
        return NULL;
    space = strchr(word, ' ');
    *p = space ? space + 1 : NULL;
    if (space)
        *space = '\0';
    return word;
}

static int nibble(char c)
{
    return c >= 'a' ? c - 'a' + 10 : c - '0';
}

static enum rc read_line(char **p, struct db_roster_line *ret_line)
{
    const char *id = next_word(p), *hash = next_word(p);

    if (!id || !hash || strlen(hash) != HEX_SIZE || stamp_parse(id, &ret_line->person_id))
        return RC_INTERNAL;
    for (int i = 0; i < DB_ROW_HASH_SIZE; i++)
        ret_line->hash[i] = (uint8_t)(nibble(hash[2 * i]) << 4 | nibble(hash[2 * i + 1]));
    return RC_OK;
}

static enum rc read_lines(const char *text, struct arena *arena, struct db_roster *roster)
{
    char *p = arena_strdup(arena, text ? text : "");
    struct db_roster_line *lines;
    size_t words = *p ? 1 : 0;
    enum rc rc = RC_OK;

    for (const char *c = p; *c; c++)
        words += *c == ' ';
    roster->roster.count = words / 2;
    lines = arena_array(arena, roster->roster.count, sizeof(*lines));
    for (size_t i = 0; i < roster->roster.count && !rc; i++)
        rc = read_line(&p, &lines[i]);
    roster->lines = lines;
    return rc;
}

enum rc db_roster_get(struct db *db, struct arena *arena, int64_t id,
                      struct db_roster *ret_roster)
{
    static const char sql[] =
        "SELECT " DB_RECORD_COLS " FROM roster WHERE id = :id AND gone IS NULL";
    struct db_roster_record record = {0};
    struct db_roster roster;
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", id);
    record.roster.delete_by = INT32_MIN;
    rc = db_record_one(db, st, &db_noun_roster, arena, &record);
    if (rc)
        return rc;
    roster.roster = record.roster;
    rc = read_lines(record.lines, arena, &roster);
    if (!rc)
        *ret_roster = roster;
    return rc;
}

enum rc db_roster_list(struct db *db, struct arena *arena, int64_t crisis_id,
                       struct roster **ret_rosters, size_t *ret_count)
{
    static const char sql[] =
        "SELECT " DB_RECORD_COLS " FROM roster WHERE crisis = :crisis AND gone IS NULL"
        " ORDER BY number, version";
    const struct db_roster_record blank = {0};
    struct db_records records = {&db_noun_roster, &blank, sizeof(blank), arena, NULL, 0};
    struct db_stmt *st;
    struct roster *rosters;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":crisis", crisis_id);
    rc = db_record_list(db, st, &records);
    if (rc)
        return rc;
    rosters = arena_array(arena, records.count, sizeof(*rosters));
    for (size_t i = 0; i < records.count; i++)
        rosters[i] = ((struct db_roster_record *)records.items)[i].roster;
    *ret_rosters = rosters;
    *ret_count = records.count;
    return RC_OK;
}
