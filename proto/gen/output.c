#include "proto/gen/output.h"

#include <stdlib.h>

static void fail(const char *what) {
    fprintf(stderr, "protoc-gen-kam: %s\n", what);
    abort();
}

void output_add(struct output *o, Google__Protobuf__Compiler__CodeGeneratorResponse__File *file) {
    if (o->files_count == OUTPUT_FILES_MAX)
        fail("too many files to generate");
    o->files[o->files_count++] = file;
}

FILE *output_open(struct output *o, const char *name) {
    o->name = name;
    o->stream = open_memstream(&o->text, &o->text_bytes);
    if (!o->stream)
        fail("out of memory");
    return o->stream;
}

void output_close(struct output *o) {
    if (ferror(o->stream) || fclose(o->stream) != 0)
        fail("out of memory");
    o->stream = NULL;
    Google__Protobuf__Compiler__CodeGeneratorResponse__File *file = pool_alloc(o->pool, sizeof(*file));
    google__protobuf__compiler__code_generator_response__file__init(file);
    file->name = pool_strdup(o->pool, o->name);
    file->content = pool_strndup(o->pool, o->text, o->text_bytes);
    free(o->text);
    o->text = NULL;
    output_add(o, file);
}

void output_literal(FILE *f, const char *text) {
    if (!text) {
        fputs("NULL", f);
        return;
    }
    fputc('"', f);
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c == '"' || *c == '\\')
            fprintf(f, "\\%c", *c);
        else if (*c < 0x20 || *c == '?') /* '?' could begin a trigraph */
            fprintf(f, "\\%03o", *c);
        else
            fputc(*c, f);
    }
    fputc('"', f);
}
