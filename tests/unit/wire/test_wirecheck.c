/* t-bombs: what the wire check refuses, where it says the fault is, and that what it lets through unpacks in the memory it foretold. */
#include "common/arena.h"
#include "common/wirecheck.h"
#include "kam/v1/accounts.pb-c.h"
#include "tests/unit/wire/bytes.h"
#include "tests/unit/wire/every.pb-c.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka.h wants those before it. */
#include <cmocka.h>

#define BUDGET ((size_t)16 << 20)
#define EVERY (&kam__test__every__descriptor)
#define NODE (&kam__test__node__descriptor)

/* The test messages' rules: text of 8 bytes, 5 items, and `string_one` and `text` required. */
static const struct kam_field_rule *test_rules(const ProtobufCMessageDescriptor *m) {
    static struct kam_field_rule rules[WIRECHECK_FIELDS_MAX];

    for (unsigned i = 0; i < m->n_fields; i++)
        rules[i] = (struct kam_field_rule){.bytes_max = 8, .items_max = 5};
    return m == &kam__test__empty__descriptor ? NULL : rules;
}

static const struct kam_field_rule *required_rules(const ProtobufCMessageDescriptor *m) {
    static struct kam_field_rule every[WIRECHECK_FIELDS_MAX], other[WIRECHECK_FIELDS_MAX];
    bool is_every = m == EVERY;

    for (unsigned i = 0; i < m->n_fields; i++) {
        struct kam_field_rule *r = is_every ? &every[i] : &other[i];
        const char *name = m->fields[i].name;

        *r = (struct kam_field_rule){.bytes_max = 100, .items_max = 100};
        r->required = strcmp(name, "string_one") == 0 || strcmp(name, "string_many") == 0 || strcmp(name, "int64_one") == 0 ||
                      strcmp(name, "text") == 0;
    }
    return is_every ? every : other;
}

static struct wirecheck_limits plain(void) {
    return (struct wirecheck_limits){.depth_max = 8, .unknown_fields_max = 4, .unknown_bytes_max = 64, .memory_bytes_max = BUDGET};
}

/* The answer for these bytes; when it is yes, they must unpack in exactly the memory that was told. */
static enum wirecheck_error check(const ProtobufCMessageDescriptor *m, const struct bytes *b, const struct wirecheck_limits *limits,
                                  struct wirecheck_fault *ret_fault) {
    int r = wirecheck(m, b->at, b->count, limits, ret_fault);
    struct arena a;

    assert_int_equal(r, ret_fault->error);
    assert_true(ret_fault->steps <= 2 * b->count + 2);
    if (r != 0)
        return ret_fault->error;
    arena_init(&a, ret_fault->memory_bytes + 64, NULL, 0);
    assert_int_equal(arena_reserve(&a, ret_fault->memory_bytes), 0);
    assert_non_null(protobuf_c_message_unpack(m, arena_allocator(&a), b->count, b->at));
    assert_int_equal(a.room, 0);
    arena_deinit(&a);
    return WIRECHECK_OK;
}

static void expect(const ProtobufCMessageDescriptor *m, struct bytes *b, enum wirecheck_error error, const char *path) {
    struct wirecheck_limits limits = plain();
    struct wirecheck_fault fault;

    if (check(m, b, &limits, &fault) != error || strcmp(fault.path, path) != 0)
        fail_msg("%s at '%s' instead of %s at '%s'", wirecheck_error_name(fault.error), fault.path, wirecheck_error_name(error), path);
    bytes_free(b);
}

static void expect_raw(const char *raw, size_t count, enum wirecheck_error error) {
    struct bytes b = {0};

    bytes_raw(&b, raw, count);
    expect(EVERY, &b, error, "");
}

#define RAW(literal, error) expect_raw(literal, sizeof literal - 1, error)

