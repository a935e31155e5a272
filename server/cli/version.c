#include <stdio.h>

#include "server/cli/cli.h"
#include "server/cli/commands.h"

const char cli_version_help[] = "Usage: redkite version\n\n"
                                "Prints the program's version.\n";

int cli_version(int argc, char **argv)
{
    if (argc > 1)
        return cli_usage("version", "'%s' is not expected", argv[1]);
    puts("redkite " REDKITE_VERSION);
    return CLI_OK;
}
