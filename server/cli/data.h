/**
 * @file data.h
 * The data directory a sub-command works on: options --data and --master-key, environment
 * REDKITE_DATA and REDKITE_MASTER_KEY, and what is used without them.
 */
#ifndef REDKITE_CLI_DATA_H
#define REDKITE_CLI_DATA_H

#include <stdbool.h>

#include "db/store.h"

/** Values of the options that every sub-command with a database takes, for getopt_long.
 */
enum cli_data_option {
    CLI_DATA_DIR = 1000,
    CLI_DATA_KEY,
};

/** Rows for a getopt_long table. */
#define CLI_DATA_OPTIONS                                                                 \
    {"data", required_argument, NULL, CLI_DATA_DIR},                                     \
    {                                                                                    \
        "master-key", required_argument, NULL, CLI_DATA_KEY                              \
    }

/** Lines for a help text. */
#define CLI_DATA_HELP                                                                    \
    "  --data DIR         data directory (REDKITE_DATA, or ./redkite-data)\n"            \
    "  --master-key FILE  key file (REDKITE_MASTER_KEY; master.key among the service's " \
    "credentials;\n"                                                                     \
    "                     or the data directory's name with .key behind it)\n"

struct cli_data {
    const char *dir; /* as given, or NULL */
    const char *key;
    char default_key[4096];
    struct db_config config;
    struct db_store *store;
    struct db *db; /* a reader */
};

/** Takes an option of CLI_DATA_OPTIONS; false when @p option is none of them. */
bool cli_data_take(struct cli_data *data, int option, const char *value);

/** Fills in data->config from options, environment and defaults; for init and restore,
 * which open nothing. */
void cli_data_resolve(struct cli_data *data);

/** Opens the store and a reader; @p read_only without lock and writer. Prints what is
 * wrong and returns the exit code, CLI_OK when open. Close with cli_data_close either
 * way. */
int cli_data_open(struct cli_data *data, bool read_only);

/** Closes what cli_data_open opened. */
void cli_data_close(struct cli_data *data);

#endif
