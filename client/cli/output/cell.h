/*
 * Values out of a protobuf-c message by its descriptor, as text: for people (labels, local times) or for programs (names, UTC).
 */
#ifndef CLI_OUTPUT_CELL_H
#define CLI_OUTPUT_CELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/cli/grammar/field.h"

enum cell_style {
    CELL_HUMAN, /* 银行, 是, 2026-11-23 14:30 */
    CELL_PLAIN, /* bank, true, 2026-11-23T06:30:00Z; what value_parse() takes back */
};

/* A field's value; NULL when it is unset or empty. Secret fields are always NULL. Belongs to the caller. */
char *cell_text(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, enum cell_style style);
/* One item of a repeated field. */
char *cell_item_text(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t index, enum cell_style style);

/* The field of this name, or NULL. */
const ProtobufCFieldDescriptor *cell_field(const ProtobufCMessageDescriptor *message, const char *name);

size_t cell_count(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field);
const ProtobufCMessage *cell_message(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t index);
/* A text field's content ("" when unset), and an integer's (0). */
const char *cell_string(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field);
int64_t cell_integer(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field);
bool cell_is_set(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field);

#endif
