/*
 * The errors a method's comment promises: the text after "Errors:", as a list. Each begins with a status code of gRPC, perhaps a reason:
 * "ABORTED/ETAG_MISMATCH", "NOT_FOUND (account)".
 */
#ifndef PROTO_GEN_ERRORS_H
#define PROTO_GEN_ERRORS_H

#include "proto/gen/pool.h"

enum { ERRORS_MAX = 32 };

/* Up to ERRORS_MAX entries, in the pool; the count is returned. */
size_t errors_parse(struct pool *p, const char *comment, char *entries[static ERRORS_MAX]);
/* The comment without its errors, white space folded. */
char *errors_strip(struct pool *p, const char *comment);
/* The first entry whose code does not exist, or NULL. */
const char *errors_first_unknown(struct pool *p, const char *comment);

#endif
