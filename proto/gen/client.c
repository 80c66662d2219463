#include "proto/gen/client.h"

#include "proto/gen/names.h"
#include "proto/gen/tables.h"

#include <string.h>

/* "kam_accounts_get_account" */
static const char *function_name(const struct model *m, const struct method *method) {
    return pool_printf(m->pool, "kam_%s_%s", names_snake(m->pool, method->service->name), method->function);
}

static void write_signature(const struct model *m, const struct method *method, FILE *f) {
    fprintf(f, "int %s(kam_client *client, const %s *request, const struct kam_call_options *options,\n    %s **ret_response)",
            function_name(m, method), method->request->c_type, method->response->c_type);
}

/* Comment text inside a C comment: line by line, and never able to end it. */
static void write_comment(FILE *f, const struct method *method) {
    const char *comment = source_comment(method->file->proto, &method->source);
    fprintf(f, "\n/*\n * %s: %s.\n", method->path, method->rule->en);
    for (const char *line = comment; *line;) {
        size_t bytes = strcspn(line, "\n");
        fputs(" *", f);
        for (size_t i = 0; i < bytes; i++) {
            if (line[i] == '/' && i > 0 && line[i - 1] == '*')
                fputc(' ', f);
            fputc(line[i], f);
        }
        fputc('\n', f);
        line += bytes;
        line += *line == '\n';
    }
    fputs(" */\n", f);
}

static void write_header(const struct model *m, struct output *o) {
    FILE *f = output_open(o, "kam/client_methods.h");
    fputs("/*\n"
          " * Made by protoc-gen-kam from the protos; changes here are lost.\n"
          " *\n"
          " * One function for each method of the server. Each blocks until the answer is there or the call has failed and returns an\n"
          " * enum kam_status; only when that is KAM_OK is *ret_response set, and then it is the caller's, to be given to\n"
          " * kam_message_free(). request is borrowed for the call; options may be NULL. What went wrong is told by kam_client_error().\n"
          " */\n"
          "#ifndef KAM_CLIENT_METHODS_H\n#define KAM_CLIENT_METHODS_H\n\n#include \"kam/kam.h\"\n\n",
          f);
    tables_write_includes(m, f);
    fputs("\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n#ifdef __GNUC__\n#pragma GCC visibility push(default)\n#endif\n", f);
    for (size_t i = 0; i < m->methods_count; i++) {
        write_comment(f, &m->methods[i]);
        write_signature(m, &m->methods[i], f);
        fputs(";\n", f);
    }
    fputs("\n#ifdef __GNUC__\n#pragma GCC visibility pop\n#endif\n\n#ifdef __cplusplus\n}\n#endif\n\n#endif\n", f);
    output_close(o);
}

static void write_source(const struct model *m, struct output *o) {
    FILE *f = output_open(o, "kam/client_methods.c");
    fputs("/* Made by protoc-gen-kam from the protos; changes here are lost. */\n#include \"kam/client_methods.h\"\n", f);
    for (size_t i = 0; i < m->methods_count; i++) {
        const struct method *method = &m->methods[i];
        fputc('\n', f);
        write_signature(m, method, f);
        fprintf(f,
                " {\n"
                "    ProtobufCMessage *response = NULL;\n"
                "    int status = kam_call(client, &kam_methods[%zu], &request->base, options, &response);\n"
                "    if (status == KAM_OK)\n"
                "        *ret_response = (%s *)response;\n"
                "    return status;\n"
                "}\n",
                i, method->response->c_type);
    }
    output_close(o);
}

void client_write(const struct model *m, struct output *o) {
    write_header(m, o);
    write_source(m, o);
}
