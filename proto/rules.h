/*
 * What lies behind kam_field_rules() and kam_value_rules(): tables protoc-gen-kam writes, both sorted by full name.
 */
#ifndef PROTO_RULES_H
#define PROTO_RULES_H

#include "common/method.h"

struct kam_message_rules {
    const ProtobufCMessageDescriptor *message;
    const struct kam_field_rule *fields; /* parallel to message->fields */
};

struct kam_enum_rules {
    const ProtobufCEnumDescriptor *enumeration;
    const struct kam_value_rule *values; /* parallel to enumeration->values */
};

extern const struct kam_message_rules kam_message_rules[];
extern const size_t kam_message_rules_count;
extern const struct kam_enum_rules kam_enum_rules[];
extern const size_t kam_enum_rules_count;

#endif
