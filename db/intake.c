#include "db/intake.h"

#include "db/engine.h"
#include "db/ledger.h"

enum rc db_intake_append(struct db_tx *tx, const struct db_intake *intake)
{
    const struct db_target target = {.noun = &db_noun_intake};

    return db_ledger_create(tx, &target, intake, NULL);
}

enum rc db_intake_find(struct db *db, int64_t crisis_id, const char *hash)
{
    static const char sql[] =
        "SELECT 1 FROM intake WHERE hash = :hash AND coalesce(crisis, 0) = :crisis"
        " AND gone IS NULL LIMIT 1";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_text(st, ":hash", hash);
    db_bind_int(st, ":crisis", crisis_id);
    rc = db_step_row(db, st);
    db_release(db, st);
    return rc;
}
