#include "server/cli/data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/engine.h"
#include "server/cli/cli.h"

#define DEFAULT_DIR "redkite-data"

bool cli_data_take(struct cli_data *data, int option, const char *value)
{
    if (option == CLI_DATA_DIR)
        data->dir = value;
    else if (option == CLI_DATA_KEY)
        data->key = value;
    else
        return false;
    return true;
}

/* Beside the directory, never in it: a copy of the data alone must open nothing. */
static const char *default_key(struct cli_data *data, const char *dir)
{
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");
    int len = (int)strlen(dir);

    while (len > 1 && dir[len - 1] == '/')
        len--;
    if (credentials) {
        snprintf(data->default_key, sizeof(data->default_key), "%s/master.key",
                 credentials);
        if (!access(data->default_key, R_OK))
            return data->default_key;
    }
    snprintf(data->default_key, sizeof(data->default_key), "%.*s.key", len, dir);
    return data->default_key;
}

void cli_data_resolve(struct cli_data *data)
{
    const char *dir = data->dir ? data->dir : getenv("REDKITE_DATA");
    const char *key = data->key ? data->key : getenv("REDKITE_MASTER_KEY");

    data->config.dir = dir ? dir : DEFAULT_DIR;
    data->config.master_key = key ? key : default_key(data, data->config.dir);
    data->config.clock = &clock_system;
}

int cli_data_open(struct cli_data *data, bool read_only)
{
    struct arena *arena = arena_new();
    struct problems problems;
    enum rc rc;

    problems_init(&problems, arena);
    cli_data_resolve(data);
    data->config.read_only = read_only;
    rc = db_store_open(&data->config, &problems, &data->store);
    if (!rc)
        rc = db_store_read(data->store, &data->db);
    cli_print_problems(data->config.dir, &problems, false);
    arena_free(arena);
    return cli_exit_of(rc);
}

void cli_data_close(struct cli_data *data)
{
    db_close(data->db);
    db_store_close(data->store);
    data->db = NULL;
    data->store = NULL;
}
