/*
 * Methods in C: login and its like, which need more than one function of the database. A handler is started with its unpacked
 * request, asks the database or the password hasher in as many steps as it needs, and ends with exactly one call_answer() or call_refuse().
 * Between steps it keeps what it must in call_state_memory(). The peer may be gone by then; the handler need not care.
 */
#ifndef KAM_SERVER_RPC_HANDLER_H
#define KAM_SERVER_RPC_HANDLER_H

#include "common/messages.h"
#include "server/rpc/fixed.h"

#include <libpq-fe.h>
#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stdint.h>

struct call;
struct auth_hasher;
struct policy;

struct handler {
    const char *path; /* of its method */
    void (*run)(struct call *call);
};

/* Ends with a row whose path is NULL. Defined by server/handlers. */
extern const struct handler handlers[];

const ProtobufCMessage *call_request(const struct call *call);
/* Zeroed memory that lives as long as the call; the first time `bytes` are taken, later the same memory comes back. NULL: over budget. */
void *call_state_memory(struct call *call, size_t bytes);
const char *call_path(const struct call *call); /* of its method */
const char *call_address(const struct call *call);
const char *call_client(const struct call *call);
const char *call_language_code(const struct call *call); /* "zh" or "en" */
const uint8_t *call_token_hash(const struct call *call);
struct auth_hasher *call_hasher(const struct call *call);
const struct policy *call_password_policy(const struct call *call);
/* What seals second factors, or NULL; and the name authenticators show. */
const uint8_t *call_factor_key(const struct call *call);
const char *call_factor_issuer(const struct call *call);

/* The names in the certificate of this call's connection, a line each; false: none. */
bool call_certificate(const struct call *call, char *out, size_t room);

/* A parameter in binary. NULL value: NULL. Borrowed until the answer comes. */
struct call_value {
    const void *value;
    int bytes;
};

/* Runs one fixed statement in a transaction of its own. queried() gets its rows; when there are none because of an error or a lost
 * connection, the call is refused and queried() does not come. */
void call_query(struct call *call, enum fixed_id statement, const struct call_value *values, int values_count,
                void (*queried)(struct call *call, const PGresult *rows));

/* The one answer. The call is gone when these return. */
void call_answer(struct call *call, const ProtobufCMessage *response);
void call_refuse(struct call *call, enum message_id id, const char *field, const char *first, uint32_t retry_after_ms);

/* This connection now speaks for this session; or no longer for any. */
void call_identify(struct call *call, const uint8_t token_hash[32], int64_t person_id);
void call_forget(struct call *call);

#endif
