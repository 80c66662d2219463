#include "proto/gen/descriptors.h"

enum { BYTES_A_LINE = 20 };

void descriptors_write(const Google__Protobuf__Compiler__CodeGeneratorRequest *request, struct output *o) {
    Google__Protobuf__FileDescriptorSet set = GOOGLE__PROTOBUF__FILE_DESCRIPTOR_SET__INIT;
    set.n_file = request->n_proto_file;
    set.file = pool_array(o->pool, set.n_file, sizeof(*set.file));
    for (size_t i = 0; i < set.n_file; i++) {
        set.file[i] = pool_alloc(o->pool, sizeof(*set.file[i]));
        *set.file[i] = *request->proto_file[i];
        set.file[i]->source_code_info = NULL;
    }
    size_t bytes = google__protobuf__file_descriptor_set__get_packed_size(&set);
    uint8_t *packed = pool_alloc(o->pool, bytes);
    google__protobuf__file_descriptor_set__pack(&set, packed);

    FILE *f = output_open(o, "kam_descriptors.c");
    fputs("/* Made by protoc-gen-kam from the protos; changes here are lost. */\n#include \"common/method.h\"\n\n", f);
    fputs("const uint8_t kam_descriptor_set[] = {", f);
    for (size_t i = 0; i < bytes; i++)
        fprintf(f, "%s%u,", i % BYTES_A_LINE == 0 ? "\n    " : "", packed[i]);
    fprintf(f, "\n};\n\nconst size_t kam_descriptor_set_bytes = %zu;\n", bytes);
    output_close(o);
}
