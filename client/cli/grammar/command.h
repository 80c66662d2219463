/*
 * Nouns and verbs: which method a command means. Read off the method table; nothing here knows a method by name.
 */
#ifndef CLI_GRAMMAR_COMMAND_H
#define CLI_GRAMMAR_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "client/cli/grammar/field.h"

/* The method of `kam NOUN VERB`, or NULL. */
const struct kam_method *command_find(const char *noun, const char *verb);
/* A method by path, also without "kam.v1." and in any case; or NULL. */
const struct kam_method *command_by_path(const char *path);

bool command_has_noun(const char *noun);
/* All nouns, or all verbs of a noun, each once, sorted; the array belongs to the caller, its strings are constant. */
size_t command_nouns(const char ***ret_nouns);
size_t command_verbs(const char *noun, const char ***ret_verbs);

/* The nearest path for a mistyped one, or NULL. */
const char *command_path_meant(const char *path);

/* "kam accounts create 名称 --kind 类型 [--region 地区]…" in one line; belongs to the caller. */
char *command_usage(const struct kam_method *method);

/* Whether this field of the request is one of the method's positional arguments. */
bool command_is_argument(const struct kam_method *method, const char *field_path);
/* Whether the request must have it: by its rule, and in an update only what names the record. */
bool command_needs(const struct kam_method *method, const char *field_path, bool required_by_rule);
/* Whether help leaves it out: what kam fills in, and the id of a record that is yet to be made. */
bool command_hides(const struct kam_method *method, const struct field_path *path);
/* Whether the request has an update mask, its field's name in *ret_field. */
bool command_is_update(const struct kam_method *method, const ProtobufCFieldDescriptor **ret_field);

#endif
