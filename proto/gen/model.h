/*
 * The protos of a run as the rest of the tool wants them: every message, enum and method found by its full name, types resolved, our
 * options read. Nothing is judged here; that is check.h.
 *
 * Everything belongs to the pool given to model_build(); descriptors are borrowed from the request.
 */
#ifndef PROTO_GEN_MODEL_H
#define PROTO_GEN_MODEL_H

#include "google/protobuf/compiler/plugin.pb-c.h"
#include "proto/gen/pool.h"
#include "proto/gen/rule.h"
#include "proto/gen/source.h"

#include <stdbool.h>

struct file {
    const Google__Protobuf__FileDescriptorProto *proto;
    bool generate; /* named on protoc's command line: ours */
};

struct message;
struct enumeration;

struct field {
    const Google__Protobuf__FieldDescriptorProto *proto;
    const struct message *owner;
    const Kam__FieldRule *rule;    /* NULL without option */
    const struct message *message; /* type, or NULL */
    const struct enumeration *enumeration;
    struct source_path path;
};

struct message {
    const struct file *file;
    const Google__Protobuf__DescriptorProto *proto;
    const char *name; /* full, without leading dot: "kam.v1.Account" */
    const char *c_type;
    const char *c_lower;
    struct field *fields; /* by number, as protobuf-c has them */
    size_t fields_count;
    struct source_path path;
};

struct value {
    const Google__Protobuf__EnumValueDescriptorProto *proto;
    const Kam__ValueRule *rule;
    const char *label; /* without prefix, lower case; NULL when the prefix is missing */
    struct source_path path;
};

struct enumeration {
    const struct file *file;
    const Google__Protobuf__EnumDescriptorProto *proto;
    const char *name;
    const char *c_lower;
    struct value *values; /* by number */
    size_t values_count;
    struct source_path path;
};

struct method {
    const struct file *file;
    const Google__Protobuf__ServiceDescriptorProto *service;
    const Google__Protobuf__MethodDescriptorProto *proto;
    const Kam__MethodRule *rule; /* NULL without option */
    const char *path;            /* "kam.v1.Accounts/GetAccount" */
    const char *function;        /* "get_account" */
    const struct message *request;
    const struct message *response;
    struct source_path source;
};

struct model {
    struct pool *pool;
    struct file *files; /* imports before importers */
    size_t files_count;
    struct message *messages; /* by name */
    size_t messages_count;
    struct enumeration *enumerations; /* by name */
    size_t enumerations_count;
    struct method *methods; /* of files to generate, by path */
    size_t methods_count;
};

void model_build(struct model *m, struct pool *p, const Google__Protobuf__Compiler__CodeGeneratorRequest *request);

/* By full name, with or without leading dot; NULL when there is none. */
const struct message *model_message(const struct model *m, const char *name);
const struct method *model_method(const struct model *m, const char *path);

/* NULL when there is none. */
const struct field *message_field(const struct message *m, const char *name);
bool field_is_repeated(const struct field *f);
int field_line(const struct field *f);

#endif
