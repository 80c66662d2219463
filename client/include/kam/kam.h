/*
 * libkam: the client library of kam.
 *
 * A kam_client is one conversation with a kam service: a list of endpoints, at most one TLS 1.3 connection at a time, and the calls
 * under way on it. It connects when first needed, takes its session up again after a lost connection, and sends a call again when
 * that cannot do harm: reads freely, writes under the request id they were first sent with, so that the server does them once.
 *
 *     struct kam_options options;
 *     kam_options_init(&options);
 *     options.endpoints = "kam.example:7443";
 *     options.ca_file = "ca.pem";
 *     kam_client *client = kam_client_new(&options);
 *     if (kam_sessions_login(client, &login, NULL, &reply) != KAM_OK)
 *         fprintf(stderr, "%s\n", kam_client_error(client)->message);
 *
 * The typed functions (kam_sessions_login and one for every other method) are in kam/client_methods.h; they are thin over kam_call().
 *
 * Three outcomes. KAM_OK: done, and on disk. KAM_UNKNOWN with reason "OUTCOME_UNKNOWN": a write was sent, and time or retries ran
 * out before its outcome was known; kam_client_error()->request_id asks for it (kam_requests_get_request_outcome) or repeats it
 * safely (kam_call_options.request_id). Every other status: not done.
 *
 * A crash of this program between sending a write and learning its outcome loses the request id, unless kam_options.pending_folder
 * names a folder: then each write under an id the library makes is on disk there before it is first sent, and goes from it when its
 * outcome has been given. What is still there after a crash is asked for with kam_pending_list() and settled with kam_pending_repeat().
 *
 * Threads: a kam_client belongs to one thread at a time; different clients are independent. Blocking: functions marked so wait in
 * poll(), at most until their deadline. Name lookup is getaddrinfo() and blocks as long as the system's resolver does: give addresses
 * as endpoints and the name in server_name where that matters. Signals: writing never raises SIGPIPE. The library never logs, never
 * aborts, and has no global state; errors are kept on the client.
 *
 * Versions: a program goes on working with every later library of the same soname, and with an earlier one as long as it asks for nothing new.
 * Set structs you fill in up with their init function, which notes how large they were when the program was compiled; fields are only
 * ever added at the end. Structs you are given a pointer to (kam_error) grow at the end too. Those that come in arrays (kam_violation,
 * kam_holder, kam_pending, kam_method) never change.
 */
#ifndef KAM_KAM_H
#define KAM_KAM_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kam/method.h"
#include "kam/status.h"