static void broken_tags(void **state) {
    (void)state;
    RAW("", WIRECHECK_OK);
    RAW("\x00", WIRECHECK_TAG);                         /* number 0 */
    RAW("\x07\x00", WIRECHECK_TAG);                     /* number 0 */
    RAW("\x80", WIRECHECK_TRUNCATED);                   /* half a tag */
    RAW("\x80\x80\x80\x80\x10\x00", WIRECHECK_TAG);     /* number 2^29 */
    RAW("\xf8\xff\xff\xff\x0f\x00", WIRECHECK_OK);      /* number 2^29-1, unknown */
    RAW("\x88\x80\x80\x80\x80\x00\x01", WIRECHECK_TAG); /* 6 bytes long */
    RAW("\x88\x80\x80\x80\x00\x01", WIRECHECK_OK);      /* int32_one, padded to 5 bytes */
    RAW("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", WIRECHECK_TAG);
    RAW("\x0b", WIRECHECK_GROUP);
    RAW("\x0b\x0c", WIRECHECK_GROUP);
    RAW("\x0c", WIRECHECK_GROUP);
    RAW("\x0e\x00", WIRECHECK_GROUP);
    RAW("\x0f\x00", WIRECHECK_GROUP);
}

static void broken_values(void **state) {
    struct bytes b = {0};

    (void)state;
    bytes_tag(&b, 4, 0);
    expect(EVERY, &b, WIRECHECK_TRUNCATED, "uint64_one");
    bytes_tag(&b, 4, 0);
    bytes_varint_padded(&b, 1, 10);
    expect(EVERY, &b, WIRECHECK_OK, "");
    bytes_tag(&b, 4, 0);
    bytes_varint_padded(&b, 1, 11);
    expect(EVERY, &b, WIRECHECK_VARINT, "uint64_one");
    bytes_tag(&b, 4, 0);
    bytes_raw(&b, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10);
    expect(EVERY, &b, WIRECHECK_VARINT, "uint64_one");
    bytes_tag(&b, 9, 5);
    bytes_raw(&b, "abc", 3);
    expect(EVERY, &b, WIRECHECK_TRUNCATED, "fixed32_one");
    bytes_tag(&b, 10, 1);
    bytes_raw(&b, "abcdefg", 7);
    expect(EVERY, &b, WIRECHECK_TRUNCATED, "fixed64_one");
    bytes_tag(&b, 15, 2);
    bytes_varint(&b, 4);
    bytes_raw(&b, "abc", 3);
    expect(EVERY, &b, WIRECHECK_TRUNCATED, "string_one");
    bytes_tag(&b, 15, 2);
    bytes_varint(&b, UINT64_MAX);
    expect(EVERY, &b, WIRECHECK_VARINT, "string_one");
    bytes_tag(&b, 15, 2);
    bytes_varint(&b, UINT32_MAX);
    expect(EVERY, &b, WIRECHECK_TRUNCATED, "string_one");
    bytes_tag(&b, 15, 2);
    bytes_varint_padded(&b, 0, 6);
    expect(EVERY, &b, WIRECHECK_VARINT, "string_one");
}

static void every_field_refuses_every_other_wire_type(void **state) {
    struct bytes b = {0};

    (void)state;
    for (unsigned i = 0; i < EVERY->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &EVERY->fields[i];
        unsigned accepted = 0;

        for (unsigned wire_type = 0; wire_type <= 5; wire_type++) {
            struct wirecheck_limits limits = plain();
            struct wirecheck_fault fault;

            if (wire_type == 3 || wire_type == 4)
                continue;
            bytes_tag(&b, f->id, wire_type);
            /* Zeros: a number 0, an empty length, or eight bytes of nothing. */
            bytes_raw(&b, "\0\0\0\0\0\0\0\0", wire_type == 1 ? 8 : wire_type == 5 ? 4 : 1);
            if (check(EVERY, &b, &limits, &fault) == WIRECHECK_OK)
                accepted++;
            else
                assert_int_equal(fault.error, WIRECHECK_WIRE_TYPE);
            bytes_free(&b);
        }
        assert_int_equal(accepted, f->label == PROTOBUF_C_LABEL_REPEATED && f->type != PROTOBUF_C_TYPE_STRING &&
                                           f->type != PROTOBUF_C_TYPE_BYTES && f->type != PROTOBUF_C_TYPE_MESSAGE
                                       ? 2
                                       : 1);
    }
}

