#include "db/noun.h"

#include <string.h>

#include "db/care.h"
#include "db/instance.h"
#include "db/intake.h"
#include "db/plan.h"
#include "db/roster.h"
#include "server/model/crisis.h"
#include "server/model/party.h"
#include "server/model/person.h"
#include "server/model/plan.h"
#include "server/model/post.h"
#include "server/model/roster.h"
#include "server/model/site.h"
#include "server/model/stay.h"
#include "server/model/zone.h"

/* clang-format off */
#define AT(type, member) offsetof(struct type, member), sizeof(((struct type *)0)->member)
#define PLAIN(json, kind, type, member) {json, kind, AT(type, member), NULL, NULL, DB_TOKEN_NONE}
#define LISTED(json, kind, type, member, column) {json, kind, AT(type, member), column, NULL, DB_TOKEN_NONE}
#define FOUND(json, kind, type, member, token) {json, kind, AT(type, member), NULL, NULL, token}

/* The statements of one state table: its own columns as "a, ", ":a, " and "a = excluded.a, ". */
#define STATEMENTS(table, columns, values, sets)                                                 \
    .load = "SELECT key, head, gone, box FROM " table " WHERE id = :id",                         \
    .store = "INSERT INTO " table " (id, key, head, gone, " columns "box)"                       \
             " VALUES (:id, :key, :head, :gone, " values ":box)"                                 \
             " ON CONFLICT (id) DO UPDATE SET key = excluded.key, head = excluded.head,"         \
             " gone = excluded.gone, " sets "box = excluded.box",                                \
    .erase = "DELETE FROM " table " WHERE id = :id",                                             \
    .dump = "SELECT * FROM " table " ORDER BY id",                                               \
    .clear = "DELETE FROM " table

#define FIELDS(array) .fields = (array), .count = sizeof(array) / sizeof((array)[0])

static const struct db_field post_fields[] = {
    LISTED("code", DB_TEXT, post, code, ":code"),
    PLAIN("name", DB_TEXT, post, name),
    PLAIN("name_nl", DB_TEXT, post, name_nl),
    PLAIN("name_fr", DB_TEXT, post, name_fr),
    PLAIN("name_de", DB_TEXT, post, name_de),
    PLAIN("kind", DB_INT, post, kind),
    PLAIN("place", DB_TEXT, post, place),
    PLAIN("address", DB_TEXT, post, address),
    LISTED("country", DB_CHARS, post, country, ":country"),
    PLAIN("located", DB_BOOL, post, located),
    PLAIN("point", DB_POINT, post, point),
    PLAIN("jurisdiction", DB_TEXT, post, jurisdiction),
    PLAIN("phone", DB_TEXT, post, phone),
    PLAIN("mail", DB_TEXT, post, mail),
    PLAIN("website", DB_TEXT, post, website),
    PLAIN("zone", DB_TEXT, post, zone),
    PLAIN("state", DB_INT, post, state),
    PLAIN("covered_by", DB_TEXT, post, covered_by),
    {"span", DB_SPAN, offsetof(struct post, from_day), offsetof(struct post, to_day), NULL, NULL, DB_TOKEN_NONE},
};

const struct db_noun db_noun_post = {
    .name = "post", FIELDS(post_fields),
    STATEMENTS("post", "code, country, ", ":code, :country, ",
               "code = excluded.code, country = excluded.country, "),
};

static const struct db_field party_fields[] = {
    FOUND("ref", DB_CHARS, party, ref, DB_TOKEN_REF),
    PLAIN("language", DB_TEXT, party, language),
    PLAIN("spoken", DB_TEXT, party, spoken),
    PLAIN("reference", DB_TEXT, party, reference),
    PLAIN("home_contact", DB_TEXT, party, home_contact),
    PLAIN("source", DB_INT, party, source),
    PLAIN("trust", DB_INT, party, trust),
    PLAIN("confirmed_at", DB_INT64, party, confirmed_at),
};

