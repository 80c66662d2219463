/* t-length, and the framing half of t-split. */
#include "common/frame.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
/* cmocka.h wants those before it. */
#include <cmocka.h>

#define PAYLOADS_MAX 16

/* What came out of a parser. */
struct result {
    size_t count;
    size_t bytes[PAYLOADS_MAX];
    uint8_t sums[PAYLOADS_MAX];
    int last;
};

static void collect(struct frame_parser *p, const uint8_t *input, size_t bytes, struct result *r) {
    const uint8_t *payload;
    size_t payload_bytes;

    while ((r->last = frame_parser_next(p, &input, &bytes, &payload, &payload_bytes)) == 0) {
        assert_true(r->count < PAYLOADS_MAX);
        r->bytes[r->count] = payload_bytes;
        for (size_t i = 0; i < payload_bytes; i++)
            r->sums[r->count] = (uint8_t)(r->sums[r->count] * 31 + payload[i]);
        r->count++;
    }
    if (r->last == FRAME_NEED_MORE)
        assert_int_equal(bytes, 0);
}

static void sample(struct buffer *b) {
    const size_t sizes[] = {1, 2, 3, 255, 256, 1000, 1};
    uint8_t payload[1000];

    for (size_t i = 0; i < sizeof payload; i++)
        payload[i] = (uint8_t)(i * 7 + 1);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        assert_int_equal(frame_append(b, payload + i, sizes[i] < 994 ? sizes[i] : 994), 0);
}

static void every_split_gives_the_same_frames(void **state) {
    struct result whole = {0}, parts;
    struct frame_parser p;
    struct buffer b;

    (void)state;
    buffer_init(&b, 1 << 16);
    sample(&b);
    frame_parser_init(&p, 4096);
    collect(&p, buffer_front(&b), buffer_bytes(&b), &whole);
    assert_int_equal(whole.count, 7);
    frame_parser_deinit(&p);
    for (size_t split = 0; split <= buffer_bytes(&b); split++) {
        memset(&parts, 0, sizeof parts);
        frame_parser_init(&p, 4096);
        collect(&p, buffer_front(&b), split, &parts);
        collect(&p, buffer_front(&b) + split, buffer_bytes(&b) - split, &parts);
        assert_memory_equal(&parts, &whole, sizeof whole);
        frame_parser_deinit(&p);
    }
    memset(&parts, 0, sizeof parts);
    frame_parser_init(&p, 4096);
    for (size_t i = 0; i < buffer_bytes(&b); i++)
        collect(&p, buffer_front(&b) + i, 1, &parts);
    assert_memory_equal(&parts, &whole, sizeof whole);
    frame_parser_deinit(&p);
    buffer_deinit(&b);
}

static void lengths_at_the_edges(void **state) {
    const struct {
        uint32_t length;
        int result;
    } cases[] = {
        {0, FRAME_EMPTY},
        {1, FRAME_NEED_MORE},
        {FRAME_BYTES_MAX_GUEST, FRAME_NEED_MORE},
        {FRAME_BYTES_MAX_GUEST + 1, FRAME_TOO_LONG},
        {INT32_MAX, FRAME_TOO_LONG},
        {(uint32_t)INT32_MAX + 1, FRAME_TOO_LONG},
        {UINT32_MAX, FRAME_TOO_LONG},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t header[FRAME_HEADER_BYTES];
        struct frame_parser p;
        struct result r = {0};

        frame_header_write(header, cases[i].length);
        frame_parser_init(&p, FRAME_BYTES_MAX_GUEST);
        collect(&p, header, sizeof header, &r);
        assert_int_equal(r.last, cases[i].result);
        assert_int_equal(r.count, 0);
        /* Nothing is allocated for what is only announced. */
        assert_null(p.payload.memory);
        /* A refusal stays. */
        if (r.last != FRAME_NEED_MORE) {
            collect(&p, (const uint8_t *)"\0\0\0\1x", 5, &r);
            assert_int_equal(r.last, cases[i].result);
        }
        frame_parser_deinit(&p);
    }
}

static void memory_follows_what_arrived(void **state) {
    uint8_t header[FRAME_HEADER_BYTES], byte = 'x';
    struct frame_parser p;
    struct result r = {0};

    (void)state;
    frame_header_write(header, FRAME_BYTES_MAX_MEMBER);
    frame_parser_init(&p, FRAME_BYTES_MAX_MEMBER);
    collect(&p, header, sizeof header, &r);
    for (size_t i = 1; i <= 5000; i++) {
        collect(&p, &byte, 1, &r);
        assert_true(p.payload.capacity <= (i < 128 ? 256 : 2 * i));
    }
    assert_true(frame_parser_in_frame(&p));
    frame_parser_deinit(&p);
}

static void the_limit_changes_between_frames(void **state) {
    struct frame_parser p;
    struct result r = {0};
    struct buffer b;
    uint8_t payload[5000] = {1};

    (void)state;
    buffer_init(&b, 1 << 20);
    assert_int_equal(frame_append(&b, payload, 4096), 0);
    assert_int_equal(frame_append(&b, payload, 5000), 0);
    frame_parser_init(&p, 4096);
    collect(&p, buffer_front(&b), 4100, &r);
    assert_int_equal(r.count, 1);
    frame_parser_set_max(&p, 1 << 20);
    collect(&p, buffer_front(&b) + 4100, buffer_bytes(&b) - 4100, &r);
    assert_int_equal(r.count, 2);
    frame_parser_deinit(&p);
    buffer_deinit(&b);
}

static void in_frame_tells_when_a_deadline_runs(void **state) {
    struct frame_parser p;
    struct result r = {0};

    (void)state;
    frame_parser_init(&p, 100);
    assert_false(frame_parser_in_frame(&p));
    collect(&p, (const uint8_t *)"\0", 1, &r);
    assert_true(frame_parser_in_frame(&p));
    collect(&p, (const uint8_t *)"\0\0\2a", 4, &r);
    assert_true(frame_parser_in_frame(&p));
    collect(&p, (const uint8_t *)"b", 1, &r);
    assert_int_equal(r.count, 1);
    assert_false(frame_parser_in_frame(&p));
    frame_parser_deinit(&p);
}

static void append_refuses_what_no_frame_can_be(void **state) {
    struct buffer b;

    (void)state;
    buffer_init(&b, 10);
    assert_int_equal(frame_append(&b, "", 0), -EMSGSIZE);
    assert_int_equal(frame_append(&b, "1234567", 7), -ENOBUFS);
    assert_int_equal(frame_append(&b, "123456", 6), 0);
    buffer_deinit(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_split_gives_the_same_frames),   cmocka_unit_test(lengths_at_the_edges),
        cmocka_unit_test(memory_follows_what_arrived),         cmocka_unit_test(the_limit_changes_between_frames),
        cmocka_unit_test(in_frame_tells_when_a_deadline_runs), cmocka_unit_test(append_refuses_what_no_frame_can_be),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