static void numbers_beyond_their_type(void **state) {
    const struct {
        uint32_t field;
        uint64_t value;
        enum wirecheck_error error;
    } cases[] = {
        {1, INT32_MAX, WIRECHECK_OK},
        {1, (uint64_t)(int64_t)INT32_MIN, WIRECHECK_OK},
        {1, (uint64_t)INT32_MAX + 1, WIRECHECK_RANGE},
        {1, UINT64_MAX, WIRECHECK_OK}, /* -1 */
        {1, (uint64_t)((int64_t)INT32_MIN - 1), WIRECHECK_RANGE},
        {2, UINT64_MAX, WIRECHECK_OK},
        {3, UINT32_MAX, WIRECHECK_OK},
        {3, (uint64_t)UINT32_MAX + 1, WIRECHECK_RANGE},
        {5, UINT32_MAX, WIRECHECK_OK},
        {5, (uint64_t)UINT32_MAX + 1, WIRECHECK_RANGE},
        {7, 1, WIRECHECK_OK},
        {7, 2, WIRECHECK_RANGE},
        {8, 1, WIRECHECK_OK},
        {8, UINT64_MAX, WIRECHECK_OK}, /* COLOUR_NEGATIVE */
        {8, 77, WIRECHECK_OK},         /* unknown, but enums are open here */
        {8, (uint64_t)1 << 32, WIRECHECK_RANGE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bytes b = {0};

        bytes_number(&b, cases[i].field, cases[i].value);
        expect(EVERY, &b, cases[i].error, cases[i].error ? EVERY->fields[cases[i].field - 1].name : "");
    }
}

static void closed_enums(void **state) {
    struct wirecheck_limits limits = plain();
    struct wirecheck_fault fault;
    struct bytes b = {0};

    (void)state;
    limits.closed_enums = true;
    bytes_number(&b, 8, 1);
    assert_int_equal(check(EVERY, &b, &limits, &fault), WIRECHECK_OK);
    bytes_free(&b);
    bytes_number(&b, 8, 2);
    assert_int_equal(check(EVERY, &b, &limits, &fault), WIRECHECK_ENUM);
    assert_string_equal(fault.path, "enum_one");
    bytes_free(&b);
    bytes_field(&b, 24, "\x01\x00\x02", 3);
    assert_int_equal(check(EVERY, &b, &limits, &fault), WIRECHECK_ENUM);
    assert_string_equal(fault.path, "enum_many[2]");
    bytes_free(&b);
}

static void deep_messages(void **state) {
    struct bytes b = {0};

    (void)state;
    for (int i = 0; i < 7; i++)
        bytes_wrap(&b, 1);
    expect(NODE, &b, WIRECHECK_OK, "");
    for (int i = 0; i < 8; i++)
        bytes_wrap(&b, 1);
    expect(NODE, &b, WIRECHECK_DEPTH, "child.child.child.child.child.child.child.child");
    /* What once crashed: 34 KB of nesting. */
    for (int i = 0; i < 12000; i++)
        bytes_wrap(&b, 1);
    assert_true(b.count > 34000);
    expect(NODE, &b, WIRECHECK_DEPTH, "child.child.child.child.child.child.child.child");
    for (int i = 0; i < 12000; i++)
        bytes_wrap(&b, 2);
    expect(NODE, &b, WIRECHECK_DEPTH, "children[0].children[0].children[0].children[0].children[0].children[0].children[0].children[0]");
    /* Depth stays bounded even when the limits forget to say so. */
    for (int i = 0; i < 1000; i++)
        bytes_wrap(&b, 1);
    {
        struct wirecheck_limits limits = plain();
        struct wirecheck_fault fault;

        limits.depth_max = 1000000;
        assert_int_equal(check(NODE, &b, &limits, &fault), WIRECHECK_DEPTH);
        bytes_free(&b);
    }
}

static void singular_fields_twice(void **state) {
    struct bytes b = {0};

    (void)state;
    for (unsigned i = 0; i < EVERY->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &EVERY->fields[i];
        unsigned wire_type =
            f->type == PROTOBUF_C_TYPE_FIXED32 || f->type == PROTOBUF_C_TYPE_SFIXED32 || f->type == PROTOBUF_C_TYPE_FLOAT    ? 5
            : f->type == PROTOBUF_C_TYPE_FIXED64 || f->type == PROTOBUF_C_TYPE_SFIXED64 || f->type == PROTOBUF_C_TYPE_DOUBLE ? 1
            : f->type == PROTOBUF_C_TYPE_STRING || f->type == PROTOBUF_C_TYPE_BYTES || f->type == PROTOBUF_C_TYPE_MESSAGE    ? 2
                                                                                                                             : 0;
        bool many = f->label == PROTOBUF_C_LABEL_REPEATED;

        for (int twice = 0; twice < 2; twice++) {
            bytes_tag(&b, f->id, wire_type);
            bytes_raw(&b, "\0\0\0\0\0\0\0\0", wire_type == 1 ? 8 : wire_type == 5 ? 4 : 1);
        }
        expect(EVERY, &b, many ? WIRECHECK_OK : WIRECHECK_DUPLICATE, many ? "" : f->name);
    }
}

static void two_members_of_a_oneof(void **state) {
    struct bytes b = {0};

    (void)state;
    bytes_number(&b, 30, 1);
    bytes_number(&b, 33, 1);
    expect(EVERY, &b, WIRECHECK_OK, "");
    bytes_number(&b, 30, 1);
    bytes_text(&b, 31, "x");
    expect(EVERY, &b, WIRECHECK_DUPLICATE, "choice_text");
    bytes_field(&b, 32, "", 0);
    bytes_number(&b, 30, 0);
    expect(EVERY, &b, WIRECHECK_DUPLICATE, "choice_number");
}

static void text_must_be_text(void **state) {
    struct bytes b = {0};

    (void)state;
    bytes_field(&b, 15, "a\0b", 3);
    expect(EVERY, &b, WIRECHECK_NUL, "string_one");
    bytes_field(&b, 15, "\xc0\x80", 2);
    expect(EVERY, &b, WIRECHECK_UTF8, "string_one");
    bytes_text(&b, 15, "red\x1b[31m");
    expect(EVERY, &b, WIRECHECK_CONTROL, "string_one");
    bytes_text(&b, 15, "two\n\tlines\r\n");
    expect(EVERY, &b, WIRECHECK_OK, "");
    bytes_text(&b, 27, "good");
    bytes_text(&b, 27, "\xed\xa0\x80");
    expect(EVERY, &b, WIRECHECK_UTF8, "string_many[1]");
    bytes_field(&b, 16, "a\0\xff", 3);
    expect(EVERY, &b, WIRECHECK_OK, "");
    bytes_text(&b, 1, "\xff");
    bytes_wrap(&b, 29);
    expect(EVERY, &b, WIRECHECK_UTF8, "leaf_many[0].text");
}

static void field_rules(void **state) {
    struct wirecheck_limits limits = plain();
    struct wirecheck_fault fault;
    struct bytes b = {0};

    (void)state;
    limits.rules = test_rules;
    bytes_text(&b, 15, "12345678");
    assert_int_equal(check(EVERY, &b, &limits, &fault), WIRECHECK_OK);
    bytes_free(&b);
    bytes_text(&b, 15, "123456789");
    assert_int_equal(check(EVERY, &b, &limits, &fault), WIRECHECK_TOO_LONG);
    assert_string_equal(fault.path, "string_one");
    assert_int_equal(fault.limit, 8);
    bytes_free(&b);
    bytes_field(&b, 18, "\1\2\3\4\5", 5);
    assert_int_equal(check(EVERY, &b, &limits, &fault), WIRECHECK_OK);
    /* Packed, one by one, or both: it is the sum that counts. */
    bytes_number(&b, 18, 6);
    assert_int_equal(check(EVERY, &b, &limits, &fault), WIRECHECK_TOO_MANY);
    assert_string_equal(fault.path, "int32_many[5]");
    assert_int_equal(fault.limit, 5);
    bytes_free(&b);
    for (int i = 0; i < 6; i++)
        bytes_field(&b, 29, "", 0);
    assert_int_equal(check(EVERY, &b, &limits, &fault), WIRECHECK_TOO_MANY);
    assert_string_equal(fault.path, "leaf_many[5]");
    bytes_free(&b);
}

static void required_fields(void **state) {
    struct wirecheck_limits limits = plain();
    struct wirecheck_fault fault;
    struct bytes b = {0};

    (void)state;
    limits.rules = required_rules;
    limits.check_required = true;
    assert_int_equal(check(EVERY, &b, &limits, &fault), WIRECHECK_REQUIRED);
    assert_string_equal(fault.path, "int64_one");
    bytes_number(&b, 2, 0); /* there, but empty: proto3 does not tell the two apart */
    assert_int_equal(check(EVERY, &b, &limits, &fault), WIRECHECK_REQUIRED);
    bytes_free(&b);
    bytes_number(&b, 2, 5);
    bytes_text(&b, 15, "");
    assert_int_equal(check(EVERY, &b, &limits, &fault), WIRECHECK_REQUIRED);
    assert_string_equal(fault.path, "string_one");
    bytes_free(&b);
    bytes_number(&b, 2, 5);
    bytes_text(&b, 15, "x");
    assert_int_equal(check(EVERY, &b, &limits, &fault), WIRECHECK_REQUIRED);
    assert_string_equal(fault.path, "string_many");
    bytes_text(&b, 27, "");
    assert_int_equal(check(EVERY, &b, &limits, &fault), WIRECHECK_OK);
    bytes_field(&b, 29, "", 0);
    assert_int_equal(check(EVERY, &b, &limits, &fault), WIRECHECK_REQUIRED);
    assert_string_equal(fault.path, "leaf_many[0].text");
    bytes_free(&b);
    /* A response may leave out what it likes. */
    limits.check_required = false;
    assert_int_equal(check(EVERY, &b, &limits, &fault), WIRECHECK_OK);
}

static void an_update_asks_only_for_what_its_mask_names(void **state) {
    struct wirecheck_limits limits = plain();
    struct wirecheck_fault fault;
    struct bytes b = {0};

    (void)state;
    limits.rules = required_rules;
    limits.check_required = true;
    bytes_text(&b, 5000, "x");
    bytes_wrap(&b, 1);
    assert_int_equal(check(&kam__test__update_every_request__descriptor, &b, &limits, &fault), WIRECHECK_OK);
    bytes_free(&b);
    /* But what it names whole must be whole. */
    bytes_field(&b, 29, "", 0);
    bytes_wrap(&b, 1);
    assert_int_equal(check(&kam__test__update_every_request__descriptor, &b, &limits, &fault), WIRECHECK_REQUIRED);
    assert_string_equal(fault.path, "every.leaf_many[0].text");
    bytes_free(&b);
}

static void unknown_fields_are_bounded(void **state) {
    struct bytes b = {0};

    (void)state;
    for (int i = 0; i < 4; i++)
        bytes_number(&b, 600 + (uint32_t)i, 1);
    expect(EVERY, &b, WIRECHECK_OK, "");
    for (int i = 0; i < 5; i++)
        bytes_number(&b, 600, 1);
    expect(EVERY, &b, WIRECHECK_UNKNOWN_FIELDS, "");
    bytes_text(&b, 600, "0123456789012345678901234567890123456789012345678901234567890123456789");
    expect(EVERY, &b, WIRECHECK_UNKNOWN_FIELDS, "");
    /* All levels together. */
    for (int i = 0; i < 5; i++) {
        struct bytes inner = {0};

        bytes_number(&inner, 600, 1);
        bytes_field(&b, 29, inner.at, inner.count);
        bytes_free(&inner);
    }
    expect(EVERY, &b, WIRECHECK_UNKNOWN_FIELDS, "leaf_many[4]");
}

static void packed_items_fill_their_length(void **state) {
    struct bytes b = {0};

    (void)state;
    bytes_field(&b, 18, "\1\2\x80", 3);
    expect(EVERY, &b, WIRECHECK_PACKED, "int32_many[2]");
    bytes_field(&b, 25, "abcdabc", 7);
    expect(EVERY, &b, WIRECHECK_PACKED, "fixed32_many[0]");
    bytes_field(&b, 26, "abcdefgh", 8);
    expect(EVERY, &b, WIRECHECK_OK, "");
    bytes_field(&b, 23, "\x80\x00", 2); /* a bool in two bytes */
    expect(EVERY, &b, WIRECHECK_RANGE, "bool_many[0]");
    bytes_field(&b, 23, "\1\0\1", 3);
    expect(EVERY, &b, WIRECHECK_OK, "");
    bytes_field(&b, 20, "\xff\xff\xff\xff\x1f", 5);
    expect(EVERY, &b, WIRECHECK_RANGE, "uint32_many[0]");
}

/* A frame of 4 MiB that unpacks to many times its size is refused by the budget, and the work to find out is linear. */
static void expansion_is_foreseen(void **state) {
    struct wirecheck_limits limits = plain();
    struct wirecheck_fault fault;
    size_t steps = 0;

    (void)state;
    for (size_t items = 500000; items <= 2000000; items *= 2) {
        struct bytes b = {0};

        for (size_t i = 0; i < items; i++)
            bytes_raw(&b, "\xea\x01\x00", 3); /* an empty Leaf */
        assert_int_equal(check(EVERY, &b, &limits, &fault), WIRECHECK_MEMORY);
        /* It stops as soon as the budget is passed, so the work does not even grow with the input. */
        assert_true(steps == 0 || fault.steps == steps);
        steps = fault.steps;
        assert_true(fault.steps <= 2 * b.count);
        bytes_free(&b);
    }
    limits.memory_bytes_max = SIZE_MAX;
    for (size_t items = 1000; items <= 4000; items *= 2) {
        struct bytes b = {0};

        for (size_t i = 0; i < items; i++)
            bytes_raw(&b, "\xea\x01\x00", 3);
        assert_int_equal(check(EVERY, &b, &limits, &fault), WIRECHECK_OK);
        assert_int_equal(fault.steps, 2 * items + 1);
        bytes_free(&b);
    }
}

static void numbers_of_members_around_the_slabs(void **state) {
    struct wirecheck_limits limits = plain();
    struct wirecheck_fault fault;

    (void)state;
    for (size_t items = 1; items < 300; items++) {
        struct bytes b = {0};

        for (size_t i = 0; i < items; i++)
            bytes_text(&b, 27, &"abcdefghijklmnopqrstuvwxyz"[i % 26]);
        bytes_number(&b, 600, 1);
        assert_int_equal(check(EVERY, &b, &limits, &fault), WIRECHECK_OK);
        bytes_free(&b);
    }
}

/* Small pseudo-random numbers: the same in every run. */
static uint32_t next_random(uint64_t *seed) {
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33);
}

