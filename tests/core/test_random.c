#include "server/core/random.h"

#include "tests/support/suite.h"

/* The first numbers of splitmix64 for seed 1234567, as its authors' reference code gives.
 */
START_TEST(the_numbers_are_those_of_splitmix64)
{
    static const uint64_t expected[] = {
        UINT64_C(6457827717110365317),  UINT64_C(3203168211198807973),
        UINT64_C(9817491932198370423),  UINT64_C(4593380528125082431),
        UINT64_C(16408922859458223821),
    };
    struct random random = random_seeded(1234567);

    for (int i = 0; i < 5; i++)
        ck_assert_uint_eq(random_next(&random), expected[i]);
}
END_TEST

START_TEST(each_value_below_n_comes_about_equally_often)
{
    struct random random = random_seeded(2);
    int counts[10] = {0};

    for (int i = 0; i < 100000; i++)
        counts[random_below(&random, 10)]++;
    /* 10,000 expected, standard deviation 95: five of them allowed. */
    for (int i = 0; i < 10; i++)
        ck_assert_int_le(counts[i] > 10000 ? counts[i] - 10000 : 10000 - counts[i], 475);
    for (int i = 0; i < 100; i++)
        ck_assert_uint_eq(random_below(&random, 1), 0);
}
END_TEST

START_TEST(the_unit_interval_is_filled_and_one_is_never_reached)
{
    struct random random = random_seeded(3);
    double sum = 0, least = 1, most = 0;

    for (int i = 0; i < 100000; i++) {
        double x = random_unit(&random);

        if (x < 0 || x >= 1)
            ck_abort_msg("%.17g", x);
        least = x < least ? x : least;
        most = x > most ? x : most;
        sum += x;
    }
    /* Mean 0.5, standard deviation of the mean 0.00091: five of them allowed. */
    ck_assert_double_eq_tol(sum / 100000, 0.5, 0.0046);
    ck_assert(least < 0.001 && most > 0.999);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core.random");
    TCase *tcase = tcase_create("random");

    tcase_add_test(tcase, the_numbers_are_those_of_splitmix64);
    tcase_add_test(tcase, each_value_below_n_comes_about_equally_often);
    tcase_add_test(tcase, the_unit_interval_is_filled_and_one_is_never_reached);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
