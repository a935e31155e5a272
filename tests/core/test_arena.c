#include "server/core/arena.h"

#include <signal.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/suite.h"

static struct arena *arena;

static void set_up(void)
{
    arena = arena_new();
}

static void tear_down(void)
{
    arena_free(arena);
}

static int is_zero(const unsigned char *p, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (p[i])
            return 0;
    return 1;
}

START_TEST(memory_is_zeroed_aligned_and_apart)
{
    unsigned char *blocks[2000];

    for (size_t i = 0; i < 2000; i++) {
        size_t size = i * 7 % 300 + (i % 97 == 0 ? 20000 : 0);

        blocks[i] = arena_alloc(arena, size);
        ck_assert_uint_eq((uintptr_t)blocks[i] % alignof(max_align_t), 0);
        ck_assert(is_zero(blocks[i], size));
        memset(blocks[i], (int)(i & 255), size);
    }
    for (size_t i = 0; i < 2000; i++) {
        size_t size = i * 7 % 300 + (i % 97 == 0 ? 20000 : 0);

        for (size_t at = 0; at < size; at++)
            if (blocks[i][at] != (i & 255))
                ck_abort_msg("block %zu, byte %zu", i, at);
    }
}
END_TEST

START_TEST(after_a_reset_memory_is_zeroed_again)
{
    for (int round = 0; round < 3; round++) {
        unsigned char *small = arena_alloc(arena, 5000);
        unsigned char *large = arena_alloc(arena, 100000);

        ck_assert(is_zero(small, 5000) && is_zero(large, 100000));
        memset(small, 0xaa, 5000);
        memset(large, 0xbb, 100000);
        arena_reset(arena);
    }
}
END_TEST

START_TEST(texts_are_copied_and_ended)
{
    char typed[] = "Namur";
    char *copy = arena_strdup(arena, typed);
    char *front = arena_strndup(arena, typed, 3);
    char *none = arena_strndup(arena, NULL, 0);

    typed[0] = 'X';
    ck_assert_str_eq(copy, "Namur");
    ck_assert_str_eq(front, "Nam");
    ck_assert_str_eq(none, "");
    ck_assert_ptr_null(arena_strdup(arena, NULL));
    ck_assert_mem_eq(arena_memdup(arena, "a\0b", 3), "a\0b", 3);
    ck_assert_ptr_nonnull(arena_memdup(arena, NULL, 0));
}
END_TEST

START_TEST(printf_fits_any_length)
{
    char *text = arena_printf(arena, "%s-%d", "x", 42);
    char *wide = arena_printf(arena, "%070000d", 7);

    ck_assert_str_eq(text, "x-42");
    ck_assert_uint_eq(strlen(wide), 70000);
    ck_assert_str_eq(arena_printf(arena, "%s", ""), "");
}
END_TEST

START_TEST(an_array_that_overflows_aborts)
{
    arena_array(arena, SIZE_MAX / 2, 3);
}
END_TEST

START_TEST(a_size_beyond_the_address_space_aborts)
{
    arena_alloc(arena, SIZE_MAX - 8);
}
END_TEST

START_TEST(freeing_nothing_is_fine)
{
    arena_free(NULL);
}
END_TEST

START_TEST(heap_memory_grows_and_is_never_null)
{
    int *numbers = mem_calloc(4, sizeof(int));
    char *text = mem_strdup("abc");
    void *none = mem_alloc(0);

    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(numbers[i], 0);
    numbers[3] = 9;
    numbers = mem_realloc(numbers, 4000, sizeof(int));
    ck_assert_int_eq(numbers[3], 9);
    numbers = mem_realloc(numbers, 0, sizeof(int));
    ck_assert_ptr_nonnull(numbers);
    ck_assert_str_eq(text, "abc");
    ck_assert_ptr_nonnull(none);
    free(numbers);
    free(text);
    free(none);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core.arena");
    TCase *tcase = tcase_create("arena");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, memory_is_zeroed_aligned_and_apart);
    tcase_add_test(tcase, after_a_reset_memory_is_zeroed_again);
    tcase_add_test(tcase, texts_are_copied_and_ended);
    tcase_add_test(tcase, printf_fits_any_length);
    tcase_add_test_raise_signal(tcase, an_array_that_overflows_aborts, SIGABRT);
    tcase_add_test_raise_signal(tcase, a_size_beyond_the_address_space_aborts, SIGABRT);
    tcase_add_test(tcase, freeing_nothing_is_fine);
    tcase_add_test(tcase, heap_memory_grows_and_is_never_null);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