/* Whatever is done to a good message: either it is refused, or it unpacks. check() asserts the rest. */
static void mutated_messages_never_surprise(void **state) {
    struct wirecheck_limits limits = plain();
    struct wirecheck_fault fault;
    struct bytes good = {0}, leaf = {0};
    uint64_t seed = 20260101;
    unsigned accepted = 0;

    (void)state;
    bytes_text(&leaf, 1, "leaf");
    bytes_number(&leaf, 2, 300);
    bytes_number(&good, 1, 150);
    bytes_number(&good, 8, 1);
    bytes_text(&good, 15, "重庆");
    bytes_field(&good, 16, "\0\1\2", 3);
    bytes_field(&good, 17, leaf.at, leaf.count);
    bytes_field(&good, 18, "\1\2\x96\1", 4);
    bytes_field(&good, 26, "abcdefgh", 8);
    bytes_text(&good, 27, "one");
    bytes_text(&good, 27, "two");
    bytes_field(&good, 29, leaf.at, leaf.count);
    bytes_field(&good, 32, leaf.at, leaf.count);
    bytes_text(&good, 5000, "far");
    assert_int_equal(check(EVERY, &good, &limits, &fault), WIRECHECK_OK);
    for (int round = 0; round < 100000; round++) {
        struct bytes b = {0};
        size_t from = next_random(&seed) % good.count, count = good.count - from;

        if (round % 3 == 0)
            from = 0, count = next_random(&seed) % (good.count + 1);
        else if (round % 3 == 1)
            from = 0, count = good.count;
        bytes_raw(&b, good.at + from, count);
        for (uint32_t i = next_random(&seed) % 4; i > 0 && b.count > 0; i--)
            b.at[next_random(&seed) % b.count] = (uint8_t)next_random(&seed);
        if (check(EVERY, &b, &limits, &fault) == WIRECHECK_OK)
            accepted++;
        bytes_free(&b);
    }
    /* Both outcomes are met often, or the test tests nothing. */
    assert_in_range(accepted, 1000, 99000);
    bytes_free(&good);
    bytes_free(&leaf);
}

