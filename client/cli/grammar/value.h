/*
 * One value as people type it, turned into the JSON of the protocol (proto3 JSON): numbers, enum values by label in either language,
 * dates and local times, lists of small messages ("uscc=9150…").
 */
#ifndef CLI_GRAMMAR_VALUE_H
#define CLI_GRAMMAR_VALUE_H

#include <jansson.h>
#include <stdbool.h>

#include "client/cli/grammar/field.h"

/*
 * Parses `text` for one item of this field; what is repeated is given item by item. 0, or 1 with *ret_why saying what was expected
 * (and what was probably meant), in the session's language. Both results belong to the caller. An id that can be looked up is taken
 * as a number only, and inside a message as the name it was given by; names are the business of lookup.h.
 */
int value_parse(const struct kam_field_rule *rule, const ProtobufCFieldDescriptor *field, const char *text, json_t **ret_value,
                char **ret_why) __attribute__((warn_unused_result));

/* Splits "A;B;;C" (or full-width "；") into items, leaving empty ones out; "\;" is a semicolon. The array and its strings belong to
 * the caller; returns their count. */
size_t value_split(const char *text, char ***ret_items);

/* The enum value this text means by label, Chinese or English name, protocol name or number; NULL when none. */
const ProtobufCEnumValue *value_enum_find(const ProtobufCEnumDescriptor *enumeration, const char *text);
/* "bank|institution|enterprise": what may be typed. Belongs to the caller. */
char *value_enum_choices(const ProtobufCEnumDescriptor *enumeration);

bool value_bool_parse(const char *text, bool *ret_value);

#endif
