#include "server/core/clock.h"

#include <time.h>

#include "server/core/progress.h"
#include "tests/support/suite.h"

START_TEST(the_machines_clock_tells_utc_milliseconds)
{
    int64_t before = (int64_t)time(NULL) * 1000;
    int64_t now = clock_now_ms(&clock_system);
    int64_t after = ((int64_t)time(NULL) + 1) * 1000;

    /* time() may lag the clock by a tick of the kernel: 10 ms allowed. */
    ck_assert_int_ge(now, before - 10);
    ck_assert_int_le(now, after + 10);
}
END_TEST

START_TEST(a_fixed_clock_shows_what_it_is_set_to)
{
    int64_t ms = 5;
    struct clock clock = clock_fixed(&ms);

    ck_assert_int_eq(clock_now_ms(&clock), 5);
    ms = -7;
    ck_assert_int_eq(clock_now_ms(&clock), -7);
}
END_TEST

START_TEST(the_steady_clock_never_goes_back)
{
    double last = clock_steady_s();

    for (int i = 0; i < 1000; i++) {
        double now = clock_steady_s();

        ck_assert_double_ge(now, last);
        last = now;
    }
}
END_TEST

static bool note(void *state, int64_t done, int64_t total)
{
    int64_t *seen = state;

    seen[0] = done;
    seen[1] = total;
    return done < 3;
}

START_TEST(progress_is_reported_and_stops_when_asked)
{
    int64_t seen[2] = {0, 0};
    struct progress progress = {note, seen};

    ck_assert(progress_report(NULL, 1, 2));
    ck_assert(progress_report(&progress, 2, 9));
    ck_assert_int_eq(seen[0], 2);
    ck_assert_int_eq(seen[1], 9);
    ck_assert(!progress_report(&progress, 3, 9));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core.clock");
    TCase *tcase = tcase_create("clock");

    tcase_add_test(tcase, the_machines_clock_tells_utc_milliseconds);
    tcase_add_test(tcase, a_fixed_clock_shows_what_it_is_set_to);
    tcase_add_test(tcase, the_steady_clock_never_goes_back);
    tcase_add_test(tcase, progress_is_reported_and_stops_when_asked);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