static void real_requests_with_real_rules(void **state) {
    struct wirecheck_limits limits = wirecheck_limits_request(kam_field_rules, BUDGET);
    const ProtobufCMessageDescriptor *create = &kam__v1__create_account_request__descriptor;
    char long_name[300];
    struct wirecheck_fault fault;
    struct bytes b = {0};

    (void)state;
    assert_int_equal(check(create, &b, &limits, &fault), WIRECHECK_REQUIRED);
    assert_string_equal(fault.path, "account");
    bytes_text(&b, 3, "重庆银行股份有限公司");
    bytes_number(&b, 6, 1);
    bytes_wrap(&b, 1);
    assert_int_equal(check(create, &b, &limits, &fault), WIRECHECK_OK);
    bytes_free(&b);
    memset(long_name, 'a', sizeof long_name);
    bytes_field(&b, 3, long_name, 257);
    bytes_wrap(&b, 1);
    assert_int_equal(check(create, &b, &limits, &fault), WIRECHECK_TOO_LONG);
    assert_string_equal(fault.path, "account.name");
    assert_int_equal(fault.limit, 256);
    bytes_free(&b);
    bytes_text(&b, 3, "x");
    bytes_number(&b, 6, 1);
    for (int i = 0; i < 2; i++) {
        struct bytes identifier = {0};

        bytes_number(&identifier, 1, 1);
        bytes_text(&identifier, 2, i == 0 ? "91500000" : "");
        bytes_field(&b, 17, identifier.at, identifier.count);
        bytes_free(&identifier);
    }
    bytes_wrap(&b, 1);
    assert_int_equal(check(create, &b, &limits, &fault), WIRECHECK_REQUIRED);
    assert_string_equal(fault.path, "account.identifiers[1].value");
    bytes_free(&b);
    /* An update names one field; the rest of the account may be missing. */
    bytes_text(&b, 10, "address");
    bytes_wrap(&b, 1);
    bytes_field(&b, 2,
                "\x0a\x07"
                "address",
                9);
    assert_int_equal(check(&kam__v1__update_account_request__descriptor, &b, &limits, &fault), WIRECHECK_OK);
    bytes_free(&b);
}