#ifdef __cplusplus
extern "C" {
#endif

#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif

#define KAM_SESSION_TOKEN_BYTES 32
#define KAM_REQUEST_ID_BYTES 16
/* Calls started and not yet waited for, at most. */
#define KAM_TICKETS_MAX 1024

typedef struct kam_client kam_client;

struct kam_options {
    size_t size;                 /* kam_options_init() */
    const char *endpoints;       /* "host:port,host:port,[::1]:port"; tried in turn. Required. */
    const char *server_name;     /* name the server's certificate must carry; NULL: the endpoint's host */
    const char *ca_file;         /* PEM file of the authorities to trust; NULL: the system's */
    const char *client_name;     /* for the server's log, at most 64 bytes; NULL: "libkam" */
    const char *language;        /* of messages, "zh" or "en"; NULL: zh */
    uint32_t connect_timeout_ms; /* for one endpoint: TCP, TLS and Welcome; 5,000 */
    uint32_t call_timeout_ms;    /* for a call that does not say otherwise; 30,000 */
    uint32_t retries_max;        /* how often one call is sent again; 5. 0: never */
    const char *pending_folder;  /* where writes are noted until their outcome is known, see below; NULL: nowhere */
    const char *cert_file; /* PEM file of a certificate to show to servers that ask for one; NULL: none */
    const char *key_file;  /* its key; goes with cert_file */
};

struct kam_call_options {
    size_t size;               /* kam_call_options_init() */
    uint32_t timeout_ms;       /* 0: call_timeout_ms of the client. Covers connecting and all retries. */
    const uint8_t *request_id; /* KAM_REQUEST_ID_BYTES, to repeat an earlier write; NULL: made by the library for writes */
    bool *ret_replayed;        /* set to true when the answer is that of an earlier send of the same request; may be NULL.
                                  Must live until the call has been waited for. */
};

/* One field of the request that was refused: its path ("account.identifiers[2].value") and why. */
struct kam_violation {
    const char *field;
    const char *message;
};

/* Somebody who holds the right that is missing. */
struct kam_holder {
    int64_t person_id;
    const char *name;
    const char *post;
};

/* Why the last call failed. Strings are never NULL; all of it belongs to the client and lives until its next call. */
struct kam_error {
    enum kam_status code;
    const char *reason;  /* stable, for programs: "ETAG_MISMATCH"; "" when there is none */
    const char *message; /* for people, in the client's language */
    bool retryable;      /* the same call under the same request id may be made again */
    uint32_t retry_after_ms;
    size_t violations_count;
    const struct kam_violation *violations;
    const char *required_right; /* the right that is missing, or "" */
    size_t holders_count;
    const struct kam_holder *holders;
    const uint8_t *request_id; /* of the write that failed, KAM_REQUEST_ID_BYTES; NULL for other calls */
};

/* Clears a struct of this size, notes the size in it and fills in the defaults above; for languages that cannot call what follows. */
void kam_options_fill(struct kam_options *options, size_t size);
void kam_call_options_fill(struct kam_call_options *options, size_t size);

static inline void kam_options_init(struct kam_options *options) {
    kam_options_fill(options, sizeof(*options));
}

static inline void kam_call_options_init(struct kam_call_options *options) {
    kam_call_options_fill(options, sizeof(*options));
}

/*
 * Makes a client; everything in options is copied. Does not connect: a fault in the options is the answer of the first call or of
 * kam_client_connect(). NULL only when memory is exhausted. Free with kam_client_free(), which accepts NULL, closes the connection
 * without waiting and always returns NULL. A write still under way is not withdrawn by it.
 */
kam_client *kam_client_new(const struct kam_options *options);
kam_client *kam_client_free(kam_client *client);

/* Connects now rather than with the first call. Blocking, at most connect_timeout_ms for each endpoint. KAM_OK also when connected. */
int kam_client_connect(kam_client *client);

/*
 * The session to go on with, as an earlier login gave it; sent in the next Hello. A connection that stands without a call under way
 * is closed for that, and made again by the next call. NULL forgets the session. Login and RedeemToken remember their token by
 * themselves, Logout forgets it.
 */
int kam_client_set_session(kam_client *client, const uint8_t token[KAM_SESSION_TOKEN_BYTES]);

/* Copies the token of the client's session; false, with ret_token untouched, when there is none. */
bool kam_client_session(const kam_client *client, uint8_t ret_token[KAM_SESSION_TOKEN_BYTES]);

/* Whether a connection stands, and whether its server took the session of kam_client_set_session() up. */
bool kam_client_connected(const kam_client *client);
bool kam_client_resumed(const kam_client *client);

/* How many calls the server lets this client have in flight; 1 before the first connection. More may be started: they wait here. */
uint32_t kam_client_calls_max(const kam_client *client);

/*
 * Calls a method and waits for the answer. On KAM_OK *ret_response is the response, to be freed with kam_message_free(); on any other
 * status it is untouched and kam_client_error() says why. options may be NULL. Blocking, at most the call's timeout.
 */
int kam_call(kam_client *client, const struct kam_method *method, const ProtobufCMessage *request, const struct kam_call_options *options,
             ProtobufCMessage **ret_response);

/*
 * The same with encoded messages and the method by path, for programs that carry messages they do not know. *ret_body is freed with
 * free(). A method this library does not know is sent once and without a request id, unless options has one. Blocking.
 */
int kam_call_raw(kam_client *client, const char *path, const void *body, size_t body_bytes, const struct kam_call_options *options,
                 uint8_t **ret_body, size_t *ret_body_bytes);

/*
 * Starts a call and returns without waiting: the request is encoded and queued, *ret_ticket stands for it. Every ticket must be waited
 * for exactly once, in any order. Answers may come in any order, and calls under way at once have no order among each other.
 * KAM_RESOURCE_EXHAUSTED with more than KAM_TICKETS_MAX tickets open. Writes what the socket takes; blocks only for a name lookup.
 */
int kam_call_start(kam_client *client, const struct kam_method *method, const ProtobufCMessage *request,
                   const struct kam_call_options *options, uint64_t *ret_ticket);

/* Waits for the call of this ticket and gives its answer as kam_call() does; the ticket is spent. Blocking, at most its timeout. */
int kam_call_wait(kam_client *client, uint64_t ticket, ProtobufCMessage **ret_response);

/* Tells the server that the answer is no longer wanted. The ticket must still be waited for; a write may have been done. */
int kam_call_cancel(kam_client *client, uint64_t ticket);

/*
 * For programs with their own loop: wait until fd (-1: none) shows one of the poll() events or next_timeout_ms (-1: no limit) has
 * passed, then call handle, which never waits (but see name lookup above); then kam_call_done() tells which tickets can be waited for
 * without blocking. fd and events change with every call into the library: ask again each time.
 */
int kam_client_fd(const kam_client *client);
short kam_client_events(const kam_client *client);
int kam_client_next_timeout_ms(const kam_client *client);
int kam_client_handle(kam_client *client);
bool kam_call_done(const kam_client *client, uint64_t ticket);

/* Some ticket that can be waited for without blocking, the one whose answer came first; false when there is none. */
bool kam_client_done(const kam_client *client, uint64_t *ret_ticket);

/* Servers remember request ids for at least 30 days; what was begun longer ago than this is not sent again. */
#define KAM_PENDING_AGE_MAX_MS (INT64_C(29) * 24 * 3600 * 1000)

/*
 * A write of the pending folder: begun by this program or one before it, its outcome not given to anybody. The folder is one person's at
 * one service, made if missing with mode 0700; several programs may use it at once. It holds whole requests in clear. Writes with
 * an id of the caller's are the caller's to keep, and requests with a secret in them are not written down.
 */
struct kam_pending {
    uint8_t request_id[KAM_REQUEST_ID_BYTES];
    int64_t began_at_ms;   /* since 1970 */
    const char *method;    /* path */
    const char *endpoints; /* of the client that began it */
    const uint8_t *body;   /* the request, encoded */
    size_t body_bytes;
    bool under_way; /* a living client still waits for it */
    bool too_old;   /* begun more than KAM_PENDING_AGE_MAX_MS ago */
};

/* The writes in the pending folder, the oldest first; free the list with kam_pending_free(). KAM_OK with none without a folder. */
int kam_pending_list(kam_client *client, struct kam_pending **ret_list, size_t *ret_count);
void kam_pending_free(struct kam_pending *list, size_t count);

/*
 * Sends it again under its id and so gives its one outcome: KAM_OK with the response in *ret_body (free()), done then or now; a refusal:
 * not done; either takes it out of the folder. KAM_UNKNOWN leaves it there (nobody who could know was reached, or it was not sent under
 * the same login), and so does what keeps it from being sent. Only at the endpoints where it was begun: another service would do it
 * anew; and not when it is too old, for the same reason. Blocking, at most call_timeout_ms.
 */
int kam_pending_repeat(kam_client *client, const uint8_t request_id[KAM_REQUEST_ID_BYTES], uint8_t **ret_body, size_t *ret_body_bytes);

/* Takes it out of the folder, for a program that has learned its outcome in another way. */
int kam_pending_drop(kam_client *client, const uint8_t request_id[KAM_REQUEST_ID_BYTES]);

/* Frees a response; accepts NULL. */
void kam_message_free(ProtobufCMessage *message);

/* Why the last call on this client failed; code KAM_OK when it did not. Never NULL. */
const struct kam_error *kam_client_error(const kam_client *client);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif

#ifdef __cplusplus
}
#endif

#endif
