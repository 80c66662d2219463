/*
 * The inside of binding.c and field_binding.c: what one compilation of the bindings needs everywhere.
 */
#ifndef KAM_SERVER_RPC_COMPILER_H
#define KAM_SERVER_RPC_COMPILER_H

#include "server/rpc/binding.h"
#include "server/rpc/catalog.h"

#define COMPILER_NAME_BYTES 128
#define COMPILER_WHERE_BYTES (2 * COMPILER_NAME_BYTES + 64)
#define COMPILER_TYPES_MAX 256

struct bindings {
    size_t methods_count;
    struct method_plan *plans; /* parallel to methods; method NULL when there is none */
    size_t messages_count;
    struct message_plan *messages[COMPILER_TYPES_MAX];
    size_t labels_count;
    struct label_plan *labels[COMPILER_TYPES_MAX];
};

struct compiler {
    PGconn *pg;
    const char *api_schema;
    struct catalog *catalog;
    struct bindings *bindings;
    struct report *report;
    const struct kam_method *method; /* whose plan is being made */
};

/* Start-up, and small: no memory ends the process. */
void *compiler_calloc(size_t count, size_t bytes);

/* For findings. */
const char *compiler_type_name(const struct compiler *c, Oid oid);

/* The plan of one field against the type the database has for it, with all that is nested in it. Mismatches go to the report, each with
 * `where`; false when the field itself does not fit. */
bool compiler_bind_field(struct compiler *c, const char *where, const ProtobufCFieldDescriptor *field, Oid actual, unsigned depth,
                         struct field_plan *ret_plan);

#endif
