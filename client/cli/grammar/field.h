/*
 * Fields of a request by what people type: the field's name or label, with or without the leading message ("region" for
 * "account.region"), with or without the "_id" of what can be looked up ("owner" for "owner_id"), in kebab-case or snake_case.
 */
#ifndef CLI_GRAMMAR_FIELD_H
#define CLI_GRAMMAR_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "kam/method.h"

enum { FIELD_DEPTH_MAX = 4 };

/* What kind of text a field is written as. */
enum field_kind {
    FIELD_BOOL,
    FIELD_INTEGER,
    FIELD_DECIMAL,
    FIELD_ENUM,
    FIELD_STRING,
    FIELD_BYTES,
    FIELD_DATE,
    FIELD_TIME,
    FIELD_MASK,
    FIELD_MESSAGE,
};

/* A way from a message down to one of its fields. Holds borrowed constants only. */
struct field_path {
    size_t depth;
    const ProtobufCMessageDescriptor *message[FIELD_DEPTH_MAX];
    const ProtobufCFieldDescriptor *field[FIELD_DEPTH_MAX];
};

/* Positive answers of field_resolve(). */
enum {
    FIELD_UNKNOWN = 1,
    FIELD_OUTPUT_ONLY = 2, /* it exists, but the server fills it in */
    FIELD_SECRET = 3,      /* it exists, but a password has no place on a command line */
};

/* Finds the field meant by `name`. ret_path is set for 0, FIELD_OUTPUT_ONLY and FIELD_SECRET. */
int field_resolve(const ProtobufCMessageDescriptor *message, const char *name, struct field_path *ret_path)
    __attribute__((warn_unused_result));

/* The field at an exact path ("account.name"), as methods name their arguments. 0 or FIELD_UNKNOWN. */
int field_at(const ProtobufCMessageDescriptor *message, const char *path, struct field_path *ret_path) __attribute__((warn_unused_result));

enum field_kind field_kind(const ProtobufCFieldDescriptor *field);
bool field_is_repeated(const ProtobufCFieldDescriptor *field);
/* A singular message of ours whose fields are meant by their bare names: "account" in CreateAccountRequest. */
bool field_is_leading(const ProtobufCFieldDescriptor *field);
/* Page size, token and update mask: the command line fills these in itself. */
bool field_is_automatic(const ProtobufCFieldDescriptor *field);

/* The rule of a field of this message; never NULL (an empty rule for messages that are not ours). */
const struct kam_field_rule *field_rule(const ProtobufCMessageDescriptor *message, const ProtobufCFieldDescriptor *field);
/* Its name in the session's language. */
const char *field_label(const ProtobufCMessageDescriptor *message, const ProtobufCFieldDescriptor *field);

static inline const ProtobufCFieldDescriptor *field_last(const struct field_path *path) {
    return path->field[path->depth - 1];
}

static inline const struct kam_field_rule *field_last_rule(const struct field_path *path) {
    return field_rule(path->message[path->depth - 1], path->field[path->depth - 1]);
}

/* "account.region"; belongs to the caller. */
char *field_path_text(const struct field_path *path);
/* The shortest flag that means it: "--region", "--owner"; belongs to the caller. */
char *field_flag(const struct field_path *path);

/* Calls `visit` for every field a user may set in a request, depth first. */
void field_walk(const ProtobufCMessageDescriptor *message, void (*visit)(void *context, const struct field_path *path), void *context);

#endif
