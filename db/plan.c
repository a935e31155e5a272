#include "db/plan.h"

#include "db/engine.h"
#include "db/instance.h"
#include "db/ledger.h"
#include "db/record.h"

static enum rc next_version(struct db *db, int64_t crisis_id, int *ret_version)
{
    static const char sql[] =
        "SELECT coalesce(max(version), 0) + 1 FROM plan WHERE crisis = :crisis";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":crisis", crisis_id);
    rc = db_step_row(db, st);
    if (!rc)
        *ret_version = (int)db_col_int(st, 0);
    db_release(db, st);
    return rc;
}

enum rc db_plan_append(struct db_tx *tx, struct db_plan *plan)
{
    const struct db_target target = {.noun = &db_noun_plan};
    struct db_target sealed = {.noun = &db_noun_instance, .key = plan->plan.crisis_id};
    struct db_instance instance = {.text = plan->instance};
    enum rc rc = next_version(tx->db, plan->plan.crisis_id, &plan->plan.version);

    if (!rc)
        rc = db_ledger_create(tx, &target, plan, &plan->plan.id);
    instance.plan_id = plan->plan.id;
    return rc ? rc : db_ledger_create(tx, &sealed, &instance, NULL);
}

static enum rc load_instance(struct db *db, struct arena *arena, struct db_plan *plan)
{
    static const char sql[] =
        "SELECT " DB_RECORD_COLS " FROM instance WHERE plan = :plan AND gone IS NULL"
        " ORDER BY id LIMIT 1";
    struct db_instance instance = {0};
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":plan", plan->plan.id);
    rc = db_record_one(db, st, &db_noun_instance, arena, &instance);
    plan->instance = instance.text;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc one_plan(struct db *db, struct db_stmt *st, struct arena *arena,
                        struct db_plan *ret_plan)
{
    struct db_plan plan = {0};
    enum rc rc = db_record_one(db, st, &db_noun_plan, arena, &plan);

    if (!rc)
        rc = load_instance(db, arena, &plan);
    if (!rc)
        *ret_plan = plan;
    return rc;
}

enum rc db_plan_get(struct db *db, struct arena *arena, int64_t id,
                    struct db_plan *ret_plan)
{
    static const char sql[] =
        "SELECT " DB_RECORD_COLS " FROM plan WHERE id = :id AND gone IS NULL";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":id", id);
    return one_plan(db, st, arena, ret_plan);
}

enum rc db_plan_latest(struct db *db, struct arena *arena, int64_t crisis_id,
                       struct db_plan *ret_plan)
{
    static const char sql[] =
        "SELECT " DB_RECORD_COLS " FROM plan WHERE crisis = :crisis AND gone IS NULL"
        " ORDER BY version DESC, id DESC LIMIT 1";
    struct db_stmt *st;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":crisis", crisis_id);
    return one_plan(db, st, arena, ret_plan);
}

enum rc db_plan_list(struct db *db, struct arena *arena, int64_t crisis_id,
                     struct plan **ret_plans, size_t *ret_count)
{
    static const char sql[] =
        "SELECT " DB_RECORD_COLS " FROM plan WHERE crisis = :crisis AND gone IS NULL"
        " ORDER BY version DESC, id DESC";
    const struct db_plan blank = {0};
    struct db_records records = {&db_noun_plan, &blank, sizeof(blank), arena, NULL, 0};
    struct db_stmt *st;
    struct plan *plans;
    enum rc rc = db_prepare(db, sql, &st);

    if (rc)
        return rc;
    db_bind_int(st, ":crisis", crisis_id);
    rc = db_record_list(db, st, &records);
    if (rc)
        return rc;
    plans = arena_array(arena, records.count, sizeof(*plans));
    for (size_t i = 0; i < records.count; i++)
        plans[i] = ((struct db_plan *)records.items)[i].plan;
    *ret_plans = plans;
    *ret_count = records.count;
    return RC_OK;
}
