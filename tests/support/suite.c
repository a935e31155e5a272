#include "tests/support/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Check would stop a case after 4 s, however loaded the machine: CTest keeps the time.
 * Check reads this when a case is made, before suite_run. */
__attribute__((constructor)) static void lift_time_limit(void)
{
    setenv("CK_DEFAULT_TIMEOUT", "1000", 0);
}

int suite_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    int failed;

    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

const char *suite_shared_data(const char *name)
{
    static char path[512];

    /* Tests run in tests/: the data lies beside the checkout. */
    snprintf(path, sizeof(path), "../../shared/data/%s", name);
    if (access(path, R_OK) == 0)
        return path;
    printf("not looked at: shared data %s is not on this machine\n", name);
    return NULL;
}
