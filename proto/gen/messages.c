#include "proto/gen/messages.h"

#include "proto/gen/child.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Files whose content is options only: no generated code refers to them, so their headers must not be included either. */
static bool is_options_file(const char *name) {
    return strcmp(name, "kam/options.proto") == 0 || strcmp(name, "google/protobuf/descriptor.proto") == 0;
}

static void clear_optional(Google__Protobuf__DescriptorProto *m) {
    for (size_t i = 0; i < m->n_field; i++) {
        m->field[i]->has_proto3_optional = false;
        m->field[i]->proto3_optional = false;
    }
    for (size_t i = 0; i < m->n_nested_type; i++)
        clear_optional(m->nested_type[i]);
}

static void clear_options(Google__Protobuf__FileDescriptorProto *f) {
    size_t kept = 0;
    for (size_t i = 0; i < f->n_dependency; i++)
        if (!is_options_file(f->dependency[i]))
            f->dependency[kept++] = f->dependency[i];
    f->n_dependency = kept;
    for (size_t i = 0; i < f->n_message_type; i++)
        clear_optional(f->message_type[i]);
}

/* A copy by way of its bytes: it is changed, and the original is still needed. */
static Google__Protobuf__Compiler__CodeGeneratorRequest *copy(struct pool *p,
                                                              const Google__Protobuf__Compiler__CodeGeneratorRequest *request) {
    size_t bytes = google__protobuf__compiler__code_generator_request__get_packed_size(request);
    uint8_t *packed = pool_alloc(p, bytes);
    google__protobuf__compiler__code_generator_request__pack(request, packed);
    return google__protobuf__compiler__code_generator_request__unpack(&p->allocator, bytes, packed);
}

int messages_generate(struct pool *p, const Google__Protobuf__Compiler__CodeGeneratorRequest *request, const char *protoc_gen_c,
                      Google__Protobuf__Compiler__CodeGeneratorResponse **ret_response, const char **ret_error) {
    Google__Protobuf__Compiler__CodeGeneratorRequest *stripped = copy(p, request);
    stripped->parameter = NULL;
    size_t kept = 0;
    for (size_t i = 0; i < stripped->n_proto_file; i++) {
        if (is_options_file(stripped->proto_file[i]->name))
            continue;
        clear_options(stripped->proto_file[i]);
        stripped->proto_file[kept++] = stripped->proto_file[i];
    }
    stripped->n_proto_file = kept;
    size_t bytes = google__protobuf__compiler__code_generator_request__get_packed_size(stripped);
    uint8_t *packed = pool_alloc(p, bytes), *answer;
    google__protobuf__compiler__code_generator_request__pack(stripped, packed);
    size_t answer_bytes;
    int r = child_filter(protoc_gen_c, packed, bytes, &answer, &answer_bytes);
    if (r < 0)
        return r;
    Google__Protobuf__Compiler__CodeGeneratorResponse *response =
        google__protobuf__compiler__code_generator_response__unpack(&p->allocator, answer_bytes, answer);
    free(answer);
    *ret_error = !response ? "protoc-gen-c gave an answer that cannot be read" : response->error;
    *ret_response = response;
    return 0;
}
