#include "server/cli/roster.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "db/roster.h"
#include "server/app/roster.h"
#include "server/cli/cli.h"
#include "server/cli/commands.h"
#include "server/cli/crisis.h"
#include "server/cli/data.h"
#include "server/core/date.h"
#include "server/core/number.h"
#include "server/core/stamp.h"

const char cli_roster_help[] =
    "Usage: redkite roster list [--crisis CRISIS]\n"
    "       redkite roster show ROSTER [--format text|csv|json]\n"
    "       redkite roster export [--crisis CRISIS] --out DIR\n"
    "       redkite roster verify ROSTER\n"
    "       redkite roster diff ROSTER ROSTER\n\n"
    "A roster is never edited: a new version follows. ROSTER is its id, or "
    "NUMBER.VERSION\n"
    "(NUMBER alone: the newest version). show, export and verify make it again from what "
    "the\n"
    "ledger held at its cut-off. export writes the newest version of each as CSV, JSON "
    "and\n"
    "text for a printer.\n\n"
    "Options:\n"
    "  --crisis CRISIS  name or number; default: the newest open one\n"
    "  --format F       of show; default text\n"
    "  --out DIR        of export; made when it is not there\n" CLI_DATA_HELP "\n"
    "Exit codes: 7 verify found rows that are not as they were, or diff found a "
    "difference.\n";

struct options {
    struct cli_data data;
    const char *crisis;
    const char *format;
    const char *out;
    int64_t crisis_id;
};

enum { OPT_CRISIS = 1, OPT_FORMAT, OPT_OUT };

#define EXPORT_MAX ((size_t)256 << 20)

static int read_options(int argc, char **argv, struct options *o)
{
    static const struct option table[] = {
        {"crisis", required_argument, NULL, OPT_CRISIS},
        {"format", required_argument, NULL, OPT_FORMAT},
        {"out", required_argument, NULL, OPT_OUT},
        CLI_DATA_OPTIONS,
        {NULL, 0, NULL, 0},
    };
    int option;

    while ((option = getopt_long(argc, argv, "", table, NULL)) != -1) {
        if (cli_data_take(&o->data, option, optarg))
            continue;
        if (option == OPT_CRISIS)
            o->crisis = optarg;
        else if (option == OPT_FORMAT)
            o->format = optarg;
        else if (option == OPT_OUT)
            o->out = optarg;
        else
            return cli_usage("roster", "an option is wrong");
    }
    return CLI_OK;
}

/* "3", "3.2" or an id; the newest version of a number comes last in the list. */
static int64_t match_roster(const struct roster *rosters, size_t count, const char *text)
{
    int64_t id = 0;

    for (size_t i = 0; i < count; i++) {
        char number[32], version[32], stamp[STAMP_TEXT_SIZE];

        snprintf(number, sizeof(number), "%d", rosters[i].number);
        snprintf(version, sizeof(version), "%d.%d", rosters[i].number,
                 rosters[i].version);
        if (!strcmp(text, number) || !strcmp(text, version) ||
            !strcmp(text, stamp_format(rosters[i].id, stamp)))
            id = rosters[i].id;
    }
    return id;
}

static int find_roster(struct options *o, const char *text, int64_t *ret_id)
{
    struct arena *arena = arena_new();
    struct roster *rosters;
    size_t count;
    enum rc rc = db_roster_list(o->data.db, arena, o->crisis_id, &rosters, &count);

    *ret_id = rc ? 0 : match_roster(rosters, count, text);
    arena_free(arena);
    if (rc)
        return cli_fail(rc, "the rosters cannot be read");
    return *ret_id ? CLI_OK
                   : cli_fail(RC_NOT_FOUND, "there is no roster %s in this crisis", text);
}

static int load_roster(struct options *o, const char *text, struct arena *arena,
                       struct app_roster *ret_roster)
{
    int64_t id;
    int exit_code = find_roster(o, text, &id);
    enum rc rc;

