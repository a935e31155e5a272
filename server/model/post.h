/**
 * @file post.h
 * Posts: embassies, consulates and the countries they answer for.
 */
#ifndef REDKITE_MODEL_POST_H
#define REDKITE_MODEL_POST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/point.h"
#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/rc.h"
#include "server/model/country.h"

enum post_kind {
    POST_EMBASSY,
    POST_CONSULATE_GENERAL,
    POST_CONSULATE,
    POST_HONORARY_CONSULATE,
    POST_REPRESENTATION, /* to an international organisation, or an office */
};

enum post_state {
    POST_OPEN,
    POST_CLOSED,
    POST_EVACUATED,
};

struct post {
    int64_t id;       /* stamp; 0 in a draft */
    const char *code; /* unique, lower case, such as "islamabad" */
    const char *name; /* in English; the other languages, where known: */
    const char *name_nl;
    const char *name_fr;
    const char *name_de;
    enum post_kind kind;
    const char *place;          /* town */
    const char *address;        /* or NULL */
    char country[COUNTRY_SIZE]; /* where it stands */
    bool located;
    struct geo_point point;
    const char *jurisdiction; /* country list; NULL: none of its own */
    const char *phone;        /* as published, or NULL */
    const char *mail;
    const char *website;
    const char *zone; /* IANA time zone, or NULL */
    enum post_state state;
    const char *covered_by; /* code of the post that stands in, or NULL */
    int32_t from_day;       /* DATE_NONE: always */
    int32_t to_day;
};

/** An open embassy of which nothing else is known. */
struct post post_blank(void);

/** Lists what is wrong in @p problems under @p line: fields code, name, country,
 * coordinates, jurisdiction, mail, zone, covered_by, from, to. RC_INVALID when there is
 * an error. */
MUST_CHECK enum rc post_check(const struct post *post, int64_t line,
                              struct problems *problems);

/**
 * The post that people in @p country belong to: an embassy in the country itself first
 * (one that is accredited to others only comes last), then a consulate general or
 * consulate there, then an embassy with the country in its jurisdiction, then any other
 * post with it. A post that is not open gives way to the one
 * that covers it. Honorary consulates keep no register and are passed over. Equal ones:
 * the first by code.
 * NULL when no post has the country. Points into @p posts.
 */
const struct post *post_for_country(const struct post *posts, size_t count,
                                    const char *country);

/** "embassy", "consulate_general", ... Static. */
const char *post_kind_name(enum post_kind kind);
/** Reads what post_kind_name writes. RC_INVALID otherwise. */
MUST_CHECK enum rc post_kind_parse(const char *text, enum post_kind *ret_kind);

/** "open", "closed", "evacuated". Static. */
const char *post_state_name(enum post_state state);
/** Reads what post_state_name writes. RC_INVALID otherwise. */
MUST_CHECK enum rc post_state_parse(const char *text, enum post_state *ret_state);

#endif
