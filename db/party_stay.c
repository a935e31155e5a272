#include "db/party.h"

#include "db/engine.h"
#include "db/keys.h"
#include "db/ledger.h"
#include "db/record.h"
#include "server/core/date.h"
#include "server/core/log.h"

enum rc db_stay_append(struct db_tx *tx, const struct stay *stay, int64_t *ret_id)
{
    /* Residence is forgotten with the party, each trip by itself. */
    const struct db_target target = {.noun = &db_noun_stay,
                                     .key = stay->kind == STAY_RESIDENCE ? stay->party_id
                                                                         : 0,
                                     .party = stay->party_id};

    return db_ledger_create(tx, &target, stay, ret_id);
}

enum rc db_stay_list(struct db *db, struct arena *arena, int64_t party_id,
                     struct stay **ret_stays, size_t *ret_count)
{
    static const char sql[] =
        "SELECT " DB_RECORD_COLS " FROM stay WHERE party = :party AND gone IS NULL"
        " ORDER BY id";
    const struct stay blank = stay_blank();
    struct db_records records = {&db_noun_stay, &blank, sizeof(blank), arena, NULL, 0};
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":party", party_id);
    rc = db_record_list(db, st, &records);
    if (rc)
        return rc;
    *ret_stays = records.items;
    *ret_count = records.count;
    return RC_OK;
}

static int32_t day_at(struct db_stmt *st, int column)
{
    return db_col_null(st, column) ? DATE_NONE : (int32_t)db_col_int(st, column);
}

/* Columns: stay, key, party, kind, from_day, to_day, box, wrapped. */
static enum rc at_from_row(struct db *db, struct db_stmt *st, struct db_stay_at *ret_at)
{
    struct db_seal seal = {"stay", db_col_int(st, 0), "at", db_col_int(st, 1), {{0}}};
    double position[3];
    size_t len;
    const void *box;
    enum rc rc = db_key_unwrap(db, st, 7, seal.key_id, &seal.key);

    if (rc)
        return rc;
    box = db_col_blob(st, 6, &len);
    if (len != sizeof(position) + CRYPTO_SEAL_EXTRA ||
        db_unseal(&seal, box, len, position)) {
        log_error("stay.unreadable", "stay=%lld", (long long)seal.subject);
        rc = RC_INTERNAL;
    } else {
        *ret_at = (struct db_stay_at){
            .stay = seal.subject,
            .party = db_col_int(st, 2),
            .kind = (enum stay_kind)db_col_int(st, 3),
            .from_day = day_at(st, 4),
            .to_day = day_at(st, 5),
            .lon = position[0],
            .lat = position[1],
            .accuracy_m = position[2],
        };
    }
    crypto_wipe(&seal, sizeof(seal));
    return rc;
}

/* Ids by order of arrival lie near enough to even; where they do not, parts only differ
 * in size. */
enum rc db_stay_bounds(struct db *db, size_t parts, int64_t *ret_bounds)
{
    static const char last[] = "SELECT coalesce(max(seq), 0) FROM event";
    static const char at[] = "SELECT stamp FROM event WHERE seq = :seq";
    int64_t seq = 0, previous = 0;
    struct db_stmt *st;
    enum rc rc = db_prepare(db, last, &st);

    if (rc)
        return rc;
    rc = db_step_row(db, st);
    seq = rc ? 0 : db_col_int(st, 0);
    db_release(db, st);
    if (!rc)
        rc = db_prepare(db, at, &st);
    ret_bounds[0] = 0;
    for (size_t i = 1; i < parts && !rc; i++) {
        db_bind_int(st, ":seq", seq / (int64_t)parts * (int64_t)i);
        rc = db_step_row(db, st);
        if (!rc && db_col_int(st, 0) > previous)
            previous = db_col_int(st, 0);
        db_release(db, st);
        ret_bounds[i] = previous;
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    ret_bounds[parts] = INT64_MAX;
    return rc;
}

enum rc db_stay_sweep(struct db *db, int64_t after, int64_t until, db_stay_fn *fn,
                      void *state)
{
    static const char sql[] =
        "SELECT s.stay, s.key, s.party, s.kind, s.from_day, s.to_day, s.box, k.wrapped"
        " FROM stay_at s JOIN key k ON k.id = s.key"
        " WHERE s.stay > :after AND s.stay <= :until AND k.wrapped IS NOT NULL"
        " ORDER BY s.stay";
    struct db_stay_at at;
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":after", after);
    db_bind_int(st, ":until", until);
    while (!(rc = db_step_row(db, st))) {
        rc = at_from_row(db, st, &at);
        if (!rc)
            rc = fn(state, &at);
        if (rc)
            break;
    }
    db_release(db, st);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc db_stay_unlocated(struct db *db, int32_t day, db_stay_unlocated_fn *fn,
                          void *state)
{
    static const char sql[] =
        "SELECT id, party, kind, country FROM stay WHERE gone IS NULL"
        " AND (to_day IS NULL OR to_day >= :day) AND (from_day IS NULL OR from_day <= "
        ":day)"
        " AND NOT EXISTS (SELECT 1 FROM stay_at WHERE stay_at.stay = stay.id) ORDER BY "
        "id";
    struct db_unlocated at;
    struct arena *arena;
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    arena = arena_new();
    db_bind_int(st, ":day", day);
    while (!(rc = db_step_row(db, st))) {
        arena_reset(arena);
        at = (struct db_unlocated){db_col_int(st, 0), db_col_int(st, 1),
                                   (enum stay_kind)db_col_int(st, 2),
                                   db_col_text(st, arena, 3)};
        rc = fn(state, &at);
        if (rc)
            break;
    }
    db_release(db, st);
    arena_free(arena);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}
