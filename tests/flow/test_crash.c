#include "db/store.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/party.h"
#include "server/core/number.h"
#include "server/core/random.h"
#include "tests/support/disk.h"
#include "tests/support/store.h"
#include "tests/support/suite.h"

#define WRITERS     16
#define QUICK       6
#define LONGEST_MS  400
#define ACKED_MAX   2000000
#define EXIT_BROKEN 3

/* What the disk does to writes that were not synced. */
enum disk_kind {
    DISK_KEEPS, /* a kill: the system still has them */
    DISK_LOSES, /* a power cut */
    DISK_LIES,  /* a power cut under syncs that do nothing: to see the test fail */
};

static int rounds = QUICK; /* 50 with an argument */

/* A write that was answered: by request, what it wrote. Goes through the pipe in one
 * piece. */
struct acked {
    uint8_t request[DB_REQUEST_SIZE];
    int64_t party;
};

/* One round: a writing process on the directory, killed after a while. */
struct round {
    struct test_store *t;
    int number;
    enum disk_kind disk;
    char journal[128];
    struct acked *acked;
    size_t count;
};

/* The request of the @p n-th write of a writer in a round: a client that was not answered
 * sends it again. */
static void make_request(int round, int writer, int64_t n, uint8_t *ret_request)
{
    int32_t parts[2] = {round, writer};

    memcpy(ret_request, parts, sizeof(parts));
    memcpy(ret_request + sizeof(parts), &n, sizeof(n));
}

static enum rc append(struct db_tx *tx, void *state)
{
    const char *name = state;
    struct person person = person_blank();
    struct stay stay = stay_blank();
    const struct party_draft draft = {.party = party_blank(),
                                      .persons = &person,
                                      .person_count = 1,
                                      .stays = &stay,
                                      .stay_count = 1};
    char ref[REF_SIZE];
    int64_t id;

    person.surname = name;
    person.phones[0] = (struct phone){"+9613000001", NULL};
    person.phone_count = 1;
    stay.located = true;
    stay.point = (struct geo_point){35.5, 33.9};
    stay.accuracy_m = 500;
    return db_party_append(tx, &draft, &id, ref);
}

static enum rc write_once(struct db_store *store, struct acked *acked)
{
    char name[] = "Merelbeke";
    const struct db_change change = {
        .run = append, .state = name, .actor = "citizen", .request = acked->request};

    return db_write_once(store, &change, &acked->party);
}

/* --- the process that is killed --- */

struct writer {
    struct db_store *store;
    int round;
    int number;
    int pipe;
};

/* Writes until the kill; every fifth is sent twice. */
static void *run_writer(void *state)
{
    const struct writer *w = state;

    for (int64_t n = 0;; n++) {
        struct acked acked, again;

        make_request(w->round, w->number, n, acked.request);
        if (write_once(w->store, &acked))
            _exit(EXIT_BROKEN);
        again = acked;
        if (n % 5 == 0 && (write_once(w->store, &again) || again.party != acked.party))
            _exit(EXIT_BROKEN);
        if (write(w->pipe, &acked, sizeof(acked)) != sizeof(acked))
            _exit(EXIT_BROKEN);
    }
    return NULL;
}

static enum rc open_store(const struct db_config *config, struct db_store **ret_store)
{
    struct arena *arena = arena_new();
    struct problems problems;
    enum rc rc;

    problems_init(&problems, arena);
    rc = db_store_open(config, &problems, ret_store);
    arena_free(arena);
    return rc;
}

static void write_until_killed(const struct round *r, int pipe)
{
    static struct writer writers[WRITERS];
    static pthread_t threads[WRITERS];
    struct db_store *store;

    if (r->disk != DISK_KEEPS)
        test_disk_journal(r->t->data, r->journal);
    if (open_store(&r->t->config, &store))
        _exit(EXIT_BROKEN);
    test_disk_lie(r->disk == DISK_LIES);
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){store, r->number, i, pipe};
        if (pthread_create(&threads[i], NULL, run_writer, &writers[i]))
            _exit(EXIT_BROKEN);
    }
    pthread_join(threads[0], NULL);
}

/* Reads answers until @p until on the steady clock, or with 0 until the pipe ends. */
static void read_acked(struct round *r, int pipe, double until)
{
    for (;;) {
        struct pollfd wait = {.fd = pipe, .events = POLLIN};
        double left = until - clock_steady_s();
        struct acked acked;

        if (until > 0 && (left <= 0 || poll(&wait, 1, (int)(left * 1e3) + 1) == 0))
            return;
        if (read(pipe, &acked, sizeof(acked)) != sizeof(acked))
            return;
        ck_assert_uint_lt(r->count, ACKED_MAX);
        r->acked[r->count++] = acked;
    }
}

static void write_and_kill(struct round *r, double seconds)
{
    int ends[2], status;
    size_t undone = 0;
    pid_t pid;

    ck_assert_int_eq(pipe(ends), 0);
    pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        close(ends[0]);
        write_until_killed(r, ends[1]);
        _exit(EXIT_BROKEN);
    }
    close(ends[1]);
    read_acked(r, ends[0], clock_steady_s() + seconds);
    ck_assert_int_eq(kill(pid, SIGKILL), 0);
    read_acked(r, ends[0], 0);
    close(ends[0]);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_msg(WIFSIGNALED(status), "the writing process ended by itself: %d", status);
    if (r->disk == DISK_KEEPS)
        return;
    ck_assert_int_eq(test_disk_undo(r->journal, &undone), RC_OK);
    printf("round %d: %zu writes answered so far, %zu changes undone\n", r->number,
           r->count, undone);
}