const struct db_noun db_noun_party = {
    .name = "party", FIELDS(party_fields), .sealed = true,
    STATEMENTS("party", "", "", ""),
};

static const struct db_field person_fields[] = {
    LISTED("party", DB_STAMP, person, party_id, ":party"),
    PLAIN("member", DB_INT, person, member),
    PLAIN("surname", DB_TEXT, person, surname),
    PLAIN("given_names", DB_TEXT, person, given_names),
    PLAIN("document_name", DB_TEXT, person, document_name),
    PLAIN("other_script", DB_TEXT, person, other_script),
    PLAIN("birth_date", DB_DAY, person, birth_day),
    PLAIN("sex", DB_INT, person, sex),
    PLAIN("claimed", DB_TEXT, person, claimed),
    PLAIN("verified", DB_TEXT, person, verified),
    FOUND("document", DB_DOCUMENT, person, document, DB_TOKEN_DOCUMENT),
    FOUND("national_number", DB_TEXT, person, national_number, DB_TOKEN_NATIONAL_NUMBER),
    PLAIN("relation", DB_INT, person, relation),
    FOUND("phones", DB_PHONES, person, phones, DB_TOKEN_PHONE),
    FOUND("mail", DB_TEXT, person, mail, DB_TOKEN_MAIL),
    LISTED("class", DB_INT, person, class, ":class"),
    PLAIN("ground", DB_TEXT, person, ground),
    PLAIN("remark", DB_TEXT, person, remark),
};

const struct db_noun db_noun_person = {
    .name = "person", FIELDS(person_fields), .sealed = true,
    STATEMENTS("person", "party, class, ", ":party, :class, ",
               "party = excluded.party, class = excluded.class, "),
};

static const struct db_field care_fields[] = {
    LISTED("person", DB_STAMP, db_care, person_id, ":person"),
    PLAIN("need", DB_INT, db_care, need),
    PLAIN("marks", DB_INT, db_care, marks),
};

const struct db_noun db_noun_care = {
    .name = "care", FIELDS(care_fields), .sealed = true,
    STATEMENTS("care", "person, ", ":person, ", "person = excluded.person, "),
};

static const struct db_field stay_fields[] = {
    LISTED("party", DB_STAMP, stay, party_id, ":party"),
    LISTED("kind", DB_INT, stay, kind, ":kind"),
    PLAIN("place", DB_TEXT, stay, place),
    PLAIN("coordinates", DB_TEXT, stay, coordinates),
    LISTED("country", DB_CHARS, stay, country, ":country"),
    {"position", DB_POSITION, 0, 0, NULL, NULL, DB_TOKEN_NONE},
    {"span", DB_SPAN, offsetof(struct stay, from_day), offsetof(struct stay, to_day), ":from_day", ":to_day",
     DB_TOKEN_NONE},
    PLAIN("source", DB_INT, stay, source),
    PLAIN("confirmed_at", DB_INT64, stay, confirmed_at),
};

const struct db_noun db_noun_stay = {
    .name = "stay", FIELDS(stay_fields), .sealed = true,
    STATEMENTS("stay", "party, kind, country, from_day, to_day, ",
               ":party, :kind, :country, :from_day, :to_day, ",
               "party = excluded.party, kind = excluded.kind, country = excluded.country,"
               " from_day = excluded.from_day, to_day = excluded.to_day, "),
};

static const struct db_field crisis_fields[] = {
    PLAIN("name", DB_TEXT, crisis, name),
    LISTED("stage", DB_INT, crisis, stage, ":stage"),
    PLAIN("countries", DB_TEXT, crisis, countries),
    PLAIN("exercise", DB_BOOL, crisis, exercise),
    PLAIN("discreet", DB_BOOL, crisis, discreet),
    PLAIN("local_language", DB_TEXT, crisis, local_language),
    LISTED("opened_at", DB_INT64, crisis, opened_at, ":opened"),
    LISTED("closed_at", DB_INT64, crisis, closed_at, ":closed"),
};