static void every_method_can_be_checked(void **state) {
    (void)state;
    for (size_t i = 0; i < kam_methods_count; i++) {
        assert_true(wirecheck_supports(kam_methods[i].request, 8));
        assert_true(wirecheck_supports(kam_methods[i].response, 12));
    }
    assert_false(wirecheck_supports(NODE, WIRECHECK_DEPTH_MAX));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(broken_tags),
        cmocka_unit_test(broken_values),
        cmocka_unit_test(every_field_refuses_every_other_wire_type),
        cmocka_unit_test(numbers_beyond_their_type),
        cmocka_unit_test(closed_enums),
        cmocka_unit_test(deep_messages),
        cmocka_unit_test(singular_fields_twice),
        cmocka_unit_test(two_members_of_a_oneof),
        cmocka_unit_test(text_must_be_text),
        cmocka_unit_test(field_rules),
        cmocka_unit_test(required_fields),
        cmocka_unit_test(an_update_asks_only_for_what_its_mask_names),
        cmocka_unit_test(unknown_fields_are_bounded),
        cmocka_unit_test(packed_items_fill_their_length),
        cmocka_unit_test(expansion_is_foreseen),
        cmocka_unit_test(numbers_of_members_around_the_slabs),
        cmocka_unit_test(mutated_messages_never_surprise),
        cmocka_unit_test(real_requests_with_real_rules),
        cmocka_unit_test(every_method_can_be_checked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
