#include <getopt.h>
#include <stdio.h>
#include <unistd.h>

#include "server/cli/cli.h"
#include "server/cli/commands.h"
#include "server/cli/data.h"
#include "server/core/number.h"
#include "server/core/stamp.h"

const char cli_init_help[] =
    "Usage: redkite init [--data DIR] [--master-key FILE] [--node N]\n\n"
    "Makes the data directory with an empty database, and the master key unless its "
    "file\n"
    "is there. Nothing that exists is overwritten.\n\n" CLI_DATA_HELP
    "  --node N           number of this node, 0 to 1023; 0, the centre, when not "
    "given\n\n"
    "The master key opens everything: keep a copy of it elsewhere, never beside the "
    "data\n"
    "or its backups. Without it nobody can read the register again.\n\n"
    "Exit codes: 0 made; 2 wrong command line; 3 the directory or key cannot be made, "
    "or\n"
    "the key file is none; 5 there is a database already; 6 another process has it.\n";

static int run_init(struct cli_data *data)
{
    struct arena *arena = arena_new();
    struct problems problems;
    bool had_key;
    enum rc rc;

    problems_init(&problems, arena);
    had_key = !access(data->config.master_key, F_OK);
    rc = db_store_init(&data->config, &problems);
    cli_print_problems(data->config.dir, &problems, false);
    arena_free(arena);
    if (rc)
        return cli_exit_of(rc);
    printf("Made an empty register in %s (node %d).\n", data->config.dir,
           data->config.node);
    if (had_key)
        printf("It uses the master key that is in %s.\n", data->config.master_key);
    else
        printf("Made the master key %s.\n", data->config.master_key);
    puts("Keep a copy of the key elsewhere, apart from the data and its backups: without "
         "it\nnobody can read the register again, and whoever has both can read it all.");
    return CLI_OK;
}

int cli_init(int argc, char **argv)
{
    static const struct option options[] = {
        CLI_DATA_OPTIONS,
        {"node", required_argument, NULL, 'n'},
        {NULL, 0, NULL, 0},
    };
    struct cli_data data = {0};
    int64_t node = 0;
    int key;

    optind = 1;
    while ((key = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (cli_data_take(&data, key, optarg))
            continue;
        if (key != 'n')
            return cli_usage("init", "wrong option");
        if (number_parse_int(optarg, 0, STAMP_NODE_MAX, &node))
            return cli_usage("init", "--node is from 0 to %d", STAMP_NODE_MAX);
    }
    if (optind != argc)
        return cli_usage("init", "there is nothing to name but options");
    cli_data_resolve(&data);
    data.config.node = (int)node;
    return run_init(&data);
}
