#include <errno.h>
#include <ftw.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/engine.h"
#include "db/party.h"
#include "db/store.h"
#include "db/writer.h"
#include "server/cli/bench.h"
#include "server/core/date.h"
#include "server/core/log.h"
#include "server/core/random.h"

#define WRITES  8000
#define WRITERS 64
#define GOAL    0.9

/* Acknowledged writes of several threads: sealed parties through the one door of the
 * ledger, against the same numbers of rows and bytes put into one plain table by the same
 * batching. */
struct durable {
    uint64_t seed;
    int64_t count; /* parties in a run */
    char dir[64];
    char data[96];
    char key[96];
    int64_t rows;  /* that a party comes to, in all tables */
    int64_t bytes; /* in them */
};

/* --- what both sides share: threads that write until all is written --- */

struct crew {
    struct durable *durable;
    enum rc (*write)(struct crew *crew, int64_t n);
    struct db_store *store;
    struct db_writer *writer;
    int64_t next;
    enum rc rc;
};

static void *run_writer(void *state)
{
    struct crew *crew = state;
    int64_t n;

    while ((n = __atomic_fetch_add(&crew->next, 1, __ATOMIC_RELAXED)) <
           crew->durable->count) {
        enum rc rc = crew->write(crew, n);

        if (rc)
            __atomic_store_n(&crew->rc, rc, __ATOMIC_RELAXED);
    }
    return NULL;
}

static enum rc run_crew(struct crew *crew, struct bench_sample *ret_sample)
{
    pthread_t threads[WRITERS];
    double start = clock_steady_s();
    int started = 0;