    if (exit_code)
        return exit_code;
    rc = app_roster_load(o->data.db, arena, id, ret_roster);
    return rc ? cli_fail(rc, "roster %s cannot be made again", text) : CLI_OK;
}

/* --- verbs --- */

static int list_rosters(struct options *o)
{
    struct arena *arena = arena_new();
    struct roster *rosters;
    size_t count;
    enum rc rc = db_roster_list(o->data.db, arena, o->crisis_id, &rosters, &count);

    for (size_t i = 0; i < count && !rc; i++) {
        char made[DATE_TIME_TEXT_SIZE], id[STAMP_TEXT_SIZE];
        char hex[2 * ROSTER_HASH_SIZE + 1];

        crypto_hex(rosters[i].hash, ROSTER_HASH_SIZE, hex);
        printf("%d.%d  %s  %s  %s  hash %.16s\n", rosters[i].number, rosters[i].version,
               roster_kind_name(rosters[i].kind), date_time_format(rosters[i].at, made),
               stamp_format(rosters[i].id, id), hex);
    }
    arena_free(arena);
    return rc ? cli_fail(rc, "the rosters cannot be read") : CLI_OK;
}

static int show_roster(struct options *o, const char *text)
{
    const char *format = o->format ? o->format : "text";
    struct arena *arena = arena_new();
    struct app_roster roster;
    struct buffer buf;
    int exit_code = load_roster(o, text, arena, &roster);

    buffer_init(&buf, EXPORT_MAX);
    if (!exit_code && !strcmp(format, "text"))
        app_roster_text(&roster, &buf);
    else if (!exit_code && !strcmp(format, "csv"))
        app_roster_csv(&roster, &buf);
    else if (!exit_code && !strcmp(format, "json"))
        app_roster_json(&roster, &buf);
    else if (!exit_code)
        exit_code = cli_usage("roster", "'%s' is no format: text, csv or json", format);
    if (!exit_code && buffer_failed(&buf))
        exit_code = cli_fail(RC_TOO_LARGE, "the roster is too large");
    if (!exit_code)
        fwrite(buf.data, 1, buf.len, stdout);
    buffer_fini(&buf);
    arena_free(arena);
    return exit_code;
}

static int verify_roster(struct options *o, const char *text)
{
    struct arena *arena = arena_new();
    struct app_roster r;
    int exit_code = load_roster(o, text, arena, &r);

    if (!exit_code) {
        size_t wrong = r.count - r.verified - r.forgotten;

        printf("roster %d version %d: %zu of %zu rows verified, %zu forgotten\n",
               r.roster.number, r.roster.version, r.verified, r.count, r.forgotten);
        for (size_t i = 0; i < r.count; i++)
            if (!r.rows[i].verified && !r.rows[i].forgotten)
                printf("  row %zu is not as it was made\n", i + 1);
        exit_code = wrong ? CLI_FAILED_CHECK : CLI_OK;
    }
    arena_free(arena);
    return exit_code;
}

static int diff_rosters(struct options *o, const char *from, const char *to)
{
    static const char *const names[] = {"joined", "left", "changed"};
    struct arena *arena = arena_new();
    struct app_roster a, b;
    struct app_roster_differences d = {0};
    int exit_code = load_roster(o, from, arena, &a);

    if (!exit_code)
        exit_code = load_roster(o, to, arena, &b);
    if (!exit_code)
        exit_code = cli_exit_of(app_roster_compare(&a, &b, arena, &d));
    for (size_t i = 0; i < d.count && !exit_code; i++)
        printf("%-8s %s  %s %s\n", names[d.items[i].change],
               d.items[i].tag ? d.items[i].tag : "(forgotten)", d.items[i].surname,
               d.items[i].given_names);
    if (!exit_code) {
        printf("%zu differences\n", d.count);
        exit_code = d.count ? CLI_FAILED_CHECK : CLI_OK;
    }
    arena_free(arena);
    return exit_code;
}

/* --- files --- */

