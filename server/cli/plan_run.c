#include "server/cli/plan_run.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "db/site.h"
#include "server/app/planning.h"
#include "server/app/roster.h"
#include "server/cli/cli.h"
#include "server/cli/commands.h"
#include "server/cli/crisis.h"
#include "server/cli/data.h"
#include "server/cli/plan_print.h"
#include "server/cli/roster.h"
#include "server/core/date.h"
#include "server/core/stamp.h"

#define ACTOR "system"

/* --- the summary --- */

static void print_levels(const struct app_situation *s)
{
    static const char *const meanings[] = {"", "be alert", "leave if you can",
                                           "leave now", "no-go"};

    printf("\nWho is inside, by the worst zone they are in\n");
    for (int level = GEO_ZONE_LEVEL_MAX; level >= 1; level--)
        printf("  level %d  %-18s %8lld people %8lld parties\n", level, meanings[level],
               (long long)s->tally.heads[level], (long long)s->tally.parties[level]);
    printf("  possibly inside, outside as it stands %6lld people\n",
           (long long)s->possible);
    printf("  in the country, place unknown         %6lld people\n",
           (long long)s->unlocated);
    printf(
        "  registered twice, counted once        %6lld people; %lld pairs to look at\n",
        (long long)s->twice, (long long)s->maybe_twice);
}

static int write_rosters(const struct cli_plan_order *order,
                         const struct app_roster_list *rosters)
{
    int exit_code = CLI_OK;

    mkdir(order->out_dir, 0700);
    for (size_t i = 0; i < rosters->count && !exit_code; i++)
        exit_code =
            cli_roster_write(order->db, rosters->items[i].roster.id, order->out_dir);
    if (!exit_code)
        printf("\nRosters: %zu in %s, each as CSV, JSON and text for a printer\n",
               rosters->count, order->out_dir);
    return exit_code;
}

static int make_rosters(const struct cli_plan_order *order, int64_t plan_id,
                        struct arena *arena)
{
    const struct app_roster_order what = {
        .store = order->store,
        .db = order->db,
        .plan_id = plan_id,
        .at_ms = clock_now_ms(&clock_system),
        .actor = ACTOR,
    };
    struct app_roster_list rosters = {0};
    enum rc rc = order->out_dir ? app_roster_make(&what, arena, &rosters) : RC_OK;

    if (rc)
        return cli_fail(rc, "the plan is kept, but its rosters could not be made");
    return order->out_dir ? write_rosters(order, &rosters) : CLI_OK;
}

static void print_summary(const struct app_planning *p)
{
    const struct cli_plan_names names = {p->situation.sites, p->situation.site_count};
    char id[STAMP_TEXT_SIZE], at[DATE_TIME_TEXT_SIZE];

    printf("%s%s: plan version %d for %s (UTC), id %s\n",
           p->situation.crisis.exercise ? "EXERCISE  " : "", p->situation.crisis.name,
           p->stored.plan.version, date_time_format(p->stored.plan.at, at),
           stamp_format(p->stored.plan.id, id));
    print_levels(&p->situation);
    putchar('\n');
    cli_plan_print(&p->plan, &names);
}

int cli_plan_make(const struct cli_plan_order *order)
{
    struct arena *arena = arena_new();
    struct progress progress = cli_progress("plan");
    const struct app_planning_order what = {.store = order->store,
                                            .db = order->db,
                                            .crisis_id = order->crisis_id,
                                            .at_ms = order->at_ms,
                                            .actor = ACTOR,
                                            .progress = &progress};
    struct problems problems;
    struct app_planning planning;
    int exit_code;
    enum rc rc;

    problems_init(&problems, arena);
    rc = app_planning_run(&what, arena, &problems, &planning);
    cli_progress_end();
    cli_print_problems("plan", &problems, false);
    if (rc == RC_CONFLICT)
        exit_code = cli_fail(rc, "stopped, no plan was kept");
    else if (rc)
        exit_code = cli_fail(rc, "no plan: %s", rc_name(rc));
    else {
        print_summary(&planning);
        exit_code = make_rosters(order, planning.stored.plan.id, arena);
    }
    arena_free(arena);
    return exit_code;
}

/* --- the verbs --- */

struct options {
    struct cli_data data;
    const char *crisis;
    const char *at;
    const char *out;
};

enum { OPT_CRISIS = 1, OPT_AT, OPT_OUT };

static int read_options(int argc, char **argv, struct options *o)
{
    static const struct option table[] = {
        {"crisis", required_argument, NULL, OPT_CRISIS},
        {"at", required_argument, NULL, OPT_AT},
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
        else if (option == OPT_AT)
            o->at = optarg;
        else if (option == OPT_OUT)
            o->out = optarg;
        else
            return cli_usage("plan", "an option is wrong");
    }
    return CLI_OK;
}

static int run_plan(struct options *o, int64_t crisis_id)
{
    struct cli_plan_order order = {.store = o->data.store,
                                   .db = o->data.db,
                                   .crisis_id = crisis_id,
                                   .at_ms = clock_now_ms(&clock_system),
                                   .out_dir = o->out};

    if (o->at && date_time_parse(o->at, &order.at_ms))
        return cli_usage("plan", "'%s' is no time such as 2026-11-23T18:00:00Z", o->at);
    return cli_plan_make(&order);
}

static int list_plans(struct options *o, int64_t crisis_id)
{
    struct arena *arena = arena_new();
    struct plan *plans;
    size_t count;
    enum rc rc = db_plan_list(o->data.db, arena, crisis_id, &plans, &count);

    for (size_t i = 0; i < count && !rc; i++) {
        char id[STAMP_TEXT_SIZE], at[DATE_TIME_TEXT_SIZE];

        printf("%3d  %s  %s UTC  %lld of %lld people served\n", plans[i].version,
               stamp_format(plans[i].id, id), date_time_format(plans[i].at, at),
               (long long)plans[i].served, (long long)plans[i].people);
    }
    arena_free(arena);
    return rc ? cli_fail(rc, "the plans cannot be read") : CLI_OK;
}

static int show_plan(struct options *o, int64_t crisis_id)
{
    struct arena *arena = arena_new();
    struct db_plan stored;
    struct cli_plan_names names;
    struct geo_plan plan;
    struct site *sites;
    enum rc rc = db_plan_latest(o->data.db, arena, crisis_id, &stored);

    if (!rc)
        rc = app_planning_load(o->data.db, arena, stored.plan.id, &stored, &plan);
    if (!rc)
        rc = db_site_list(o->data.db, arena, crisis_id, &sites, &names.count);
    if (!rc) {
        names.sites = sites;
        cli_plan_print(&plan, &names);
    }
    arena_free(arena);
    return rc ? cli_fail(rc, "there is no plan of this crisis") : CLI_OK;
}

int cli_plan_run(int argc, char **argv)
{
    struct options o = {0};
    int64_t crisis_id;
    int exit_code = read_options(argc, argv, &o);
    bool run = !strcmp(argv[0], "run");

    if (exit_code)
        return exit_code;
    if (optind != argc)
        return cli_usage("plan", "'%s' is not expected", argv[optind]);
    exit_code = cli_data_open(&o.data, !run);
    if (!exit_code)
        exit_code = cli_crisis_find(o.data.db, o.crisis, &crisis_id);
    if (!exit_code && run)
        exit_code = run_plan(&o, crisis_id);
    else if (!exit_code && !strcmp(argv[0], "list"))
        exit_code = list_plans(&o, crisis_id);
    else if (!exit_code)
        exit_code = show_plan(&o, crisis_id);
    cli_data_close(&o.data);
    return exit_code;
}
