/*
 * The bindings of all methods: for each, how its request becomes parameters and its rows become a response. They are compiled once from
 * the descriptors and the database's catalogue, and every mismatch is reported, because a server that starts must be able to serve.
 *
 * Bindings own their plans and statements, which are constant and live as long as they do.
 */
#ifndef KAM_SERVER_RPC_BINDING_H
#define KAM_SERVER_RPC_BINDING_H

#include "common/cleanup.h"
#include "server/rpc/plan.h"
#include "server/rpc/report.h"

struct bindings;

/* Binds `methods` to the functions of `api_schema` over a connection for this purpose alone (statements are prepared on it, to learn
 * their columns). -EIO with *ret_error when the database does not answer; mismatches go to the report, one a line, and are not an error
 * here. */
_must_check_ int bindings_new(PGconn *pg, const char *api_schema, const struct kam_method *methods, size_t methods_count,
                              struct report *report, char **ret_error, struct bindings **ret_bindings);
struct bindings *bindings_free(struct bindings *b);
DEFINE_FREEP(struct bindings, bindings)

/* The plan of a method by its place in `methods`; NULL for handlers (and for what did not match). */
const struct method_plan *bindings_plan(const struct bindings *b, size_t method);

size_t bindings_count(const struct bindings *b);

#endif