const struct db_noun db_noun_crisis = {
    .name = "crisis", FIELDS(crisis_fields),
    STATEMENTS("crisis", "stage, opened, closed, ", ":stage, :opened, :closed, ",
               "stage = excluded.stage, opened = excluded.opened, closed = excluded.closed, "),
};

static const struct db_field zone_fields[] = {
    LISTED("crisis", DB_STAMP, zone, crisis_id, ":crisis"),
    PLAIN("name", DB_TEXT, zone, name),
    PLAIN("kind", DB_INT, zone, kind),
    LISTED("level", DB_INT, zone, level, ":level"),
    PLAIN("geometry", DB_TEXT, zone, geometry),
    PLAIN("advice", DB_TEXT, zone, advice),
    PLAIN("from_ms", DB_INT64, zone, from_ms),
    PLAIN("until_ms", DB_INT64, zone, until_ms),
    PLAIN("source", DB_TEXT, zone, source),
    PLAIN("source_id", DB_TEXT, zone, source_id),
};

const struct db_noun db_noun_zone = {
    .name = "zone", FIELDS(zone_fields),
    STATEMENTS("zone", "crisis, level, ", ":crisis, :level, ",
               "crisis = excluded.crisis, level = excluded.level, "),
};

static const struct db_field site_fields[] = {
    LISTED("crisis", DB_STAMP, site, crisis_id, ":crisis"),
    PLAIN("code", DB_TEXT, site, code),
    PLAIN("name", DB_TEXT, site, name),
    LISTED("kind", DB_INT, site, kind, ":kind"),
    PLAIN("place", DB_TEXT, site, place),
    PLAIN("country", DB_CHARS, site, country),
    PLAIN("point", DB_POINT, site, point),
    PLAIN("zone", DB_TEXT, site, zone),
    PLAIN("capacity", DB_INT64, site, capacity),
    PLAIN("emergency", DB_INT64, site, emergency),
    PLAIN("opens_ms", DB_INT64, site, opens_ms),
    PLAIN("closes_ms", DB_INT64, site, closes_ms),
    PLAIN("wheelchair", DB_BOOL, site, wheelchair),
    PLAIN("directions", DB_TEXT, site, directions),
    PLAIN("sign", DB_TEXT, site, sign),
    PLAIN("bring", DB_TEXT, site, bring),
    PLAIN("key_holder", DB_TEXT, site, key_holder),
    PLAIN("alternate", DB_TEXT, site, alternate),
};

const struct db_noun db_noun_site = {
    .name = "site", FIELDS(site_fields),
    STATEMENTS("site", "crisis, kind, ", ":crisis, :kind, ",
               "crisis = excluded.crisis, kind = excluded.kind, "),
};

static const struct db_field plan_fields[] = {
    LISTED("crisis", DB_STAMP, db_plan, plan.crisis_id, ":crisis"),
    LISTED("version", DB_INT, db_plan, plan.version, ":version"),
    PLAIN("at", DB_INT64, db_plan, plan.at),
    PLAIN("incarnation", DB_INT64, db_plan, plan.incarnation),
    PLAIN("seq", DB_INT64, db_plan, plan.seq),
    PLAIN("rules", DB_TEXT, db_plan, plan.rules),
    PLAIN("hash", DB_BYTES, db_plan, plan.hash),
    PLAIN("people", DB_INT64, db_plan, plan.people),
    PLAIN("served", DB_INT64, db_plan, plan.served),
    PLAIN("weight_left", DB_INT64, db_plan, plan.weight_left),
    PLAIN("weight_bound", DB_INT64, db_plan, plan.weight_bound),
    PLAIN("metres", DB_INT64, db_plan, plan.metres),
    PLAIN("metres_bound", DB_INT64, db_plan, plan.metres_bound),
    PLAIN("body", DB_TEXT, db_plan, body),
};

