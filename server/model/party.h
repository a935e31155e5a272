/**
 * @file party.h
 * A party: people who stay together, a household or travellers, and the draft that every
 * way into the register fills in.
 */
#ifndef REDKITE_MODEL_PARTY_H
#define REDKITE_MODEL_PARTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/core/attrs.h"
#include "server/core/problems.h"
#include "server/core/rc.h"
#include "server/core/ref.h"
#include "server/model/person.h"
#include "server/model/stay.h"

enum trust {
    TRUST_CONFIRMED,
    TRUST_UNCONFIRMED,
};

/** So many members at most: a party travels whole. */
#define PARTY_MEMBERS_MAX 99
#define PARTY_STAYS_MAX   50

struct party {
    int64_t id;            /* stamp; 0 in a draft */
    char ref[REF_SIZE];    /* "" in a draft */
    const char *language;  /* of letters to the party: "nl", "fr", "de", "en" */
    const char *spoken;    /* other languages, codes with a space between, or NULL */
    const char *reference; /* key of the party in the file it came from, or NULL */
    const char *home_contact;
    enum source source;
    enum trust trust;
    int64_t confirmed_at; /* ms UTC, 0: never */
};

/** What comes in: a party with its members and stays, not yet written. */
struct party_draft {
    struct party party;
    struct person *persons;
    size_t person_count;
    struct stay *stays;
    size_t stay_count;
    const int64_t *lines; /* line of each person in a file, or NULL */
};

/** A party of which nothing is known: language nl, from the web, confirmed. */
struct party party_blank(void);

/**
 * Lists what is wrong with @p draft in @p problems: no member, too many, one person
 * twice, an unknown language, and what person_check and stay_check find. @p line is the
 * line of the party in a file, 0 where there is none. RC_INVALID when there is an error.
 */
MUST_CHECK enum rc party_check(const struct party_draft *draft, int32_t today,
                               int64_t line, struct problems *problems);

/** The best (lowest) class of the members, CLASS_UNDECIDED when there is none. */
enum person_class party_class(const struct person *persons, size_t count);

/** The most urgent need of the members, NEED_UNKNOWN when none is told. */
enum need party_need(const struct person *persons, size_t count);

/** True for a language that letters are written in: nl, fr, de, en. */
bool party_language_valid(const char *language);

/** "confirmed", "unconfirmed". Static. */
const char *trust_name(enum trust trust);
/** Reads what trust_name writes. RC_INVALID otherwise. */
MUST_CHECK enum rc trust_parse(const char *text, enum trust *ret_trust);

#endif
