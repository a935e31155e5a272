/**
 * @file roster.h
 * A roster: a numbered list people work from, never edited; a new version follows.
 */
#ifndef REDKITE_MODEL_ROSTER_H
#define REDKITE_MODEL_ROSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/core/attrs.h"
#include "server/core/rc.h"
#include "server/core/ref.h"
#include "server/model/person.h"

enum roster_kind {
    ROSTER_CALL,
    ROSTER_POINT,
    ROSTER_LIFT,
    ROSTER_GATE,
    ROSTER_BLOCK,
    ROSTER_POST,
    ROSTER_ARRIVAL,
    ROSTER_PARTNER,
};

#define ROSTER_HASH_SIZE 32

/** One person on it, everything a profile may print. Texts are "" or NULL where nothing
 * is known. */
struct roster_row {
    int64_t person_id;
    int sequence;
    char tag[TAG_SIZE];
    char party_ref[REF_SIZE];
    const struct person *person; /* NULL: forgotten since */
    const char *site;            /* code of the site */
    const char *site_name;
    const char *window; /* when to be there */
    const char *lift;
    const char *status; /* movement */
    const char *remark;
};

struct roster {
    int64_t id;        /* stamp; 0 before it is written */
    int64_t crisis_id; /* stamp */
    int64_t plan_id;   /* stamp, 0: not from a plan */
    int64_t site_id;   /* stamp, 0: not of a site */
    enum roster_kind kind;
    int number;  /* of the operation */
    int version; /* of this roster */
    int64_t at;  /* ms UTC */
    int64_t incarnation;
    int64_t seq;       /* cut-off */
    int64_t cut_off;   /* ledger stamp of the cut-off, printed */
    const char *maker; /* account */
    const char *audience;
    const char *profile;            /* names columns and order */
    bool exercise;                  /* marked on every page */
    int32_t delete_by;              /* day */
    uint8_t hash[ROSTER_HASH_SIZE]; /* SHA-256 of the canonical rows */
    const struct roster_row *rows;
    size_t count;
};

/** "call", "point", ... Static. */
const char *roster_kind_name(enum roster_kind kind);
/** Reads what roster_kind_name writes. RC_INVALID otherwise. */
MUST_CHECK enum rc roster_kind_parse(const char *text, enum roster_kind *ret_kind);

#endif
