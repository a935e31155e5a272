#include "db/record.h"

#include <stdlib.h>
#include <string.h>

#include "db/engine.h"
#include "db/fields.h"
#include "db/keys.h"
#include "db/ledger.h"
#include "server/core/log.h"

static enum rc open_box(struct db *db, const struct db_noun *noun, struct db_stmt *st,
                        struct db_fields **ret_fields)
{
    struct db_seal seal = {
        noun->name, db_col_int(st, 0), "box", db_col_int(st, 1), {{0}}};
    uint8_t *clear;
    size_t len;
    const void *box = db_col_blob(st, 2, &len);
    enum rc rc;

    if (!seal.key_id)
        return db_fields_parse(box, len, ret_fields);
    rc = db_key_get(db, seal.key_id, NULL, &seal.key);
    if (rc)
        return rc;
    clear = mem_alloc(len);
    rc = db_unseal(&seal, box, len, clear);
    if (!rc)
        rc = db_fields_parse(clear, len - CRYPTO_SEAL_EXTRA, ret_fields);
    crypto_wipe(clear, len);
    crypto_wipe(&seal, sizeof(seal));
    free(clear);
    return rc;
}

enum rc db_record_from_row(struct db *db, struct db_stmt *st, const struct db_noun *noun,
                           struct arena *arena, void *record)
{
    struct db_fields *fields;
    int64_t id = db_col_int(st, 0);
    enum rc rc = open_box(db, noun, st, &fields);

    if (rc) {
        log_error("record.unreadable", "noun=%s id=%lld", noun->name, (long long)id);
        return RC_INTERNAL;
    }
    db_fields_to(fields, noun, arena, record);
    memcpy(record, &id, sizeof(id));
    db_fields_free(fields);
    return RC_OK;
}

enum rc db_record_one(struct db *db, struct db_stmt *st, const struct db_noun *noun,
                      struct arena *arena, void *record)
{
    enum rc rc = db_step_row(db, st);

    if (!rc)
        rc = db_record_from_row(db, st, noun, arena, record);
    db_release(db, st);
    return rc;
}

/* Room for one more: the list doubles, at powers of two. */
static void *next_item(struct db_records *r)
{
    size_t n = r->count;

    if (!(n & (n - 1))) {
        char *grown = arena_array(r->arena, n ? 2 * n : 1, r->size);

        if (n)
            memcpy(grown, r->items, n * r->size);
        r->items = grown;
    }
    return memcpy((char *)r->items + n * r->size, r->blank, r->size);
}

enum rc db_record_list(struct db *db, struct db_stmt *st, struct db_records *records)
{
    enum rc rc;

    while (!(rc = db_step_row(db, st))) {
        rc =
            db_record_from_row(db, st, records->noun, records->arena, next_item(records));
        if (rc)
            break;
        records->count++;
    }
    db_release(db, st);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- as of a cut-off --- */

struct past {
    struct db *db;
    const struct db_noun *noun;
    int64_t until_seq;
    struct db_fields *fields;
    bool created;
};

static enum rc fold_past(void *state, const struct db_event *event)
{
    struct past *past = state;
    struct db_fields *fields;
    enum rc rc;

    if (event->seq > past->until_seq || strcmp(event->noun, past->noun->name) ||
        (!past->created && event->stamp != event->subject))
        return RC_OK;
    rc = db_event_open(past->db, event, &fields);
    if (rc)
        return rc == RC_INVALID ? RC_OK : rc;
    past->created = true;
    db_fields_fold(past->fields, past->noun, fields);
    db_fields_free(fields);
    return RC_OK;
}

enum rc db_record_at(struct db *db, const struct db_noun *noun,
                     const struct db_moment *moment, struct arena *arena, void *record)
{
    struct past past = {db, noun, moment->until_seq, db_fields_new(), false};
    enum rc rc = db_ledger_walk_subject(db, moment->subject, fold_past, &past);

    if (!rc && (!past.created || db_fields_gone(past.fields)))
        rc = RC_NOT_FOUND;
    if (!rc) {
        db_fields_to(past.fields, noun, arena, record);
        memcpy(record, &moment->subject, sizeof(moment->subject));
    }
    db_fields_free(past.fields);
    return rc;
}

enum rc db_record_change(struct db_tx *tx, const struct db_target *target,
                         const void *before, const void *after)
{
    struct db_fields *fields = db_fields_change(target->noun, before, after);
    enum rc rc = RC_OK;

    if (!db_fields_empty(fields))
        rc = db_ledger_append(tx, target, fields, NULL);
    db_fields_free(fields);
    return rc;
}

enum rc db_record_remove(struct db_tx *tx, const struct db_target *target, bool gone)
{
    struct db_fields *fields = db_fields_new();
    enum rc rc;

    if (gone)
        db_fields_set_bool(fields, "gone", true);
    else
        db_fields_set_null(fields, "gone");
    rc = db_ledger_append(tx, target, fields, NULL);
    db_fields_free(fields);
    return rc;
}
