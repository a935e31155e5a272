#include "server/cli/bench_register.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/cli/cli.h"
#include "server/core/date.h"
#include "server/core/log.h"

#define FIRST_BIRTH (-7305) /* 1950-01-01 */
#define BIRTHS      18000   /* days: all before 2000 */

enum rc bench_register_make(struct bench_register *reg)
{
    const char *parent = getenv("TMPDIR");
    struct arena *arena = arena_new();
    struct problems problems;
    enum rc rc;

    *reg = (struct bench_register){.store = NULL};
    problems_init(&problems, arena);
    snprintf(reg->dir, sizeof(reg->dir), "%s/redkite-bench-XXXXXX",
             parent && *parent ? parent : "/tmp");
    if (!mkdtemp(reg->dir)) {
        log_error("bench.no_directory", "errno=%d", errno);
        reg->dir[0] = '\0';
        arena_free(arena);
        return RC_INTERNAL;
    }
    snprintf(reg->data, sizeof(reg->data), "%s/data", reg->dir);
    snprintf(reg->key, sizeof(reg->key), "%s/key", reg->dir);
    snprintf(reg->list, sizeof(reg->list), "%s/people.csv", reg->dir);
    reg->config = (struct db_config){
        .dir = reg->data, .master_key = reg->key, .clock = &clock_system};
    rc = db_store_init(&reg->config, &problems);
    cli_print_problems(reg->data, &problems, false);
    arena_free(arena);
    return rc;
}

enum rc bench_register_open(struct bench_register *reg)
{
    struct arena *arena = arena_new();
    struct problems problems;
    enum rc rc;

    problems_init(&problems, arena);
    rc = db_store_open(&reg->config, &problems, &reg->store);
    cli_print_problems(reg->data, &problems, false);
    arena_free(arena);
    return rc;
}

void bench_register_close(struct bench_register *reg)
{
    db_store_close(reg->store);
    reg->store = NULL;
}

void bench_register_cool(const struct bench_register *reg)
{
    char path[BENCH_REGISTER_PATH + 24];
    int fd;

    snprintf(path, sizeof(path), "%s/redkite.db", reg->data);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    if (fsync(fd) || posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED))
        log_warn("bench.warm", "the database stays in the page cache");
    close(fd);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

void bench_register_remove(struct bench_register *reg)
{
    bench_register_close(reg);
    if (*reg->dir && nftw(reg->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS))
        log_warn("bench.not_removed", "errno=%d", errno);
    reg->dir[0] = '\0';
}

/* Three syllables with a capital in front. */
static void draw_name(struct random *random, char *out, size_t size)
{
    static const char *const syllables[] = {"ba", "den", "fo", "gri", "la",  "mer",
                                            "ni", "po",  "ra", "sto", "ves", "win"};
    const size_t count = sizeof(syllables) / sizeof(syllables[0]);
    const char *parts[3];

    for (size_t i = 0; i < 3; i++)
        parts[i] = syllables[random_below(random, count)];
    snprintf(out, size, "%c%s%s%s", *parts[0] - 'a' + 'A', parts[0] + 1, parts[1],
             parts[2]);
}

void bench_register_person(struct random *random, int64_t index,
                           struct bench_person *ret_person)
{
    struct bench_person *p = ret_person;
    char day[DATE_TEXT_SIZE];
    int64_t nine;

    draw_name(random, p->surname, sizeof(p->surname));
    draw_name(random, p->given_names, sizeof(p->given_names));
    p->birth_day = FIRST_BIRTH + (int32_t)(index % BIRTHS);
    snprintf(p->birth_date, sizeof(p->birth_date), "%s", date_format(p->birth_day, day));
    /* yymmdd, then the serial of that day, then what 97 lacks */
    nine = (strtol(day + 2, NULL, 10) * 10000 + strtol(day + 5, NULL, 10) * 100 +
            strtol(day + 8, NULL, 10)) *
               1000 +
           1 + index / BIRTHS;
    snprintf(p->national_number, sizeof(p->national_number), "%09lld%02lld",
             (long long)nine, (long long)(97 - nine % 97));
    snprintf(p->document, sizeof(p->document), "ZZ%08lld", (long long)index);
    snprintf(p->phone, sizeof(p->phone), "+999%09lld", (long long)index);
    snprintf(p->mail, sizeof(p->mail), "p%lld@example.org", (long long)index);
}

int64_t bench_register_party_size(struct random *random)
{
    static const uint8_t sizes[] = {1, 1, 1, 2, 2, 3, 4, 4};

    return sizes[random_below(random, sizeof(sizes))];
}
