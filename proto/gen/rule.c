#include "proto/gen/rule.h"

#include <stdbool.h>
#include <string.h>

/* Numbers of the extensions in proto/kam/options.proto. */
enum {
    TAG_METHOD = 50001,
    TAG_FIELD = 50002,
    TAG_VALUE = 50003,
};

/* The message inside a length-delimited unknown field; protobuf-c keeps the length in front of it. */
static const uint8_t *payload(const ProtobufCMessageUnknownField *f, size_t *ret_bytes) {
    size_t at = 0;
    while (at < f->len && f->data[at] & 0x80)
        at++;
    if (at >= f->len)
        return NULL;
    *ret_bytes = f->len - at - 1;
    return f->data + at + 1;
}

/*
 * An option set in several statements arrives in several pieces; one after the other they are the encoding of the merged message.
 */
static const ProtobufCMessage *unpack(struct pool *p, const ProtobufCMessage *options, uint32_t tag,
                                      const ProtobufCMessageDescriptor *descriptor) {
    size_t total = 0;
    bool found = false;
    for (unsigned i = 0; i < options->n_unknown_fields; i++)
        if (options->unknown_fields[i].tag == tag)
            total += options->unknown_fields[i].len;
    uint8_t *bytes = pool_alloc(p, total), *end = bytes;
    for (unsigned i = 0; i < options->n_unknown_fields; i++) {
        const ProtobufCMessageUnknownField *f = &options->unknown_fields[i];
        if (f->tag != tag || f->wire_type != PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED)
            continue;
        size_t n;
        const uint8_t *piece = payload(f, &n);
        if (!piece)
            continue;
        memcpy(end, piece, n);
        end += n;
        found = true;
    }
    return found ? protobuf_c_message_unpack(descriptor, &p->allocator, (size_t)(end - bytes), bytes) : NULL;
}

const Kam__MethodRule *rule_of_method(struct pool *p, const Google__Protobuf__MethodDescriptorProto *method) {
    return method->options ? (const Kam__MethodRule *)unpack(p, &method->options->base, TAG_METHOD, &kam__method_rule__descriptor) : NULL;
}

const Kam__FieldRule *rule_of_field(struct pool *p, const Google__Protobuf__FieldDescriptorProto *field) {
    return field->options ? (const Kam__FieldRule *)unpack(p, &field->options->base, TAG_FIELD, &kam__field_rule__descriptor) : NULL;
}

const Kam__ValueRule *rule_of_value(struct pool *p, const Google__Protobuf__EnumValueDescriptorProto *value) {
    return value->options ? (const Kam__ValueRule *)unpack(p, &value->options->base, TAG_VALUE, &kam__value_rule__descriptor) : NULL;
}
