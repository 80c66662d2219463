/*
 * Where a thing stands in its proto file, and the comment above it, from the source info protoc sends along.
 */
#ifndef PROTO_GEN_SOURCE_H
#define PROTO_GEN_SOURCE_H

#include "google/protobuf/descriptor.pb-c.h"

#include <stddef.h>
#include <stdint.h>

/* Path of a thing inside its FileDescriptorProto: field numbers and indexes in turn, as SourceCodeInfo.Location.path has them. */
struct source_path {
    int32_t step[16];
    size_t count;
};

/* This path and two steps more, such as {2, 5}: "field" number 2, index 5. Paths deeper than the array stay as they are. */
struct source_path source_path_add(struct source_path path, int32_t field, size_t index);

/* 1-based line, 0 when unknown. */
int source_line(const Google__Protobuf__FileDescriptorProto *file, const struct source_path *path);
/* The comment above, as written (with its line breaks); "" when there is none. Borrowed from the file. */
const char *source_comment(const Google__Protobuf__FileDescriptorProto *file, const struct source_path *path);

#endif
