/*
 * protoc-gen-kam: the protoc plugin of the build. One run makes one part, chosen by --kam_opt=emit=PART:
 *
 *   messages     the C of the messages, by way of protoc-gen-c (its path: protoc_gen_c=PATH)
 *   tables       kam_tables.c and kam_descriptors.c
 *   client       kam/client_methods.h and .c
 *   reference    METHODS.md
 *
 * Whatever the part, the protos are checked first, and faults are protoc's to print: nothing is written when there is one.
 */
#include "proto/gen/check.h"
#include "proto/gen/child.h"
#include "proto/gen/client.h"
#include "proto/gen/descriptors.h"
#include "proto/gen/messages.h"
#include "proto/gen/model.h"
#include "proto/gen/output.h"
#include "proto/gen/reference.h"
#include "proto/gen/tables.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct parameters {
    const char *emit;
    const char *protoc_gen_c;
};

static bool parse_parameters(struct pool *p, const char *text, struct parameters *ret) {
    struct parameters out = {.emit = "", .protoc_gen_c = "protoc-gen-c"};
    char *rest = pool_strdup(p, text ? text : ""), *word;
    while ((word = strsep(&rest, ","))) {
        if (strncmp(word, "emit=", 5) == 0)
            out.emit = word + 5;
        else if (strncmp(word, "protoc_gen_c=", 13) == 0)
            out.protoc_gen_c = word + 13;
        else if (*word)
            return false;
    }
    *ret = out;
    return true;
}

static void add_messages(struct pool *p, const Google__Protobuf__Compiler__CodeGeneratorRequest *request, const char *protoc_gen_c,
                         struct output *o, const char **ret_error) {
    Google__Protobuf__Compiler__CodeGeneratorResponse *response = NULL;
    int r = messages_generate(p, request, protoc_gen_c, &response, ret_error);
    if (r < 0)
        *ret_error = pool_printf(p, "%s: %s", protoc_gen_c, strerror(-r));
    for (size_t i = 0; !*ret_error && i < response->n_file; i++)
        output_add(o, response->file[i]);
}

/* Returns what is wrong, or NULL. */
static const char *generate(struct pool *p, const Google__Protobuf__Compiler__CodeGeneratorRequest *request, struct output *o) {
    struct parameters parameters;
    if (!parse_parameters(p, request->parameter, &parameters))
        return "unknown option; known are emit=messages|tables|client|reference and protoc_gen_c=PATH";
    struct model model;
    model_build(&model, p, request);
    struct faults faults = {.pool = p};
    check_model(&model, &faults);
    if (faults.text)
        return faults.text;
    const char *error = NULL;
    if (strcmp(parameters.emit, "messages") == 0) {
        add_messages(p, request, parameters.protoc_gen_c, o, &error);
    } else if (strcmp(parameters.emit, "tables") == 0) {
        tables_write(&model, o);
        descriptors_write(request, o);
    } else if (strcmp(parameters.emit, "client") == 0) {
        client_write(&model, o);
    } else if (strcmp(parameters.emit, "reference") == 0) {
        reference_write(&model, o);
    } else {
        return "say what to make: emit=messages|tables|client|reference";
    }
    return error;
}

static int write_all(const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t n = write(STDOUT_FILENO, bytes, count);
        if (n < 0) {
            perror("protoc-gen-kam: write");
            return 1;
        }
        bytes += n;
        count -= (size_t)n;
    }
    return 0;
}

static int respond(struct pool *p, struct output *o, const char *error) {
    Google__Protobuf__Compiler__CodeGeneratorResponse response = GOOGLE__PROTOBUF__COMPILER__CODE_GENERATOR_RESPONSE__INIT;
    response.has_supported_features = true;
    response.supported_features = GOOGLE__PROTOBUF__COMPILER__CODE_GENERATOR_RESPONSE__FEATURE__FEATURE_PROTO3_OPTIONAL;
    if (error) {
        response.error = (char *)error;
    } else {
        response.file = o->files;
        response.n_file = o->files_count;
    }
    size_t bytes = google__protobuf__compiler__code_generator_response__get_packed_size(&response);
    uint8_t *packed = pool_alloc(p, bytes);
    google__protobuf__compiler__code_generator_response__pack(&response, packed);
    return write_all(packed, bytes);
}

int main(void) {
    struct pool pool;
    pool_init(&pool);
    uint8_t *input = NULL;
    size_t input_bytes = 0;
    int r = child_read_all(STDIN_FILENO, &input, &input_bytes);
    if (r < 0) {
        fprintf(stderr, "protoc-gen-kam: read: %s\n", strerror(-r));
        return 1;
    }
    Google__Protobuf__Compiler__CodeGeneratorRequest *request =
        google__protobuf__compiler__code_generator_request__unpack(&pool.allocator, input_bytes, input);
    free(input);
    if (!request) {
        fputs("protoc-gen-kam: standard input holds no CodeGeneratorRequest; this program is started by protoc\n", stderr);
        pool_deinit(&pool);
        return 1;
    }
    struct output output = {.pool = &pool};
    const char *error = generate(&pool, request, &output);
    r = respond(&pool, &output, error);
    pool_deinit(&pool);
    return r;
}
