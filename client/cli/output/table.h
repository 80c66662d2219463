/*
 * Rows as a table on a terminal or in a pipe, or as a tree; drawn by libsmartcols, which cuts columns to the terminal's width and
 * leaves them whole in a pipe.
 */
#ifndef CLI_OUTPUT_TABLE_H
#define CLI_OUTPUT_TABLE_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stdio.h>

struct table;

/* The stream and the columns are borrowed. table_free() accepts NULL. */
struct table *table_new(FILE *stream, bool color, const ProtobufCMessageDescriptor *type, const ProtobufCFieldDescriptor *const *columns,
                        bool is_tree);
void table_free(struct table *table);
void table_row(struct table *table, const ProtobufCMessage *row);
void table_print(struct table *table);

/* The same drawing for texts that come from elsewhere: titles and cells, both ending with NULL. */
struct table *table_new_plain(FILE *stream, bool color, const char *const *titles);
void table_row_plain(struct table *table, const char *const *cells);

#endif
