/*
 * Any bytes as any message: what the wire check lets through unpacks, in exactly the memory it foretold, and packs again into bytes it
 * lets through. The first byte picks the message: every request and response, the envelope, and one with every kind of field.
 */
#include "common/arena.h"
#include "common/wirecheck.h"
#include "kam/v1/envelope.pb-c.h"
#include "tests/unit/wire/every.pb-c.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

#define CHECK(condition)                                                                                                                   \
    do {                                                                                                                                   \
        if (!(condition))                                                                                                                  \
            abort();                                                                                                                       \
    } while (0)

static const ProtobufCMessageDescriptor *pick(uint8_t which) {
    static const ProtobufCMessageDescriptor *const own[] = {&kam__test__every__descriptor, &kam__test__node__descriptor,
                                                            &kam__test__update_every_request__descriptor, &kam__v1__envelope__descriptor};
    size_t n = sizeof own / sizeof *own, methods = kam_methods_count;

    if (which < n)
        return own[which];
    which = (uint8_t)((which - n) % (2 * methods));
    return which < methods ? kam_methods[which].request : kam_methods[which - methods].response;
}

static const struct kam_field_rule *rules_of(const ProtobufCMessageDescriptor *m) {
    return strncmp(m->name, "kam.test.", 9) == 0 ? NULL : kam_field_rules(m);
}

static void check_one(const ProtobufCMessageDescriptor *m, const uint8_t *bytes, size_t count, const struct wirecheck_limits *limits) {
    struct wirecheck_fault fault, again;
    ProtobufCMessage *message;
    struct arena a;
    uint8_t *packed;
    size_t size;

    if (wirecheck(m, bytes, count, limits, &fault) != 0) {
        CHECK(fault.error != WIRECHECK_OK);
        CHECK(fault.offset <= count);
        CHECK(memchr(fault.path, 0, sizeof fault.path));
        CHECK(fault.steps <= 70 * (count + 1));
        return;
    }
    CHECK(fault.memory_bytes <= limits->memory_bytes_max);
    arena_init(&a, fault.memory_bytes + 64, NULL, 0);
    CHECK(arena_reserve(&a, fault.memory_bytes) == 0);
    message = protobuf_c_message_unpack(m, arena_allocator(&a), count, bytes);
    CHECK(message && a.room == 0);
    CHECK(protobuf_c_message_check(message));
    size = protobuf_c_message_get_packed_size(message);
    packed = malloc(size + 1);
    CHECK(packed && protobuf_c_message_pack(message, packed) == size);
    CHECK(wirecheck(m, packed, size, limits, &again) == 0);
    free(packed);
    arena_deinit(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    struct wirecheck_limits request = wirecheck_limits_request(rules_of, (size_t)16 << 20);
    struct wirecheck_limits response = wirecheck_limits_response((size_t)1 << 20);
    const ProtobufCMessageDescriptor *m;

    if (count == 0)
        return 0;
    m = pick(bytes[0]);
    check_one(m, bytes + 1, count - 1, &request);
    check_one(m, bytes + 1, count - 1, &response);
    return 0;
}
