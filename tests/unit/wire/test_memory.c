/* The arena's budget and the buffer's maximum hold for every order of requests. */
#include "common/arena.h"
#include "common/buffer.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
/* cmocka.h wants those before it. */
#include <cmocka.h>

static void arena_serves_from_the_first_block(void **state) {
    uint8_t first[256];
    struct arena a;
    uint8_t *p;

    (void)state;
    arena_init(&a, 4096, first, sizeof first);
    p = arena_alloc(&a, 100);
    assert_true(p >= first && p + 100 <= first + sizeof first);
    assert_int_equal((uintptr_t)p % ARENA_ALIGNMENT, 0);
    assert_int_equal(a.heap_bytes, 0);
    arena_deinit(&a);
}

static void arena_keeps_its_budget(void **state) {
    const size_t sizes[] = {1, 16, 17, 1000, 4096, 5000, 65536, 100000};
    struct arena a;

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t given = 0;

        arena_init(&a, 200000, NULL, 0);
        for (uint8_t *p; (p = arena_alloc(&a, sizes[i])); given += sizes[i])
            memset(p, 0xa5, sizes[i]);
        assert_true(a.exhausted);
        assert_true(a.heap_bytes <= 200000);
        assert_true(given <= 200000);
        /* What is lost to chunks and alignment is bounded. */
        assert_true(given + sizes[i] >= 200000 / 16 - 4096);
        arena_deinit(&a);
    }
}

static void arena_reserve_makes_the_next_ones_fit(void **state) {
    struct arena a;

    (void)state;
    arena_init(&a, 10000, NULL, 0);
    assert_int_equal(arena_reserve(&a, 9000), 0);
    for (int i = 0; i < 9; i++)
        assert_non_null(arena_alloc(&a, 992));
    assert_true(a.heap_bytes <= 10000);
    assert_int_equal(arena_reserve(&a, 9000), -ENOBUFS);
    assert_int_equal(arena_reserve(&a, SIZE_MAX), -ENOBUFS);
    arena_deinit(&a);
}

static void arena_refuses_sizes_that_wrap(void **state) {
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 20, NULL, 0);
    assert_null(arena_alloc(&a, SIZE_MAX));
    assert_null(arena_alloc(&a, SIZE_MAX - 8));
    assert_null(arena_calloc(&a, SIZE_MAX / 2, 3));
    assert_null(arena_strndup(&a, "x", SIZE_MAX));
    assert_non_null(arena_alloc(&a, 0));
    assert_string_equal(arena_strndup(&a, "kamd", 3), "kam");
    arena_deinit(&a);
}

static void arena_reset_starts_again(void **state) {
    struct arena a;

    (void)state;
    arena_init(&a, 8192, NULL, 0);
    for (int i = 0; i < 100; i++) {
        assert_non_null(arena_alloc(&a, 8000));
        assert_null(arena_alloc(&a, 8000));
        arena_reset(&a);
        assert_int_equal(a.heap_bytes, 0);
        assert_false(a.exhausted);
    }
    arena_deinit(&a);
}

static void buffer_never_passes_its_maximum(void **state) {
    struct buffer b;
    uint8_t *at;

    (void)state;
    buffer_init(&b, 1000);
    for (int i = 0; i < 100; i++)
        assert_int_equal(buffer_append(&b, "0123456789", 10), 0);
    assert_true(b.capacity <= 1000);
    assert_int_equal(buffer_append(&b, "x", 1), -ENOBUFS);
    assert_int_equal(buffer_reserve(&b, SIZE_MAX, &at), -ENOBUFS);
    buffer_consume(&b, 10);
    assert_int_equal(buffer_append(&b, "abcdefghij", 10), 0);
    assert_int_equal(buffer_bytes(&b), 1000);
    buffer_deinit(&b);
}

static void buffer_keeps_order_while_it_moves(void **state) {
    uint8_t in = 0, out = 0;
    struct buffer b;

    (void)state;
    buffer_init(&b, 4096);
    for (int round = 0; round < 500; round++) {
        for (int i = 0; i < 1 + round % 7; i++, in++)
            assert_int_equal(buffer_append(&b, &in, 1), 0);
        while (buffer_bytes(&b) > (size_t)(round % 5)) {
            assert_int_equal(*buffer_front(&b), out++);
            buffer_consume(&b, 1);
        }
    }
    buffer_deinit(&b);
}

static void an_empty_buffer_holds_no_memory(void **state) {
    struct buffer b;

    (void)state;
    buffer_init(&b, 100);
    assert_int_equal(buffer_append(&b, "abc", 3), 0);
    buffer_consume(&b, 3);
    assert_null(b.memory);
    assert_int_equal(b.capacity, 0);
    assert_int_equal(b.bytes_max, 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_serves_from_the_first_block),
        cmocka_unit_test(arena_keeps_its_budget),
        cmocka_unit_test(arena_reserve_makes_the_next_ones_fit),
        cmocka_unit_test(arena_refuses_sizes_that_wrap),
        cmocka_unit_test(arena_reset_starts_again),
        cmocka_unit_test(buffer_never_passes_its_maximum),
        cmocka_unit_test(buffer_keeps_order_while_it_moves),
        cmocka_unit_test(an_empty_buffer_holds_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