/* --- what is there afterwards --- */

static int64_t count_request(struct db *db, const uint8_t *request)
{
    static const char sql[] = "SELECT count(*) FROM event WHERE request = :request";
    struct db_stmt *st;
    int64_t count;

    ck_assert_int_eq(db_prepare(db, sql, &st), RC_OK);
    db_bind_blob(st, ":request", request, DB_REQUEST_SIZE);
    ck_assert_int_eq(db_step_row(db, st), RC_OK);
    count = db_col_int(st, 0);
    db_release(db, st);
    return count;
}

/* Answered writes of this and the rounds before that are not there exactly once. */
static size_t count_lost(struct db *db, const struct round *r)
{
    struct arena *arena = arena_new();
    size_t lost = 0;

    for (size_t i = 0; i < r->count; i++) {
        const struct acked *acked = &r->acked[i];
        struct party party;
        int64_t subject;
        bool there = count_request(db, acked->request) == 1 &&
                     !db_ledger_find_request(db, acked->request, &subject) &&
                     subject == acked->party && !db_party_get(db, arena, subject, &party);

        lost += !there;
        arena_reset(arena);
    }
    arena_free(arena);
    return lost;
}

/* The clients that were cut off send their last write again, answered or not. */
static void repeat_last(struct db_store *store, struct db *db, const struct round *r)
{
    for (int writer = 0; writer < WRITERS; writer++) {
        int64_t n = 0;

        for (size_t i = 0; i < r->count; i++) {
            int32_t parts[2];

            memcpy(parts, r->acked[i].request, sizeof(parts));
            n += parts[0] == r->number && parts[1] == writer;
        }
        for (int64_t k = n ? n - 1 : 0; k <= n; k++) {
            struct acked again;

            make_request(r->number, writer, k, again.request);
            ck_assert_int_eq(write_once(store, &again), RC_OK);
            ck_assert_int_eq(count_request(db, again.request), 1);
        }
    }
}

/* Looks in a process of its own, which every other time ends without closing: the log is
 * then left for the next round to recover. */
static size_t look(const struct round *r)
{
    struct db_verdict verdict;
    struct db_store *store;
    struct db *db;
    size_t lost;

    ck_assert_int_eq(open_store(&r->t->config, &store), RC_OK);
    ck_assert_int_eq(db_store_read(store, &db), RC_OK);
    lost = count_lost(db, r);
    if (r->disk != DISK_LIES)
        repeat_last(store, db, r);
    ck_assert_int_eq(db_ledger_verify(db, NULL, &verdict), RC_OK);
    ck_assert_int_eq(verdict.bad, 0);
    if (r->number % 2)
        _exit(lost > 0);
    db_close(db);
    db_store_close(store);
    return lost;
}

static size_t look_apart(const struct round *r)
{
    pid_t pid = fork();
    int status;

    ck_assert_int_ge(pid, 0);
    if (pid == 0)
        _exit(look(r) > 0);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFEXITED(status));
    ck_assert_int_le(WEXITSTATUS(status), 1);
    return (size_t)WEXITSTATUS(status);
}

/* Rounds on one directory; true when any answered write was lost. */
static bool run_rounds(enum disk_kind disk, int count)
{
    static struct test_store t;
    struct round r = {.t = &t, .disk = disk};
    struct random random = random_seeded(7 + disk);
    bool lost = false;

    test_store_open(&t, 0);
    db_close(t.db);
    db_store_close(t.store);
    t.db = NULL;
    t.store = NULL;
    snprintf(r.journal, sizeof(r.journal), "%s/journal", t.dir);
    r.acked = mem_calloc(ACKED_MAX, sizeof(*r.acked));
    for (; r.number < count && !lost; r.number++) {
        write_and_kill(&r, 0.02 + random_unit(&random) * LONGEST_MS / 1e3);
        lost = look_apart(&r) > 0;
    }
    printf("%d rounds, %zu writes answered\n", r.number, r.count);
    ck_assert_uint_gt(r.count, 0);
    free(r.acked);
    test_store_close(&t);
    return lost;
}

START_TEST(a_kill_loses_no_answered_write)
{
    ck_assert(!run_rounds(DISK_KEEPS, rounds));
}
END_TEST

START_TEST(a_power_cut_loses_no_answered_write)
{
    ck_assert(!run_rounds(DISK_LOSES, rounds));
}
END_TEST

START_TEST(syncs_that_do_nothing_are_found_out)
{
    ck_assert(run_rounds(DISK_LIES, QUICK));
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("flow.crash");
    TCase *tests = tcase_create("crash");
    int64_t asked;

    if (argc > 1 && !number_parse_int(argv[1], 1, 10000, &asked))
        rounds = (int)asked;
    tcase_add_test(tests, a_kill_loses_no_answered_write);
    tcase_add_test(tests, a_power_cut_loses_no_answered_write);
    tcase_add_test(tests, syncs_that_do_nothing_are_found_out);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
