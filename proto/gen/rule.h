/*
 * The options of proto/kam/options.proto, read from descriptors. protobuf-c knows no extensions: an option of ours sits among the
 * unknown fields of the options message, and is unpacked from there.
 */
#ifndef PROTO_GEN_RULE_H
#define PROTO_GEN_RULE_H

#include "google/protobuf/descriptor.pb-c.h"
#include "kam/options.pb-c.h"
#include "proto/gen/pool.h"

/* All three: NULL when the thing has no such option or its bytes cannot be read (protoc would not have written them). The result lives
 * in the pool. */
const Kam__MethodRule *rule_of_method(struct pool *p, const Google__Protobuf__MethodDescriptorProto *method);
const Kam__FieldRule *rule_of_field(struct pool *p, const Google__Protobuf__FieldDescriptorProto *field);
const Kam__ValueRule *rule_of_value(struct pool *p, const Google__Protobuf__EnumValueDescriptorProto *value);

#endif
