/*
 * What a response is to the eye: a list of rows, a tree of rows, or one record. Read off its descriptor.
 */
#ifndef CLI_OUTPUT_SHAPE_H
#define CLI_OUTPUT_SHAPE_H

#include <stdbool.h>

#include "client/cli/base/complaint.h"
#include "kam/method.h"

/* Borrows descriptors only. */
struct shape {
    const ProtobufCFieldDescriptor *rows;      /* repeated message: a list; NULL otherwise */
    const ProtobufCFieldDescriptor *record;    /* the one message the response wraps; NULL when the response is itself the record */
    const ProtobufCFieldDescriptor *next_page; /* of a list in pages */
    const ProtobufCFieldDescriptor *total;     /* of a list that may be cut off: how many rows there are (nodes: nodes_total) */
    const ProtobufCMessageDescriptor *type;    /* of a row, or of the record */
    bool is_tree;                              /* rows have id, parent_id and depth */
};

struct shape shape_of(const ProtobufCMessageDescriptor *response);

/*
 * The columns to show of a type: those named in `wanted` (comma-separated, by name or label; "all"), or when it is NULL those the proto
 * marks as columns, and what names a row. 0 or a complaint; the array belongs to the caller and ends with NULL.
 */
int shape_columns(const ProtobufCMessageDescriptor *type, const char *wanted, const ProtobufCFieldDescriptor ***ret_columns,
                  struct complaint *complaint) __attribute__((warn_unused_result));

#endif
