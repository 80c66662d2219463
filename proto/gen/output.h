/*
 * The files of a CodeGeneratorResponse while they are written.
 */
#ifndef PROTO_GEN_OUTPUT_H
#define PROTO_GEN_OUTPUT_H

#include "google/protobuf/compiler/plugin.pb-c.h"
#include "proto/gen/pool.h"

#include <stdio.h>

enum { OUTPUT_FILES_MAX = 256 };

/* Owns the open stream; names and contents live in the pool. */
struct output {
    struct pool *pool;
    Google__Protobuf__Compiler__CodeGeneratorResponse__File *files[OUTPUT_FILES_MAX];
    size_t files_count;
    FILE *stream;
    char *text;
    size_t text_bytes;
    const char *name;
};

/* A stream for the next file, until output_close(); one at a time. */
FILE *output_open(struct output *o, const char *name);
void output_close(struct output *o);
/* A finished file, borrowed: it must live as long as the pool. */
void output_add(struct output *o, Google__Protobuf__Compiler__CodeGeneratorResponse__File *file);

/* A C string literal with its quotes; "NULL" for NULL. */
void output_literal(FILE *f, const char *text);

#endif
