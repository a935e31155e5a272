#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "server/cli/cli.h"
#include "server/cli/commands.h"
#include "server/core/crypto.h"

/* clang-format off */
const struct cli_command cli_commands[] = {
    {"backup", "a sealed copy of the register, while it is in use", cli_backup_help, cli_backup},
    {"bench", "speed against named peers on the same data", cli_bench_help, cli_bench},
    {"check", "whether the register is whole", cli_check_help, cli_check},
    {"crisis", "open an operation, set its stage, list", cli_crisis_help, cli_crisis},
    {"demo", "the whole way through on invented people", cli_demo_help, cli_demo},
    {"gazetteer", "the towns of the world: search, info, build", cli_gazetteer_help, cli_gazetteer},
    {"import", "people, zones, sites and posts from files", cli_import_help, cli_import},
    {"init", "an empty register and its master key", cli_init_help, cli_init},
    {"ledger", "the events of a subject, or the last ones", cli_ledger_help, cli_ledger},
    {"locate", "where a text is: a town, a question, or unknown", cli_locate_help, cli_locate},
    {"plan", "who goes to which assembly point: solve, check", cli_plan_help, cli_plan},
    {"purge", "forgets a party, or who was kept long enough", cli_purge_help, cli_purge},
    {"restore", "a register from a backup", cli_restore_help, cli_restore},
    {"roster", "lists people work from: show, export, verify, compare", cli_roster_help, cli_roster},
    {"site", "places of a crisis: list, remove, restore", cli_site_help, cli_site},
    {"version", "what this program is, and of which libraries", cli_version_help, cli_version},
    {"zone", "zones of a crisis; points against a file of zones", cli_zone_help, cli_zone},
    {NULL, NULL, NULL, NULL},
};
/* clang-format on */

static int print_usage(FILE *out)
{
    fputs("Usage: redkite COMMAND [OPTIONS]\n\nCommands:\n", out);
    for (const struct cli_command *c = cli_commands; c->name; c++)
        fprintf(out, "  %-10s %s\n", c->name, c->summary);
    fputs("\n'redkite COMMAND --help' explains one.\n\n"
          "Exit codes: 0 done; 1 internal failure; 2 wrong command line; 3 wrong input, "
          "nothing\n"
          "changed; 4 not found; 5 refused; 6 busy or disk full, try again; 7 a check "
          "found\n"
          "something; 8 the input has several meanings.\n",
          out);
    return out == stdout ? CLI_OK : CLI_USAGE;
}

static bool wants_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--"); i++)
        if (!strcmp(argv[i], "--help"))
            return true;
    return false;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return print_usage(stderr);
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "help"))
        return print_usage(stdout);
    setrlimit(RLIMIT_CORE,
              &(struct rlimit){0, 0}); /* the master key must not be in a core */
    umask(077); /* what is written is for its owner: register, backups, rosters */
    if (crypto_init())
        return CLI_INTERNAL;
    for (const struct cli_command *c = cli_commands; c->name; c++) {
        if (strcmp(c->name, argv[1]))
            continue;
        if (wants_help(argc - 1, argv + 1)) {
            fputs(c->help, stdout);
            return CLI_OK;
        }
        return c->run(argc - 1, argv + 1);
    }
    fprintf(stderr, "redkite: there is no command '%s'\n", argv[1]);
    return print_usage(stderr);
}
