/*
 * From a request message to the parameters of its function, in PostgreSQL's binary format.
 */
#ifndef KAM_SERVER_RPC_ENCODE_H
#define KAM_SERVER_RPC_ENCODE_H

#include "common/buffer.h"
#include "common/messages.h"
#include "server/rpc/page.h"
#include "server/rpc/plan.h"

#define ENCODE_PATH_BYTES 160

/* A value that PostgreSQL's type cannot hold. */
struct encode_fault {
    enum message_id message;
    char path[ENCODE_PATH_BYTES]; /* "interaction.next_step_on" */
};

/* Where the parameters are in the buffer they were written to: offset and length, -1 for NULL. */
struct encoded_param {
    uint32_t offset;
    int32_t length;
};

enum encode_error {
    ENCODE_FAULT = 1,      /* a value out of range; see the fault */
    ENCODE_PAGE_TOKEN = 2, /* the page token belongs to other filters */
};

/* Appends the parameters to `out` and fills `ret_params` (params_count of them). `page` is for pages only, otherwise NULL.
 * -ENOBUFS when they exceed the buffer's maximum, -ENOMEM, or an encode_error. */
_must_check_ int encode_params(const struct method_plan *plan, const ProtobufCMessage *request, struct page_request *page,
                               struct buffer *out, struct encoded_param *ret_params, struct encode_fault *ret_fault);

/* One field, for tests and for tools that need a value in binary: appends length and value as in a composite. */
_must_check_ int encode_field(const struct field_plan *field, const ProtobufCMessage *message, struct buffer *out,
                              struct encode_fault *ret_fault);

#endif
