/*
 * One record for people: labels in one column, values in the other, lists and small messages below their label.
 */
#ifndef CLI_OUTPUT_RECORD_H
#define CLI_OUTPUT_RECORD_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stdio.h>

/* Fields that are empty are left out. `fields` ends with NULL. */
void record_print(FILE *stream, bool color, const ProtobufCMessage *record, const ProtobufCFieldDescriptor *const *fields);

/* One line "label  value" as record_print() draws it, for other places that look alike. */
void record_line(FILE *stream, bool color, const char *label, size_t label_cells, const char *value);

#endif
