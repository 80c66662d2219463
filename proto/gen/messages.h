/*
 * The message code itself comes from protoc-gen-c. It refuses proto3 `optional`, although the descriptor already says the same as a
 * oneof of one member; so the mark is taken off and the oneof stays, and with it the presence of the field.
 */
#ifndef PROTO_GEN_MESSAGES_H
#define PROTO_GEN_MESSAGES_H

#include "google/protobuf/compiler/plugin.pb-c.h"
#include "proto/gen/pool.h"

/*
 * Hands the request on to protoc-gen-c and gives back its answer, which lives in the pool. The request itself is left as it was.
 * *ret_error is set when protoc-gen-c refused or answered nonsense. Blocks; negative errno when it could not be run.
 */
int messages_generate(struct pool *p, const Google__Protobuf__Compiler__CodeGeneratorRequest *request, const char *protoc_gen_c,
                      Google__Protobuf__Compiler__CodeGeneratorResponse **ret_response, const char **ret_error)
    __attribute__((warn_unused_result));

#endif
