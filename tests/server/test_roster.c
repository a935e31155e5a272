#include "server/app/roster.h"

#include <stdlib.h>
#include <string.h>

#include "db/party.h"
#include "server/app/planning.h"
#include "server/core/buffer.h"
#include "server/core/crypto.h"
#include "tests/support/household.h"
#include "tests/support/scene.h"
#include "tests/support/suite.h"

static struct scene s;
static struct app_roster_list made;
static struct buffer out;

#define HEADER "party;surname;given_names;birth_date;document;latitude;longitude\n"

static const char people[] = HEADER "a;Zilverberk;Linde;1980-01-02;EX 100001;33.9;35.5\n"
                                    "a;Zilverberk;Ties;2015-01-02;EX 100002;;\n"
                                    "b;Esdoorn;An;1980-01-02;EX 100003;33.88;35.5\n"
                                    "c;Merelbeke;=1+1;1980-01-02;EX 100004;33.87;35.5\n";

static void setup(void)
{
    buffer_init(&out, (size_t)16 << 20);
    scene_open(&s);
    scene_has_zones(&s, scene_zones_text);
    scene_has_sites(&s, "code;name;kind;latitude;longitude;capacity\n"
                        "airport;Airport;airport;33.82;35.49;500\n");
    scene_has_people(&s, people);
}

static void teardown(void)
{
    scene_close(&s);
    buffer_fini(&out);
}

/* Plans and makes rosters: one, since there is one site. */
static int64_t make(void)
{
    struct app_planning_order planning = {.store = s.t.store,
                                          .db = s.t.db,
                                          .crisis_id = s.crisis_id,
                                          .at_ms = s.t.now_ms,
                                          .actor = "test"};
    struct app_roster_order order = {
        .store = s.t.store, .db = s.t.db, .at_ms = s.t.now_ms, .actor = "test"};
    struct app_planning plan;

    ck_assert_int_eq(app_planning_run(&planning, s.arena, &s.problems, &plan), RC_OK);
    order.plan_id = plan.stored.plan.id;
    ck_assert_int_eq(app_roster_make(&order, s.arena, &made), RC_OK);
    ck_assert_uint_eq(made.count, 1);
    return made.items[0].roster.id;
}

static struct app_roster load(int64_t id)
{
    struct app_roster roster = {0};

    ck_assert_int_eq(app_roster_load(s.t.db, s.arena, id, &roster), RC_OK);
    return roster;
}

static void stands_at(const struct app_roster *r, size_t verified, size_t forgotten)
{
    ck_assert_uint_eq(r->verified, verified);
    ck_assert_uint_eq(r->forgotten, forgotten);
}

struct renaming {
    struct person before, after;
};

static enum rc rename_one(struct db_tx *tx, void *state)
{
    const struct renaming *r = state;

    return db_person_change(tx, &r->before, &r->after);
}

static void rename_person(const char *from, const char *to)
{
    struct renaming r;

    ck_assert_int_eq(db_person_get(s.t.db, s.arena, scene_person(&s, from), &r.before),
                     RC_OK);
    r.after = r.before;
    r.after.surname = to;
    ck_assert_int_eq(test_store_write(&s.t, rename_one, &r), RC_OK);
}

static int64_t party_of(const char *surname)
{
    struct person person;

    ck_assert_int_eq(db_person_get(s.t.db, s.arena, scene_person(&s, surname), &person),
                     RC_OK);
    return person.party_id;
}

START_TEST(a_roster_is_numbered_and_lists_families_by_name)
{
    struct app_roster r = load(make());

    ck_assert_int_eq(r.roster.number, 1);
    ck_assert_int_eq(r.roster.version, 1);
    ck_assert_uint_eq(r.count, 4);
    stands_at(&r, 4, 0);
    ck_assert_str_eq(r.rows[0].cells[ROSTER_SURNAME], "Esdoorn");
    ck_assert_str_eq(r.rows[1].cells[ROSTER_SURNAME], "Merelbeke");
    ck_assert_str_eq(r.rows[2].cells[ROSTER_GIVEN_NAMES], "Linde");
    ck_assert_str_eq(r.rows[3].cells[ROSTER_GIVEN_NAMES], "Ties");
    ck_assert_str_eq(r.rows[3].cells[ROSTER_SEQUENCE], "4");
    ck_assert_str_eq(r.site.code, "airport");
    ck_assert(r.roster.exercise);
    ck_assert_str_eq(r.roster.maker, "test");
}
END_TEST

