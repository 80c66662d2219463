/*
 * The blocking part of the start, which `kamd check` does too: is the server fit, and does everything this binary has match it?
 */
#ifndef KAM_SERVER_RPC_VERIFY_H
#define KAM_SERVER_RPC_VERIFY_H

#include "server/rpc/binding.h"
#include "server/rpc/errors.h"
#include "server/rpc/handler.h"
#include "server/rpc/report.h"

/* The schema this release is bound to; a node of the next release has another. */
#define API_SCHEMA "api_1"

/* -EIO or -EINVAL with *ret_error, freed by the caller; mismatches go to the report, one a line, and are not an error here. */
_must_check_ int verify(const char *url, struct report *report, char **ret_error, struct bindings **ret_bindings,
                        struct errors **ret_errors);

/* The handler of a method in C, or NULL. */
const struct handler *verify_handler(const struct kam_method *method);

#endif