static int write_file(const char *dir, const struct app_roster *r, const char *ending,
                      void (*render)(const struct app_roster *, struct buffer *))
{
    char path[4096];
    struct buffer buf;
    FILE *file;
    bool ok;

    if (snprintf(path, sizeof(path), "%s/roster-%02d-v%d-%s.%s", dir, r->roster.number,
                 r->roster.version, r->site.code, ending) >= (int)sizeof(path))
        return cli_fail(RC_TOO_LARGE, "the path is too long");
    buffer_init(&buf, EXPORT_MAX);
    render(r, &buf);
    file = fopen(path, "wb");
    ok = file && !buffer_failed(&buf) && fwrite(buf.data, 1, buf.len, file) == buf.len;
    ok = (!file || !fclose(file)) && ok;
    buffer_fini(&buf);
    return ok ? CLI_OK : cli_fail(RC_BUSY, "%s cannot be written", path);
}

int cli_roster_write(struct db *db, int64_t roster_id, const char *dir)
{
    struct arena *arena = arena_new();
    struct app_roster roster;
    enum rc rc = app_roster_load(db, arena, roster_id, &roster);
    int exit_code = rc ? cli_fail(rc, "a roster cannot be made again") : CLI_OK;

    if (!exit_code)
        exit_code = write_file(dir, &roster, "csv", app_roster_csv);
    if (!exit_code)
        exit_code = write_file(dir, &roster, "json", app_roster_json);
    if (!exit_code)
        exit_code = write_file(dir, &roster, "txt", app_roster_text);
    arena_free(arena);
    return exit_code;
}

static int export_rosters(struct options *o)
{
    struct arena *arena = arena_new();
    struct roster *rosters;
    size_t count, written = 0;
    int exit_code = CLI_OK;
    enum rc rc = db_roster_list(o->data.db, arena, o->crisis_id, &rosters, &count);

    if (rc)
        exit_code = cli_fail(rc, "the rosters cannot be read");
    else
        mkdir(o->out, 0700);
    for (size_t i = 0; i < count && !exit_code; i++) {
        if (i + 1 < count && rosters[i + 1].number == rosters[i].number)
            continue; /* a newer version follows */
        exit_code = cli_roster_write(o->data.db, rosters[i].id, o->out);
        written++;
    }
    if (!exit_code)
        printf("%zu rosters in %s\n", written, o->out);
    arena_free(arena);
    return exit_code;
}

static int run_verb(struct options *o, const char *verb, char **args)
{
    int exit_code = cli_crisis_find(o->data.db, o->crisis, &o->crisis_id);

    if (exit_code)
        return exit_code;
    if (!strcmp(verb, "list"))
        return list_rosters(o);
    if (!strcmp(verb, "show"))
        return show_roster(o, args[0]);
    if (!strcmp(verb, "verify"))
        return verify_roster(o, args[0]);
    if (!strcmp(verb, "diff"))
        return diff_rosters(o, args[0], args[1]);
    return export_rosters(o);
}

int cli_roster(int argc, char **argv)
{
    static const struct {
        const char *name;
        int words;
    } verbs[] = {{"list", 0}, {"show", 1}, {"export", 0}, {"verify", 1}, {"diff", 2}};
    struct options o = {0};
    int exit_code = read_options(argc, argv, &o), words = argc - optind - 1;
    const char *verb = words >= 0 ? argv[optind] : "";
    bool known = false;

    if (exit_code)
        return exit_code;
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
        known = known || (!strcmp(verbs[i].name, verb) && verbs[i].words == words);
    if (!known || (!strcmp(verb, "export") && !o.out))
        return cli_usage("roster", "say list, show ROSTER, export --out DIR, verify "
                                   "ROSTER or diff ROSTER ROSTER");
    exit_code = cli_data_open(&o.data, true);
    if (!exit_code)
        exit_code = run_verb(&o, verb, argv + optind + 1);
    cli_data_close(&o.data);
    return exit_code;
}
