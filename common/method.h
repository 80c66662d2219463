/*
 * What the protos say about methods, fields and enum values, as tables the build makes from the options in proto/kam/options.proto.
 * The server dispatches and limits by them, the command line draws its grammar and labels from them. Everything here is constant
 * and lives as long as the program.
 */
#ifndef KAM_METHOD_H
#define KAM_METHOD_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum kam_method_kind {
    KAM_METHOD_READ = 1,
    KAM_METHOD_QUERY = 2,
    KAM_METHOD_WRITE = 3,
    KAM_METHOD_HANDLER = 4,
};

enum kam_cardinality {
    KAM_CARDINALITY_ONE = 1,
    KAM_CARDINALITY_PAGE = 2,
    KAM_CARDINALITY_BOUNDED = 3,
};

enum kam_audit {
    KAM_AUDIT_NONE = 0,
    KAM_AUDIT_WRITE = 1,
    KAM_AUDIT_CONFIDENTIAL = 2,
};

struct kam_method {
    const char *path;     /* "kam.v1.Accounts/GetAccount" */
    const char *function; /* name of its database function, without schema: "get_account" */
    enum kam_method_kind kind;
    enum kam_cardinality cardinality;
    enum kam_audit audit;
    bool is_public;
    const char *right;        /* "" when any live session may call it */
    const char *subject;      /* request field by path, or "" */
    const char *subject_kind; /* or "" */
    const char *const *keys;  /* keyset of a page; ends with NULL */
    bool descending;
    const char *noun;
    const char *verb;
    const char *const *args; /* request fields by path; ends with NULL */
    const char *zh;
    const char *en;
    const ProtobufCMessageDescriptor *request;
    const ProtobufCMessageDescriptor *response;
};

/* Sorted by path. */
extern const struct kam_method kam_methods[];
extern const size_t kam_methods_count;

/* The method at this path, or NULL. */
const struct kam_method *kam_method_find(const char *path);

/* How numbers are shown to people (kam/options.proto). */
enum kam_show {
    KAM_SHOW_PLAIN,
    KAM_SHOW_MONEY, /* int64, minor units */
    KAM_SHOW_BAR,   /* int32, thousandths */
    KAM_SHOW_SPARK, /* a list of int64 */
};

struct kam_field_rule {
    const char *zh; /* the field's name when it has no label */
    const char *en;
    uint32_t bytes_max; /* default filled in: 1024 */
    uint32_t items_max; /* default filled in: 100 */
    bool column;
    bool secret;
    bool required;
    bool output_only;
    enum kam_show show;
    const char *lookup; /* path of the method that finds the id, or NULL */
};

/* The rules of a message's fields, parallel to descriptor->fields; NULL for a message that is not ours (google.protobuf.*). */
const struct kam_field_rule *kam_field_rules(const ProtobufCMessageDescriptor *message);

struct kam_value_rule {
    const char *label; /* lower case without the enum's prefix: "bank"; NULL for the UNSPECIFIED value. The database's label. */
    const char *zh;
    const char *en;
};

/* The rules of an enum's values, parallel to descriptor->values. */
const struct kam_value_rule *kam_value_rules(const ProtobufCEnumDescriptor *enumeration);

/* The whole FileDescriptorSet, serialized, with options and comments' absence as protoc leaves it. */
extern const uint8_t kam_descriptor_set[];
extern const size_t kam_descriptor_set_bytes;

#ifdef __cplusplus
}
#endif

#endif