/* The hash that is printed, over the rows that are shown: cells divided by tabs. */
START_TEST(the_hash_is_that_of_the_rows_in_every_format)
{
    struct app_roster r = load(make());
    char hex[2 * ROSTER_HASH_SIZE + 1];
    uint8_t hash[CRYPTO_HASH_SIZE];

    for (size_t i = 0; i < r.count; i++)
        for (int c = 0; c < ROSTER_COLUMNS; c++) {
            buffer_puts(&out, r.rows[i].cells[c]);
            buffer_putc(&out, c + 1 < ROSTER_COLUMNS ? '\t' : '\n');
        }
    crypto_sha256(out.data, out.len, hash);
    ck_assert_mem_eq(hash, r.roster.hash, ROSTER_HASH_SIZE);
    crypto_hex(hash, sizeof(hash), hex);
    buffer_clear(&out);
    app_roster_json(&r, &out);
    ck_assert_ptr_nonnull(strstr(buffer_text(&out), hex));
    buffer_clear(&out);
    app_roster_text(&r, &out);
    ck_assert_ptr_nonnull(strstr(buffer_text(&out), hex));
}
END_TEST

START_TEST(the_next_one_is_a_new_version_of_the_same_number)
{
    int64_t first = make(), second = make();
    struct app_roster r = load(second);

    ck_assert_int_ne(first, second);
    ck_assert_int_eq(r.roster.number, 1);
    ck_assert_int_eq(r.roster.version, 2);
}
END_TEST

START_TEST(a_change_since_the_cut_off_leaves_it_verified)
{
    int64_t id = make();
    struct app_roster r;

    rename_person("Merelbeke", "Meerelbeke");
    r = load(id);
    stands_at(&r, 4, 0);
    ck_assert_str_eq(r.rows[1].cells[ROSTER_SURNAME], "Merelbeke");
}
END_TEST

START_TEST(a_removal_since_the_cut_off_leaves_it_verified)
{
    struct app_import_people result;
    int64_t id = make(), parties;
    struct app_roster r;

    ck_assert_int_eq(scene_people(&s, people, &result), RC_OK);
    ck_assert_int_eq(app_import_undo(&s.import, result.job_id, &parties), RC_OK);
    r = load(id);
    stands_at(&r, 4, 0);
}
END_TEST

START_TEST(who_was_forgotten_leaves_an_empty_row)
{
    int64_t id = make();
    struct app_roster r;

    household_forget(&s.t, party_of("Zilverberk"));
    r = load(id);
    stands_at(&r, 2, 2);
    ck_assert(r.rows[2].forgotten);
    ck_assert_str_eq(r.rows[2].cells[ROSTER_SURNAME], "");
    ck_assert_str_eq(r.rows[2].cells[ROSTER_SEQUENCE], "3");
    app_roster_text(&r, &out);
    ck_assert_ptr_null(strstr(buffer_text(&out), "Zilverberk"));
}
END_TEST

/* The two hashes of rows change places. */
static enum rc tamper(struct db_tx *tx, void *state)
{
    struct db_roster roster;
    struct db_roster_line lines[4];
    uint8_t kept[DB_ROW_HASH_SIZE];
    enum rc rc = db_roster_get(tx->db, tx->arena, *(int64_t *)state, &roster);

    if (rc)
        return rc;
    memcpy(lines, roster.lines, sizeof(lines));
    memcpy(kept, lines[0].hash, sizeof(kept));
    memcpy(lines[0].hash, lines[1].hash, sizeof(kept));
    memcpy(lines[1].hash, kept, sizeof(kept));
    roster.lines = lines;
    rc = db_roster_append(tx, &roster);
    *(int64_t *)state = roster.roster.id;
    return rc;
}