    while (started < WRITERS &&
           !pthread_create(&threads[started], NULL, run_writer, crew))
        started++;
    for (int i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    ret_sample->seconds = clock_steady_s() - start;
    ret_sample->checksum = (uint64_t)crew->durable->count;
    return started < WRITERS ? RC_INTERNAL : crew->rc;
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

/* A directory of its own for each run, on the disk that TMPDIR names. */
static enum rc make_dir(struct durable *d)
{
    const char *parent = getenv("TMPDIR");

    snprintf(d->dir, sizeof(d->dir), "%s/redkite-bench-XXXXXX",
             parent && strlen(parent) < 32 ? parent : "/tmp");
    if (mkdtemp(d->dir))
        return RC_OK;
    log_error("bench.no_directory", "errno=%d", errno);
    return RC_INTERNAL;
}

static void remove_dir(const struct durable *d)
{
    nftw(d->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* --- ours --- */

struct registration {
    uint64_t seed;
    int64_t id;
};

static enum rc append_party(struct db_tx *tx, void *state)
{
    struct registration *r = state;
    struct random random = random_seeded(r->seed);
    struct person person = person_blank();
    struct stay stay = stay_blank();
    struct party_draft draft = {.party = party_blank(),
                                .persons = &person,
                                .person_count = 1,
                                .stays = &stay,
                                .stay_count = 1};
    uint64_t number = random_next(&random) % 90000000 + 10000000;
    char ref[REF_SIZE];

    person.surname = arena_printf(tx->arena, "Familie%" PRIu64, number);
    person.given_names = "Linde Marie";
    person.birth_day = (int32_t)random_below(&random, 18000);
    person.document =
        (struct document){DOCUMENT_PASSPORT,
                          arena_printf(tx->arena, "EX%" PRIu64, number), "BE", DATE_NONE};
    person.phones[0] =
        (struct phone){arena_printf(tx->arena, "+961%" PRIu64, number), "as typed"};
    person.phone_count = 1;
    person.mail = arena_printf(tx->arena, "familie%" PRIu64 "@example.org", number);
    stay.place = "Beirut, Hamra";
    memcpy(stay.country, "LB", 3);
    stay.located = true;
    stay.point =
        (struct geo_point){35.0 + random_unit(&random), 33.5 + random_unit(&random)};
    stay.accuracy_m = 500;
    return db_party_append(tx, &draft, &r->id, ref);
}

static enum rc write_party(struct crew *crew, int64_t n)
{
    struct registration r = {.seed = crew->durable->seed + (uint64_t)n};
    uint8_t request[DB_REQUEST_SIZE] = {1};
    const struct db_change change = {
        .run = append_party, .state = &r, .actor = "citizen", .request = request};

    memcpy(request + 8, &n, sizeof(n));
    return db_write(crew->store, &change);
}

static enum rc open_store(struct durable *d, struct db_store **ret_store)
{
    struct arena *arena = arena_new();
    const struct db_config config = {
        .dir = d->data, .master_key = d->key, .clock = &clock_system};
    struct problems problems;
    enum rc rc;

    snprintf(d->data, sizeof(d->data), "%s/data", d->dir);
    snprintf(d->key, sizeof(d->key), "%s/master.key", d->dir);
    problems_init(&problems, arena);
    rc = db_store_init(&config, &problems);
    if (!rc)
        rc = db_store_open(&config, &problems, ret_store);
    arena_free(arena);
    return rc;
}

/* Rows and bytes that the parties came to, of every table that they wrote. */
static enum rc weigh(struct db_store *store, struct durable *d)
{
    static const char sql[] = "SELECT count(*), sum(bytes) FROM ("
                              "SELECT 40 + length(actor) + length(noun) + length(fields) "
                              "+ length(hash) AS bytes"
                              " FROM event UNION ALL SELECT 16 + length(wrapped) FROM key"
                              " UNION ALL SELECT 9 + length(hash) FROM token"
                              " UNION ALL SELECT 24 + length(box) FROM party"
                              " UNION ALL SELECT 40 + length(box) FROM person"
                              " UNION ALL SELECT 50 + length(box) FROM stay"
                              " UNION ALL SELECT 40 + length(box) FROM stay_at)";
    struct db_stmt *st;
    struct db *db;
    enum rc rc = db_store_read(store, &db);

    if (rc)
        return rc;
    rc = db_prepare(db, sql, &st);
    if (!rc) {
        rc = db_step_row(db, st);
        d->rows = db_col_int(st, 0) / d->count;
        d->bytes = db_col_int(st, 1) / d->count;
        db_release(db, st);
    }
    db_close(db);
    return rc;
}

static enum rc run_ledger(void *state, struct bench_sample *ret_sample)
{
    struct durable *d = state;
    struct crew crew = {.durable = d, .write = write_party};
    enum rc rc = make_dir(d);

    if (rc)
        return rc;
    rc = open_store(d, &crew.store);
    if (!rc)
        rc = run_crew(&crew, ret_sample);
    if (!rc)
        rc = weigh(crew.store, d);
    db_store_close(crew.store);
    remove_dir(d);
    return rc;
}

/* --- the bare group commit --- */

static enum rc append_bytes(struct db_tx *tx, void *state)
{
    static const char sql[] = "INSERT INTO bare (bytes) VALUES (:bytes)";
    const struct durable *d = ((struct crew *)state)->durable;
    size_t len = (size_t)(d->bytes / d->rows);
    char *bytes = arena_alloc(tx->arena, len);
    enum rc rc = RC_OK;

    memset(bytes, 'x', len);
    for (int64_t i = 0; i < d->rows && !rc; i++) {
        struct db_stmt *st;

        rc = db_prepare(tx->db, sql, &st);
        if (rc)
            return rc;
        db_bind_blob(st, ":bytes", bytes, len);
        rc = db_step_done(tx->db, st);
    }
    return rc;
}

static enum rc write_bytes(struct crew *crew, int64_t n)
{
    const struct db_change change = {
        .run = append_bytes, .state = crew, .actor = "bench"};

    (void)n;
    return db_writer_run(crew->writer, &change);
}

static enum rc run_bare(void *state, struct bench_sample *ret_sample)
{
    static const char table[] =
        "CREATE TABLE bare (id @integer PRIMARY KEY, bytes @blob NOT NULL) @strict";
    struct durable *d = state;
    struct crew crew = {.durable = d, .write = write_bytes};
    struct db_writer_config config = {.clock = &clock_system};
    char path[96];
    enum rc rc = make_dir(d);

    if (rc)
        return rc;
    snprintf(path, sizeof(path), "%s/bare.db", d->dir);
    rc = db_open(path, DB_CREATE, &config.db);
    if (!rc)
        rc = db_run_script(config.db, table);
    if (!rc)
        rc = db_writer_start(&config, &crew.writer);
    if (!rc)
        rc = run_crew(&crew, ret_sample);
    db_writer_stop(crew.writer);
    db_close(config.db);
    remove_dir(d);
    return rc;
}

enum rc bench_durable(struct bench *bench)
{
    struct durable d = {.seed = bench->seed, .count = bench_size(bench, WRITES)};
    struct bench_case what = {
        .name = "durable writes",
        .unit = "writes",
        .count = (double)d.count,
        .ours = {.name = "sealed parties, ledger and rows",
                 .run = run_ledger,
                 .state = &d},
        .peer = {.name = "bare group commit, same bytes", .run = run_bare, .state = &d},
        .goal = GOAL,
    };
    struct bench_sample warm;
    enum rc rc = run_ledger(&d, &warm); /* tells what the other side has to write */

    if (rc)
        return rc;
    what.sizes = arena_printf(bench->arena,
                              "%s acknowledged writes of %d threads, %" PRId64
                              " rows, %" PRId64 " bytes each",
                              bench_number(bench, d.count), WRITERS, d.rows, d.bytes);
    return bench_measure(bench, &what);
}