const struct db_noun db_noun_plan = {
    .name = "plan", FIELDS(plan_fields),
    STATEMENTS("plan", "crisis, version, ", ":crisis, :version, ",
               "crisis = excluded.crisis, version = excluded.version, "),
};

static const struct db_field instance_fields[] = {
    LISTED("plan", DB_STAMP, db_instance, plan_id, ":plan"),
    PLAIN("text", DB_TEXT, db_instance, text),
};

const struct db_noun db_noun_instance = {
    .name = "instance", FIELDS(instance_fields), .sealed = true,
    STATEMENTS("instance", "plan, ", ":plan, ", "plan = excluded.plan, "),
};

static const struct db_field roster_fields[] = {
    LISTED("crisis", DB_STAMP, db_roster_record, roster.crisis_id, ":crisis"),
    LISTED("plan", DB_STAMP, db_roster_record, roster.plan_id, ":plan"),
    PLAIN("site", DB_STAMP, db_roster_record, roster.site_id),
    PLAIN("kind", DB_INT, db_roster_record, roster.kind),
    LISTED("number", DB_INT, db_roster_record, roster.number, ":number"),
    LISTED("version", DB_INT, db_roster_record, roster.version, ":version"),
    PLAIN("at", DB_INT64, db_roster_record, roster.at),
    PLAIN("incarnation", DB_INT64, db_roster_record, roster.incarnation),
    PLAIN("seq", DB_INT64, db_roster_record, roster.seq),
    PLAIN("cut_off", DB_STAMP, db_roster_record, roster.cut_off),
    PLAIN("maker", DB_TEXT, db_roster_record, roster.maker),
    PLAIN("audience", DB_TEXT, db_roster_record, roster.audience),
    PLAIN("profile", DB_TEXT, db_roster_record, roster.profile),
    PLAIN("exercise", DB_BOOL, db_roster_record, roster.exercise),
    PLAIN("delete_by", DB_DAY, db_roster_record, roster.delete_by),
    PLAIN("hash", DB_BYTES, db_roster_record, roster.hash),
    PLAIN("lines", DB_TEXT, db_roster_record, lines),
};

const struct db_noun db_noun_roster = {
    .name = "roster", FIELDS(roster_fields),
    STATEMENTS("roster", "crisis, plan, number, version, ", ":crisis, :plan, :number, :version, ",
               "crisis = excluded.crisis, plan = excluded.plan, number = excluded.number,"
               " version = excluded.version, "),
};

static const struct db_field intake_fields[] = {
    LISTED("crisis", DB_STAMP, db_intake, crisis_id, ":crisis"),
    PLAIN("kind", DB_TEXT, db_intake, kind),
    LISTED("hash", DB_TEXT, db_intake, hash, ":hash"),
    PLAIN("count", DB_INT64, db_intake, count),
};

const struct db_noun db_noun_intake = {
    .name = "intake", FIELDS(intake_fields),
    STATEMENTS("intake", "crisis, hash, ", ":crisis, :hash, ",
               "crisis = excluded.crisis, hash = excluded.hash, "),
};

/* The list of keys is read by the fold itself: a forget event has nothing that could change later. */
static const struct db_field forget_fields[] = {
    {"keys", DB_JSON, 0, 0, NULL, NULL, DB_TOKEN_NONE},
};

const struct db_noun db_noun_forget = {
    .name = "forget", FIELDS(forget_fields),
    STATEMENTS("forget", "", "", ""),
};

const struct db_noun *const db_nouns[] = {
    &db_noun_post, &db_noun_party, &db_noun_person, &db_noun_care, &db_noun_stay, &db_noun_crisis, &db_noun_zone,
    &db_noun_site, &db_noun_plan, &db_noun_instance, &db_noun_roster, &db_noun_intake, &db_noun_forget, NULL,
};
/* clang-format on */

const struct db_noun *db_noun_find(const char *name)
{
    for (size_t i = 0; db_nouns[i]; i++)
        if (!strcmp(db_nouns[i]->name, name))
            return db_nouns[i];
    return NULL;
}