START_TEST(rows_that_were_tampered_with_are_found)
{
    int64_t id = make();
    struct app_roster r;

    ck_assert_int_eq(test_store_write(&s.t, tamper, &id), RC_OK);
    r = load(id);
    stands_at(&r, 2, 0);
    ck_assert(!r.rows[0].verified);
    ck_assert(!r.rows[1].verified);
    ck_assert(r.rows[2].verified);
}
END_TEST

START_TEST(what_changed_between_two_is_told)
{
    struct app_roster_differences d;
    struct app_roster from = load(make()), to;

    scene_has_people(&s, HEADER "n;Wilg;Bo;1980-01-02;EX 100009;33.9;35.5\n");
    rename_person("Merelbeke", "Meerelbeke");
    household_forget(&s.t, party_of("Esdoorn"));
    to = load(make());
    ck_assert_int_eq(app_roster_compare(&from, &to, s.arena, &d), RC_OK);
    ck_assert_uint_eq(d.count, 3);
    ck_assert_int_eq(d.items[0].change, ROSTER_CHANGED);
    ck_assert_str_eq(d.items[0].surname, "Meerelbeke");
    ck_assert_int_eq(d.items[1].change, ROSTER_JOINED);
    ck_assert_str_eq(d.items[1].surname, "Wilg");
    ck_assert_int_eq(d.items[2].change, ROSTER_LEFT);
    ck_assert_int_eq(app_roster_compare(&to, &to, s.arena, &d), RC_OK);
    ck_assert_uint_eq(d.count, 0);
}
END_TEST

START_TEST(a_cell_that_looks_like_a_formula_is_guarded)
{
    struct app_roster r = load(make());

    app_roster_csv(&r, &out);
    ck_assert_ptr_nonnull(strstr(buffer_text(&out), ";'=1+1;"));
    ck_assert_mem_eq(out.data, "\xef\xbb\xbfsequence;tag;surname;", 24);
}
END_TEST

static size_t occurrences(const char *text, const char *of)
{
    size_t count = 0;

    for (; (text = strstr(text, of)) != NULL; text += strlen(of))
        count++;
    return count;
}

START_TEST(pages_are_headed_numbered_and_marked_as_an_exercise)
{
    struct buffer list;
    struct app_roster r;
    const char *text;

    buffer_init(&list, (size_t)1 << 20);
    buffer_puts(&list, HEADER);
    for (int i = 0; i < 96; i++)
        buffer_printf(&list, "x%d;Berk%02d;An;;;33.9;35.5\n", i, i);
    scene_has_people(&s, buffer_text(&list));
    buffer_fini(&list);
    r = load(make());
    ck_assert_uint_eq(r.count, 100);
    app_roster_text(&r, &out);
    text = buffer_text(&out);
    ck_assert_uint_eq(occurrences(text, "\f"), 2);
    ck_assert_uint_eq(occurrences(text, "ROSTER 1, VERSION 1"), 3);
    ck_assert_uint_eq(occurrences(text, "EXERCISE  \n"), 6); /* above and below */
    ck_assert_ptr_nonnull(strstr(text, "page 3 of 3"));
    for (const char *end; (end = strchr(text, '\n')) != NULL; text = end + 1)
        ck_assert_int_le(end - text, 110);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("server.roster");
    TCase *t = tcase_create("roster");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_roster_is_numbered_and_lists_families_by_name);
    tcase_add_test(t, the_hash_is_that_of_the_rows_in_every_format);
    tcase_add_test(t, the_next_one_is_a_new_version_of_the_same_number);
    tcase_add_test(t, a_change_since_the_cut_off_leaves_it_verified);
    tcase_add_test(t, a_removal_since_the_cut_off_leaves_it_verified);
    tcase_add_test(t, who_was_forgotten_leaves_an_empty_row);
    tcase_add_test(t, rows_that_were_tampered_with_are_found);
    tcase_add_test(t, what_changed_between_two_is_told);
    tcase_add_test(t, a_cell_that_looks_like_a_formula_is_guarded);
    tcase_add_test(t, pages_are_headed_numbered_and_marked_as_an_exercise);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
