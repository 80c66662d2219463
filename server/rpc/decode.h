/*
 * From PostgreSQL's binary rows straight to the bytes of the response message: one pass, no message in between.
 */
#ifndef KAM_SERVER_RPC_DECODE_H
#define KAM_SERVER_RPC_DECODE_H

#include "common/buffer.h"
#include "server/rpc/plan.h"

/*
 * Appends the encoded response. `rows` are as many as the method's function returned, of which the first `rows_count` are used; for
 * a page, `next_token` (next_token_bytes of it) is added unless it is empty.
 * -EBADMSG: a value is not what the plan says; -ENOBUFS: longer than the buffer may get; -ENOMEM.
 */
_must_check_ int decode_rows(const struct method_plan *plan, const PGresult *rows, int rows_count, const char *next_token,
                             size_t next_token_bytes, struct buffer *out);

#endif
